"""What the pages of « Suivi des flux » show, as ready text."""

from collections.abc import Mapping
from dataclasses import dataclass

from chorus_app.flux.enums import FluxState
from chorus_app.flux.report_text import invoice_lines
from chorus_app.flux.views import FluxInvoice, FluxRow, FluxView, LayerView, ReportView, tone_of
from chorus_app.formats.syntaxes import get
from chorus_app.kernel import french
from chorus_app.kernel.french import moment
from chorus_app.kernel.text import t
from chorus_app.ui.components.counts import Counted, StatusCount, chips
from chorus_app.ui.components.findings import FindingCard, finding_card
from chorus_app.ui.components.list_url import Asked
from chorus_app.ui.flux_tracking.asking import ROUTE, value_of
from chorus_app.ui.invoices.views import mode_in_words


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


def result(row: FluxRow) -> str:
    """« 1 facture intégrée », « 2 erreurs »; empty while the import runs."""
    if not row.final:
        return ""
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


def report_findings(report: ReportView) -> list[FindingCard]:
    """The cards of what Chorus Pro looks at."""
    return [finding_card(found, paper_of(report.flux)) for found in report.asked]


def report_beyond(report: ReportView) -> list[FindingCard]:
    """The cards of what only the standards ask."""
    return [finding_card(found, paper_of(report.flux)) for found in report.beyond]


def paper_of(flux: FluxRow) -> str:
    """The address of the page that shows the file of a flux."""
    return f"{ROUTE}/{flux.public_id}/lecture"


def report_facts(report: ReportView) -> list[Fact]:
    """The invoice of the file, as far as it could be read."""
    return [Fact(label, value) for invoice in report.invoices for label, value in invoice_lines(invoice)]


def layer_line(layer: LayerView) -> LayerLine:
    return LayerLine(
        t(f"findings.layers.{layer.layer}"),
        layer.skipped_key is None,
        t(layer.skipped_key) if layer.skipped_key else t("flux_tracking.report.layer_done"),
    )
