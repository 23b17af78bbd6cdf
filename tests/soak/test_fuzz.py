"""Changed files by the thousand: always a verdict, and no child process dies of one."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chorus_app.flux.checking import check_file
from chorus_app.formats.detect import detect
from chorus_app.formats.syntaxes import SYNTAXES
from chorus_app.kernel.children import Children
from chorus_app.rules.verdict import verdict
from tests.formats.test_mutations import mutated

QUIET = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture, HealthCheck.data_too_large]
CODES = [syntax.code for syntax in SYNTAXES]


@pytest.fixture(scope="module")
def children() -> Iterator[Children]:
    made = Children(1, memory_bytes=1_500_000_000, seconds=30)
    yield made
    made.close()


@settings(max_examples=5_000, deadline=None, suppress_health_check=QUIET)
@given(mutated())
def test_changed_file_always_gets_a_verdict(content: bytes) -> None:
    found = verdict(content)
    assert found.accepted or found.blocking


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
