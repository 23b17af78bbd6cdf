"""Takes the announcement of an invoice out of an XMP packet, and leaves the rest (PDF/A above all)."""

from __future__ import annotations

from lxml import etree

from chorus_app.formats.xml import XmlRefused, open_xml
from chorus_app.formats.xmp import INVOICE_NAMESPACES

RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
EXTENSION = "{http://www.aiim.org/pdfa/ns/extension/}"
SCHEMA = "{http://www.aiim.org/pdfa/ns/schema#}"
START = b'<?xpacket begin="\xef\xbb\xbf" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
END = b'\n<?xpacket end="w"?>'


def cleaned(packet: bytes) -> bytes | None:
    """The packet without any property or extension schema of an invoice; None when it cannot be read or mended."""
    try:
        root = open_xml(packet.strip(b"\x00 \r\n\t"))
    except XmlRefused:
        return None
    _drop_properties(root)
    _drop_schemas(root)
    _drop_empty_descriptions(root)
    etree.cleanup_namespaces(root)
    body = etree.tostring(root, encoding="utf-8")
    return None if any(name.encode() in body for name in INVOICE_NAMESPACES) else START + body + END


def _drop_properties(root: etree._Element) -> None:
    for element in list(root.iter("*")):
        for name in [name for name in element.attrib if _is_of_invoice(str(name))]:
            del element.attrib[name]
        if _is_of_invoice(str(element.tag)):
            _remove(element)


def _is_of_invoice(name: str) -> bool:
    return name.removeprefix("{").startswith(INVOICE_NAMESPACES)


def _drop_schemas(root: etree._Element) -> None:
    """The description of the invoice's properties that PDF/A asks for; the list goes when nothing else is in it."""
    for schemas in list(root.iter(f"{EXTENSION}schemas")):
        for item in list(schemas.iter(f"{RDF}li")):
            uris = [element.text or "" for element in item.iter(f"{SCHEMA}namespaceURI")]
            uris += [element.get(f"{SCHEMA}namespaceURI", "") for element in item.iter("*")]
            if any(uri.strip().startswith(INVOICE_NAMESPACES) for uri in uris) and item.getparent() is not None:
                _remove(item)
        if schemas.find(f".//{RDF}li") is None:
            _remove(schemas)


def _drop_empty_descriptions(root: etree._Element) -> None:
    for description in list(root.iter(f"{RDF}Description")):
        empty = len(description) == 0 and not (description.text or "").strip()
        if empty and set(description.attrib) <= {f"{RDF}about", "about"}:
            _remove(description)


def _remove(element: etree._Element) -> None:
    """Without the text after it: only blanks stand there."""
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
