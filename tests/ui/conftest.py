"""Fixtures of the handler tests."""

from collections.abc import AsyncIterator

import pytest_asyncio

from chorus_app.kernel.context import World, adopted
from tests.ui.harness import Portal, running_portal


@pytest_asyncio.fixture
async def portal(world: World) -> AsyncIterator[Portal]:
    """The portal serving the test's world."""
    with adopted(world):
        async with running_portal() as running:
            yield running
