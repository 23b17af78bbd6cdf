"""Every value of a document, and whether the reader takes it: it is changed, and what is read must change."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lxml import etree

from chorus_app.formats.codecs import date_of, decimal_of
from chorus_app.formats.parsed import ParsedInvoice

Read = Callable[[etree._Element], ParsedInvoice]


@dataclass(frozen=True, slots=True)
class Value:
    """A leaf element's text, or an attribute."""

    element: etree._Element
    path: str
    attribute: str | None = None

    @property
    def text(self) -> str:
        """What it says."""
        return (self.element.text if self.attribute is None else self.element.get(self.attribute)) or ""

    def set(self, text: str) -> None:
        """Make it say something else."""
        if self.attribute is None:
            self.element.text = text
        else:
            self.element.set(self.attribute, text)


def values_of(root: etree._Element) -> Iterator[Value]:
    """All that a document says: texts of its leaves, attributes. Paths without namespaces, the root left out."""
    for element in root.iter(etree.Element):
        path = path_of(element)
        if len(element) == 0 and (element.text or "").strip():
            yield Value(element, path)
        for name, text in element.attrib.items():
            if text.strip():
                yield Value(element, f"{path}/@{etree.QName(name).localname}", str(name))


def path_of(element: etree._Element) -> str:
    """Names from below the root down to the element."""
    names = [etree.QName(one).localname for one in (element, *element.iterancestors())]
    return "/".join(reversed(names[:-1]))


def is_read(root: etree._Element, value: Value, read: Read, before: ParsedInvoice) -> bool:
    """Whether what is read changes with the value."""
    text = value.text
    try:
        for changed in changes(text.strip()):
            value.set(changed)
            if read(root) != before:
                return True
    finally:
        value.set(text)
    return False


def changes(text: str) -> Iterator[str]:
    """Other values of the same kind."""
    if text in ("true", "false"):
        yield "false" if text == "true" else "true"
    elif date_of(text) is not None:
        yield "1999-12-31" if "-" in text else "19991231"
    elif decimal_of(text) is not None:
        yield text[:-1] + ("1" if text[-1] != "1" else "2")
    elif len(text) % 4 == 0 and len(text) > 8:
        yield text[4:]
    yield f"{text}x"
