"""Reads of the invoices. Each takes who asks; what he may not see does not exist."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, false, func
from sqlalchemy.orm import aliased
from sqlmodel import col, or_, select

from chorus_app.accounts.models import User
from chorus_app.formats.syntaxes import Space
from chorus_app.invoices.enums import EventKind, Scope, Status
from chorus_app.invoices.models import Invoice, InvoiceDocument, InvoiceEvent, InvoiceLine, InvoiceVat
from chorus_app.invoices.perms import SPACE_OF_SCOPE, visible_structures
from chorus_app.invoices.search import matching
from chorus_app.invoices.status import SENT, label_key
from chorus_app.invoices.views import (
    DocumentView,
    EventView,
    InvoiceRow,
    InvoiceView,
    LineView,
    PartyView,
    StoredDocument,
    VatView,
)
from chorus_app.kernel.context import Context
from chorus_app.kernel.errors import NotFound
from chorus_app.kernel.paging import Page, PageRequest
from chorus_app.structures.models import Structure
from chorus_app.structures.perms import READ_INVOICES, structures_by_space

Supplier = aliased(Structure)
Recipient = aliased(Structure)
# Before these are left, an invoice has not reached its recipient: « Factures reçues » does not show it.
NOT_YET_RECEIVED = SENT | {
    Status.BROUILLON,
    Status.DEPOSEE,
    Status.EN_COURS_ACHEMINEMENT,
    Status.A_VALIDER_1,
    Status.A_VALIDER_2,
    Status.REFUSEE_1,
    Status.REFUSEE_2,
}
SORTS: dict[str, Any] = {
    "deposited": Invoice.deposited_at,
    "number": Invoice.number,
    "issued": Invoice.issue_date,
    "supplier": Supplier.name_key,
    "recipient": Recipient.name_key,
    "amount": Invoice.tax_inclusive,
    "cadre": Invoice.cadre,
    "status": Invoice.status,
}
DEFAULT_SORT = "deposited"
AT_ONCE = 500  # rows that an export holds in memory


@dataclass(frozen=True, slots=True)
class InvoiceFilters:
    """What a list is narrowed to; an empty field does not narrow. `supplier` is a structure's public id."""

    text: str = ""
    statuses: tuple[Status, ...] = ()
    cadre: str = ""
    flux_number: str = ""
    supplier: str = ""
    supplier_service: str = ""
    issued_from: date | None = None
    issued_until: date | None = None


def list_invoices(
    context: Context, *, scope: Scope, filters: InvoiceFilters | None = None, page: PageRequest | None = None
) -> Page[InvoiceRow]:
    """One page of a list, newest first unless asked otherwise."""
    page = page or PageRequest()
    conditions = [_in_scope(context, scope), *_narrowed(filters or InvoiceFilters())]
    total = context.session.exec(select(func.count(col(Invoice.id))).where(*conditions)).one()
    # Only ids are sorted: a long list with all its columns would be slow.
    wanted = _reaching(select(Invoice.id), page).where(*conditions).order_by(*_order(page))
    here = wanted.offset(page.offset).limit(page.size).subquery()
    query = _joined(select(Invoice, Supplier, Recipient)).where(col(Invoice.id).in_(select(here.c.id)))
    rows = context.session.execute(query.order_by(*_order(page))).all()
    return Page([_row(*row) for row in rows], total, max(page.page, 1), page.size)


def each_invoice(context: Context, *, scope: Scope, filters: InvoiceFilters, page: PageRequest) -> Iterator[InvoiceRow]:
    """All invoices of a list in the order of `page`, read little by little: memory does not grow with their number."""
    conditions = [_in_scope(context, scope), *_narrowed(filters)]
    query = _joined(select(Invoice, Supplier, Recipient)).where(*conditions).order_by(*_order(page))
    for row in context.session.execute(query.execution_options(yield_per=AT_ONCE)):
        yield _row(*row)


