"""What the portal itself keeps of an invoice, in the shape of a parsed one: for when its file cannot be read again, and
for what is written of it anew."""

from dataclasses import replace

from sqlmodel import col, select

from chorus_app.formats.parsed import (
    AllowanceCharge,
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
from chorus_app.invoices.queries import visible_invoice
from chorus_app.kernel.context import Context
from chorus_app.structures.models import Structure


def kept_values(context: Context, *, public_id: str) -> ParsedInvoice:
    """The values of an invoice that the actor may see. Raises `NotFound`."""
    return values_of(context, visible_invoice(context, public_id=public_id)[0])


def values_of(context: Context, invoice: Invoice, *, addresses: bool = False) -> ParsedInvoice:
    """The values of the invoice, its parties with the addresses of the directory if asked for. Who may see it is asked
    before."""
    paid = PaymentMeans(code=invoice.payment_means, account=invoice.iban, bic=invoice.bic)

    def party(structure_id: int, service: str | None = None) -> Party:
        return _party(context.session.get_one(Structure, structure_id), service, addresses=addresses)

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
        seller=party(invoice.supplier_id, invoice.supplier_service),
        buyer=party(invoice.recipient_id),
        valideur=party(invoice.valideur_id, invoice.valideur_service) if invoice.valideur_id else None,
        payments=(paid,) if paid != PaymentMeans() else (),
        tax_exclusive=invoice.tax_exclusive,
        tax_total=invoice.tax_total,
        tax_inclusive=invoice.tax_inclusive,
        payable=invoice.payable,
        vat=_vat(context, invoice),
        lines=_lines(context, invoice),
    )


def _party(structure: Structure, service: str | None, *, addresses: bool) -> Party:
    identifier = Identifier(structure.identifier_type.value, structure.identifier)
    address = Address(
        line_one=structure.address, postcode=structure.postcode, city=structure.city, country=structure.country
    )
    named = Party(identifier=identifier, name=structure.name, service_code=service)
    return replace(named, address=address) if addresses else named


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
            seller_item=row.reference,
            allowances=(AllowanceCharge(amount=row.discount),) if row.discount else (),
        )
        for row in context.session.exec(query).all()
    )
