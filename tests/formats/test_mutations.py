"""Files changed at random, own ones and real ones: whatever comes in, an answer comes out, and one that can be told."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chorus_app.cli.rendering import rendered
from chorus_app.formats.classic import NotConvertible, to_classic
from chorus_app.formats.detect import detect
from chorus_app.formats.xml import XmlRefused, open_xml
from chorus_app.rules import xsd
from chorus_app.rules.verdict import READERS, verdict
from tests.makers import pdfs
from tests.makers.invoices import make_cii, make_facturx, make_pdf, make_ubl
from tests.makers.mutations import SPLINTERS, rearranged
from tests.samples import samples

MAX_SAMPLE = 40_000  # bytes: what is changed at random in a bigger file seldom says anything new
XML_MAKERS: tuple[Callable[[], bytes], ...] = (make_cii, make_ubl)
PDF_MAKERS: tuple[Callable[[], bytes], ...] = (
    make_facturx,
    lambda: pdfs.sign(make_pdf()),
    lambda: pdfs.protect(make_facturx()),
    lambda: pdfs.usage_rights(make_facturx()),
)
QUIET = [HealthCheck.too_slow, HealthCheck.data_too_large]


@cache
def bases(suffix: str) -> tuple[bytes, ...]:
    """Files to start from: own ones, and those of the samples folder when it is there."""
    own = [make() for make in (XML_MAKERS if suffix == ".xml" else PDF_MAKERS)]
    real = [sample.path for sample in samples() if sample.path.suffix == suffix and "bomb" not in sample.folder]
    return (*own, *(path.read_bytes() for path in real if path.stat().st_size < MAX_SAMPLE))


@st.composite
def mutated(draw: st.DrawFn, suffix: str | None = None) -> bytes:
    """A file with bytes lost, doubled or replaced."""
    content = bytearray(draw(st.sampled_from(bases(suffix or draw(st.sampled_from((".xml", ".pdf")))))))
    for _ in range(draw(st.integers(1, 8))):
        at = draw(st.integers(0, len(content)))
        cut = draw(st.integers(0, 40))
        content[at : at + cut] = draw(st.sampled_from(SPLINTERS) | st.binary(max_size=8))
    return bytes(content)


@cache
def documents() -> tuple[bytes, ...]:
    """Those of the XML files that can be changed element by element."""
    return tuple(content for content in bases(".xml") if opens(content))


def opens(content: bytes) -> bool:
    try:
        return open_xml(content) is not None
    except XmlRefused:
        return False


@st.composite
def rearranged_document(draw: st.DrawFn) -> bytes:
    """An XML document with elements lost, doubled, moved or filled with something odd."""
    chance = Random(draw(st.integers(0, 2**32)))
    return rearranged(draw(st.sampled_from(documents())), chance, times=draw(st.integers(1, 6)))


def check_verdict(content: bytes) -> None:
    """There is a verdict, and it can be printed."""
    found = verdict(content)
    assert found.accepted or found.blocking
    for form in ("json", "text"):
        assert rendered(found, file="facture", milliseconds=1.0, form=form).encode()


@settings(max_examples=250, deadline=None, suppress_health_check=QUIET)
@given(mutated())
def test_changed_file_always_gets_a_verdict(content: bytes) -> None:
    check_verdict(content)


@settings(max_examples=250, deadline=None, suppress_health_check=QUIET)
@given(rearranged_document())
def test_rearranged_document_always_gets_a_verdict(content: bytes) -> None:
    check_verdict(content)


@settings(max_examples=150, deadline=None, suppress_health_check=QUIET)
@given(rearranged_document(), st.sampled_from(sorted(READERS)))
def test_any_document_goes_through_any_reader_and_schema(content: bytes, schema: str) -> None:
    root = open_xml(content)
    assert READERS[schema](root)
    assert isinstance(xsd.check(root, content), tuple)


@settings(max_examples=80, deadline=None, suppress_health_check=QUIET)
@given(mutated(".pdf"))
def test_changed_pdf_becomes_classic_or_is_refused(content: bytes) -> None:
    try:
        made = to_classic(content, lose_signature=True)
    except NotConvertible:
        return
    assert detect(made.pdf).xml is None


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_get_a_verdict(content: bytes) -> None:
    assert not verdict(content).accepted
