"""The API in a process of its own, over HTTP, as the makers of connectors meet it."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from chorus_app.kernel.config import Settings
from chorus_app.kernel.context import World
from tests.api.client import Keys, keys_of
from tests.e2e.conftest import CHORUS, free_port, stop_server, wait_for_answer
from tests.flux import scenes
from tests.flux.scenes import Cast


@dataclass(frozen=True)
class Served:
    """A server in a process of its own, on data that this process opened before."""

    address: str
    keys: Keys
    cast: Cast


@contextmanager
def serving(command: str, data: Path) -> Iterator[Served]:
    """`chorus api` or `chorus serve` on that data folder, with Alice's keys."""
    port = free_port()
    address = f"http://localhost:{port}"
    environment = {
        **os.environ,
        "CHORUS_DATA_DIR": str(data),
        "CHORUS_PORT": str(port),
        "CHORUS_BASE_URL": address,
        "CHORUS_DEMO": "false",
    }
    subprocess.run([CHORUS, "db", "upgrade"], env=environment, check=True, stdout=subprocess.DEVNULL)
    world = World(Settings(data_dir=data))
    cast = scenes.cast(world)
    keys = keys_of(world, user_id=cast.alice, structure_id=cast.supplier)
    world.close()
    log = Path(data, "server.log")
    with log.open("ab") as output:
        process = subprocess.Popen([CHORUS, command], env=environment, stdout=output, stderr=output)
    wait_for_answer(f"{address}/ping", process, log)
    yield Served(address, keys, cast)
    stop_server(process)
