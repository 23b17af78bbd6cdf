"""Writes of the compte-rendu d'intégration: one for each flux, whatever became of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import insert
from sqlmodel import col, func, select

from chorus_app.flux import sandbox
from chorus_app.flux.enums import FINAL, FluxState
from chorus_app.flux.models import WORDS, Flux, Report, ReportFinding, ReportInvoice
from chorus_app.flux.topics import ring_flux
from chorus_app.formats.kinds import FileKind
from chorus_app.formats.parsed import ParsedInvoice
from chorus_app.invoices.service import cut, find_structure
from chorus_app.kernel.context import Context
from chorus_app.kernel.search import search_key
from chorus_app.rules.codes import MAX_AMOUNT
from chorus_app.rules.finding import Finding, Layer, Severity
from chorus_app.rules.layers import STANDARDS
from chorus_app.rules.verdict import Verdict

# Findings about the import itself; their texts stand in this module's own family.
FILE_LOST = "FLUX-FICHIER-PERDU"
CRASHED = "FLUX-TRAITEMENT-INTERROMPU"
TOO_HEAVY = "FLUX-TRAITEMENT-MEMOIRE"
TOO_SLOW = "FLUX-TRAITEMENT-DUREE"
FAILED = "FLUX-TRAITEMENT-ECHEC"
FINDINGS_OF_ONE = 100_000  # more than one invoice can have: the findings of a lot are numbered invoice by invoice
# What stands in the row of an invoice that could be read.
READ = (
    *("number", "cadre", "supplier_type", "supplier_identifier", "supplier_name"),
    *("recipient_type", "recipient_identifier", "recipient_name", "amount", "currency"),
)
R: Any = ReportInvoice  # its columns, which the type checker takes for values
GIVEN_UP = {"crashed": CRASHED, "memory": TOO_HEAVY, "time": TOO_SLOW}
KEYS = {
    FILE_LOST: "flux.finding.file_lost",
    CRASHED: "flux.finding.crashed",
    TOO_HEAVY: "flux.finding.too_heavy",
    TOO_SLOW: "flux.finding.too_slow",
    FAILED: "flux.finding.failed",
    sandbox.CODE: sandbox.KEY,
}


@dataclass(frozen=True, slots=True)
class Judged:
    """What became of a file of a lot: its place and name in it, and the verdict with the directory's rules."""

    position: int
    file_name: str
    verdict: Verdict


def exists(context: Context, flux: Flux) -> bool:
    """Whether the report is written to its end, be it shown or not."""
    query = select(Report.id).where(Report.flux_id == flux.id, col(Report.state).in_(FINAL))
    return context.session.exec(query).first() is not None


def write(context: Context, *, flux: Flux, verdict: Verdict, state: FluxState | None = None) -> None:
    """Write the report of a file that was checked. `state`: how it ends, if not as the verdict says."""
    state = state or (FluxState.INTEGRATED if verdict.accepted else FluxState.REJECTED)
    report = _report(context, flux, state=state, findings=verdict.findings)
    report.kind = verdict.kind.value
    report.layers = _layers(verdict)
    if verdict.invoice is not None:
        report.invoice_count, report.accepted_count = 1, int(verdict.accepted)
        found = _invoice(context, verdict.invoice, accepted=verdict.accepted)
        context.session.execute(insert(ReportInvoice), [{"report_id": report.id, "position": 1, **found}])
        _make_found(context, flux, [verdict.invoice.number])


def write_refused_lot(
    context: Context, *, flux: Flux, kind: FileKind, finding: Finding, state: FluxState = FluxState.REJECTED
) -> None:
    """Write the report of a lot that is refused as a whole."""
    _report(context, flux, state=state, findings=(finding,)).kind = kind.value


def write_incident(context: Context, *, flux: Flux, code: str) -> None:
    """Write the report of an import that could not be done. Of a lot the invoices stay that were integrated already."""
    begun = of(context, flux)
    if begun is None:
        _report(context, flux, state=FluxState.INCIDENT, findings=(_told(code),))
        return
    handled = set(handled_positions(context, begun))
    left = [(place, name) for place, name in enumerate(begun.members or (), 1) if place not in handled]
    if left:
        context.session.execute(insert(ReportInvoice), [_left(begun, place, name) for place, name in left])
    _add_findings(context, begun, [(place, [_told(code)]) for place, _ in left])
    end_lot(context, flux, otherwise=FluxState.INCIDENT)


def of(context: Context, flux: Flux) -> Report | None:
    """The report of the flux, begun or written to its end."""
    return context.session.exec(select(Report).where(Report.flux_id == flux.id)).one_or_none()


def begin_lot(context: Context, *, flux: Flux, kind: FileKind, members: Sequence[str]) -> Report:
    """Begin the report of a lot, once; its invoices are added as they are handled."""
    report = of(context, flux)
    if report is None:
        report = _report(context, flux, state=FluxState.RUNNING, findings=())
        report.kind, report.invoice_count = kind.value, len(members)
        report.members = [name[:200] for name in members]
        ring_flux(context, flux)
    return report


def handled_positions(context: Context, report: Report) -> Sequence[int]:
    """The places of the invoices that have their rows already."""
    return context.session.exec(select(ReportInvoice.position).where(ReportInvoice.report_id == report.id)).all()


def accepted_of(context: Context, report: Report) -> Sequence[ReportInvoice]:
    """The accepted invoices of a lot."""
    accepted = select(ReportInvoice).where(ReportInvoice.report_id == report.id, R.accepted)
    return context.session.exec(accepted).all()


