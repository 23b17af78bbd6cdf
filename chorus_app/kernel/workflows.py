"""Work that survives the process: the one file that knows DBOS.

DBOS keeps its tables in the portal's own database, so that a row and the work it asks for are written in one act.
A step that was recorded is not run again; one that was interrupted is, hence every step must bear being repeated.
"""

import threading
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from dbos import DBOS, DBOSClient, EnqueueOptions, StepOptions
from dbos import error as dbos_errors
from sqlalchemy.exc import OperationalError

from chorus_app.kernel.context import Context, World

R = TypeVar("R")
APPLICATION = "chorus"
QUEUE = "imports"
LONG_QUEUE = "lots"  # what may wait for others and takes its time: it keeps nothing else waiting
# DBOS leaves work of another application version pending for ever. The version is therefore pinned: what older code
# started is finished by newer code, and `StepsChanged` tells when the recorded steps no longer fit.
VERSION = "chorus"
MAX_RECOVERIES = 20
ALIVE = ["ENQUEUED", "DELAYED", "PENDING"]
_running: list[World] = []
_stopping = threading.Event()


class StepsChanged(Exception):
    """The work was begun by code whose steps were others: begin it anew under another id."""


def prepare(world: World) -> None:
    """Create or migrate DBOS's tables in the world's database."""
    world.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    DBOS.migrate(_url(world.database))


def durable(name: str) -> Callable[[Callable[[str], None]], Callable[[str], None]]:
    """Make a function of one text argument a workflow that can be enqueued by this name.

    Work that takes the whole process down is taken up `MAX_RECOVERIES` times by DBOS.
    """
    return DBOS.workflow(name=name, max_recovery_attempts=MAX_RECOVERIES)


def step(name: str, act: Callable[[], R]) -> R:
    """Run a part of a workflow; its (small) answer is recorded. A busy database is tried again.

    Raises `StepsChanged` when the record holds another step at this place.
    """
    options: StepOptions = {
        "name": name,
        "retries_allowed": True,
        "max_attempts": 4,
        "interval_seconds": 0.5,
        "should_retry": lambda error: isinstance(error, OperationalError),
    }
    try:
        return DBOS.run_step(options, act)
    except dbos_errors.DBOSUnexpectedStepError as error:
        raise StepsChanged from error


def enqueue(
    context: Context, name: str, argument: str, *, workflow_id: str, queue: str = QUEUE, after: float = 0.0
) -> None:
    """Ask for the work in the context's own transaction: both are committed, or neither. The same id runs once.

    `after`: not before so many seconds from now.
    """
    options: EnqueueOptions = {
        "workflow_name": name,
        "queue_name": queue,
        "workflow_id": workflow_id,
        "app_version": VERSION,
    }
    if after:
        options["delay_seconds"] = after
    with _client(context.world.database) as client:
        client.enqueue_in_transaction(context.session, options, argument)


def alive(world: World, workflow_ids: Collection[str]) -> set[str]:
    """Those of the ids whose work still runs or will run."""
    if not workflow_ids:
        return set()
    with _client(world.database) as client:
        found = client.list_workflows(
            workflow_ids=list(workflow_ids), status=ALIVE, app_version=VERSION, load_input=False, load_output=False
        )
    return {workflow.workflow_id for workflow in found}


def forget(world: World, workflow_ids: Collection[str]) -> None:
    """Take work back that was done by other hands, so that no server takes it up."""
    if workflow_ids:
        with _client(world.database) as client:
            client.delete_workflows(list(workflow_ids))


def start(world: World, *, at_once: int = 8, long_at_once: int = 4) -> None:
    """Run enqueued work in this process, first what a stopped server left. Blocks: not for the event loop."""
    DBOS(
        config={
            "name": APPLICATION,
            "system_database_url": _url(world.database),
            "application_version": VERSION,
            "executor_id": "server",
            "log_level": "WARNING",
            "notification_listener_polling_interval_sec": 0.25,
        }
    )
    _running[:] = [world]
    _stopping.clear()
    prepare(world)
    with _client(world.database) as client:  # a queue that is known before the launch is looked at without delay
        for queue, most in ((QUEUE, at_once), (LONG_QUEUE, long_at_once)):
            client.register_queue(queue, worker_concurrency=most, polling_interval_sec=0.1)
    DBOS.launch()


def stop() -> None:
    """Stop running work; what is interrupted is finished after the next start."""
    _stopping.set()
    DBOS.destroy()


def pause(seconds: float) -> bool:
    """Wait; whether the server stops meanwhile."""
    return _stopping.wait(seconds)


def stopping() -> bool:
    """Whether failures are to be expected because the server stops."""
    return _stopping.is_set()


def running_world() -> World:
    """The world whose work this process runs."""
    return _running[0]


def _url(database: Path) -> str:
    return f"sqlite:///{database.absolute()}"


@contextmanager
def _client(database: Path) -> Iterator[DBOSClient]:
    client = DBOSClient(system_database_url=_url(database), application_name=APPLICATION, lazy=True)
    try:
        yield client
    finally:
        client.destroy()
