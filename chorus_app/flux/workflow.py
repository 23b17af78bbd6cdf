"""The import as durable work: it walks STEPS, and ends with a report whatever happens."""

import logging
from functools import partial

from sqlmodel import col, select

from chorus_app.flux import report, states
from chorus_app.flux.deposit import IMPORT, ask_import
from chorus_app.flux.enums import FINAL
from chorus_app.flux.models import Flux
from chorus_app.flux.steps import STEPS, Impossible, Job
from chorus_app.formats.lots import NoRoom
from chorus_app.kernel import workflows
from chorus_app.kernel.context import Context, World
from chorus_app.kernel.errors import StorageFull
from chorus_app.kernel.room import is_full
from chorus_app.kernel.tokens import new_public_id

MAX_ATTEMPTS = 3
AFTER_FULL_DISK = 60.0  # seconds until an import that found no room is tried again
log = logging.getLogger(__name__)


@workflows.durable(IMPORT)
def import_flux(flux_id: str) -> None:
    """Import one deposit."""
    job = Job(workflows.running_world(), int(flux_id))
    try:
        for step in STEPS:
            workflows.step(step.name, partial(step.act, job))
    except workflows.StepsChanged:
        begin_anew(job)
    except Impossible as error:
        give_up(job, error.code)
    except Exception as error:
        if workflows.stopping():  # what a stopping server breaks off is finished after the next start
            raise
        if isinstance(error, NoRoom) or is_full(error):
            put_off(job)
            return
        log.exception("import of flux %s failed", job.flux_id)
        give_up(job, report.FAILED)
    finally:
        job.close()


def give_up(job: Job, code: str) -> None:
    """End the flux with a report that says why; an invoice that was integrated already keeps its own report."""
    if workflows.stopping():
        return
    with job.world.transaction() as context:
        _give_up(context, job.flux(context), code)


def put_off(job: Job) -> None:
    """The disk is full: the flux waits, and its import is tried again by itself, as often as it takes."""
    log.warning("no room on the disk for the import of flux %s: it is put off", job.flux_id)
    job.close()
    while True:
        try:
            with job.world.transaction() as context:
                flux = job.flux(context)
                if not flux.state.final:
                    states.move(context, flux, states.waiting_at(flux.door))
                    flux.attempts = 0
                    _ask_again(context, flux, after=AFTER_FULL_DISK)
        except StorageFull:  # not even for the flux's own row
            if workflows.pause(AFTER_FULL_DISK):
                raise
        else:
            return


def begin_anew(job: Job) -> None:
    """Ask for the import once more, from its first step."""
    with job.world.transaction() as context:
        _begin_anew(context, job.flux(context))


def resume_unfinished(world: World) -> int:
    """Begin anew the imports that nothing runs any more, or give them up after some times; returns how many.

    Asked before the server runs work, and now and then. DBOS finishes by itself what was interrupted; this is for
    what it gave up.
    """
    with world.transaction() as context:
        waiting = context.session.exec(select(Flux).where(col(Flux.state).not_in(FINAL))).all()
        alive = workflows.alive(world, [flux.workflow_id for flux in waiting])
        lost = [flux for flux in waiting if flux.workflow_id not in alive]
        for flux in lost:
            if flux.attempts < MAX_ATTEMPTS:
                _begin_anew(context, flux)
            else:
                _give_up(context, flux, report.FAILED)
    return len(lost)


def _begin_anew(context: Context, flux: Flux) -> None:
    if flux.state.final:
        return
    flux.attempts += 1
    _ask_again(context, flux)


def _ask_again(context: Context, flux: Flux, *, after: float = 0.0) -> None:
    flux.workflow_id = new_public_id()
    ask_import(context, flux, after=after)


def _give_up(context: Context, flux: Flux, code: str) -> None:
    if flux.state.final:
        return
    if not report.exists(context, flux):
        report.write_incident(context, flux=flux, code=code)
        context.session.flush()
    states.publish(context, flux)
