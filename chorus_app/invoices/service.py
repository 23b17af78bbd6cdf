"""Writes of the invoices: an accepted invoice becomes rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import select

from chorus_app.formats.parsed import Identifier, ParsedInvoice, Party
from chorus_app.invoices.cadres import Cadre, cadre_of
from chorus_app.invoices.enums import DocumentKind, EventKind, Status
from chorus_app.invoices.listing import place
from chorus_app.invoices.models import WORDS, Invoice, InvoiceDocument, InvoiceEvent, InvoiceLine, InvoiceVat
from chorus_app.invoices.status import STATUSES
from chorus_app.kernel.context import Context
from chorus_app.kernel.errors import Conflict
from chorus_app.kernel.identifiers import ALL_ZERO_SIRET
from chorus_app.kernel.search import search_key
from chorus_app.structures.models import Service, Structure

TYPE_WORDS = {"FACTURE": "380", "AVOIR": "381"}  # UBL flows may carry Chorus Pro's words


@dataclass(frozen=True, slots=True)
class Origin:
    """The deposit that brings an invoice; `position` counts the invoices of its file from 1."""

    flux_number: str
    syntax: str
    mode_depot: str
    depositor_id: int
    deposited_at: datetime
    position: int = 1


@dataclass(frozen=True, slots=True)
class Document:
    """A file that comes with an invoice and already stands in the file store; `size` in bytes."""

    kind: DocumentKind
    name: str
    mime_type: str
    sha256: str
    size: int


def integrate(context: Context, *, parsed: ParsedInvoice, origin: Origin, documents: Sequence[Document]) -> Invoice:
    """Give an accepted invoice its rows and its first status. The same origin again answers the same invoice.

    The Chorus rules have passed before. Raises `Conflict` when the supplier has another invoice of this number.
    """
    done = find_integrated(context, flux_number=origin.flux_number, position=origin.position)
    if done is not None:
        return done
    cadre = cadre_of(parsed.cadre)
    supplier = _structure(context, parsed.seller.identifier)
    recipient = _recipient(context, parsed)
    _refuse_duplicate(context, supplier=supplier, number=parsed.number or "")
    invoice = _invoice(parsed, origin=origin, cadre=cadre, supplier=supplier, recipient=recipient)
    invoice.valideur_id = _valideur_id(context, parsed.valideur)
    invoice.status_at = context.now()
    context.session.add(invoice)
    place(context, invoice)
    WORDS.add(context.session, invoice.id, invoice.search_key)
    _add_details(context, invoice=invoice, parsed=parsed)
    context.session.add_all(_document(invoice, document) for document in documents)
    for status in dict.fromkeys((Status.DEPOSEE, cadre.start)):
        record(context, invoice=invoice, kind=EventKind.STATUS, code=status.value)
    _ring(context, invoice)
    return invoice


def find_integrated(context: Context, *, flux_number: str, position: int = 1) -> Invoice | None:
    """The invoice that a deposit brought, if it did."""
    query = select(Invoice).where(Invoice.flux_number == flux_number, Invoice.position == position)
    return context.session.exec(query).one_or_none()


def record(
    context: Context, *, invoice: Invoice, kind: EventKind, code: str, actor_id: int | None = None, comment: str = ""
) -> None:
    """Write a line of the invoice's history."""
    event = InvoiceEvent(invoice_id=invoice.id, kind=kind, code=code, at=context.now(), actor_id=actor_id)
    event.comment = comment or None
    context.session.add(event)


def give_status(
    context: Context, *, invoice: Invoice, status: Status, actor_id: int | None = None, comment: str = ""
) -> None:
    """The invoice takes a status that may follow the one it has. Raises `Conflict` for any other."""
    if status not in STATUSES[invoice.status].next:
        raise Conflict("invoices.status_refused", number=invoice.number)
    invoice.status, invoice.status_at = status, context.now()
    place(context, invoice)
    record(context, invoice=invoice, kind=EventKind.STATUS, code=status.value, actor_id=actor_id, comment=comment)
    _ring(context, invoice)


def _refuse_duplicate(context: Context, *, supplier: Structure, number: str) -> None:
    query = select(Invoice.id).where(Invoice.supplier_id == supplier.id, Invoice.number == number)
    if context.session.exec(query).first() is not None:
        raise Conflict("invoices.duplicate", number=number, supplier=supplier.name)


