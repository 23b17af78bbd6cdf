"""What the writers share: a table written from top to bottom, in the order of the schema."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import cast

from lxml import etree

from chorus_app.formats.binding import Fixed, Group, Leaf, Many

Get = Callable[[str], object]


class Builder:
    """Puts elements into a document in the order of the calls, which has to be that of the schema."""

    def __init__(self, root: str, namespaces: Mapping[str, str], *, currency: str | None = None) -> None:
        self._namespaces = namespaces
        self._currency = currency or "EUR"
        self._tags: dict[str, str] = {}
        self.root = etree.Element(self._tag(root), nsmap=_nsmap(namespaces))

    def group(self, element: etree._Element, group: Group, value: object) -> None:
        """Writes a value of a group's kind into its element."""
        get = _taken(group, value)
        for row in group.rows:
            if isinstance(row, Leaf):
                if not row.read_only:
                    self._leaf(element, row, get(row.field))
            elif isinstance(row, Many):
                for one in cast("tuple[object, ...]", get(row.field) or ()):
                    self.group(self._last(element, row.path, new=True), row.group, one)
            else:
                self._fixed(element, row, get)

    def to_bytes(self) -> bytes:
        """The document, indented, in UTF-8."""
        etree.indent(self.root)
        return etree.tostring(self.root, xml_declaration=True, encoding="UTF-8") + b"\n"

    def _leaf(self, element: etree._Element, row: Leaf, value: object) -> None:
        if value is None or value == ():
            return
        path, _, attribute = row.paths[0].partition("@")
        for one in cast("tuple[object, ...]", value) if row.many else (value,):
            text, attributes = row.codec.write(one)
            if attribute:
                self._attribute(element, path.rstrip("/"), attribute, text)
                continue
            target = self._last(element, path, new=True)
            target.text = text
            money = {"currencyID": self._currency} if row.codec.money else {}
            for name, content in {**attributes, **row.fixed, **money}.items():
                target.set(name, content)

    def _fixed(self, element: etree._Element, row: Fixed, get: Get) -> None:
        if row.when and all(get(name) in (None, ()) for name in row.when):
            return
        target = self._last(element, row.path, new=row.text is not None)
        if row.text is not None:
            target.text = row.text

    def _attribute(self, element: etree._Element, path: str, name: str, text: str) -> None:
        """Sets an attribute of an element that is there; a value without its element has nowhere to go."""
        for step in path.split("/") if path else ():
            tag = self._tag(step.removeprefix("+"))
            if not len(element) or element[-1].tag != tag:
                return
            element = element[-1]
        element.set(name, text)

    def _last(self, element: etree._Element, path: str, *, new: bool) -> etree._Element:
        """The element of that path: the last step is a new one when `new`, the others are shared if they can be."""
        steps = path.split("/") if path else []
        for index, step in enumerate(steps, 1):
            fresh = step.startswith("+") or (new and index == len(steps))
            tag = self._tag(step.removeprefix("+"))
            shared = not fresh and len(element) and element[-1].tag == tag
            element = element[-1] if shared else etree.SubElement(element, tag)
        return element

    def _tag(self, name: str) -> str:
        tag = self._tags.get(name)
        if tag is None:
            prefix, _, local = name.rpartition(":")
            uri = self._namespaces[prefix]
            tag = self._tags[name] = f"{{{uri}}}{local}" if uri else local
        return tag


def _taken(group: Group, value: object) -> Get:
    """How to get at a value by its dotted name, part by part; None when a part is missing."""
    parts: dict[str, object] = {"": value}
    views: dict[str, Mapping[str, object]] = {}

    def get(dotted: str) -> object:
        part, _, name = dotted.rpartition(".")
        if part not in parts:
            parts[part] = get(part)
        held = parts[part]
        if held is None:
            return None
        take = group.parts[part].take
        if take is None:
            return cast("object", getattr(held, name))
        if part not in views:
            views[part] = take(held)
        return views[part].get(name)

    return get


def _nsmap(namespaces: Mapping[str, str]) -> dict[str, str]:
    # lxml takes None for the default namespace; its stubs do not say so.
    return cast("dict[str, str]", {prefix or None: uri for prefix, uri in namespaces.items() if uri})
