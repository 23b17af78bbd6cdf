"""Fixtures: the cast of the flux, and Alice's program."""

import pytest

from chorus_app.kernel.context import World
from tests.api.client import Keys, keys_of
from tests.flux.scenes import Cast


@pytest.fixture
def keys(world: World, cast: Cast) -> Keys:
    return keys_of(world, user_id=cast.alice, structure_id=cast.supplier)
