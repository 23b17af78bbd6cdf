"""Was a signed PDF changed since? Integrity, and no word on who signed."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from chorus_app.formats import limits
from chorus_app.formats.detect import detect
from chorus_app.formats.facts import SignatureState
from chorus_app.formats.kinds import FileKind
from chorus_app.formats.probe import probe
from chorus_app.kernel.children import Children
from tests.makers import pdfs
from tests.makers.invoices import make_facturx, make_pdf
from tests.samples import Sample, needs_samples, samples

INTACT, COMPLETED, CHANGED = SignatureState.INTACT, SignatureState.COMPLETED, SignatureState.CHANGED
BROKEN, UNKNOWN = SignatureState.BROKEN, SignatureState.UNKNOWN


def with_other_bytes() -> bytes:
    """Signed, then a byte of the signed part replaced in place."""
    signed = pdfs.sign(make_pdf())
    at = signed.index(b"/MediaBox")
    return signed[:at] + signed[at:].replace(b"595", b"596", 1)


CASES: dict[str, tuple[Callable[[], bytes], list[SignatureState]]] = {
    "signed": (lambda: pdfs.sign(make_pdf()), [INTACT]),
    "signed twice": (lambda: pdfs.sign(pdfs.sign(make_pdf()), field="Signature2"), [COMPLETED, INTACT]),
    "signed, then another version": (lambda: pdfs.changed_after_signing(pdfs.sign(make_pdf())), [CHANGED]),
    "signed, then other bytes": (with_other_bytes, [BROKEN]),
    "certified": (lambda: pdfs.sign(make_pdf(), certify=True), [INTACT]),
    "certified, then another version": (
        lambda: pdfs.changed_after_signing(pdfs.sign(make_pdf(), certify=True, allows=1)),
        [CHANGED],
    ),
    "time stamp": (lambda: pdfs.stamp(make_pdf()), [INTACT]),
    "time stamp whose bytes are none": (lambda: pdfs.time_stamped(make_pdf()), [UNKNOWN]),
    "usage rights": (lambda: pdfs.usage_rights(make_pdf()), []),
    "empty field": (lambda: pdfs.empty_signature_field(make_pdf()), []),
    "factur-x": (lambda: pdfs.sign(make_facturx()), [INTACT]),
}


@pytest.mark.parametrize("case", CASES)
def test_state_of_each_signature(case: str) -> None:
    content, states = CASES[case][0](), CASES[case][1]
    assert [signature.state for signature in detect(content).facts.signatures] == states


def test_signature_tells_who_and_when_it_claims() -> None:
    (signature,) = detect(pdfs.sign(make_pdf())).facts.signatures
    assert (signature.signer, signature.timestamp) == ("Menuiserie Martin", False)
    assert signature.signed_at is not None
    assert abs(datetime.now(UTC) - signature.signed_at) < timedelta(minutes=5)


def test_time_stamp_alone_is_told_from_a_signature() -> None:
    found = detect(pdfs.stamp(make_pdf()))
    assert (found.kind, found.facts.signed, found.facts.timestamp_only) == (FileKind.PDF_SIGNED, False, True)
    assert [signature.timestamp for signature in found.facts.signatures] == [True]


@pytest.mark.parametrize("allows", [1, 2, 3])
def test_certified_document_says_what_it_allows(allows: int) -> None:
    facts = detect(pdfs.sign(make_pdf(), certify=True, allows=allows)).facts
    assert (facts.certified, facts.certified_for) == (True, allows)


def test_check_that_takes_too_long_leaves_the_state_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    signed = pdfs.sign(make_pdf())
    detect(signed)  # the library is imported now
    monkeypatch.setattr(limits, "SIGNATURE_SECONDS", 0.0005)
    assert [signature.state for signature in detect(signed).facts.signatures] == [UNKNOWN]


def test_signed_file_too_big_to_check_is_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_SIGNED_BYTES", 100)
    assert [signature.state for signature in detect(pdfs.sign(make_pdf())).facts.signatures] == [UNKNOWN]


def test_signature_is_checked_in_a_child_with_little_memory(tmp_path: Path) -> None:
    file = tmp_path / "signe.pdf"
    file.write_bytes(pdfs.sign(make_pdf()))
    children = Children(1, memory_bytes=400_000_000, seconds=30)
    try:
        found = children.run(probe, str(file), "signe.pdf")
    finally:
        children.close()
    assert [signature.state for signature in found.facts.signatures] == [INTACT]


EXPECTED = {
    "tampered": [BROKEN],
    "appended": [COMPLETED],
    "sneaky": [CHANGED, INTACT],
    "P1": [INTACT],
    "base": [UNKNOWN],
}


@needs_samples
@pytest.mark.parametrize("sample", samples("pdf_signed"), ids=lambda sample: sample.file)
def test_real_signature_is_examined(sample: Sample) -> None:
    states = [signature.state for signature in detect(sample.path).facts.signatures]
    wanted = next((EXPECTED[mark] for mark in EXPECTED if mark in sample.file), None)
    assert states == wanted if wanted else states


def test_no_http_client_is_loaded_with_the_library(tmp_path: Path) -> None:
    file = tmp_path / "signe.pdf"
    file.write_bytes(pdfs.sign(make_pdf()))
    code = (
        "import sys; from pathlib import Path; from chorus_app.formats.detect import detect;"
        "print(detect(Path(sys.argv[1])).facts.signatures[0].state, 'pyhanko' in sys.modules, 'aiohttp' in sys.modules)"
    )
    said = subprocess.run([sys.executable, "-c", code, str(file)], capture_output=True, check=True, text=True)
    assert said.stdout.split() == ["intact", "True", "False"]
