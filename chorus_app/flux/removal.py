"""Flux taken out of the portal without a trace, with their reports and what people did with these. Only a sandbox does
that."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from sqlalchemy import update
from sqlmodel import SQLModel, col, select

from chorus_app.flux.models import (
    WORDS,
    ChecklistAway,
    ChecklistTick,
    Flux,
    FluxCount,
    FluxEvent,
    Report,
    ReportFinding,
    ReportInvoice,
    ReportReading,
)
from chorus_app.flux.topics import ring_flux
from chorus_app.kernel import workflows
from chorus_app.kernel.context import Context
from chorus_app.kernel.months import month_of
from chorus_app.kernel.removal import batches, delete_rows
from chorus_app.notifications.service import forget_paths

OF_A_REPORT: tuple[type[SQLModel], ...] = (ReportFinding, ReportInvoice)
OF_A_FLUX: tuple[type[SQLModel], ...] = (FluxEvent, ReportReading, ChecklistTick, ChecklistAway)
C: Any = FluxCount  # its columns, which the type checker takes for values


def remove(context: Context, flux: Sequence[Flux]) -> tuple[int, int]:
    """Take flux that came to their end out of every list, count and search; returns how many reports and notifications
    went with them. Their bytes stay in the store until the night finds that nothing holds them."""
    session, ids = context.session, [one.id for one in flux]
    reports: list[int] = []
    for some in batches(flux):
        WORDS.remove_all(session, {one.id: one.search_key for one in some})
        of_these = col(Report.flux_id).in_([one.id for one in some])
        reports += session.exec(select(Report.id).where(of_these)).all()
    for table in OF_A_REPORT:
        delete_rows(session, table, "report_id", reports)
    delete_rows(session, Report, "id", reports)
    for table in OF_A_FLUX:
        delete_rows(session, table, "flux_id", ids)
    delete_rows(session, Flux, "id", ids)
    _take_off(context, flux)
    for one in flux:
        ring_flux(context, one)
    done = [one.workflow_id for one in flux]
    context.after_commit.append(lambda: workflows.forget(context.world, done))
    told = [f"/suivi-des-flux/{one.public_id}/compte-rendu" for one in flux]
    return len(reports), forget_paths(context, told)


def _take_off(context: Context, flux: Sequence[Flux]) -> None:
    """The counts follow the rows."""
    places = Counter((one.structure_id, one.space, month_of(one.received_at), one.state) for one in flux)
    for (structure_id, space, month, state), less in places.items():
        here = (C.structure_id == structure_id, C.space == space, C.month == month, C.state == state)
        context.session.execute(update(FluxCount).where(*here).values(flux=C.flux - less))
