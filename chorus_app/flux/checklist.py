"""The checklist after a deposit: what the portal states by itself, and what the person says he has looked at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists
from sqlmodel import col, func, select

from chorus_app.flux.enums import ChecklistItem, FluxState
from chorus_app.flux.models import ChecklistAway, ChecklistTick, Flux, Report, ReportInvoice, ReportReading
from chorus_app.flux.queries import invoices_of, rows_where, visible_flux
from chorus_app.flux.views import Checklist, ChecklistLine, FluxInvoice, FluxRow
from chorus_app.invoices.models import Invoice
from chorus_app.invoices.queries import visible as openable
from chorus_app.kernel.context import Context
from chorus_app.structures.models import Structure

LOOKED_AT = 20  # newest deposits that the home page considers
BAD_ENDS = (FluxState.REJECTED, FluxState.INCIDENT, FluxState.PARTLY_INTEGRATED, FluxState.INADMISSIBLE)


@dataclass(frozen=True, slots=True)
class Remedy:
    """How many invoices of a flux were refused, and those that were integrated in their place since."""

    refused: int
    replaced: tuple[FluxInvoice, ...]


def get_checklist(context: Context, *, public_id: str) -> Checklist:
    """The checklist of a flux for the person who asks. Raises `NotFound`."""
    flux, row = visible_flux(context, public_id=public_id)
    return _checklists(context, [(flux, row)])[0]


def open_checklists(context: Context) -> list[Checklist]:
    """The checklists of the person's own newest deposits that still ask for attention, newest first."""
    put_away = exists().where(
        col(ChecklistAway.flux_id) == col(Flux.id), col(ChecklistAway.user_id) == context.actor_id
    )
    mine = rows_where(context, col(Flux.depositor_id) == context.actor_id, ~put_away, limit=LOOKED_AT)
    return [checklist for checklist in _checklists(context, mine) if checklist.open]


def tick(context: Context, *, public_id: str, item: ChecklistItem, ticked: bool = True) -> None:
    """The person says that he has looked at an item, or takes it back. Raises `NotFound`."""
    flux, _ = visible_flux(context, public_id=public_id)
    found = context.session.exec(
        select(ChecklistTick).where(
            ChecklistTick.user_id == context.actor_id, ChecklistTick.flux_id == flux.id, ChecklistTick.item == item
        )
    ).one_or_none()
    if ticked and found is None:
        context.session.add(ChecklistTick(user_id=context.actor_id or 0, flux_id=flux.id, item=item, at=context.now()))
    elif not ticked and found is not None:
        context.session.delete(found)
    context.ring(f"user:{context.actor_id}")


def put_away(context: Context, *, public_id: str) -> None:
    """The person does not want to see the checklist any more. Raises `NotFound`."""
    flux, _ = visible_flux(context, public_id=public_id)
    _once(context, ChecklistAway(user_id=context.actor_id or 0, flux_id=flux.id, at=context.now()))
    context.ring(f"user:{context.actor_id}")


def read_report(context: Context, *, public_id: str) -> None:
    """The person opened the report: it counts as read from now on. Raises `NotFound`."""
    flux, row = visible_flux(context, public_id=public_id)
    if row.final:
        _once(context, ReportReading(user_id=context.actor_id or 0, flux_id=flux.id, at=context.now()))
        context.ring(f"user:{context.actor_id}")


def _once(context: Context, mark: ChecklistAway | ReportReading) -> None:
    table = type(mark)
    known = select(table).where(table.user_id == mark.user_id, table.flux_id == mark.flux_id)
    if context.session.exec(known).first() is None:
        context.session.add(mark)


def _checklists(context: Context, found: Sequence[tuple[Flux, FluxRow]]) -> list[Checklist]:
    """All in a fixed number of queries, however many flux there are."""
    ids = [flux.id for flux, _ in found]
    invoices = invoices_of(context, [flux.number for flux, _ in found])
    ticks = _ticks(context, ids)
    away = _marks(context, ChecklistAway, ids)
    read = _marks(context, ReportReading, ids)
    remedies = _remedies(context, ids)
    return [
        Checklist(
            flux=row,
            invoices=invoices.get(flux.number, ()),
            lines=_lines(
                row,
                invoices.get(flux.number, ()),
                now=context.now(),
                ticks={**_read_ticks(read.get(flux.id)), **ticks.get(flux.id, {})},
                remedy=remedies.get(flux.id),
            ),
            put_away_at=away.get(flux.id),
        )
        for flux, row in found
    ]


def _lines(
    row: FluxRow,
    invoices: tuple[FluxInvoice, ...],
    *,
    now: datetime,
    ticks: Mapping[ChecklistItem, datetime],
    remedy: Remedy | None,
) -> tuple[ChecklistLine, ...]:
    stated = [_listed(row, invoices), _report(row)]
    if row.state in BAD_ENDS:
        stated.append(_remedy(remedy))
    return tuple(
        ChecklistLine(item, done, f"flux.checklist.{item.value}.{known}", params, now, ticks.get(item))
        for item, done, known, params in stated
    )


