"""Fixtures: an account of the supplier."""

import pytest

from chorus_app.kernel.context import World
from tests.factories import bank_account
from tests.flux.scenes import Cast


@pytest.fixture
def account(world: World, cast: Cast) -> str:
    """The public id of the supplier's account."""
    with world.transaction() as context:
        return bank_account(context, cast.supplier).public_id
