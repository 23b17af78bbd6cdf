"""A Factur-X turned into a classic PDF, own files and those of the samples folder."""

import time
from collections.abc import Sequence

import pytest

from chorus_app.formats.classic import to_classic
from chorus_app.formats.detect import detect
from chorus_app.formats.kinds import FACTURX_KINDS
from tests.bench.figures import Figures
from tests.makers.invoices import make_facturx
from tests.samples import needs_samples, samples

TIMES = 20


def times(content: bytes, count: int) -> Sequence[float]:
    """Milliseconds of each conversion, the first left out."""
    to_classic(content, lose_signature=True)
    taken = []
    for _ in range(count):
        start = time.perf_counter()
        to_classic(content, lose_signature=True)
        taken.append((time.perf_counter() - start) * 1000)
    return taken


@pytest.mark.bench
def test_own_facturx(figures: Figures) -> None:
    figures.add("Factur-X to classic PDF", *times(make_facturx(), TIMES))


@pytest.mark.bench
@needs_samples
def test_real_facturx(figures: Figures) -> None:
    found = [(sample, detect(sample.path).kind) for sample in samples() if "pdf_" not in sample.folder]
    for sample in [sample for sample, kind in found if kind in FACTURX_KINDS]:
        figures.add("Factur-X to classic PDF, samples", min(times(sample.path.read_bytes(), 3)))
