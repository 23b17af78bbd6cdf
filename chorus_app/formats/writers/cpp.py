"""Writes Chorus Pro's own XML: the pivot that recipients get, or the mixed flow that is deposited."""

from __future__ import annotations

from chorus_app.formats import cpp
from chorus_app.formats.parsed import ParsedInvoice
from chorus_app.formats.writers.build import Builder
from chorus_app.formats.writers.fitting import fitted


def write(invoice: ParsedInvoice, *, root: str = cpp.PIVOT) -> bytes:
    """The invoice as a CPPFacturePivot, or with `root` as a CPPFactureMixte."""
    builder = Builder(root, {"": ""}, currency=invoice.currency)
    builder.group(builder.root, cpp.GROUPS[root], fitted(invoice, "cpp"))
    return builder.to_bytes()
