"""Fixtures: a world whose files are looked at by children started once."""

from collections.abc import Iterator

import pytest

from chorus_app.kernel.children import Children
from chorus_app.kernel.context import World
from tests.flux import scenes
from tests.flux.conftest import importing
from tests.flux.scenes import Cast

__all__ = ["cast", "importing"]


@pytest.fixture
def cast(world: World) -> Cast:
    return scenes.cast(world)


@pytest.fixture
def looking(world: World, viewers: Children) -> Iterator[World]:
    """The world, with the children that draw and read."""
    world.__dict__["viewers"] = viewers
    yield world
    del world.__dict__["viewers"]