def _order(page: PageRequest) -> list[Any]:
    order = SORTS.get(page.sort, SORTS[DEFAULT_SORT])
    return [order.desc(), col(Invoice.id).desc()] if page.descending else [order.asc(), col(Invoice.id).asc()]


def get_invoice(context: Context, *, public_id: str) -> InvoiceView:
    """An invoice that one of the actor's structures sends, receives or validates. Raises `NotFound`."""
    invoice, supplier, recipient = _visible(context, Invoice.public_id == public_id)
    depositor = context.session.get(User, invoice.depositor_id) if invoice.depositor_id else None
    valideur = context.session.get(Structure, invoice.valideur_id) if invoice.valideur_id else None
    return InvoiceView(
        row=_row(invoice, supplier, recipient),
        valideur=_party(valideur) if valideur else None,
        supplier_service=invoice.supplier_service,
        contract=invoice.contract,
        original_number=invoice.original_number,
        due_date=invoice.due_date,
        vat_due_code=invoice.vat_due_code,
        payment_means=invoice.payment_means,
        iban=invoice.iban,
        bic=invoice.bic,
        note=invoice.note,
        tax_exclusive=invoice.tax_exclusive,
        tax_total=invoice.tax_total,
        syntax=invoice.syntax,
        mode_depot=invoice.mode_depot,
        depositor=depositor.full_name if depositor else None,
        vat=_vat(context, invoice),
        lines=_lines(context, invoice),
        documents=_documents(context, invoice),
        history=_history(context, invoice),
    )


def get_document(context: Context, *, public_id: str) -> StoredDocument:
    """A file of an invoice that the actor may see. Raises `NotFound`."""
    document = context.session.exec(select(InvoiceDocument).where(InvoiceDocument.public_id == public_id)).one_or_none()
    if document is None:
        raise NotFound()
    _visible(context, col(Invoice.id) == document.invoice_id)
    return StoredDocument(document.sha256, document.name, document.mime_type, document.size)


def count_by_status(context: Context, *, scope: Scope, filters: InvoiceFilters | None = None) -> dict[Status, int]:
    """How many invoices of a list have which status; of the list as narrowed, when filters are given."""
    conditions = [_in_scope(context, scope), *_narrowed(filters or InvoiceFilters())]
    query = select(Invoice.status, func.count()).where(*conditions).group_by(Invoice.status)
    return {Status(status): count for status, count in context.session.exec(query).all()}


def visible(context: Context) -> ColumnElement[bool]:
    """The invoices that the actor may open, through any of his structures: not the acting one alone."""
    seen = structures_by_space(context, profiles=READ_INVOICES)
    return or_(*(_of_structures(scope, seen[SPACE_OF_SCOPE[scope]]) for scope in Scope))


def _visible(context: Context, condition: Any) -> tuple[Invoice, Structure, Structure]:
    """The invoice with its supplier and recipient. Raises `NotFound`."""
    found = context.session.execute(_joined(select(Invoice, Supplier, Recipient)).where(condition, visible(context)))
    row = found.one_or_none()
    if row is None:
        raise NotFound()
    return row[0], row[1], row[2]


def _in_scope(context: Context, scope: Scope) -> ColumnElement[bool]:
    return _of_structures(scope, visible_structures(context, scope))


def _of_structures(scope: Scope, ids: frozenset[int]) -> ColumnElement[bool]:
    """The invoices of a list, seen from some structures."""
    if not ids:
        return false()
    if scope is Scope.RECUES:
        return col(Invoice.recipient_id).in_(ids) & col(Invoice.status).not_in(NOT_YET_RECEIVED)
    seen: ColumnElement[bool] = col(Invoice.supplier_id).in_(ids)
    if scope is Scope.TRAVAUX:  # MOE and MOA look at the same file as the titulaire
        seen = seen | col(Invoice.valideur_id).in_(ids) | col(Invoice.recipient_id).in_(ids)
    return seen & (col(Invoice.space) == Space(scope.value))


