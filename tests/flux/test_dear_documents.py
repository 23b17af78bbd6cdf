"""Documents that are right by their schema and dear for EN 16931 and BR-FR: told, and the next one is judged."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from chorus_app.flux import verification
from chorus_app.flux.verification import SentFile
from chorus_app.kernel.children import RULES_MEMORY_BYTES, Children
from chorus_app.kernel.config import Settings
from chorus_app.kernel.context import World
from chorus_app.rules.finding import Layer
from chorus_app.rules.layers import STANDARDS
from chorus_app.rules.profiles import DEFAULT_PROFILE
from chorus_app.rules.verdict import Verdict
from tests.conftest import NewWorld
from tests.makers.bombs import DEAR
from tests.makers.invoices import make_ubl

pytestmark = pytest.mark.slow


@pytest.fixture
def judging(new_world: NewWorld, tmp_path: Path, children: Children) -> Iterator[World]:
    """A world whose child for the standards is its own, for it may die."""
    made = new_world(Settings(data_dir=tmp_path, import_workers=1))
    made.__dict__["children"] = children
    yield made
    made.__dict__.pop("children")
    made.close()


async def judged(world: World, folder: Path, content: bytes) -> Verdict:
    file = folder / "facture.xml"
    file.write_bytes(content)
    return await verification.judge(world, SentFile(file, file.name, len(content)), DEFAULT_PROFILE)


def skipped(found: Verdict) -> dict[Layer, str | None]:
    return {run.layer: run.skipped for run in found.layers if run.layer in STANDARDS}


@pytest.mark.parametrize(
    ("name", "why"),
    [("wrong_lines.xml", None), ("long_number.xml", None), ("ubl_lines_in_lines.xml", "not_taken")],
)
async def test_dear_document_is_answered(judging: World, tmp_path: Path, name: str, why: str | None) -> None:
    found = await judged(judging, tmp_path, DEAR[name]())
    assert (found.invoice is not None, skipped(found)) == (True, dict.fromkeys(STANDARDS, why))


async def test_document_that_takes_too_long_costs_its_own_answer_only(judging: World, tmp_path: Path) -> None:
    hasty = Children(1, memory_bytes=RULES_MEMORY_BYTES, seconds=15, counted="data")
    judging.__dict__["rule_children"] = hasty
    found = await judged(judging, tmp_path, DEAR["ubl_rates.xml"]())
    assert (found.invoice is not None, skipped(found)) == (True, dict.fromkeys(STANDARDS, "not_answered"))
    assert skipped(await judged(judging, tmp_path, make_ubl())) == dict.fromkeys(STANDARDS)