def add_to_lot(context: Context, report: Report, judged: Sequence[Judged]) -> None:
    """Write what became of some invoices of a lot."""
    context.session.execute(insert(ReportInvoice), [_of_lot(context, report, one) for one in judged])
    _add_findings(context, report, [(one.position, one.verdict.findings) for one in judged])


def end_lot(context: Context, flux: Flux, *, otherwise: FluxState = FluxState.REJECTED) -> None:
    """All invoices of the lot have their rows: its report is complete. `otherwise`: its state when none is accepted."""
    report = context.session.exec(select(Report).where(Report.flux_id == flux.id)).one()
    sums = select(func.count(), func.count().filter(R.accepted), func.sum(R.blocking_count), func.sum(R.warning_count))
    count, accepted, blocking, warnings = context.session.execute(sums.where(R.report_id == report.id)).one()
    report.accepted_count, report.blocking_count, report.warning_count = accepted or 0, blocking or 0, warnings or 0
    report.state, report.made_at = FluxState.INTEGRATED, context.now()
    if report.accepted_count < count:
        report.state = FluxState.PARTLY_INTEGRATED if report.accepted_count else otherwise
    numbers = select(ReportInvoice.number).where(ReportInvoice.report_id == report.id)
    _make_found(context, flux, context.session.exec(numbers.order_by(col(ReportInvoice.position))).all())


def _told(code: str) -> Finding:
    return Finding(Layer.OPENABLE, Severity.BLOCKING, code, KEYS[code])


def _left(report: Report, position: int, name: str) -> dict[str, Any]:
    """An invoice of a lot whose turn never came."""
    return {
        "report_id": report.id,
        "position": position,
        "accepted": False,
        "file_name": name,
        "blocking_count": 1,
        "warning_count": 0,
    }


def _of_lot(context: Context, report: Report, one: Judged) -> dict[str, Any]:
    verdict = one.verdict
    blocking, warnings = _counts(verdict.findings)
    read = _invoice(context, verdict.invoice, accepted=verdict.accepted) if verdict.invoice else {"accepted": False}
    return {
        **dict.fromkeys(READ),
        **read,
        "report_id": report.id,
        "position": one.position,
        "file_name": one.file_name[:200],
        "layers": _layers(verdict),
        "blocking_count": blocking,
        "warning_count": warnings,
    }


def _layers(verdict: Verdict) -> list[dict[str, Any]]:
    return [{"layer": run.layer.value, "skipped": run.skipped} for run in verdict.layers]


def _counts(findings: Sequence[Finding]) -> tuple[int, int]:
    """How many errors and remarks: who looks at the list of his flux wants to hear what Chorus Pro has to say; the
    report tells the rest too."""
    chorus = [finding.severity for finding in findings if finding.layer not in STANDARDS]
    blocking = [finding for finding in findings if finding.severity is Severity.BLOCKING]
    return len(blocking), chorus.count(Severity.WARNING)


def _report(context: Context, flux: Flux, *, state: FluxState, findings: Sequence[Finding]) -> Report:
    report = Report(flux_id=flux.id, state=state, made_at=context.now())
    report.blocking_count, report.warning_count = _counts(findings)
    context.session.add(report)
    context.session.flush()
    _add_findings(context, report, [(None, findings)])
    return report


def _add_findings(context: Context, report: Report, found: Sequence[tuple[int | None, Sequence[Finding]]]) -> None:
    """Write findings; the place in a lot, or None for a file of its own, whose first invoice the rules speak of."""
    rows = [
        _finding(report, number, finding, place) for place, findings in found for number, finding in enumerate(findings)
    ]
    if rows:
        context.session.execute(insert(ReportFinding), rows)


def _finding(report: Report, number: int, finding: Finding, place: int | None) -> dict[str, Any]:
    of_invoice = finding.layer in (Layer.CHORUS, Layer.EN16931, Layer.BR_FR)
    return {
        "report_id": report.id,
        "position": (place or 0) * FINDINGS_OF_ONE + number + 1,
        "invoice_position": place or (1 if of_invoice else None),
        "layer": finding.layer.value,
        "severity": finding.severity.value,
        "code": finding.code,
        "key": finding.key,
        "term": finding.term,
        "path": cut(finding.path, 500),
        "line": finding.line,
        "value": finding.value,
        "params": dict(finding.params),
    }


def _invoice(context: Context, invoice: ParsedInvoice, *, accepted: bool) -> dict[str, Any]:
    seller, buyer = invoice.seller.identifier, invoice.buyer.identifier
    supplier, recipient = find_structure(context, seller), find_structure(context, buyer)
    return {
        "accepted": accepted,
        "number": cut(invoice.number, 200),
        "cadre": cut(invoice.cadre, 60),
        "supplier_type": seller.type if seller else None,
        "supplier_identifier": cut(seller.value, 100) if seller else None,
        "supplier_name": cut(supplier.name if supplier else invoice.seller.name, 200),
        "recipient_type": buyer.type if buyer else None,
        "recipient_identifier": cut(buyer.value, 100) if buyer else None,
        "recipient_name": cut(recipient.name if recipient else invoice.buyer.name, 200),
        "amount": _kept(invoice.tax_inclusive),
        "currency": cut(invoice.currency, 3),
    }


def _kept(amount: Decimal | None) -> Decimal | None:
    """The amount unless it is too large to be kept: the finding about it shows it."""
    return amount if amount is not None and abs(amount) <= MAX_AMOUNT else None


def _make_found(context: Context, flux: Flux, numbers: Iterable[str | None]) -> None:
    """A flux is also found by the numbers of its invoices, as many as its key has room for."""
    before, flux.search_key = flux.search_key, search_key(flux.search_key, *numbers)
    WORDS.change(context.session, flux.id, before=before, after=flux.search_key)
