"""What is looked at: a readable invoice of 5,000 lines, its PDF, a page as a picture."""

import time
from collections.abc import Callable

import pytest

from chorus_app.formats import pictures
from chorus_app.formats.source import source_page
from chorus_app.invoices.reading import read_file, write_pdf
from tests.bench.figures import Figures
from tests.makers.invoices import make_cii, make_facturx, make_invoice

TIMES = 10


def times(act: Callable[[], object], count: int = TIMES) -> list[float]:
    """Milliseconds of each call, the first left out."""
    act()
    taken = []
    for _ in range(count):
        start = time.perf_counter()
        act()
        taken.append((time.perf_counter() - start) * 1000)
    return taken


@pytest.mark.bench
def test_invoice_of_5000_lines(figures: Figures) -> None:
    content = make_cii(lines=make_invoice().lines * 2_500)
    figures.add("page of lines of an invoice of 5,000", *times(lambda: read_file(content, 50)))
    figures.add("page of its XML", *times(lambda: source_page(content, 1, 90_000, "")))
    figures.add("its readable PDF", *times(lambda: write_pdf(content, ""), 3))


@pytest.mark.bench
def test_ordinary_invoice(figures: Figures) -> None:
    content = make_facturx()
    figures.add("readable Factur-X of two lines", *times(lambda: read_file(content, 1)))
    figures.add("its readable PDF, two lines", *times(lambda: write_pdf(content, "")))
    figures.add("page as a picture, 1,200 pixels", *times(lambda: pictures.draw(content, 1, 1_200)))
