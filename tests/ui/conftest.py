"""Fixtures of the handler tests."""

from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio

from chorus_app.kernel.children import Children
from chorus_app.kernel.context import World, adopted
from tests.ui.harness import Portal, running_portal


@pytest_asyncio.fixture
async def portal(world: World) -> AsyncIterator[Portal]:
    """The portal serving the test's world."""
    with adopted(world):
        async with running_portal() as running:
            yield running


@pytest.fixture
def looking(world: World, viewers: Children) -> Iterator[World]:
    """The world, with the children that draw and read."""
    world.__dict__["viewers"] = viewers
    yield world
    del world.__dict__["viewers"]
