"""Reads a Cross Industry Invoice (D16B and later), alone or out of a Factur-X. Paths: Chorus Pro, section 6.2."""

from __future__ import annotations

from typing import cast

from lxml import etree

from chorus_app.formats.cii.invoice import INVOICE
from chorus_app.formats.cii.names import NAMESPACE, NAMESPACES, PREFIX, PREFIXES
from chorus_app.formats.parsed import ParsedInvoice
from chorus_app.formats.reading import Reading, planned
from chorus_app.formats.xml import open_xml

__all__ = ["INVOICE", "NAMESPACE", "NAMESPACES", "PREFIXES", "read", "read_tree"]


def read(xml: bytes) -> ParsedInvoice:
    """What the document says. Raises `XmlRefused` when it is no readable XML; a missing value is None."""
    return read_tree(open_xml(xml))


def read_tree(root: etree._Element) -> ParsedInvoice:
    """As `read`, from a document that is open already."""
    plan = planned(INVOICE, PREFIXES, PREFIX)
    return cast("ParsedInvoice", Reading().group(root, plan, None, head=True))
