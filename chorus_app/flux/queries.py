"""Reads of the flux. Each takes who asks; what he may not see does not exist."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import select as select_columns
from sqlmodel import col, func, select

from chorus_app.accounts.models import User
from chorus_app.flux.counts import by_state
from chorus_app.flux.enums import FluxState
from chorus_app.flux.models import WORDS, Flux, FluxEvent, Report, ReportFinding, ReportInvoice, ReportReading
from chorus_app.flux.perms import visible
from chorus_app.flux.views import (
    FindingView,
    FluxInvoice,
    FluxRow,
    FluxView,
    LayerView,
    LotProgress,
    LotReportView,
    ReportInvoiceView,
    ReportView,
    StateView,
)
from chorus_app.formats.kinds import FileKind
from chorus_app.formats.syntaxes import Space
from chorus_app.invoices.models import Invoice
from chorus_app.invoices.queries import visible as openable
from chorus_app.invoices.views import StoredDocument
from chorus_app.kernel.conditions import begins, on_days
from chorus_app.kernel.context import Context
from chorus_app.kernel.errors import NotFound
from chorus_app.kernel.long_lists import WALKED, Listed, Narrowing, directed, find, in_order, worded
from chorus_app.kernel.paging import Page, PageRequest
from chorus_app.kernel.search import words
from chorus_app.kernel.words import fold, plain
from chorus_app.structures.models import Membership, Structure
from chorus_app.structures.perms import READ_INVOICES, structures_with

SORTS: dict[str, Any] = {
    "received": Flux.received_at,
    "number": Flux.number,
    "file": Flux.file_key,
    "syntax": Flux.syntax,
    "state": Flux.state,
    "changed": Flux.state_at,
    "space": Flux.space,
    "mode": Flux.mode_depot,
}
DEFAULT_SORT = "received"
R: Any = ReportInvoice  # its columns, which the type checker takes for values
LAST = 5  # invoices handled last that a running import shows
AT_ONCE = 500  # rows that an export holds in memory
SEVERITY_ORDER = {"blocking": 0, "warning": 1, "info": 2}


@dataclass(frozen=True, slots=True)
class FluxFilters:
    """What « Suivi des flux » is narrowed to; an empty field does not narrow.

    `public_ids` are those that were picked; `number` and `file` are beginnings, `depositor` words of a person's name;
    days are those of Paris, both included.
    """

    text: str = ""
    public_ids: tuple[str, ...] = ()
    states: tuple[FluxState, ...] = ()
    space: Space | None = None
    mine: bool = False
    number: str = ""
    file: str = ""
    syntax: str = ""
    mode_depot: str = ""
    depositor: str = ""
    received_from: date | None = None
    received_until: date | None = None


@dataclass(frozen=True, slots=True)
class FluxList:
    """One page of « Suivi des flux », and how many flux are in which state in the list without its filter on states
    (empty when they are too many to be counted)."""

    page: Page[FluxRow]
    states: dict[FluxState, int] = field(default_factory=dict)


def list_flux(context: Context, *, filters: FluxFilters | None = None, page: PageRequest | None = None) -> FluxList:
    """One page of « Suivi des flux », newest first unless asked otherwise; beyond the last page, the last one."""
    filters, page = filters or FluxFilters(), page or PageRequest()
    listed = _listed(context)
    held = by_state(context)
    narrowing = _narrowing(context, listed, filters, held=sum(held.values()))
    key = SORTS.get(page.sort, SORTS[DEFAULT_SORT])
    found = find(context.session, listed, page, key=key, held=held, narrowing=narrowing, groups=filters.states)
    rows = context.session.execute(_rows().where(col(Flux.id).in_(found.ids))).all()
    shown = in_order(found.ids, {shown[0].id: row(*shown) for shown in rows})
    return FluxList(replace(found.page, rows=shown), found.counts)


def each_flux(context: Context, *, filters: FluxFilters, page: PageRequest) -> Iterator[FluxRow]:
    """All flux of the list in the order of `page`, read little by little: memory does not grow with their number."""
    listed = _listed(context)
    narrowing = _narrowing(context, listed, filters, held=sum(by_state(context).values()))
    states = [col(Flux.state).in_(filters.states)] if filters.states else []
    order = directed(SORTS.get(page.sort, SORTS[DEFAULT_SORT]), col(Flux.id), down=page.descending)
    query = _rows().where(*listed.conditions, *narrowing.conditions, *states).order_by(*order)
    for found in context.session.execute(query.execution_options(yield_per=AT_ONCE)):
        yield row(*found)


def _listed(context: Context) -> Listed:
    seen, unindexed = (visible(context, acting_only=True, indexed=indexed) for indexed in (True, False))
    return Listed(col(Flux.id), col(Flux.state), [seen], unindexed=[unindexed])


def get_flux(context: Context, *, public_id: str) -> FluxView:
    """A flux of one of the actor's structures. Raises `NotFound`."""
    flux, shown = visible_flux(context, public_id=public_id)
    events = context.session.exec(
        select(FluxEvent).where(FluxEvent.flux_id == flux.id).order_by(col(FluxEvent.id))
    ).all()
    return FluxView(
        row=shown,
        sha256=flux.sha256,
        mine=flux.depositor_id == context.actor_id,
        states=tuple(StateView(event.state, event.at) for event in events),
        invoices=invoices_of(context, [flux.number]).get(flux.number, ()),
        lot=_progress(context, flux),
    )


