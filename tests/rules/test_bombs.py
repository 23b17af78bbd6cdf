"""Files made to exhaust a server: each is answered, in time, and in less memory than a child may take."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from chorus_app.kernel.children import MEMORY_BYTES, SECONDS, ChildDied, Children
from chorus_app.rules.verdict import Outcome, given_up, verdict
from tests.makers.bombs import BOMBS
from tests.samples import Sample, samples

HIGHEST_MB = 700
# An invoice that is right, beside something that nobody opens further than allowed.
HARMLESS = (
    "carried_zip_of_zeros.xml",
    "carried_gzip_of_zeros.xml",
    "metadata_that_unpacks.pdf",
    "wide_array.pdf",
    "endless_fields.pdf",
)
REAL = [sample for folder in ("pdf_bomb", "xml_bomb") for sample in samples(folder)]


def memory_mb(what: str) -> int:
    """VmHWM, the most that this process ever held, or VmRSS, what it holds. (ru_maxrss counts the parent in.)"""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) // 1024 for line in lines if line.startswith(f"{what}:"))


def judge(path: Path) -> tuple[Outcome, int]:
    """The verdict, in the child, with the most that the child took so far, in MB."""
    return verdict(path, name=path.name).outcome, memory_mb("VmHWM")


@pytest.fixture
def children() -> Iterator[Children]:
    made = Children(1, memory_bytes=MEMORY_BYTES, seconds=SECONDS)
    yield made
    made.close()


def answer(children: Children, path: Path) -> tuple[Outcome, int]:
    """As the portal answers: a child that gives up is an answer too. None of them may crash it, or let time run out."""
    try:
        return children.run(judge, path)
    except ChildDied as died:
        if died.reason != "memory":
            raise
        return given_up(path, name=path.name, reason=died.reason).outcome, 0


@pytest.mark.slow
@pytest.mark.parametrize("name", BOMBS)
def test_bomb_is_answered_in_little_memory(children: Children, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(BOMBS[name]())
    before = memory_mb("VmRSS")
    outcome, highest = answer(children, path)
    print(f"\n{name}: {path.stat().st_size} bytes, {outcome}, {highest} MB")
    assert outcome in (Outcome.ACCEPT if name in HARMLESS else Outcome.REFUSE, Outcome.UNREADABLE)
    assert highest < HIGHEST_MB
    assert memory_mb("VmRSS") - before < 20, "who asks must not grow"


@pytest.mark.parametrize("sample", REAL, ids=lambda sample: sample.file)
def test_real_bomb_is_answered_in_little_memory(children: Children, sample: Sample) -> None:
    outcome, highest = answer(children, sample.path)
    assert outcome is not Outcome.ACCEPT
    assert highest < HIGHEST_MB
