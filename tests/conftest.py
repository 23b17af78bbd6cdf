"""Fixtures: a world of its own for each test."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from chorus_app.kernel.clock import StoppedClock
from chorus_app.kernel.config import Settings
from chorus_app.kernel.context import World
from chorus_app.tables import metadata

pytest_plugins = ["tests.walked"]

NOW = datetime(2026, 11, 24, 13, 30, tzinfo=UTC)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """An empty world at a stopped time, which `world.clock.move(...)` advances."""
    made = World(Settings(data_dir=tmp_path), StoppedClock(NOW))
    metadata.create_all(made.engine)
    yield made
    made.close()
