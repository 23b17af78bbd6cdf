"""The certificate of deposit as a PDF: that an invoice was sent, by whom, when, and which files."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Spacer, Table

from chorus_app.drafts.models import Draft
from chorus_app.drafts.queries import find_draft
from chorus_app.invoices.models import Invoice
from chorus_app.invoices.queries import get_invoice
from chorus_app.invoices.views import InvoiceView
from chorus_app.kernel import french
from chorus_app.kernel.context import Context
from chorus_app.kernel.errors import NotFound
from chorus_app.kernel.printing import SMALL, TEXT, TITLE, paper, paragraph
from chorus_app.kernel.text import t


@dataclass(frozen=True)
class Certificate:
    """What the certificate says."""

    invoice: InvoiceView
    sent_at: datetime


def certificate_of(context: Context, *, public_id: str) -> Certificate:
    """That of a draft that was sent. Raises `NotFound` for any other."""
    draft: Draft = find_draft(context, public_id=public_id)
    if draft.invoice_id is None or draft.sent_at is None:
        raise NotFound
    invoice = context.session.get_one(Invoice, draft.invoice_id)
    return Certificate(get_invoice(context, public_id=invoice.public_id), draft.sent_at)


def certificate_pdf(certificate: Certificate) -> bytes:
    """The bytes of the PDF: the same ones for the same certificate."""
    out, number = BytesIO(), certificate.invoice.row.number
    title = t("drafts.certificate.title", number=number)
    document = paper(out, title=title, same_bytes=True)
    moment = french.moment(certificate.sent_at)
    story: list[Flowable] = [
        paragraph(title, TITLE),
        paragraph(t("drafts.certificate.lead", moment=moment), TEXT),
        Spacer(1, 5 * mm),
        Table(
            [[paragraph(name, SMALL), paragraph(value, TEXT)] for name, value in _rows(certificate)],
            [48 * mm, None],
            hAlign="LEFT",
        ),
        Spacer(1, 6 * mm),
        paragraph(t("drafts.certificate.means"), TEXT),
        Spacer(1, 3 * mm),
        paragraph(t("drafts.certificate.unofficial"), SMALL),
    ]
    document.build(story)
    return out.getvalue()


def _rows(certificate: Certificate) -> Sequence[tuple[str, str]]:
    invoice, row = certificate.invoice, certificate.invoice.row
    files = "\n".join(f"{one.name} ({french.size(one.size)})" for one in invoice.documents)
    rows = (
        ("deposit", row.flux_number),
        ("moment", french.moment(certificate.sent_at)),
        ("depositor", invoice.depositor or ""),
        (
            "supplier",
            f"{row.supplier.name} — {french.identifier(row.supplier.identifier_type, row.supplier.identifier)}",
        ),
        (
            "recipient",
            f"{row.recipient.name} — {french.identifier(row.recipient.identifier_type, row.recipient.identifier)}",
        ),
        ("number", row.number),
        ("issued", french.plain_day(row.issue_date)),
        ("gross", french.amount(row.tax_inclusive, row.currency)),
        ("files", files),
    )
    return [(t(f"drafts.certificate.rows.{name}"), value) for name, value in rows if value]
