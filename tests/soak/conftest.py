"""A portal of its own with the demonstration's data, for what takes long."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from chorus_app.kernel.config import Settings
from chorus_app.kernel.context import World
from tests.bench.conftest import Measured, chromium
from tests.e2e.conftest import start_server, stop_server

__all__ = ["chromium"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here takes long."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.soak)


@dataclass(frozen=True)
class Soaked(Measured):
    """A running portal, with the id of its process."""

    pid: int


@pytest.fixture(scope="session")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Soaked]:
    """The portal; its data is opened by this process too."""
    data = tmp_path_factory.mktemp("soaked")
    server, process = start_server(data)
    world = World(Settings(data_dir=data))
    yield Soaked(server, world, process.pid)
    world.close()
    stop_server(process)