def deposited_file(context: Context, number: str) -> bytes | None:
    """The content of what was deposited under that number for the actor's structure, if it is still there."""
    mine = Flux.structure_id == context.structure_id
    sha256 = context.session.exec(select(Flux.sha256).where(Flux.number == number, mine)).one_or_none()
    path = context.world.files.path(sha256) if sha256 else None
    return path.read_bytes() if path and path.is_file() else None


def get_file(context: Context, *, public_id: str) -> StoredDocument:
    """The deposited file, to be served as a download. Raises `NotFound`."""
    flux, _ = visible_flux(context, public_id=public_id)
    return StoredDocument(flux.sha256, flux.file_name, "application/octet-stream", flux.size)


def get_report(
    context: Context, *, public_id: str, position: int | None = None, blocking_only: bool = False
) -> ReportView:
    """The report of a flux that came to its end; of a lot all its invoices, or the one at `position`. Its remarks can
    be left out, which are thousands in a lot.

    Raises `NotFound`, also while it is being made.
    """
    shown, report = _finished(context, public_id=public_id)
    invoices = _report_invoices(context, report, position)
    if position is not None and not invoices:
        raise NotFound()
    layers = report.layers if position is None else _layers_of(context, report, position)
    return ReportView(
        flux=shown,
        made_at=report.made_at,
        kind=FileKind(report.kind) if report.kind else None,
        layers=tuple(_layer(entry) for entry in layers),
        invoices=invoices,
        findings=_findings(context, report, position, blocking_only=blocking_only),
        read_at=_read_at(context, report),
    )


def get_lot_report(
    context: Context, *, public_id: str, page: PageRequest, refused_only: bool = False
) -> LotReportView | None:
    """One page of the report of a lot, its refused invoices first; None when the flux is no lot that was opened.

    Raises `NotFound`, also while it is being made.
    """
    shown, report = _finished(context, public_id=public_id)
    if not report.members:
        return None
    refused = shown.invoice_count - shown.accepted_count
    none: list[ReportInvoiceView] = []
    asked = Page(none, refused if refused_only else shown.invoice_count, page.page, page.size).within()
    query = (
        select(ReportInvoice)
        .where(ReportInvoice.report_id == report.id, *([col(R.accepted).is_(False)] if refused_only else []))
        .order_by(R.accepted, R.position)
        .offset((asked.page - 1) * asked.size)
        .limit(asked.size)
    )
    rows = [_invoice_view(found) for found in context.session.exec(query)]
    return LotReportView(
        flux=shown,
        made_at=report.made_at,
        refused=refused,
        page=replace(asked, rows=rows),
        reasons=_reasons(context, report, [row.position for row in rows if not row.accepted]),
        read_at=_read_at(context, report),
    )