Stated = tuple[ChecklistItem, bool | None, str, Mapping[str, object]]


def _listed(row: FluxRow, invoices: tuple[FluxInvoice, ...]) -> Stated:
    """Is the invoice in the list, at « Mise à disposition » or « Envoyée »?"""
    if not row.final:
        return ChecklistItem.LISTED, None, "waiting", {}
    if not invoices:
        return ChecklistItem.LISTED, False, "missing", {}
    first = invoices[0]
    if any(invoice.status is None for invoice in invoices):
        return ChecklistItem.LISTED, None, "elsewhere", {"number": first.number, "count": len(invoices)}
    params = {"number": first.number, "status_key": first.status_key, "count": len(invoices)}
    if all(invoice.delivered for invoice in invoices):
        known = "received" if all(invoice.received for invoice in invoices) else "delivered"
        return ChecklistItem.LISTED, True, known, params
    return ChecklistItem.LISTED, False, "on_the_way", params


def _report(row: FluxRow) -> Stated:
    """Is the report there, and what does it say?"""
    if not row.final:
        return ChecklistItem.REPORT, None, "waiting", {}
    known = "errors" if row.blocking_count else "remarks" if row.warning_count else "clean"
    return ChecklistItem.REPORT, True, known, {"count": row.blocking_count or row.warning_count}


def _remedy(remedy: Remedy | None) -> Stated:
    """After a rejection: was the same number of the same supplier integrated since? Of a lot: were all of them?"""
    if remedy is None or not remedy.replaced:
        return ChecklistItem.REMEDY, False, "todo", {}
    first = remedy.replaced[0]
    if remedy.refused > 1:
        known = "done_all" if len(remedy.replaced) == remedy.refused else "done_some"
        params = {"count": len(remedy.replaced), "refused": remedy.refused}
        return ChecklistItem.REMEDY, known == "done_all", known, params
    return ChecklistItem.REMEDY, True, "done", {"number": first.number, "status_key": first.status_key}


def _read_ticks(read_at: datetime | None) -> dict[ChecklistItem, datetime]:
    """A report that was opened counts as read."""
    return {ChecklistItem.REPORT: read_at} if read_at else {}


def _ticks(context: Context, flux_ids: Sequence[int]) -> dict[int, dict[ChecklistItem, datetime]]:
    query = select(ChecklistTick).where(
        ChecklistTick.user_id == context.actor_id, col(ChecklistTick.flux_id).in_(flux_ids)
    )
    ticks: dict[int, dict[ChecklistItem, datetime]] = {}
    for found in context.session.exec(query):
        ticks.setdefault(found.flux_id, {})[found.item] = found.at
    return ticks


def _marks(
    context: Context, table: type[ChecklistAway] | type[ReportReading], flux_ids: Sequence[int]
) -> dict[int, datetime]:
    query = select(table.flux_id, table.at).where(table.user_id == context.actor_id, col(table.flux_id).in_(flux_ids))
    return dict(context.session.exec(query).all())


def _remedies(context: Context, flux_ids: Sequence[int]) -> dict[int, Remedy]:
    """For each flux how many invoices it was refused, and those that replaced them: same supplier, same number, open
    to the actor."""
    refused = (
        select(Report.flux_id, func.count())
        .join(ReportInvoice, col(ReportInvoice.report_id) == Report.id)
        .where(col(Report.flux_id).in_(flux_ids), col(ReportInvoice.accepted).is_(False))
        .group_by(col(Report.flux_id))
    )
    query = (
        select(Report.flux_id, Invoice)
        .join(ReportInvoice, col(ReportInvoice.report_id) == Report.id)
        .join(Structure, col(Structure.identifier) == ReportInvoice.supplier_identifier)
        .join(Invoice, (col(Invoice.supplier_id) == Structure.id) & (col(Invoice.number) == ReportInvoice.number))
        .join(Flux, col(Flux.id) == Report.flux_id)
        .where(
            col(Report.flux_id).in_(flux_ids),
            col(ReportInvoice.accepted).is_(False),
            col(Structure.identifier_type) == ReportInvoice.supplier_type,
            col(Invoice.deposited_at) >= Flux.received_at,
            openable(context),
        )
    )
    found: dict[int, list[FluxInvoice]] = {}
    for flux_id, invoice in context.session.execute(query).all():
        found.setdefault(flux_id, []).append(FluxInvoice(invoice.number, invoice.public_id, invoice.status))
    counts = context.session.execute(refused).all()
    return {flux_id: Remedy(count, tuple(found.get(flux_id, ()))) for flux_id, count in counts}
