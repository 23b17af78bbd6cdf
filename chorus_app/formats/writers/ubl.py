"""Writes a UBL 2.1 Invoice or CreditNote with Chorus Pro's own places, which the reader reads back."""

from __future__ import annotations

from chorus_app.formats import ubl
from chorus_app.formats.parsed import ParsedInvoice
from chorus_app.formats.ubl.making import CREDIT_NOTE
from chorus_app.formats.writers.build import Builder
from chorus_app.formats.writers.fitting import fitted


def write(invoice: ParsedInvoice) -> bytes:
    """The invoice as UBL; type 381 is a CreditNote. The cadre stands in AIFE's extension."""
    credit = invoice.type_code == CREDIT_NOTE
    own = ubl.CREDITNOTE_NAMESPACE if credit else ubl.INVOICE_NAMESPACE
    namespaces = {"": own, **dict(ubl.PREFIXES)}
    builder = Builder("CreditNote" if credit else "Invoice", namespaces, currency=invoice.currency)
    builder.group(builder.root, ubl.CREDIT_NOTE if credit else ubl.INVOICE, fitted(invoice, "ubl"))
    return builder.to_bytes()
