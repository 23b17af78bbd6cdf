"""Reads an invoice from what its pages show: each value with the place it came from, unsure where it may be wrong.

A value is sure when the words before it mean nothing else and no other place says otherwise, or when the sums hold.
"""

from __future__ import annotations

from collections.abc import Sequence

from chorus_app.formats.printed import labels
from chorus_app.formats.printed.announced import best_of, claims_of, only_day
from chorus_app.formats.printed.labels import Field
from chorus_app.formats.printed.layout import Page
from chorus_app.formats.printed.parties import numbers_with_keys, parties_of
from chorus_app.formats.printed.seen import Printed, Seen, cells_of
from chorus_app.formats.printed.totals import checked, totals_of, vat_rows


def read(pages: Sequence[Page]) -> Printed:
    """All that is announced by words that are known, or that sums and keys give away."""
    claims = claims_of(pages)
    found: dict[Field, Seen] = {}
    for wanted in (Field.NUMBER, Field.ISSUED, Field.DUE, Field.MARKET, Field.ENGAGEMENT, Field.SERVICE):
        if claims.get(wanted):
            found[wanted] = best_of(claims[wanted])
    found |= only_day(pages, found)
    rows = vat_rows(pages)
    found |= totals_of(claims, rows, exempt=any(labels.EXEMPT.search(cell.plain) for cell in cells_of(pages)))
    found |= parties_of(pages)
    found |= numbers_with_keys(pages, found)
    words = sum(len(cell.words) for cell in cells_of(pages))
    credit = any(labels.CREDIT_NOTE.match(cell.plain) for cell in cells_of(pages[:1]))
    return Printed(len(pages), words, found, checked(rows, found), credit)
