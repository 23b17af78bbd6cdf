"""What the pages of « Suivi des flux » show, as ready text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from chorus_app.flux.checklist import BAD_ENDS
from chorus_app.flux.enums import FluxState
from chorus_app.flux.naming import shown_name
from chorus_app.flux.report_text import invoice_lines
from chorus_app.flux.views import (
    FindingView,
    FluxInvoice,
    FluxRow,
    FluxView,
    LayerView,
    LotReportView,
    ReportInvoiceView,
    ReportView,
    tone_of,
)
from chorus_app.formats.kinds import LOT_KINDS
from chorus_app.formats.syntaxes import Space, get
from chorus_app.kernel import french
from chorus_app.kernel.french import moment
from chorus_app.kernel.text import t
from chorus_app.ui.components.chart import Series, Sum, Year, year
from chorus_app.ui.components.counts import Counted, StatusCount, chips
from chorus_app.ui.components.findings import FindingCard, finding_card
from chorus_app.ui.components.list_url import Asked
from chorus_app.ui.flux_tracking.asking import ROUTE, value_of
from chorus_app.ui.invoices.views import mode_in_words

LISTS = {Space.EMISES: "/factures-emises", Space.TRAVAUX: "/factures-de-travaux"}
DEPOSITS = {space: f"{route}/deposer" for space, route in LISTS.items()}
REASONS = 5  # of one invoice in the list of a lot: its own page holds all


@dataclass(frozen=True)
class FluxLine:
    """One row of the list."""

    id: str
    href: str
    number: str
    file: str
    depositor: str
    syntax: str
    space: str
    received: str
    result: str
    state: str
    tone: str
    mode: str
    size: str
    changed: str


@dataclass(frozen=True)
class StateLine:
    """A state that the flux took."""

    label: str
    at: str


@dataclass(frozen=True)
class InvoiceLine:
    """An invoice that the flux brought; `href` and `status` are empty when the person may not open it."""

    number: str
    href: str
    status: str
    tone: str


@dataclass(frozen=True)
class FluxCard:
    """A flux. `outcome` is waiting, integrated, partly, rejected or incident."""

    id: str = ""
    href: str = ""
    number: str = ""
    file: str = ""
    size: str = ""
    syntax: str = ""
    space: str = ""
    received: str = ""
    depositor: str = ""
    structure: str = ""
    state: str = ""
    tone: str = ""
    gloss: str = ""
    outcome: str = ""
    final: bool = False
    result: str = ""
    again: str = ""


@dataclass(frozen=True)
class LotProgressCard:
    """How far the import of a lot is; `total` 0: no lot, or one that is not opened yet. `percent` of 100."""

    total: int = 0
    percent: int = 0
    done: str = ""
    accepted: str = ""
    refused: str = ""
    some_refused: bool = False
    list_href: str = ""


@dataclass(frozen=True)
class LotLine:
    """An invoice of a lot and what became of it."""

    name: str
    file: str
    recipient: str
    amount: str
    outcome: str
    tone: str
    href: str
    reasons: tuple[FindingCard, ...] = ()


@dataclass(frozen=True)
class Fact:
    """Label and value."""

    label: str
    value: str


@dataclass(frozen=True)
class LayerLine:
    """A layer of checks: done, or why not."""

    label: str
    done: bool
    note: str


@dataclass(frozen=True)
class ReportCard:
    """The compte-rendu, without its findings."""

    title: str = ""
    made: str = ""
    kind: str = ""
    read: str = ""
    beyond_title: str = ""


def flux_line(row: FluxRow) -> FluxLine:
    return FluxLine(
        id=row.public_id,
        href=f"{ROUTE}/{row.public_id}",
        number=row.number,
        file=row.file_name,
        depositor=row.depositor,
        syntax=row.interface_code,
        space=t(f"deposit.space.{row.space.value}"),
        received=moment(row.received_at),
        result=result(row),
        state=t(row.state_key),
        tone=row.tone.value,
        mode=mode_in_words(row.mode_depot),
        size=french.size(row.size),
        changed=moment(row.state_at),
    )


def state_counts(counts: Mapping[FluxState, int], place: Asked) -> list[StatusCount]:
    counted = (
        Counted(value_of(state), t(f"flux_tracking.state.{value_of(state)}"), tone_of(state).value, count)
        for state, count in counts.items()
    )
    return chips(counted, place, "etat")


KINDS = {"integre": "paid", "partiel": "wanted", "rejete": "refused", "incident": "refused"}


def flux_by_month(counts: Mapping[tuple[str, FluxState], int], months: Sequence[str], place: Asked) -> Year:
    """The flux of the last months by what has become of them."""
    return year(
        [Sum(month, KINDS.get(value_of(state), "sent"), count) for (month, state), count in counts.items()],
        months,
        [Series(kind, t(f"flux_tracking.chart.{kind}")) for kind in ("paid", "sent", "wanted", "refused")],
        lambda first, last: place.href(depot_du=first, depot_au=last, page="1"),
        count_title=t("flux_tracking.chart.count"),
        said=lambda count, _: t("flux_tracking.chart.said", count=count, number=french.count(count)),
        note=t("flux_tracking.chart.note"),
    )


def result(row: FluxRow) -> str:
    """« 1 facture intégrée », « 2 erreurs »; empty while the import runs."""
    if not row.final:
        return ""
    if row.invoice_count > 1 and row.accepted_count < row.invoice_count:
        refused = row.invoice_count - row.accepted_count
        return t("flux_tracking.result.lot", count=row.accepted_count, refused=refused)
    if row.blocking_count:
        return t("flux_tracking.result.errors", count=row.blocking_count)
    if row.warning_count:
        return t("flux_tracking.result.remarks", count=row.accepted_count, remarks=row.warning_count)
    return t("flux_tracking.result.clean", count=row.accepted_count)


def outcome(state: FluxState) -> str:
    """The state as the page tells it."""
    known = {
        FluxState.INTEGRATED: "integrated",
        FluxState.PARTLY_INTEGRATED: "partly",
        FluxState.REJECTED: "rejected",
        FluxState.INADMISSIBLE: "rejected",
        FluxState.INCIDENT: "incident",
    }
    return known.get(state, "waiting")


def flux_card(row: FluxRow) -> FluxCard:
    syntax = get(row.syntax)
    return FluxCard(
        id=row.public_id,
        href=f"{ROUTE}/{row.public_id}",
        number=row.number,
        file=row.file_name,
        size=french.size(row.size),
        syntax=syntax.label if syntax else row.interface_code,
        space=t(f"deposit.space.{row.space.value}"),
        received=moment(row.received_at),
        depositor=row.depositor,
        structure=row.structure,
        state=t(row.state_key),
        tone=row.tone.value,
        gloss=t(row.gloss_key),
        outcome=outcome(row.state),
        final=row.final,
        result=result(row),
        again=f"{DEPOSITS[row.space]}?{urlencode({'depuis': row.public_id})}" if row.state in BAD_ENDS else "",
    )


def lot_progress(flux: FluxView) -> LotProgressCard:
    """How far the lot is."""
    lot = flux.lot
    if lot is None:
        return LotProgressCard()
    return LotProgressCard(
        total=lot.total,
        percent=100 * lot.done // max(1, lot.total),
        done=t("flux_tracking.lot.done", done=lot.done, total=lot.total),
        accepted=t("flux_tracking.lot.accepted", count=lot.accepted),
        refused=t("flux_tracking.lot.refused", count=lot.refused),
        some_refused=lot.refused > 0,
        list_href=f"{LISTS[flux.row.space]}?{urlencode({'flux': flux.row.number})}",
    )


def lot_line(flux: str, invoice: ReportInvoiceView, reasons: Sequence[FindingView] = ()) -> LotLine:
    """An invoice of the lot of that flux."""
    outcome = "flux.report.accepted" if invoice.accepted else "flux.report.refused"
    return LotLine(
        name=invoice.number or t("flux_tracking.lot.no_number"),
        file=shown_name(invoice.file_name or ""),
        recipient=invoice.recipient_name or "",
        amount=french.amount(invoice.amount, invoice.currency or "EUR"),
        outcome=t(outcome),
        tone="success" if invoice.accepted else "danger",
        href=f"{ROUTE}/{flux}/compte-rendu?{urlencode({'facture': invoice.position})}",
        reasons=tuple(finding_card(found, reading_of(flux, invoice.position)) for found in reasons[:REASONS]),
    )


def state_lines(flux: FluxView) -> list[StateLine]:
    """The life of the flux, oldest first."""
    return [StateLine(t(entry.state.label_key), moment(entry.at)) for entry in flux.states]


def invoice_line(invoice: FluxInvoice) -> InvoiceLine:
    if not invoice.public_id:
        return InvoiceLine(invoice.number, "", "", "")
    return InvoiceLine(invoice.number, f"/factures/{invoice.public_id}", t(invoice.status_key), invoice.tone.value)


def report_card(report: ReportView) -> ReportCard:
    return ReportCard(
        title=t("flux_tracking.report.count", count=len(report.asked)),
        beyond_title=t("flux.report.beyond", count=len(report.beyond)),
        made=moment(report.made_at),
        kind=t(report.kind.label_key) if report.kind else "",
        read=t("flux_tracking.report.read", moment=moment(report.read_at)) if report.read_at else "",
    )


def lot_report_card(report: LotReportView) -> ReportCard:
    """The same of a lot, a page of whose invoices is shown."""
    return ReportCard(
        title=t("flux_tracking.lot.report_title", count=report.flux.invoice_count),
        made=moment(report.made_at),
        kind=t("flux_tracking.lot.kind"),
        read=t("flux_tracking.report.read", moment=moment(report.read_at)) if report.read_at else "",
    )


def report_findings(report: ReportView) -> list[FindingCard]:
    """The cards of what Chorus Pro looks at."""
    return [finding_card(found, paper_of(report, found)) for found in report.asked]


def report_beyond(report: ReportView) -> list[FindingCard]:
    """The cards of what only the standards ask."""
    return [finding_card(found, paper_of(report, found)) for found in report.beyond]


def paper_of(report: ReportView, found: FindingView) -> str:
    """The address of the page that shows what a finding is about: the file of the flux, or an invoice of a lot."""
    member = found.invoice_position if report.kind in LOT_KINDS else None
    return reading_of(report.flux.public_id, member)


def reading_of(flux: str, member: int | None = None) -> str:
    """The address of the page that shows the file of a flux, or one of a lot."""
    return f"{ROUTE}/{flux}/lecture" + (f"?facture={member}" if member is not None else "")


def report_facts(report: ReportView) -> list[Fact]:
    """The invoice of the file, as far as it could be read."""
    return [Fact(label, value) for invoice in report.invoices for label, value in invoice_lines(invoice)]


def layer_line(layer: LayerView) -> LayerLine:
    return LayerLine(
        t(f"findings.layers.{layer.layer}"),
        layer.skipped_key is None,
        t(layer.skipped_key) if layer.skipped_key else t("flux_tracking.report.layer_done"),
    )