def visible_flux(context: Context, *, public_id: str) -> tuple[Flux, FluxRow]:
    """The row of a flux that the actor may see, and its view. Raises `NotFound`."""
    found = context.session.execute(_rows().where(Flux.public_id == public_id, visible(context))).one_or_none()
    if found is None:
        raise NotFound()
    return found[0], row(*found)


def find_flux(context: Context, *, number: str) -> FluxRow | None:
    """The flux of this number, when the actor may see it."""
    found = context.session.execute(_rows().where(Flux.number == number, visible(context))).one_or_none()
    return row(*found) if found else None


def invoices_of(context: Context, numbers: Collection[str]) -> dict[str, tuple[FluxInvoice, ...]]:
    """The invoices that some flux brought, by flux number; of those that the actor may not open only the number."""
    columns: list[Any] = [Invoice.flux_number, Invoice.number, Invoice.public_id, Invoice.status]
    query = select_columns(*columns, openable(context)).where(col(Invoice.flux_number).in_(numbers))
    found: dict[str, list[FluxInvoice]] = {}
    for flux, number, public_id, status, seen in context.session.execute(query.order_by(col(Invoice.position))):
        shown = FluxInvoice(number, public_id, status) if seen else FluxInvoice(number)
        found.setdefault(flux, []).append(shown)
    return {flux: tuple(invoices) for flux, invoices in found.items()}


def _rows() -> Any:
    return (
        select(Flux, User, Structure, Report)
        .join(User, col(User.id) == Flux.depositor_id)
        .join(Structure, col(Structure.id) == Flux.structure_id)
        .outerjoin(Report, col(Report.flux_id) == Flux.id)
    )


def row(flux: Flux, depositor: User, structure: Structure, report: Report | None) -> FluxRow:
    """The view of a flux."""
    shown = report if flux.state.final else None
    return FluxRow(
        public_id=flux.public_id,
        number=flux.number,
        file_name=flux.file_name,
        size=flux.size,
        syntax=flux.syntax,
        interface_code=flux.interface_code,
        space=flux.space,
        mode_depot=flux.mode_depot,
        state=flux.state,
        state_at=flux.state_at,
        received_at=flux.received_at,
        depositor=depositor.full_name,
        structure=structure.name,
        invoice_count=shown.invoice_count if shown else 0,
        accepted_count=shown.accepted_count if shown else 0,
        blocking_count=shown.blocking_count if shown else 0,
        warning_count=shown.warning_count if shown else 0,
    )


def rows_where(context: Context, *conditions: Any, limit: int) -> list[tuple[Flux, FluxRow]]:
    """The newest flux that fulfil the conditions, among those that the actor may see."""
    query = _rows().where(visible(context), *conditions).order_by(col(Flux.id).desc()).limit(limit)
    return [(found[0], row(*found)) for found in context.session.execute(query).all()]


def _narrowing(context: Context, listed: Listed, filters: FluxFilters, *, held: int) -> Narrowing:
    exact = ((Flux.space, filters.space), (Flux.syntax, filters.syntax), (Flux.mode_depot, filters.mode_depot))
    conditions: list[Any] = [col(column) == value for column, value in exact if value]
    begun = ((Flux.number, filters.number.strip().upper()), (Flux.file_key, plain(filters.file.strip())))
    conditions += [begins(col(column), value) for column, value in begun if value]
    if filters.public_ids:
        conditions.append(col(Flux.public_id).in_(filters.public_ids))
    conditions += on_days(col(Flux.received_at), filters.received_from, filters.received_until)
    if filters.mine:
        conditions.append(col(Flux.depositor_id) == context.actor_id)
    if filters.depositor.strip():
        conditions.append(col(Flux.depositor_id).in_(_people(context, filters.depositor)))
    if not words(filters.text):
        return Narrowing(conditions)
    if held > WALKED and WORDS.found(filters.text) is None:  # too short for the index: read as begins of the number
        return Narrowing([*conditions, *(begins(col(Flux.number), word.upper()) for word in words(filters.text))])
    return worded(
        context.session,
        filters.text,
        listed=listed,
        index=WORDS,
        key=col(Flux.search_key),
        others=conditions,
        held=held,
        grouped=bool(filters.states),
    )


