"""The words of a PDF and where they stand, by PDFium. Runs in a limited child: the file comes from a stranger."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator

import pypdfium2
from pypdfium2 import raw

from chorus_app.formats.printed.layout import Box, Page, Word, around, page_of

MAX_PAGES = 20  # an invoice says what it is on its first pages and its last one
MAX_CHARACTERS = 60_000  # of one page
GAP = 0.3  # of a letter's height: a wider one parts two words
DRAWN_GAP = 0.15  # likewise, where PDFium saw a blank that is not written: a move of the pen, often within a word
SCALE, FAR = 100, 1_000  # hundredths of a point, as PDFium tells places in whole numbers; a way long enough for them
Where = Callable[[float, float], tuple[float, float]]  # from the file's own axes to points from the upper left corner


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
            words = list(_words(text, number, _axes(page, width, height)))
        finally:
            text.close()
    finally:
        page.close()
    return page_of(number, width, height, words)


def _axes(page: pypdfium2.PdfPage, width: float, height: float) -> Where:
    """How the page is turned and cut, as one sees it."""

    def shown(x: float, y: float) -> tuple[float, float]:
        across, down = ctypes.c_int(), ctypes.c_int()
        size = (round(width * SCALE), round(height * SCALE))
        raw.FPDF_PageToDevice(page, 0, 0, *size, 0, x, y, ctypes.byref(across), ctypes.byref(down))
        return across.value / SCALE, down.value / SCALE

    origin, along, up = shown(0, 0), shown(FAR, 0), shown(0, FAR)
    right = ((along[0] - origin[0]) / FAR, (along[1] - origin[1]) / FAR)
    above = ((up[0] - origin[0]) / FAR, (up[1] - origin[1]) / FAR)
    return lambda x, y: (
        origin[0] + x * right[0] + y * above[0],
        origin[1] + x * right[1] + y * above[1],
    )


def _words(text: pypdfium2.PdfTextPage, page: int, where: Where) -> Iterator[Word]:
    letters: list[tuple[str, Box]] = []
    moved = False  # whether PDFium saw a blank since the last letter
    for index in range(min(text.count_chars(), MAX_CHARACTERS)):
        if raw.FPDFText_IsGenerated(text, index) == 1:
            moved = True
            continue
        letter = _letter(raw.FPDFText_GetUnicode(text, index))
        if letter.isspace() or letter < " ":
            yield from _word(letters)
            letters = []
        elif (box := _box(text, index, page, where)) is not None:
            if letters and not _follows(letters[-1][1], box, DRAWN_GAP if moved else GAP):
                yield from _word(letters)
                letters = []
            letters.append((letter, box))
        moved = False
    yield from _word(letters)


def _letter(code: int) -> str:
    """PDFium tells what lies beyond 16 bits in two halves: pictures that no value holds."""
    return "\ufffd" if 0xD800 <= code < 0xE000 else chr(code)


def _word(letters: list[tuple[str, Box]]) -> Iterator[Word]:
    if letters:
        yield Word("".join(letter for letter, _ in letters), around(box for _, box in letters))


def _follows(before: Box, after: Box, gap: float) -> bool:
    """Whether a letter goes on with the word of the one before: same height, no gap of so much of it."""
    tall = max(before.height, after.height)
    return abs(before.middle - after.middle) < tall / 2 and -tall < after.left - before.right < tall * gap


def _box(text: pypdfium2.PdfTextPage, index: int, page: int, where: Where) -> Box | None:
    rectangle = raw.FS_RECTF()
    if not raw.FPDFText_GetLooseCharBox(text, index, ctypes.byref(rectangle)):
        return None
    one, other = where(rectangle.left, rectangle.top), where(rectangle.right, rectangle.bottom)
    (left, right), (top, bottom) = sorted((one[0], other[0])), sorted((one[1], other[1]))
    return Box(page, left, top, right, bottom) if bottom > top else None
