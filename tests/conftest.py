"""Fixtures: a world of its own for each test."""

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from chorus_app.flux import workflow
from chorus_app.kernel import workflows
from chorus_app.kernel.children import RULES_MEMORY_BYTES, Children
from chorus_app.kernel.clock import Clock, StoppedClock
from chorus_app.kernel.config import Settings
from chorus_app.kernel.context import World
from chorus_app.tables import metadata
from tests.bank_details import scenes as bank_details
from tests.flux import scenes
from tests.flux.scenes import Cast

pytest_plugins = ["tests.walked"]

NOW = datetime(2026, 11, 24, 13, 30, tzinfo=UTC)
NewWorld = Callable[..., World]


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with all tables, the work queue's too, and no row. Made once: a copy costs a fifth of the making."""
    world = World(Settings(data_dir=tmp_path_factory.mktemp("empty")))
    metadata.create_all(world.engine)
    workflows.prepare(world)
    world.close()
    assert [path.name for path in world.folder.iterdir()] == [world.database.name]  # nothing is left in a -wal file
    return world.database


@pytest.fixture(scope="session")
def new_world(empty_database: Path) -> NewWorld:
    """Makes empty worlds, at a stopped time unless a clock is given; who makes one closes it."""

    def make(settings: Settings, clock: Clock | None = None) -> World:
        made = World(settings, clock or StoppedClock(NOW))
        shutil.copyfile(empty_database, made.database)
        return made

    return make


@pytest.fixture
def world(tmp_path: Path, new_world: NewWorld) -> Iterator[World]:
    """An empty world at a stopped time, which `world.clock.move(...)` advances."""
    made = new_world(Settings(data_dir=tmp_path))
    yield made
    made.close()


@pytest.fixture
def cast(world: World) -> Cast:
    """The people around a supplier."""
    return scenes.cast(world)


@pytest.fixture
def actors(world: World) -> bank_details.Cast:
    """The people of a structure, by what they may do there."""
    return bank_details.cast(world)


@pytest.fixture(scope="session")
def children() -> Iterator[Children]:
    """Started once: a child takes two seconds to load what it needs."""
    made = Children(2, memory_bytes=1_500_000_000, seconds=30)
    yield made
    made.close()


@pytest.fixture(scope="session")
def viewers() -> Iterator[Children]:
    """Those that draw and read what is looked at."""
    made = Children(1, memory_bytes=1_500_000_000, seconds=30)
    yield made
    made.close()


@pytest.fixture(scope="session")
def rule_children() -> Iterator[Children]:
    """The child of Saxon's, started once too."""
    made = Children(1, memory_bytes=RULES_MEMORY_BYTES, seconds=30, counted="data")
    yield made
    made.close()


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
