"""What the XMP packet of a PDF announces: Factur-X (or one of its ancestors) and PDF/A."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from chorus_app.formats.xml import XmlRefused, open_xml

INVOICE_NAMESPACES = ("urn:factur-x:pdfa:", "urn:zugferd:pdfa:", "urn:ferd:pdfa:")
PDFA = "{http://www.aiim.org/pdfa/ns/id/}"
FIELDS = {"DocumentType": "type", "DocumentFileName": "file_name", "Version": "version", "ConformanceLevel": "level"}


@dataclass(frozen=True, slots=True)
class Xmp:
    """The announcement: `declares` is True when any property of the invoice extension is there."""

    readable: bool = True
    declares: bool = False
    type: str | None = None  # "INVOICE", "ORDER"…
    file_name: str | None = None
    version: str | None = None
    level: str | None = None  # as written: "EN 16931", "BASIC WL"…
    pdfa_part: str | None = None  # "3" for PDF/A-3
    pdfa_conformance: str | None = None  # "B", "U" or "A"


def read_xmp(packet: bytes) -> Xmp:
    """The announcement, from elements or attributes; an unreadable packet says so and announces nothing."""
    try:
        root = open_xml(packet.strip(b"\x00 \r\n\t"))
    except XmlRefused:
        return Xmp(readable=False)
    found: dict[str, str] = {}
    pdfa: dict[str, str] = {}
    for name, value in _properties(root):
        namespace, _, local = name.removeprefix("{").partition("}")
        if namespace.startswith(INVOICE_NAMESPACES) and local in FIELDS:
            found.setdefault(FIELDS[local], value)
        elif name.startswith(PDFA) and value:
            pdfa.setdefault(local, value)
    return Xmp(
        declares=bool(found),
        type=found.get("type"),
        file_name=found.get("file_name"),
        version=found.get("version"),
        level=found.get("level"),
        pdfa_part=pdfa.get("part", "")[:10] or None,
        pdfa_conformance=pdfa.get("conformance", "")[:10] or None,
    )


def _properties(root: etree._Element) -> list[tuple[str, str]]:
    """All elements and attributes with their texts: XMP allows both forms."""
    pairs: list[tuple[str, str]] = []
    for element in root.iter("*"):
        pairs.append((str(element.tag), (element.text or "").strip()))
        pairs.extend((str(name), str(value).strip()) for name, value in element.attrib.items())
    return pairs