def _people(context: Context, typed: str) -> list[int]:
    """The people with these words in their name who are or were members of the structures that the actor sees."""
    structures = structures_with(context, profiles=READ_INVOICES)
    members = select(Membership.user_id).where(col(Membership.structure_id).in_(structures))
    people = context.session.exec(select(User).where(col(User.id).in_(members))).all()
    wanted = fold(typed).split()
    return [person.id for person in people if all(word in fold(person.full_name) for word in wanted)]


def _layer(entry: dict[str, Any]) -> LayerView:
    skipped = entry.get("skipped")
    return LayerView(str(entry["layer"]), f"findings.skipped.{skipped}" if skipped else None)


def _finished(context: Context, *, public_id: str) -> tuple[FluxRow, Report]:
    flux, shown = visible_flux(context, public_id=public_id)
    report = context.session.exec(select(Report).where(Report.flux_id == flux.id)).one_or_none()
    if report is None or not flux.state.final:
        raise NotFound("flux.report.not_yet")
    return shown, report


def _read_at(context: Context, report: Report) -> datetime | None:
    reading = select(ReportReading.at).where(
        ReportReading.flux_id == report.flux_id, ReportReading.user_id == context.actor_id
    )
    return context.session.exec(reading).one_or_none()


def _report_invoices(context: Context, report: Report, position: int | None) -> tuple[ReportInvoiceView, ...]:
    query = select(ReportInvoice).where(ReportInvoice.report_id == report.id).order_by(R.position)
    only = query if position is None else query.where(ReportInvoice.position == position)
    return tuple(_invoice_view(found) for found in context.session.exec(only))


def _invoice_view(found: ReportInvoice) -> ReportInvoiceView:
    return ReportInvoiceView(**found.model_dump(exclude={"id", "report_id", "layers"}))


def _layers_of(context: Context, report: Report, position: int) -> list[dict[str, Any]]:
    query = select(ReportInvoice).where(ReportInvoice.report_id == report.id, ReportInvoice.position == position)
    return context.session.exec(query).one().layers or []


def _progress(context: Context, flux: Flux) -> LotProgress | None:
    """How far a lot is; the last invoices only while it runs."""
    report = context.session.exec(select(Report).where(Report.flux_id == flux.id)).one_or_none()
    if report is None or not report.members:
        return None
    if flux.state.final:
        return LotProgress(report.invoice_count, report.invoice_count, report.accepted_count)
    of_report = ReportInvoice.report_id == report.id
    done, accepted = context.session.execute(
        select(func.count(), func.count().filter(R.accepted)).where(of_report)
    ).one()
    last = context.session.exec(select(ReportInvoice).where(of_report).order_by(R.position.desc()).limit(LAST)).all()
    return LotProgress(len(report.members), done, accepted, tuple(_invoice_view(found) for found in last))


def _reasons(context: Context, report: Report, positions: Sequence[int]) -> dict[int, tuple[FindingView, ...]]:
    query = select(ReportFinding).where(
        ReportFinding.report_id == report.id,
        col(ReportFinding.invoice_position).in_(positions),
        ReportFinding.severity == "blocking",
    )
    found: dict[int, tuple[FindingView, ...]] = {}
    for finding in context.session.exec(query.order_by(col(ReportFinding.position))):
        place = finding.invoice_position or 0
        found[place] = (*found.get(place, ()), _finding_view(finding))
    return found


def _findings(
    context: Context, report: Report, position: int | None, *, blocking_only: bool
) -> tuple[FindingView, ...]:
    query = select(ReportFinding).where(ReportFinding.report_id == report.id).order_by(col(ReportFinding.position))
    if blocking_only:
        query = query.where(ReportFinding.severity == "blocking")
    only = query if position is None else query.where(ReportFinding.invoice_position == position)
    found = [_finding_view(finding) for finding in context.session.exec(only)]
    return tuple(sorted(found, key=lambda finding: SEVERITY_ORDER.get(finding.severity, 9)))


def _finding_view(finding: ReportFinding) -> FindingView:
    return FindingView(**finding.model_dump(exclude={"id", "report_id", "position"}))
