"""Fixtures: the cast of the flux, Alice's program, that of the MOE and that of the city."""

import pytest

from chorus_app.kernel.context import World
from tests.api.client import Keys, keys_of
from tests.flux import scenes
from tests.flux.scenes import Cast


@pytest.fixture
def keys(world: World, cast: Cast) -> Keys:
    return keys_of(world, user_id=cast.alice, structure_id=cast.supplier)


@pytest.fixture
def moe(world: World, cast: Cast) -> Keys:
    """The program of the structure that validates; of works, the MOE."""
    with world.transaction() as context:
        mona = scenes.person(context, "mona")
        scenes.attach_to(context, mona, cast.moe)
    return keys_of(world, user_id=mona, structure_id=cast.moe, name="Logiciel du valideur")


@pytest.fixture
def moa(world: World, cast: Cast) -> Keys:
    """The program of the city, which receives; of works, the MOA."""
    return keys_of(world, user_id=cast.buyer, structure_id=cast.recipient, name="Logiciel de la ville")
