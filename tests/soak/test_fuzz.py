"""Changed files by the thousand: always a verdict, and no child process dies of one."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chorus_app.flux.checking import check_file
from chorus_app.formats.detect import detect
from chorus_app.formats.syntaxes import SYNTAXES
from chorus_app.kernel.children import Children
from chorus_app.rules.verdict import READERS
from tests.formats.test_mutations import bases, check_verdict, mutated, rearranged_document

QUIET = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture, HealthCheck.data_too_large]
CODES = [syntax.code for syntax in SYNTAXES]
TARGETS = {"detect": (".xml", ".pdf"), "verdict": (".xml", ".pdf"), "classic": (".pdf",)}
TARGETS |= dict.fromkeys(READERS, (".xml",))
SECONDS = int(os.environ.get("SOAK_SECONDS", "60"))  # of each target of atheris
HANGS_AFTER = 30  # seconds, as in `kernel.children`
SWELLS_FROM = 700  # MB
ATHERIS = importlib.util.find_spec("atheris") is not None
WITHOUT = (
    "atheris is not installed (Linux on x86_64, Python 3.11 to 3.13: pip install atheris); hypothesis alone looks for "
    "files that nobody thought of"
)


@pytest.fixture(scope="module")
def children() -> Iterator[Children]:
    made = Children(1, memory_bytes=1_500_000_000, seconds=30)
    yield made
    made.close()


@pytest.mark.filterwarnings("ignore::pikepdf.exceptions.PageCopyWarning")  # real files have fields without a form
@pytest.mark.parametrize("target", TARGETS)
def test_nothing_that_atheris_thinks_of_fails(target: str, tmp_path: Path) -> None:
    if not ATHERIS:
        print(f"\n{WITHOUT}")
        check_rearranged_document()
        return
    found, start = tmp_path / "found", tmp_path / "start"
    found.mkdir()
    start.mkdir()
    for suffix in TARGETS[target]:
        for number, content in enumerate(bases(suffix)):
            (start / f"{number}{suffix}").write_bytes(flat(content))
    options = [f"-max_total_time={SECONDS}", f"-timeout={HANGS_AFTER}", f"-rss_limit_mb={SWELLS_FROM}"]
    command = [sys.executable, "-m", "tests.soak.fuzzing", target, *options, "-max_len=100000"]
    run = subprocess.run(
        [*command, f"-artifact_prefix={found}/", str(tmp_path), str(start)], capture_output=True, check=False
    )
    print(f"\n{target}: {run.stderr.decode(errors='replace').rstrip().rpartition('Done ')[2]}")
    left = {file.name: file.read_bytes() for file in found.iterdir()}
    assert (run.returncode, left) == (0, {}), run.stderr.decode(errors="replace")[-4000:]


def flat(content: bytes) -> bytes:
    """A PDF with its streams unpacked: a byte changed in a packed one only breaks it."""
    flattened = BytesIO()
    with suppress(pikepdf.PdfError, pikepdf.PasswordError), pikepdf.open(BytesIO(content)) as pdf:
        pdf.save(
            flattened,
            stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
            compress_streams=False,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
        )
    return flattened.getvalue() or content


@settings(max_examples=5_000, deadline=None, suppress_health_check=QUIET)
@given(mutated())
def test_changed_file_always_gets_a_verdict(content: bytes) -> None:
    check_verdict(content)


@settings(max_examples=5_000, deadline=None, suppress_health_check=QUIET)
@given(rearranged_document())
def check_rearranged_document(content: bytes) -> None:
    check_verdict(content)


def test_rearranged_document_always_gets_a_verdict() -> None:
    check_rearranged_document()


@settings(max_examples=10_000, deadline=None, suppress_health_check=QUIET)
@given(st.binary(max_size=2_000))
def test_any_bytes_are_some_kind_of_file(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "any"
    file.write_bytes(content)
    assert detect(file, "any").kind


@settings(max_examples=1_000, deadline=None, suppress_health_check=QUIET)
@given(mutated(), st.sampled_from(CODES))
def test_changed_file_kills_no_child(children: Children, tmp_path: Path, content: bytes, code: str) -> None:
    file = tmp_path / "changed"
    file.write_bytes(content)
    checked = children.run(check_file, str(file), "facture.xml", code, str(tmp_path / "store"))
    assert checked.verdict.accepted or checked.verdict.blocking