def _narrowed(filters: InvoiceFilters) -> list[ColumnElement[bool]]:
    conditions = matching(Invoice.search_key, filters.text)
    if filters.statuses:
        conditions.append(col(Invoice.status).in_(filters.statuses))
    equal = (
        (Invoice.cadre, filters.cadre),
        (Invoice.flux_number, filters.flux_number),
        (Invoice.supplier_service, filters.supplier_service),
    )
    conditions += [col(column) == value for column, value in equal if value]
    if filters.supplier:
        named = select(Structure.id).where(Structure.public_id == filters.supplier)
        conditions.append(col(Invoice.supplier_id).in_(named))
    if filters.issued_from:
        conditions.append(col(Invoice.issue_date) >= filters.issued_from)
    if filters.issued_until:
        conditions.append(col(Invoice.issue_date) <= filters.issued_until)
    return conditions


def _joined(query: Any) -> Any:
    return query.join(Supplier, col(Supplier.id) == Invoice.supplier_id).join(
        Recipient, col(Recipient.id) == Invoice.recipient_id
    )


def _reaching(query: Any, page: PageRequest) -> Any:
    """The query with the structures whose names it sorts by, if it does."""
    return _joined(query) if page.sort in ("supplier", "recipient") else query


def _party(structure: Structure) -> PartyView:
    return PartyView(structure.public_id, structure.name, structure.identifier_type, structure.identifier)


def _row(invoice: Invoice, supplier: Structure, recipient: Structure) -> InvoiceRow:
    return InvoiceRow(
        public_id=invoice.public_id,
        number=invoice.number,
        type_code=invoice.type_code,
        issue_date=invoice.issue_date,
        space=invoice.space,
        cadre=invoice.cadre,
        status=invoice.status,
        status_at=invoice.status_at,
        supplier=_party(supplier),
        recipient=_party(recipient),
        service_code=invoice.service_code,
        engagement=invoice.engagement,
        tax_inclusive=invoice.tax_inclusive,
        payable=invoice.payable,
        currency=invoice.currency,
        flux_number=invoice.flux_number,
        deposited_at=invoice.deposited_at,
    )


def _vat(context: Context, invoice: Invoice) -> tuple[VatView, ...]:
    query = select(InvoiceVat).where(InvoiceVat.invoice_id == invoice.id).order_by(col(InvoiceVat.id))
    rows = context.session.exec(query).all()
    return tuple(VatView(row.category, row.rate, row.base, row.amount, row.exemption_reason) for row in rows)


def _lines(context: Context, invoice: Invoice) -> tuple[LineView, ...]:
    query = select(InvoiceLine).where(InvoiceLine.invoice_id == invoice.id).order_by(col(InvoiceLine.position))
    return tuple(
        LineView(row.position, row.name, row.quantity, row.unit, row.unit_price, row.net_amount, row.vat_rate)
        for row in context.session.exec(query).all()
    )


def _documents(context: Context, invoice: Invoice) -> tuple[DocumentView, ...]:
    query = select(InvoiceDocument).where(InvoiceDocument.invoice_id == invoice.id).order_by(col(InvoiceDocument.id))
    rows = context.session.exec(query).all()
    return tuple(DocumentView(row.public_id, row.kind, row.name, row.mime_type, row.size) for row in rows)


def _history(context: Context, invoice: Invoice) -> tuple[EventView, ...]:
    query = (
        select(InvoiceEvent, User)
        .outerjoin(User, col(User.id) == InvoiceEvent.actor_id)
        .where(InvoiceEvent.invoice_id == invoice.id)
        .order_by(col(InvoiceEvent.id))
    )
    return tuple(
        EventView(
            kind=event.kind,
            code=event.code,
            at=event.at,
            actor=actor.full_name if actor else None,
            comment=event.comment,
            label_key=label_key(Status(event.code)) if event.kind is EventKind.STATUS else None,
        )
        for event, actor in context.session.execute(query).all()
    )
