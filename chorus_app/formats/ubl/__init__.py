"""Reads a UBL 2.1 Invoice or CreditNote: Chorus Pro's own places first, those of EN 16931 after (section 6.3)."""

from __future__ import annotations

from typing import cast

from lxml import etree

from chorus_app.formats.parsed import ParsedInvoice
from chorus_app.formats.reading import Reading, planned
from chorus_app.formats.ubl.invoice import CREDIT_NOTE, INVOICE
from chorus_app.formats.ubl.names import CBC, CREDITNOTE_NAMESPACE, INVOICE_NAMESPACE, PREFIXES
from chorus_app.formats.xml import open_xml

__all__ = [
    "CBC",
    "CREDITNOTE_NAMESPACE",
    "CREDIT_NOTE",
    "INVOICE",
    "INVOICE_NAMESPACE",
    "PREFIXES",
    "read",
    "read_tree",
]


def read(xml: bytes) -> ParsedInvoice:
    """What the document says. Raises `XmlRefused` when it is no readable XML; a missing value is None."""
    return read_tree(open_xml(xml))


def read_tree(root: etree._Element) -> ParsedInvoice:
    """As `read`, from a document that is open already."""
    name = etree.QName(root)
    group = CREDIT_NOTE if name.localname == "CreditNote" else INVOICE
    plan = planned(group, (("", name.namespace or ""), *PREFIXES))
    return cast("ParsedInvoice", Reading().group(root, plan, None, head=True))
