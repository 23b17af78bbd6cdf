"""After an invoice by hand was sent: where it stands now, who acts next, and what to keep."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from chorus_app.drafts import queries
from chorus_app.invoices.cadres import cadre_of
from chorus_app.invoices.enums import Status
from chorus_app.invoices.models import Invoice
from chorus_app.invoices.queries import get_invoice
from chorus_app.invoices.status import STATUSES, WITH_MOA, WITH_MOE, label_key
from chorus_app.kernel.context import Context
from chorus_app.kernel.errors import NotFound


class After(StrEnum):
    """What to look at once an invoice is sent, in this order."""

    LISTED = "listed"
    NEXT = "next"
    REPORT = "report"
    CERTIFICATE = "certificate"


@dataclass(frozen=True, slots=True)
class AfterLine:
    """One of them. `stated` is a text key with its parameters, of which `status` is a key itself; `tone` is one of
    those that statuses have."""

    item: After
    stated: str
    tone: str
    params: Mapping[str, str] = field(default_factory=dict)


def after_sending(context: Context, *, public_id: str) -> tuple[AfterLine, ...]:
    """For a draft that was sent. Raises `NotFound` for any other."""
    draft = queries.find_draft(context, public_id=public_id)
    if draft.invoice_id is None:
        raise NotFound
    kept = context.session.get_one(Invoice, draft.invoice_id)
    invoice = get_invoice(context, public_id=kept.public_id)
    status, key = invoice.row.status, f"drafts.after.{After.LISTED.value}.stated"
    listed = AfterLine(After.LISTED, key, STATUSES[status].tone.value, {"status": label_key(status)})
    return (
        listed,
        _next(
            cadre_of(invoice.row.cadre).valideur,
            status,
            invoice.valideur.name if invoice.valideur else "",
            invoice.row.recipient.name,
        ),
        AfterLine(After.REPORT, "drafts.after.report.stated", "info"),
        AfterLine(After.CERTIFICATE, "drafts.after.certificate.stated", "neutral"),
    )


def _next(validated: bool, status: Status, valideur: str, recipient: str) -> AfterLine:
    """Whose turn it is."""
    if status is Status.MISE_A_DISPOSITION:
        return AfterLine(After.NEXT, "drafts.after.next.recipient", "success", {"name": recipient})
    if status in WITH_MOE and valideur:
        return AfterLine(After.NEXT, "drafts.after.next.moe", "neutral", {"name": valideur})
    if status in WITH_MOA:
        return AfterLine(After.NEXT, "drafts.after.next.moa", "neutral", {"name": recipient})
    if validated and valideur:
        return AfterLine(After.NEXT, "drafts.after.next.valideur", "neutral", {"name": valideur})
    return AfterLine(After.NEXT, "drafts.after.next.on_its_way", "neutral", {"name": recipient})
