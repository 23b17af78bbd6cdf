"""Pages as pictures, to see that two PDF files look the same."""

from __future__ import annotations

import pypdfium2


def pages_of(pdf: bytes) -> list[bytes]:
    """The picture of each page, as raw pixels."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [bytes(page.render(scale=1).buffer) for page in document]
    finally:
        document.close()


def can_be_shown(pdf: bytes) -> bool:
    """Whether the renderer opens the file at all: it repairs less than the portal does."""
    try:
        pypdfium2.PdfDocument(pdf).close()
    except pypdfium2.PdfiumError:
        return False
    return True
