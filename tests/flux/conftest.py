"""Fixtures: a world with its cast whose imports run in this process."""

from collections.abc import Iterator

import pytest

from chorus_app.flux import workflow
from chorus_app.kernel import workflows
from chorus_app.kernel.children import Children
from chorus_app.kernel.context import World
from tests.flux import scenes
from tests.flux.scenes import Cast


@pytest.fixture
def cast(world: World) -> Cast:
    return scenes.cast(world)


@pytest.fixture
def importing(
    world: World, cast: Cast, children: Children, rule_children: Children, viewers: Children
) -> Iterator[World]:
    """The world, with its imports running."""
    assert callable(workflow.import_flux)  # to import it is to make it known
    world.__dict__["children"] = children
    world.__dict__["rule_children"] = rule_children
    world.__dict__["viewers"] = viewers
    workflows.start(world)
    yield world
    workflows.stop()
    del world.__dict__["children"]
    del world.__dict__["rule_children"]
    del world.__dict__["viewers"]
    assert cast
