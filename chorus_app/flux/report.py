"""Writes of the compte-rendu d'intégration: one for each flux, whatever became of it."""

from collections.abc import Sequence
from decimal import Decimal

from sqlmodel import select

from chorus_app.flux.enums import FluxState
from chorus_app.flux.models import WORDS, Flux, Report, ReportFinding, ReportInvoice
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
GIVEN_UP = {"crashed": CRASHED, "memory": TOO_HEAVY, "time": TOO_SLOW}
KEYS = {
    FILE_LOST: "flux.finding.file_lost",
    CRASHED: "flux.finding.crashed",
    TOO_HEAVY: "flux.finding.too_heavy",
    TOO_SLOW: "flux.finding.too_slow",
    FAILED: "flux.finding.failed",
}


def exists(context: Context, flux: Flux) -> bool:
    """Whether the report was written, be it shown or not."""
    return context.session.exec(select(Report.id).where(Report.flux_id == flux.id)).first() is not None


def write(context: Context, *, flux: Flux, verdict: Verdict) -> None:
    """Write the report of a file that was checked."""
    state = FluxState.INTEGRATED if verdict.accepted else FluxState.REJECTED
    report = _report(context, flux, state=state, findings=verdict.findings)
    report.kind = verdict.kind.value
    report.layers = [{"layer": run.layer.value, "skipped": run.skipped} for run in verdict.layers]
    if verdict.invoice is not None:
        report.invoice_count, report.accepted_count = 1, int(verdict.accepted)
        context.session.add(_invoice(context, report, verdict.invoice, accepted=verdict.accepted))
        _make_found(context, flux, verdict.invoice)


def write_incident(context: Context, *, flux: Flux, code: str) -> None:
    """Write the report of an import that could not be done."""
    finding = Finding(Layer.OPENABLE, Severity.BLOCKING, code, KEYS[code])
    _report(context, flux, state=FluxState.INCIDENT, findings=(finding,))


def _report(context: Context, flux: Flux, *, state: FluxState, findings: Sequence[Finding]) -> Report:
    # Who looks at the list of his flux wants to hear what Chorus Pro has to say; the report tells the rest too.
    counts = [finding.severity for finding in findings if finding.layer not in STANDARDS]
    standards = [finding.severity for finding in findings if finding.layer in STANDARDS]
    report = Report(
        flux_id=flux.id,
        state=state,
        made_at=context.now(),
        blocking_count=[*counts, *standards].count(Severity.BLOCKING),
        warning_count=counts.count(Severity.WARNING),
    )
    context.session.add(report)
    context.session.flush()
    context.session.add_all(_finding(report, position, finding) for position, finding in enumerate(findings, 1))
    return report


def _finding(report: Report, position: int, finding: Finding) -> ReportFinding:
    of_invoice = finding.layer in (Layer.CHORUS, Layer.EN16931, Layer.BR_FR)
    return ReportFinding(
        report_id=report.id,
        position=position,
        invoice_position=1 if of_invoice else None,
        layer=finding.layer.value,
        severity=finding.severity.value,
        code=finding.code,
        key=finding.key,
        term=finding.term,
        path=cut(finding.path, 500),
        line=finding.line,
        value=finding.value,
        params=dict(finding.params),
    )


def _invoice(context: Context, report: Report, invoice: ParsedInvoice, *, accepted: bool) -> ReportInvoice:
    seller, buyer = invoice.seller.identifier, invoice.buyer.identifier
    supplier, recipient = find_structure(context, seller), find_structure(context, buyer)
    return ReportInvoice(
        report_id=report.id,
        accepted=accepted,
        number=cut(invoice.number, 200),
        cadre=cut(invoice.cadre, 60),
        supplier_type=seller.type if seller else None,
        supplier_identifier=cut(seller.value, 100) if seller else None,
        supplier_name=cut(supplier.name if supplier else invoice.seller.name, 200),
        recipient_type=buyer.type if buyer else None,
        recipient_identifier=cut(buyer.value, 100) if buyer else None,
        recipient_name=cut(recipient.name if recipient else invoice.buyer.name, 200),
        amount=_kept(invoice.tax_inclusive),
        currency=cut(invoice.currency, 3),
    )


def _kept(amount: Decimal | None) -> Decimal | None:
    """The amount unless it is too large to be kept: the finding about it shows it."""
    return amount if amount is not None and abs(amount) <= MAX_AMOUNT else None


def _make_found(context: Context, flux: Flux, invoice: ParsedInvoice) -> None:
    """A flux is also found by the number of its invoice."""
    before, flux.search_key = flux.search_key, search_key(flux.search_key, invoice.number)
    WORDS.change(context.session, flux.id, before=before, after=flux.search_key)
