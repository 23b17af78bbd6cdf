"""Papers that people show: PDF or picture, told by the content. Asked in a limited child."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

MARK_WITHIN = 1024  # bytes: readers accept some junk before a PDF's header
MOST_PIXELS = 100_000_000


class Paper(StrEnum):
    """What the paper is."""

    PDF = "pdf"
    PNG = "png"
    JPEG = "jpeg"

    @property
    def suffix(self) -> str:
        return {Paper.PDF: ".pdf", Paper.PNG: ".png", Paper.JPEG: ".jpg"}[self]


def check_paper(path: str) -> Paper | None:
    """What the file at the path is, if it can be opened without a password; None for anything else."""
    with Path(path).open("rb") as file:
        head = file.read(MARK_WITHIN)
    if b"%PDF-" in head:
        return Paper.PDF if _opens_as_pdf(path) else None
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return Paper.PNG if _opens_as_picture(path, "PNG") else None
    if head.startswith(b"\xff\xd8\xff"):
        return Paper.JPEG if _opens_as_picture(path, "JPEG") else None
    return None


def _opens_as_pdf(path: str) -> bool:
    import pikepdf  # in the child only: the parent names the function and loads nothing

    try:
        with pikepdf.open(path) as document:
            return len(document.pages) > 0
    except (pikepdf.PdfError, pikepdf.PasswordError, ValueError):
        return False


def _opens_as_picture(path: str, kind: str) -> bool:
    from PIL import Image

    try:
        with Image.open(path, formats=[kind]) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                return False
            picture.verify()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return False
    return True
