"""Reading the pages of a file that a stranger made: what runs in a limited child, cheap to name in the parent."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chorus_app.formats.printed.reading import Printed


def read_file(path: Path) -> Printed | None:
    """What the pages show; None when they cannot be opened."""
    # PDFium is only wanted in the child.
    from chorus_app.formats.printed.reading import read
    from chorus_app.formats.printed.words import Unreadable, pages_of

    try:
        return read(pages_of(path.read_bytes()))
    except Unreadable:
        return None
