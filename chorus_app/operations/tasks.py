"""What the server does beside answering: hear the other processes, deliver mails, run imports, tidy up."""

import asyncio
import logging
import sys
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager, suppress
from typing import Any

from chorus_app.accounts.service import tidy
from chorus_app.flux import checking, lots, uploads, verification
from chorus_app.flux.workflow import resume_unfinished
from chorus_app.invoices import showing, tacit
from chorus_app.kernel import bell, logs, workflows
from chorus_app.kernel.context import World, product_world
from chorus_app.kernel.lock import ServerLock
from chorus_app.kernel.mail.delivery import deliver_mails
from chorus_app.notifications import service as notifications
from chorus_app.operations import retention
from chorus_app.raccordement import calls, reminders
from chorus_app.rules.schematron import job
from chorus_app.structures import proofs, timers

TIDY_SECONDS = 600.0
TURN = 0.0005  # seconds that the thread of an import may keep an answer waiting: a tenth of Python's own
WARM_AFTER = 5.0  # seconds: the first pages are not to share the processor with stylesheets
log = logging.getLogger(__name__)


@asynccontextmanager
async def background_tasks() -> AsyncIterator[None]:
    """Started with the server, stopped with it. Raises `Conflict` when another server has the data folder."""
    world = product_world()
    logs.configure(world.settings.log_level, world.settings.log_format)
    lock = ServerLock(world.folder)
    lock.take()
    await asyncio.to_thread(_start_imports, world)
    tasks = [_task(world.bell.listen()), _task(deliver_mails(world)), _task(_tidy(world)), _task(_warm_rules(world))]
    tasks.append(_task(_write_calls(world)))
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.to_thread(_stop_imports, world)
        lock.release()


def _task(work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
    """A task whose end by an error is at least told in the log."""
    task = asyncio.create_task(work)
    task.add_done_callback(_tell_failure)
    return task


def _tell_failure(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (error := task.exception()):
        log.error("a task of the server ended", exc_info=error)


def _start_imports(world: World) -> None:
    """Before anything is answered: drop what a killed server left half received, go on with what it left half done."""
    sys.setswitchinterval(TURN)
    world.files.forget_incoming()
    verification.forget_all(world)
    lots.forget_all(world)
    workflows.prepare(world)
    resume_unfinished(world)
    workflows.start(world)
    world.children.warm_up(checking.load)


def _stop_imports(world: World) -> None:
    with suppress(Exception):  # a full disk must not keep the server
        calls.write_waiting(world)
    workflows.stop()
    world.close()


async def _warm_rules(world: World) -> None:
    """One child learns the rules of EN 16931 and BR-FR before anybody asks, one what draws; others when needed."""
    await asyncio.sleep(WARM_AFTER)
    world.rule_children.warm_up(job.warm, slots=1)
    world.viewers.warm_up(showing.warm, slots=1)


async def _write_calls(world: World) -> None:
    """The log of the API's calls, some lines at a time."""
    while True:
        await asyncio.sleep(calls.WRITE_EVERY)
        try:
            await asyncio.to_thread(calls.write_waiting, world)
        except Exception:  # a full disk must not end the log
            log.exception("writing the log of calls")


async def _tidy(world: World) -> None:
    """Now and then: forget what nobody needs any more, take up what nothing runs."""
    while True:
        await asyncio.sleep(TIDY_SECONDS)
        try:
            await asyncio.to_thread(_tidy_once, world)
        except Exception:  # a full disk must not end the tidying
            log.exception("tidying")


def _tidy_once(world: World) -> None:
    with world.transaction() as context:
        bell.forget_old_rings(context.session, now=context.now())
        uploads.forget_old(context)
        uploads.drop_unheld(context, proofs.forget_old(context))
        timers.sweep(context)
        tacit.sweep(context)
        reminders.sweep(context)
        notifications.forget_old(context)
        tidy(context)
    verification.sweep(world)
    retention.purge_if_due(world)
    resume_unfinished(world)
