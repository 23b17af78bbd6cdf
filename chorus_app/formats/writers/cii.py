"""Writes a Cross Industry Invoice that the reader reads back."""

from __future__ import annotations

from dataclasses import replace

from chorus_app.formats import cii
from chorus_app.formats.parsed import ParsedInvoice
from chorus_app.formats.writers import levels
from chorus_app.formats.writers.build import Builder
from chorus_app.formats.writers.fitting import fitted


def write(invoice: ParsedInvoice, *, level: str | None = None, chorus: bool = False) -> bytes:
    """The invoice as CII D16B (valid against D22B too). With a level of Factur-X, a key of `levels.FOLDERS`, only what
    the level has a place for; with `chorus` also what Chorus Pro reads beyond it."""
    if level not in (None, "EXTENDED"):  # the other levels have one place for all charges
        invoice = replace(invoice, allowances=(*invoice.allowances, *invoice.freight), freight=())
    builder = Builder("rsm:CrossIndustryInvoice", dict(cii.PREFIXES), currency=invoice.currency)
    builder.group(builder.root, cii.INVOICE, fitted(invoice, "cii"))
    if level is not None:
        levels.fit(builder.root, level, chorus=chorus)
    return builder.to_bytes()
