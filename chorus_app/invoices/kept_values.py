"""What the portal itself keeps of an invoice, in the shape of a parsed one: for when its file cannot be read again."""

from sqlmodel import col, select

from chorus_app.formats.parsed import (
    Identifier,
    Line,
    Note,
    ParsedInvoice,
    Party,
    PaymentMeans,
    Reference,
    VatBreakdown,
)
from chorus_app.invoices.models import Invoice, InvoiceLine, InvoiceVat
from chorus_app.invoices.queries import visible_invoice
from chorus_app.kernel.context import Context
from chorus_app.structures.models import Structure


def kept_values(context: Context, *, public_id: str) -> ParsedInvoice:
    """The values of an invoice that the actor may see. Raises `NotFound`."""
    invoice, supplier, recipient = visible_invoice(context, public_id=public_id)
    valideur = context.session.get(Structure, invoice.valideur_id) if invoice.valideur_id else None
    paid = PaymentMeans(code=invoice.payment_means, account=invoice.iban, bic=invoice.bic)
    return ParsedInvoice(
        schema="",
        number=invoice.number,
        issue_date=invoice.issue_date,
        type_code=invoice.type_code,
        currency=invoice.currency,
        vat_due_code=invoice.vat_due_code,
        due_date=invoice.due_date,
        service_code=invoice.service_code,
        contract=invoice.contract,
        engagement=invoice.engagement,
        notes=(Note(text=invoice.note),) if invoice.note else (),
        cadre=invoice.cadre,
        preceding=(Reference(number=invoice.original_number),) if invoice.original_number else (),
        seller=_party(supplier, invoice.supplier_service),
        buyer=_party(recipient),
        valideur=_party(valideur) if valideur else None,
        payments=(paid,) if paid != PaymentMeans() else (),
        tax_exclusive=invoice.tax_exclusive,
        tax_total=invoice.tax_total,
        tax_inclusive=invoice.tax_inclusive,
        payable=invoice.payable,
        vat=_vat(context, invoice),
        lines=_lines(context, invoice),
    )


def _party(structure: Structure, service: str | None = None) -> Party:
    identifier = Identifier(structure.identifier_type, structure.identifier)
    return Party(identifier=identifier, name=structure.name, service_code=service)


def _vat(context: Context, invoice: Invoice) -> tuple[VatBreakdown, ...]:
    query = select(InvoiceVat).where(InvoiceVat.invoice_id == invoice.id).order_by(col(InvoiceVat.id))
    return tuple(
        VatBreakdown(row.category, row.rate, row.base, row.amount, row.exemption_reason)
        for row in context.session.exec(query).all()
    )


def _lines(context: Context, invoice: Invoice) -> tuple[Line, ...]:
    query = select(InvoiceLine).where(InvoiceLine.invoice_id == invoice.id).order_by(col(InvoiceLine.position))
    return tuple(
        Line(
            id=str(row.position),
            name=row.name,
            quantity=row.quantity,
            unit=row.unit,
            unit_price=row.unit_price,
            net_amount=row.net_amount,
            vat_rate=row.vat_rate,
        )
        for row in context.session.exec(query).all()
    )
