"""Every route, asked about what was seeded: its whole reply, each field with its value.

What is expected is written out in the modules beside, by family; nothing of it is asked of the code that answers.
"""

from pathlib import Path

import pytest

from chorus_app.api.routes import ROUTES
from chorus_app.kernel.config import Settings
from chorus_app.kernel.context import World
from tests.api.client import program
from tests.api.every_field import acts, files, flux, lists, structures, values, whole, works
from tests.api.every_field.seed import Case, seeded
from tests.conftest import NewWorld
from tests.flux import scenes
from tests.flux.scenes import Cast

CASES = [case for family in (acts, files, flux, lists, structures, values, whole, works) for case in family.CASES]
METHODS = {route.path: route.method for route in ROUTES}


SHORT = {path: path.removeprefix("/cpro/") for path in METHODS}


def test_no_route_is_left_out() -> None:
    """A new route has its reply written out in one of the families."""
    assert {path for path, _ in (*CASES, *acts.SANDBOXED)} == METHODS.keys()


@pytest.mark.parametrize(("path", "case"), CASES, ids=[SHORT[path] for path, _ in CASES])
async def test_reply_is_what_was_seeded(
    world: World, cast: Cast, request: pytest.FixtureRequest, path: str, case: Case
) -> None:
    if case.importing:
        request.getfixturevalue("importing")
    await compare(world, cast, path, case)


@pytest.mark.parametrize(("path", "case"), acts.SANDBOXED, ids=[SHORT[path] for path, _ in acts.SANDBOXED])
async def test_reply_in_a_sandbox_is_what_was_seeded(
    tmp_path: Path, new_world: NewWorld, path: str, case: Case
) -> None:
    world = new_world(Settings(data_dir=tmp_path, sandbox=True))
    await compare(world, scenes.cast(world), path, case)
    world.close()


async def compare(world: World, cast: Cast, path: str, case: Case) -> None:
    seed = await seeded(world, cast)
    if case.prepare is not None:
        await case.prepare(seed)
    async with program(world, seed.keys[case.who]) as one:
        answer = await one.http.request(METHODS[path], path, headers=one.headers, json=case.asked(seed))
    assert answer.status_code == 200, answer.text
    assert case.shown(answer.json()) == case.told(seed)
