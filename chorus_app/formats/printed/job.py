"""Reading the pages of a file that a stranger made: what runs in a limited child, cheap to name in the parent."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chorus_app.formats.printed.seen import Printed


def read_file(path: Path) -> Printed | None:
    """What the pages show; None when they cannot be opened."""
    # PDFium is only wanted in the child.
    from chorus_app.formats.printed.reading import read
    from chorus_app.formats.printed.words import Unreadable, pages_of

    try:
        return read(pages_of(path.read_bytes()))
    except Unreadable:
        return None


@dataclass(frozen=True, slots=True)
class PageWords:
    """A page (counted from 1) of a document: its size in points, and what stands on it in pieces that one would take
    as one value: an amount, a day, a SIRET, a single word. Each with left, top, right and bottom."""

    pages: int
    page: int
    width: float
    height: float
    pieces: tuple[tuple[str, float, float, float, float], ...]


def read_words(path: Path, page: int) -> PageWords | None:
    """The page that is asked for, or the nearest that there is; None when the file cannot be opened."""
    # As above.
    from chorus_app.formats.printed.pieces import pieces_of
    from chorus_app.formats.printed.words import Unreadable, one_page

    try:
        shown, pages = one_page(path.read_bytes(), page)
    except Unreadable:
        return None
    pieces = tuple(
        (cell.text, cell.box.left, cell.box.top, cell.box.right, cell.box.bottom) for cell in pieces_of(shown)
    )
    return PageWords(pages, shown.number + 1, shown.width, shown.height, pieces)
