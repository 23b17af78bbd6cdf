"""A kept invoice as readers of files give one: for what is written of it again, whatever file or form it came from."""

from collections.abc import Sequence
from typing import TypeVar

from sqlmodel import SQLModel, col, select

from chorus_app.formats.parsed import (
    Attachment,
    Identifier,
    Line,
    Note,
    ParsedInvoice,
    Party,
    PaymentMeans,
    Reference,
    VatBreakdown,
)
from chorus_app.formats.parts import Address
from chorus_app.invoices.models import Invoice, InvoiceLine, InvoiceVat
from chorus_app.kernel.context import Context
from chorus_app.structures.models import Structure

Row = TypeVar("Row", InvoiceVat, InvoiceLine)


def rebuilt(context: Context, invoice: Invoice, *, attachments: Sequence[Attachment] = ()) -> ParsedInvoice:
    """The invoice with all that the portal keeps of it. Who may see it is asked before."""
    note, original = invoice.note, invoice.original_number
    return ParsedInvoice(
        schema="cpp",
        number=invoice.number,
        issue_date=invoice.issue_date,
        due_date=invoice.due_date,
        type_code=invoice.type_code,
        currency=invoice.currency,
        vat_due_code=invoice.vat_due_code,
        service_code=invoice.service_code,
        contract=invoice.contract,
        engagement=invoice.engagement,
        notes=(Note(text=note),) if note else (),
        cadre=invoice.cadre,
        preceding=(Reference(number=original),) if original else (),
        seller=_party(context, invoice.supplier_id, service=invoice.supplier_service),
        buyer=_party(context, invoice.recipient_id),
        valideur=_party(context, invoice.valideur_id) if invoice.valideur_id else None,
        payments=(PaymentMeans(code=invoice.payment_means, account=invoice.iban, bic=invoice.bic),),
        tax_exclusive=invoice.tax_exclusive,
        tax_total=invoice.tax_total,
        tax_inclusive=invoice.tax_inclusive,
        payable=invoice.payable,
        vat=tuple(
            VatBreakdown(row.category, row.rate, row.base, row.amount, row.exemption_reason)
            for row in _rows(context, InvoiceVat, invoice)
        ),
        lines=tuple(
            Line(
                id=str(row.position),
                name=row.name,
                quantity=row.quantity,
                unit=row.unit,
                unit_price=row.unit_price,
                net_amount=row.net_amount,
                vat_rate=row.vat_rate,
            )
            for row in _rows(context, InvoiceLine, invoice)
        ),
        attachments=tuple(attachments),
    )


def _rows(context: Context, table: type[Row], invoice: Invoice) -> Sequence[Row]:
    found: type[SQLModel] = table
    query = select(found).where(table.invoice_id == invoice.id).order_by(col(table.id))
    return context.session.exec(query).all()  # type: ignore[return-value]  # the select of a type variable


def _party(context: Context, structure_id: int, *, service: str | None = None) -> Party:
    row = context.session.get_one(Structure, structure_id)
    return Party(
        identifier=Identifier(type=row.identifier_type.value, value=row.identifier),
        name=row.name,
        service_code=service,
        address=Address(line_one=row.address, postcode=row.postcode, city=row.city, country=row.country),
    )
