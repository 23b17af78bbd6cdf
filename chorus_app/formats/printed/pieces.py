"""What stands on a page, in pieces that one would take as one value."""

from __future__ import annotations

from collections.abc import Iterator

from chorus_app.formats.printed import values
from chorus_app.formats.printed.layout import Cell, Page

MOST = 1_500  # of one page


def pieces_of(page: Page) -> list[Cell]:
    """Amounts, days, SIRET and accounts whole, however many blanks they hold; all else word by word."""
    found = [piece for row in page.rows for cell in row.cells for piece in _pieces(cell)]
    return found[:MOST]


def _pieces(cell: Cell) -> Iterator[Cell]:
    at = 0
    for start, end in _whole(cell.text):
        yield from _words(cell, at, start)
        yield cell.part(start, end)
        at = end
    yield from _words(cell, at, len(cell.text))


def _whole(text: str) -> list[tuple[int, int]]:
    spans = [
        (found.start, found.end)
        for reader in (values.ibans, values.sirets, values.days, values.amounts)
        for found in reader(text)
    ]
    kept: list[tuple[int, int]] = []
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept


def _words(cell: Cell, start: int, end: int) -> Iterator[Cell]:
    at = 0
    for word in cell.words:
        if at >= start and at + len(word.text) <= end:
            yield Cell((word,))
        at += len(word.text) + 1
