"""What the writers share: elements put at short paths, values written as the schemas want them."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import cast

from lxml import etree

from chorus_app.formats.parsed import Identifier

SCHEME_BY_TYPE = {
    "SIRET": "1",
    "UE_HORS_FRANCE": "2",
    "HORS_UE": "3",
    "RIDET": "4",
    "TAHITI": "5",
    "AUTRE": "6",
    "PARTICULIER": "0226",
}
ADDRESS_SLOTS: Mapping[int, tuple[int, ...]] = {0: (), 1: (0,), 2: (0, 4), 3: (0, 3, 4), 4: (0, 1, 3, 4)}


class Builder:
    """Puts elements into a document in the order of the calls, which has to be that of the schema."""

    def __init__(self, root: str, namespaces: Mapping[str, str]) -> None:
        self._namespaces = namespaces
        self.root = etree.Element(self._tag(root), nsmap=_nsmap(namespaces))

    def put(
        self, parent: etree._Element, path: str, value: str | None, attributes: Mapping[str, str] | None = None
    ) -> None:
        """Writes a value at a path; nothing at all when the value is None. The steps before the last are shared."""
        if value is None:
            return
        *steps, last = path.split("/")
        for step in steps:
            parent = self._last_child(parent, step)
        element = etree.SubElement(parent, self._tag(last), dict(attributes or {}))
        element.text = value

    def add(self, parent: etree._Element, name: str) -> etree._Element:
        """A new element that will hold others."""
        return etree.SubElement(parent, self._tag(name))

    def to_bytes(self) -> bytes:
        """The document, indented, in UTF-8."""
        return etree.tostring(self.root, xml_declaration=True, encoding="UTF-8", pretty_print=True)

    def _last_child(self, parent: etree._Element, name: str) -> etree._Element:
        tag = self._tag(name)
        return parent[-1] if len(parent) and parent[-1].tag == tag else etree.SubElement(parent, tag)

    def _tag(self, name: str) -> str:
        prefix, _, local = name.rpartition(":")
        return f"{{{self._namespaces[prefix]}}}{local}"


def _nsmap(namespaces: Mapping[str, str]) -> dict[str, str]:
    # lxml takes None for the default namespace; its stubs do not say so.
    return cast("dict[str, str]", {prefix or None: uri for prefix, uri in namespaces.items()})


def number(value: Decimal | None) -> str | None:
    """A decimal without exponent."""
    return None if value is None else f"{value:f}"


def day(value: date | None, pattern: str) -> str | None:
    """A date in the form of the schema."""
    return None if value is None else value.strftime(pattern)


def scheme_of(identifier: Identifier) -> str:
    """The scheme as it was read, or Chorus Pro's digit for the type."""
    return identifier.scheme or SCHEME_BY_TYPE[identifier.type]


def address_parts(address: Sequence[str]) -> tuple[str | None, ...]:
    """An address spread over line one, two, three, postcode and town, so that it is read back as it was."""
    slots = ADDRESS_SLOTS.get(len(address), (0, 1, 2, 3, 4))
    parts: list[str | None] = [None] * 5
    for slot, text in zip(slots, address, strict=False):
        parts[slot] = text
    return tuple(parts)


def encoded(content: bytes) -> str:
    """Base64, on one line."""
    return base64.b64encode(content).decode("ascii")
