"""A server for the crash tests: deposits what it is told, imports, and kills itself with -9 where it is told.

Run as `python -m tests.flux.crashing_server <orders as JSON>`. It writes one line for each thing that happens:
`ack <key> <number>`, `step <name>`, and `done` when every flux of the database has come to its end.
"""

import json
import os
import signal
import sys
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

from sqlmodel import col, func, select

from chorus_app.flux import lots, report, workflow
from chorus_app.flux.enums import FINAL
from chorus_app.flux.models import Flux
from chorus_app.flux.steps import STEPS, Job, Step
from chorus_app.kernel import workflows
from chorus_app.kernel.config import Settings
from chorus_app.kernel.context import World
from tests.flux import scenes

POINTS = ("spooled", "committed", *(f"after {step.name}" for step in STEPS), "inside integrate")
LOT_POINTS = ("after check", "inside a batch", "after a batch", "after integrate")


@dataclass(frozen=True)
class Orders:
    """`deposits` are (key, file); `kill` is one of POINTS or LOT_POINTS; `newer` runs code whose steps are others."""

    data_dir: str
    actor: int
    structure: int
    deposits: tuple[tuple[str, str], ...] = ()
    kill: str = ""
    newer: bool = False

    def command(self) -> list[str]:
        return [sys.executable, "-m", "tests.flux.crashing_server", json.dumps(asdict(self))]


def main() -> None:
    orders = Orders(**json.loads(sys.argv[1]))
    world = World(Settings(data_dir=Path(orders.data_dir)))
    plant(orders)
    workflow.resume_unfinished(world)
    workflows.start(world)
    with ThreadPoolExecutor(5) as clients:
        list(clients.map(lambda order: deposit(world, orders, *order), orders.deposits))
    scenes.wait_until(lambda: not unfinished(world))
    say("done")
    workflows.stop()
    world.close()


def deposit(world: World, orders: Orders, key: str, path: str) -> None:
    stored = world.files.put(Path(path).read_bytes())
    die_if(orders, "spooled")
    with world.transaction(actor_id=orders.actor, structure_id=orders.structure) as context:
        receipt = scenes.receive(context, stored, "FSO1130A", name=Path(path).name, key=key)
    die_if(orders, "committed")
    say(f"ack {key} {receipt.number}")


def plant(orders: Orders) -> None:
    """Let each step tell that it is reached, and die after its commit, before DBOS records it."""
    steps = [Step(step.name, watched(step, orders)) for step in STEPS]
    if orders.newer:
        steps.insert(0, Step("prelude", lambda _: None))
    workflow.STEPS = tuple(steps)  # type: ignore[attr-defined] # the name is imported there
    written = report.write

    def write(*args: object, **named: object) -> None:
        written(*args, **named)  # type: ignore[arg-type] # passed on as they came
        die_if(orders, "inside integrate")

    report.write = write
    plant_in_lots(orders)


def plant_in_lots(orders: Orders) -> None:
    """The same in the second batch of a lot, and behind its commit."""
    written, integrated = report.add_to_lot, lots._integrate
    batches = iter(range(1, 1_000))

    def add_to_lot(*args: object) -> None:
        written(*args)  # type: ignore[arg-type] # passed on as they came
        if next(batches) == 2:
            die_if(orders, "inside a batch")

    def integrate(*args: object) -> None:
        integrated(*args)  # type: ignore[arg-type] # passed on as they came
        say("batch")
        die_if(orders, "after a batch")

    report.add_to_lot = add_to_lot  # type: ignore[assignment] # the same arguments, passed on
    lots._integrate = integrate  # type: ignore[assignment]


def watched(step: Step, orders: Orders) -> Callable[[Job], None]:
    def act(job: Job) -> None:
        say(f"step {step.name}")
        step.act(job)
        die_if(orders, f"after {step.name}")

    return act


def unfinished(world: World) -> int:
    with world.reading() as context:
        return context.session.exec(select(func.count()).select_from(Flux).where(col(Flux.state).not_in(FINAL))).one()


def die_if(orders: Orders, point: str) -> None:
    if orders.kill == point:
        os.kill(os.getpid(), signal.SIGKILL)


def say(line: str) -> None:
    os.write(sys.stdout.fileno(), f"{line}\n".encode())


def acknowledged(lines: Iterable[str]) -> dict[str, str]:
    """Numbers by key."""
    words = [line.split() for line in lines]
    return {word[1]: word[2] for word in words if word[0] == "ack"}


if __name__ == "__main__":
    main()
