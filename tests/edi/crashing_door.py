"""A server of the EDI doors for the crash tests: it kills itself with -9 where it is told.

Run as `python -m tests.edi.crashing_door <orders as JSON>`. It writes `port <number>` when the SFTP server answers, and
`taken` after each look at the watched folder that took something.
"""

import asyncio
import json
import os
import signal
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

from chorus_app.edi import arrivals
from chorus_app.edi.folder import WatchedFolder
from chorus_app.edi.sftp import sftp_server
from chorus_app.kernel import workflows
from chorus_app.kernel.config import Settings
from chorus_app.kernel.context import World

POINTS = ("stored", "inside", "committed")
LOOKS = 0.02  # seconds between two


@dataclass(frozen=True)
class Orders:
    """`kill` is one of POINTS: the bytes are in the store; the rows are written, not committed; they are."""

    data_dir: str
    folder: str
    kill: str = ""

    def command(self) -> list[str]:
        return [sys.executable, "-m", "tests.edi.crashing_door", json.dumps(asdict(self))]


async def main() -> None:
    orders = Orders(**json.loads(sys.argv[1]))
    world = World(Settings(data_dir=Path(orders.data_dir)))
    workflows.prepare(world)
    plant(world, orders)
    watched = WatchedFolder(world, Path(orders.folder))
    async with sftp_server(world, port=0) as port:
        say(f"port {port}")
        while True:
            if await asyncio.to_thread(watched.look):
                say("taken")
            await asyncio.sleep(LOOKS)


def plant(world: World, orders: Orders) -> None:
    """Die after the file store, after the rows, or after the commit."""
    stored, written, taken = world.files.receive, arrivals._write, arrivals.take

    def receive(*given: object, **named: object) -> object:
        found = stored(*given, **named)  # type: ignore[arg-type] # passed on as they came
        die_if(orders, "stored")
        return found

    def write(*given: object, **named: object) -> None:
        written(*given, **named)  # type: ignore[arg-type] # passed on as they came
        die_if(orders, "inside")

    def take(*given: object, **named: object) -> object:
        found = taken(*given, **named)  # type: ignore[arg-type] # passed on as they came
        die_if(orders, "committed")
        return found

    world.files.receive = receive  # type: ignore[assignment, method-assign] # the same arguments, passed on
    arrivals._write = write
    arrivals.take = take  # type: ignore[assignment]


def die_if(orders: Orders, point: str) -> None:
    if orders.kill == point:
        os.kill(os.getpid(), signal.SIGKILL)


def say(line: str) -> None:
    os.write(sys.stdout.fileno(), f"{line}\n".encode())


if __name__ == "__main__":
    asyncio.run(main())
