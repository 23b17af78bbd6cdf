"""Writes of the invoices: an accepted invoice becomes rows."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import insert
from sqlmodel import SQLModel, col, select

from chorus_app.formats.parsed import Identifier, Line, ParsedInvoice, Party
from chorus_app.formats.syntaxes import Space
from chorus_app.invoices.cadres import Cadre, cadre_of
from chorus_app.invoices.enums import DocumentKind, EventKind, Status
from chorus_app.invoices.holding import holder
from chorus_app.invoices.listing import place, place_new
from chorus_app.invoices.models import WORDS, Invoice, InvoiceDocument, InvoiceEvent, InvoiceLine, InvoiceVat
from chorus_app.invoices.news import tell_holders, tell_status, tell_valideurs
from chorus_app.invoices.status import STATUSES
from chorus_app.kernel.context import Context
from chorus_app.kernel.errors import Conflict
from chorus_app.kernel.identifiers import ALL_ZERO_SIRET
from chorus_app.kernel.search import search_key
from chorus_app.kernel.tokens import new_public_id
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
    """A file that comes with an invoice and already stands in the file store; `size` in bytes.

    A program may say of which type it is (`typePJ`) and to which line of the invoice it belongs.
    """

    kind: DocumentKind
    name: str
    mime_type: str
    sha256: str
    size: int
    type_code: str | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Accepted:
    """An invoice that is to be integrated: what it says, the deposit that brings it, the files that come with it."""

    parsed: ParsedInvoice
    origin: Origin
    documents: Sequence[Document]


def integrate(context: Context, *, parsed: ParsedInvoice, origin: Origin, documents: Sequence[Document]) -> Invoice:
    """Give an accepted invoice its rows and its first status. The same origin again answers the same invoice.

    The Chorus rules have passed before. Raises `Conflict` when the supplier has another invoice of this number.
    """
    done = find_integrated(context, flux_number=origin.flux_number, position=origin.position)
    return done or integrate_all(context, [Accepted(parsed, origin, documents)])[0]


def integrate_all(context: Context, accepted: Sequence[Accepted]) -> list[Invoice]:
    """The same for several that were not integrated before, in as many statements as for one. Raises `Conflict`."""
    if not accepted:
        return []
    invoices = [_new_invoice(context, one) for one in accepted]
    _refuse_duplicates(context, invoices)
    context.session.add_all(invoices)
    place_new(context, invoices)
    WORDS.add_all(context.session, {invoice.id: invoice.search_key for invoice in invoices})
    for table, rows in _details(context, invoices, accepted).items():
        if rows:
            context.session.execute(insert(table), rows)
    for invoice in invoices:
        _ring(context, invoice)
    tell_valideurs(context, invoices)
    tell_holders(context, invoices, actor_id=invoices[0].depositor_id)
    return invoices


def _new_invoice(context: Context, accepted: Accepted) -> Invoice:
    parsed = accepted.parsed
    supplier = _structure(context, parsed.seller.identifier)
    recipient = _recipient(context, parsed)
    cadre = cadre_of(parsed.cadre)
    invoice = _invoice(parsed, origin=accepted.origin, cadre=cadre, supplier=supplier, recipient=recipient)
    invoice.valideur_id = _valideur_id(context, parsed.valideur)
    invoice.valideur_service = cut(parsed.valideur.service_code, 100) if parsed.valideur else None
    invoice.status_at = context.now()
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
    context: Context,
    *,
    invoice: Invoice,
    status: Status,
    then: Status | None = None,
    actor_id: int | None = None,
    comment: str = "",
) -> None:
    """The invoice takes a status that may follow the one it has. Raises `Conflict` for any other.

    With `then` it takes that one at once: both stand in its history, the comment beside the first, and are told as one.
    """
    before, given = holder(invoice), (status,) if then is None else (status, then)
    for one in given:
        if one not in STATUSES[invoice.status].next:
            raise Conflict("invoices.status_refused", number=invoice.number)
        invoice.status, invoice.status_at = one, context.now()
        written = comment if one is status else ""
        record(context, invoice=invoice, kind=EventKind.STATUS, code=one.value, actor_id=actor_id, comment=written)
    place(context, invoice)
    _ring(context, invoice)
    tell_status(context, invoice, given, actor_id=actor_id)
    tell_valideurs(context, [invoice])
    if before is None or holder(invoice) != before:
        tell_holders(context, [invoice], actor_id=actor_id)


def _refuse_duplicates(context: Context, invoices: Sequence[Invoice]) -> None:
    """The supplier's number is new in the portal, and stands once among these."""
    wanted = Counter((invoice.supplier_id, invoice.number) for invoice in invoices)
    query = select(Invoice.supplier_id, Invoice.number).where(
        col(Invoice.supplier_id).in_({supplier for supplier, _ in wanted}),
        col(Invoice.number).in_({number for _, number in wanted}),
    )
    wanted.update((supplier, number) for supplier, number in context.session.exec(query))
    for (supplier_id, number), times in wanted.items():
        if times > 1 and any(invoice.supplier_id == supplier_id and invoice.number == number for invoice in invoices):
            supplier = context.session.get_one(Structure, supplier_id)
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
    # Looked up once in a transaction: the invoices of a lot name the same few structures.
    found: dict[tuple[str, str], Structure] = context.session.info.setdefault("structures_by_identifier", {})
    key = (identifier.type, identifier.value)
    if key not in found:
        query = select(Structure).where(
            Structure.identifier_type == identifier.type, Structure.identifier == identifier.value
        )
        structure = context.session.exec(query).one_or_none()
        if structure is None:
            return None
        found[key] = structure
    return found[key]


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


