"""Fixtures: the cast of the flux, Alice's partner, and Charlie's."""

import pytest

from chorus_app.kernel.context import World
from tests.edi.partner import Partner, partner_of
from tests.flux.scenes import Cast


@pytest.fixture
def partner(world: World, cast: Cast) -> Partner:
    return partner_of(world, user_id=cast.alice, structure_id=cast.supplier)


@pytest.fixture
def stranger(world: World, cast: Cast) -> Partner:
    return partner_of(world, user_id=cast.charlie, structure_id=cast.other)
