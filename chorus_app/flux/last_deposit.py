"""The person's last deposit, as the page « Aide » speaks of it."""

from dataclasses import dataclass

from sqlmodel import col

from chorus_app.flux.models import Flux
from chorus_app.flux.queries import get_report, invoices_of, rows_where
from chorus_app.flux.views import FindingView, FluxInvoice, FluxRow
from chorus_app.formats.kinds import FACTURX_KINDS, FileKind
from chorus_app.kernel.context import Context


@dataclass(frozen=True, slots=True)
class LastDeposit:
    """Facts only; `kind`, `cadre`, `recipient` and `blocking` are known once the report is there."""

    flux: FluxRow
    kind: FileKind | None
    cadre: str | None
    recipient: str | None
    invoices: tuple[FluxInvoice, ...]
    blocking: tuple[FindingView, ...]

    @property
    def is_facturx(self) -> bool:
        """Whether the file was handled as a Factur-X: no cadre to choose, nothing to confirm."""
        return self.kind in FACTURX_KINDS

    @property
    def delivered(self) -> bool:
        """Whether an invoice of it has come as far as « Mise à disposition » or « Envoyée »."""
        return any(invoice.delivered for invoice in self.invoices)


def last_deposit(context: Context) -> LastDeposit | None:
    """The newest deposit of the person who asks; None when there is none that he may still see."""
    found = rows_where(context, col(Flux.depositor_id) == context.actor_id, limit=1)
    if not found:
        return None
    flux, row = found[0]
    invoices = invoices_of(context, [flux.number]).get(flux.number, ())
    if not row.final:
        return LastDeposit(row, None, None, None, invoices, ())
    report = get_report(context, public_id=flux.public_id)
    first = report.invoices[0] if report.invoices else None
    return LastDeposit(
        flux=row,
        kind=report.kind,
        cadre=first.cadre if first else None,
        recipient=first.recipient_name if first else None,
        invoices=invoices,
        blocking=tuple(finding for finding in report.findings if finding.severity == "blocking"),
    )
