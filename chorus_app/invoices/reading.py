"""What a child process does with a file that is to be shown: read it as an invoice, or write that as a PDF.

The invoice itself stays in the child: one of 5,000 lines takes longer to travel than to be read again for a page.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from chorus_app.formats.kinds import FileKind

if TYPE_CHECKING:
    from chorus_app.formats.parsed import ParsedInvoice
    from chorus_app.formats.rendering.model import Row, Sheet

LINES = 50  # of a page


@dataclass(frozen=True, slots=True)
class ReadPage:
    """A readable invoice with one page of its lines, counted from 1."""

    sheet: Sheet
    rows: list[Row]
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class Read:
    """What a file says; `found` is None when it is no invoice that can be read."""

    kind: FileKind
    found: ReadPage | None


def read_file(content: bytes, page: int) -> Read:
    """The file as a readable invoice. Never raises on bad content."""
    kind, invoice = _parsed(content)
    return Read(kind, read_page(invoice, page) if invoice is not None else None)


def read_page(invoice: ParsedInvoice, page: int) -> ReadPage:
    """The readable invoice with that page of its lines, or the nearest one that there is."""
    # Most of the portal never shows an invoice: what does is loaded with the first one.
    from chorus_app.formats.rendering.lines import line_rows
    from chorus_app.formats.rendering.sheet import sheet_of

    pages = max(1, -(-len(invoice.lines) // LINES))
    page = min(max(page, 1), pages)
    rows = line_rows(invoice, (page - 1) * LINES, page * LINES)
    return ReadPage(sheet_of(invoice), rows, page, pages)


def write_pdf(content: bytes, foot: str) -> bytes | None:
    """The readable invoice as a PDF; None when the file is no invoice that can be read."""
    from chorus_app.formats.rendering.document import invoice_pdf

    _, invoice = _parsed(content)
    return invoice_pdf(invoice, foot) if invoice is not None else None


def _parsed(content: bytes) -> tuple[FileKind, ParsedInvoice | None]:
    # Only the child loads what reads: the parent imports this module to name the functions.
    from chorus_app.formats.detect import detect
    from chorus_app.formats.xml import XmlRefused, open_xml
    from chorus_app.rules.verdict import READERS

    detected = detect(content)
    if detected.xml is None or detected.facts.schema not in READERS:
        return detected.kind, None
    try:
        root = detected.root if detected.root is not None else open_xml(detected.xml)
    except XmlRefused:
        return FileKind.XML_MALFORMED, None
    return detected.kind, READERS[detected.facts.schema](root)
