"""How long reading a document takes in a process that is warm, by number of lines; processor time."""

import time
from collections.abc import Callable
from dataclasses import replace

import pytest

from chorus_app.formats import cii, ubl
from chorus_app.formats.parsed import ParsedInvoice
from tests.bench.figures import Figures
from tests.makers.invoices import main_document, make_cii, make_invoice, make_ubl

TIMES = 60
SYNTAXES: dict[str, tuple[Callable[..., bytes], Callable[[bytes], ParsedInvoice]]] = {
    "UBL": (make_ubl, ubl.read),
    "CII": (make_cii, cii.read),
}


def of_lines(make: Callable[..., bytes], count: int) -> bytes:
    first = make_invoice().lines[0]
    return make(lines=tuple(replace(first, id=str(number)) for number in range(1, count + 1)))


def measure(figures: Figures, what: str, read: Callable[[bytes], ParsedInvoice], content: bytes) -> ParsedInvoice:
    found = read(content)
    for _ in range(TIMES):
        begun = time.process_time()
        read(content)
        figures.add(what, 1000 * (time.process_time() - begun))
    return found


@pytest.mark.parametrize("count", [2, 10, 100])
@pytest.mark.parametrize("syntax", SYNTAXES)
def test_reading_by_number_of_lines(figures: Figures, syntax: str, count: int) -> None:
    make, read = SYNTAXES[syntax]
    found = measure(figures, f"read, {syntax}: {count} lines", read, of_lines(make, count))
    assert len(found.lines) == count


def test_reading_100_kilobytes(figures: Figures) -> None:
    content = make_cii(attachments=(main_document(b"%PDF" + bytes(71_000)),))
    assert 95_000 < len(content) < 105_000
    assert measure(figures, "read, CII: 100 kB", cii.read, content).lines
