"""The words of a PDF and where they stand, by PDFium. Runs in a limited child: the file comes from a stranger."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator

import pypdfium2
from pypdfium2 import raw

from chorus_app.formats.printed.layout import Box, Page, Word, around, page_of

MAX_PAGES = 20  # an invoice says what it is on its first pages and its last one
MAX_CHARACTERS = 60_000  # of one page


class Unreadable(Exception):
    """PDFium does not open the file (a password, or not a PDF)."""


def pages_of(content: bytes) -> tuple[Page, ...]:
    """The pages with their words; a scan has pages without words. Raises `Unreadable`."""
    try:
        with pypdfium2.PdfDocument(content) as document:
            return tuple(_page(document, number) for number in _numbers(len(document)))
    except pypdfium2.PdfiumError as error:
        raise Unreadable(str(error)) from None


def one_page(content: bytes, page: int) -> tuple[Page, int]:
    """The page of that number, from 1, or the nearest one; and how many there are. Raises `Unreadable`."""
    try:
        with pypdfium2.PdfDocument(content) as document:
            count = len(document)
            return _page(document, max(1, min(page, count)) - 1), count
    except pypdfium2.PdfiumError as error:
        raise Unreadable(str(error)) from None


def _numbers(count: int) -> list[int]:
    """The first pages, and the last one, which often has the totals."""
    return [*range(min(count, MAX_PAGES - 1)), *([count - 1] if count >= MAX_PAGES else [])]


def _page(document: pypdfium2.PdfDocument, number: int) -> Page:
    page = document[number]
    try:
        width, height = page.get_size()
        text = page.get_textpage()
        try:
            words = list(_words(text, number, height))
        finally:
            text.close()
    finally:
        page.close()
    return page_of(number, width, height, words)


def _words(text: pypdfium2.PdfTextPage, page: int, height: float) -> Iterator[Word]:
    letters: list[tuple[str, Box]] = []
    for index in range(min(text.count_chars(), MAX_CHARACTERS)):
        letter = _letter(raw.FPDFText_GetUnicode(text, index))
        if letter.isspace() or letter < " " or raw.FPDFText_IsGenerated(text, index) == 1:
            yield from _word(letters)
            letters = []
        elif (box := _box(text, index, page, height)) is not None:
            if letters and not _follows(letters[-1][1], box):
                yield from _word(letters)
                letters = []
            letters.append((letter, box))
    yield from _word(letters)


def _letter(code: int) -> str:
    """PDFium tells what lies beyond 16 bits in two halves: pictures that no value holds."""
    return "\ufffd" if 0xD800 <= code < 0xE000 else chr(code)


def _word(letters: list[tuple[str, Box]]) -> Iterator[Word]:
    if letters:
        yield Word("".join(letter for letter, _ in letters), around(box for _, box in letters))


def _follows(before: Box, after: Box) -> bool:
    """Whether a letter goes on with the word of the one before: same height, no gap of half a letter."""
    tall = max(before.height, after.height)
    return abs(before.middle - after.middle) < tall / 2 and -tall < after.left - before.right < tall * 0.3


def _box(text: pypdfium2.PdfTextPage, index: int, page: int, height: float) -> Box | None:
    rectangle = raw.FS_RECTF()
    if not raw.FPDFText_GetLooseCharBox(text, index, ctypes.byref(rectangle)):
        return None
    box = Box(page, rectangle.left, height - rectangle.top, rectangle.right, height - rectangle.bottom)
    return box if box.height > 0 else None
