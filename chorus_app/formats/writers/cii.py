"""Writes a Cross Industry Invoice that the reader reads back."""

from __future__ import annotations

from chorus_app.formats import cii
from chorus_app.formats.parsed import ParsedInvoice
from chorus_app.formats.writers.build import Builder
from chorus_app.formats.writers.fitting import fitted


def write(invoice: ParsedInvoice) -> bytes:
    """The invoice as CII D16B (valid against D22B too)."""
    builder = Builder("rsm:CrossIndustryInvoice", dict(cii.PREFIXES), currency=invoice.currency)
    builder.group(builder.root, cii.INVOICE, fitted(invoice, "cii"))
    return builder.to_bytes()
