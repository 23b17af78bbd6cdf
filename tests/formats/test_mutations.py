"""Bytes changed at random: whatever comes in, an answer comes out."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chorus_app.rules.verdict import verdict
from tests.makers import pdfs
from tests.makers.invoices import make_cii, make_facturx, make_pdf, make_ubl

MAKERS: tuple[Callable[[], bytes], ...] = (
    make_cii,
    make_ubl,
    make_facturx,
    lambda: pdfs.sign(make_pdf()),
    lambda: pdfs.protect(make_facturx()),
)
SPLINTERS = (
    b"",
    b"<!DOCTYPE x>",
    b"&#0;",
    b"<a>",
    b"\x00\xff",
    b"[[[[",
    b"<<",
    b"/Kids [1 0 R]",
    b"/Type /Sig",
    b"9" * 30,
)


@cache
def base(index: int) -> bytes:
    return MAKERS[index]()


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    content = bytearray(base(draw(st.integers(0, len(MAKERS) - 1))))
    for _ in range(draw(st.integers(1, 8))):
        at = draw(st.integers(0, len(content)))
        cut = draw(st.integers(0, 40))
        content[at : at + cut] = draw(st.sampled_from(SPLINTERS) | st.binary(max_size=8))
    return bytes(content)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(mutated())
def test_changed_file_always_gets_a_verdict(content: bytes) -> None:
    found = verdict(content)
    assert found.accepted or found.blocking


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_get_a_verdict(content: bytes) -> None:
    assert not verdict(content).accepted