def _structure(context: Context, identifier: Identifier | None) -> Structure:
    found = find_structure(context, identifier)
    if found is None:
        raise Conflict("invoices.structure_gone", identifier=identifier.value if identifier else "")
    return found


def find_structure(context: Context, identifier: Identifier | None) -> Structure | None:
    """The structure that an invoice names."""
    if identifier is None:
        return None
    query = select(Structure).where(
        Structure.identifier_type == identifier.type, Structure.identifier == identifier.value
    )
    return context.session.exec(query).one_or_none()


def _recipient(context: Context, parsed: ParsedInvoice) -> Structure:
    """The recipient; for the all-zero SIRET the State structure whose service is named (section 6.1)."""
    identifier = parsed.buyer.identifier
    found = find_structure(context, identifier)
    if found is None and identifier is not None and identifier.value == ALL_ZERO_SIRET:
        query = (
            select(Structure)
            .join(Service)
            .where(Structure.is_state, Service.active, Service.code == parsed.service_code)
            .order_by(Structure.identifier)
        )
        found = context.session.exec(query).first()
    return found or _structure(context, identifier)


def _valideur_id(context: Context, valideur: Party | None) -> int | None:
    found = find_structure(context, valideur.identifier if valideur else None)
    return found.id if found else None


def _invoice(
    parsed: ParsedInvoice, *, origin: Origin, cadre: Cadre, supplier: Structure, recipient: Structure
) -> Invoice:
    number = parsed.number or ""
    return Invoice(
        number=number,
        issue_date=parsed.issue_date or origin.deposited_at.date(),
        type_code=TYPE_WORDS.get(type_code := parsed.type_code or "380", type_code),
        cadre=cadre.code,
        space=cadre.space,
        status=cadre.start,
        status_at=origin.deposited_at,
        supplier_id=supplier.id,
        recipient_id=recipient.id,
        service_code=cut(parsed.service_code, 100),
        supplier_service=cut(parsed.seller.service_code, 100),
        engagement=cut(parsed.engagement, 50),
        contract=cut(parsed.contract, 50),
        original_number=cut(parsed.original_invoice, 20),
        due_date=parsed.due_date,
        currency=parsed.currency or "EUR",
        vat_due_code=cut(parsed.vat_due_code, 20),
        payment_means=cut(parsed.payment_means, 12),
        iban=cut(parsed.iban, 34),
        bic=cut(parsed.bic, 11),
        note=cut(parsed.note, 1024),
        tax_exclusive=parsed.tax_exclusive,
        tax_total=parsed.tax_total,
        tax_inclusive=parsed.tax_inclusive,
        payable=parsed.payable,
        flux_number=origin.flux_number,
        position=origin.position,
        syntax=origin.syntax,
        mode_depot=origin.mode_depot,
        depositor_id=origin.depositor_id,
        deposited_at=origin.deposited_at,
        search_key=search_key(number, supplier.name, recipient.name, parsed.engagement, parsed.contract),
    )


def _add_details(context: Context, *, invoice: Invoice, parsed: ParsedInvoice) -> None:
    context.session.add_all(
        InvoiceVat(
            invoice_id=invoice.id,
            category=cut(row.category, 3),
            rate=row.rate,
            base=row.base,
            amount=row.amount,
            exemption_reason=cut(row.exemption_reason, 200),
        )
        for row in parsed.vat
    )
    context.session.add_all(
        InvoiceLine(
            invoice_id=invoice.id,
            position=position,
            name=cut(line.name, 500),
            quantity=line.quantity,
            unit=cut(line.unit, 20),
            unit_price=line.unit_price,
            net_amount=line.net_amount,
            vat_rate=line.vat_rate,
        )
        for position, line in enumerate(parsed.lines, 1)
    )


def _document(invoice: Invoice, document: Document) -> InvoiceDocument:
    return InvoiceDocument(
        invoice_id=invoice.id,
        kind=document.kind,
        name=document.name[:120],
        mime_type=document.mime_type[:100],
        sha256=document.sha256,
        size=document.size,
    )


def _ring(context: Context, invoice: Invoice) -> None:
    for structure_id in {invoice.supplier_id, invoice.recipient_id, invoice.valideur_id} - {None}:
        context.ring(f"invoices:{structure_id}")


def cut(value: str | None, length: int) -> str | None:
    """The value as far as its column goes."""
    return value[:length] if value else None