def _details(
    context: Context, invoices: Sequence[Invoice], accepted: Sequence[Accepted]
) -> Mapping[type[SQLModel], list[dict[str, Any]]]:
    """What hangs on the invoices: rows by table, written at once."""
    pairs = [(invoice, one) for invoice, one in zip(invoices, accepted, strict=True)]
    return {
        InvoiceVat: [row for invoice, one in pairs for row in _vat(invoice, one.parsed)],
        InvoiceLine: [row for invoice, one in pairs for row in _lines(invoice, one.parsed)],
        InvoiceDocument: [_document(invoice, document) for invoice, one in pairs for document in one.documents],
        InvoiceEvent: [
            {"invoice_id": invoice.id, "kind": EventKind.STATUS, "code": status.value, "at": context.now()}
            for invoice, _ in pairs
            for status in dict.fromkeys((Status.DEPOSEE, invoice.status))
        ],
    }


def _vat(invoice: Invoice, parsed: ParsedInvoice) -> Iterator[dict[str, Any]]:
    for row in parsed.vat:
        yield {
            "invoice_id": invoice.id,
            "category": cut(row.category, 3),
            "rate": row.rate,
            "base": row.base,
            "amount": row.amount,
            "exemption_reason": cut(row.exemption_reason, 200),
        }


def _lines(invoice: Invoice, parsed: ParsedInvoice) -> Iterator[dict[str, Any]]:
    for position, line in enumerate(parsed.lines, 1):
        yield {
            "invoice_id": invoice.id,
            "position": position,
            "name": cut(line.name, 500),
            "quantity": line.quantity,
            "unit": cut(line.unit, 20),
            "unit_price": line.unit_price,
            "net_amount": line.net_amount,
            "vat_rate": line.vat_rate,
            "reference": cut(line.seller_item, 100),
            "discount": _discount(line),
        }


def _discount(line: Line) -> Decimal | None:
    """All that is taken off the line; None when nothing is."""
    taken = [one.amount for one in line.allowances if not one.charge and one.amount]
    return sum(taken, Decimal()) if taken else None


def _document(invoice: Invoice, document: Document) -> dict[str, Any]:
    return {
        "public_id": new_public_id(),
        "invoice_id": invoice.id,
        "kind": document.kind,
        "name": document.name[:120],
        "mime_type": document.mime_type[:100],
        "sha256": document.sha256,
        "size": document.size,
        "type_code": cut(document.type_code, 10),
        "line": document.line,
    }


def _ring(context: Context, invoice: Invoice) -> None:
    for structure_id in {invoice.supplier_id, invoice.recipient_id, invoice.valideur_id} - {None}:
        context.ring(f"invoices:{structure_id}")
    if invoice.valideur_id and invoice.space is Space.EMISES:
        context.ring(f"validation:{invoice.valideur_id}")


def cut(value: str | None, length: int) -> str | None:
    """The value as far as its column goes."""
    return value[:length] if value else None
