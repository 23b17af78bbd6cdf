"""Reads of the invoices. Each takes who asks; what he may not see does not exist."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, false, func
from sqlalchemy.orm import aliased
from sqlmodel import col, or_, select

from chorus_app.accounts.models import User
from chorus_app.formats.syntaxes import Space
from chorus_app.invoices.enums import (
    MOE_NAMED,
    REJECTION_TREATED,
    VALIDEUR_REMINDED,
    DocumentKind,
    EventKind,
    Scope,
    Status,
)
from chorus_app.invoices.listing import NOT_YET_RECEIVED
from chorus_app.invoices.models import Invoice, InvoiceDocument, InvoiceEvent, InvoiceListing
from chorus_app.invoices.perms import Sight, may_deposit, sights
from chorus_app.invoices.status import TO_VALIDATE, label_key, last_day_to_validate
from chorus_app.invoices.views import (
    DocumentView,
    EventView,
    InvoiceView,
    StoredDocument,
    invoice_row,
    party_view,
)
from chorus_app.kernel.context import Context
from chorus_app.kernel.errors import NotFound
from chorus_app.structures.models import Structure

Supplier = aliased(Structure)
Recipient = aliased(Structure)
MOST_REJECTIONS = 100
LOOKED_THROUGH = 500  # rejected invoices: whoever notes all of them has thousands of these


@dataclass(frozen=True, slots=True)
class Rejection:
    """A rejected invoice that its supplier still has to deal with."""

    public_id: str
    number: str


def get_invoice(context: Context, *, public_id: str) -> InvoiceView:
    """An invoice that one of the actor's structures sends, receives or validates. Raises `NotFound`."""
    invoice, supplier, recipient = visible_invoice(context, public_id=public_id)
    depositor = context.session.get(User, invoice.depositor_id) if invoice.depositor_id else None
    valideur = context.session.get(Structure, invoice.valideur_id) if invoice.valideur_id else None
    return InvoiceView(
        row=invoice_row(invoice, supplier, recipient),
        valideur=party_view(valideur) if valideur else None,
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
        position=invoice.position,
        depositor=depositor.full_name if depositor else None,
        answer_by=_answer_by(context, invoice),
        documents=_documents(context, invoice),
        history=_history(context, invoice),
    )


def _answer_by(context: Context, invoice: Invoice) -> date | None:
    if invoice.status not in TO_VALIDATE:
        return None
    return last_day_to_validate(invoice.status_at, days=context.world.settings.tacit_validation_days)


def visible_invoice(context: Context, *, public_id: str) -> tuple[Invoice, Structure, Structure]:
    """The row of an invoice that the actor may see, its supplier and its recipient. Raises `NotFound`."""
    return _visible(context, Invoice.public_id == public_id)


def get_document(context: Context, *, public_id: str) -> StoredDocument:
    """A file of an invoice that the actor may see. Raises `NotFound`."""
    document = context.session.exec(select(InvoiceDocument).where(InvoiceDocument.public_id == public_id)).one_or_none()
    if document is None:
        raise NotFound()
    _visible(context, col(Invoice.id) == document.invoice_id)
    return StoredDocument(document.sha256, document.name, document.mime_type, document.size)


def get_deposited(context: Context, *, public_id: str) -> StoredDocument:
    """The file that brought an invoice which the actor may see. Raises `NotFound`."""
    invoice, _, _ = visible_invoice(context, public_id=public_id)
    query = select(InvoiceDocument).where(
        InvoiceDocument.invoice_id == invoice.id, InvoiceDocument.kind == DocumentKind.DEPOSITED
    )
    document = context.session.exec(query).first()
    if document is None:
        raise NotFound()
    return StoredDocument(document.sha256, document.name, document.mime_type, document.size)


def visible(context: Context) -> ColumnElement[bool]:
    """The invoices that the actor may open, through any of his structures: not the acting one alone."""
    return or_(*(_of_structures(scope, seen) for scope, seen in sights(context).items()))


def treated_rejections(context: Context, invoice_ids: Collection[int]) -> frozenset[int]:
    """Of these invoices those whose supplier has said that he dealt with their rejection."""
    query = select(InvoiceEvent.invoice_id).where(col(InvoiceEvent.invoice_id).in_(invoice_ids), *_TREATED)
    return frozenset(context.session.exec(query))


def rejections_to_treat(context: Context, *, scope: Scope) -> Sequence[Rejection]:
    """The rejected invoices of the structure that the actor acts for which it has not said to have dealt with: the
    newest `MOST_REJECTIONS`, of the `LOOKED_THROUGH` rejected last. None for who may not say so."""
    if not may_deposit(context, Space(scope.value)):
        return []
    rejected = (
        select(InvoiceListing.invoice_id, InvoiceListing.deposited_at)
        .where(
            InvoiceListing.structure_id == context.structure_id,
            InvoiceListing.scope == scope,
            InvoiceListing.status == Status.REJETEE,
        )
        .order_by(col(InvoiceListing.deposited_at).desc())
        .limit(LOOKED_THROUGH)
        .subquery()
    )
    treated = exists().where(col(InvoiceEvent.invoice_id) == Invoice.id, *_TREATED)
    query = (
        select(Invoice.public_id, Invoice.number)
        .join(rejected, rejected.c.invoice_id == col(Invoice.id))
        .where(Invoice.supplier_id == context.structure_id, ~treated)  # of works, others see the piece too
        .order_by(rejected.c.deposited_at.desc())
        .limit(MOST_REJECTIONS)
    )
    return [Rejection(*row) for row in context.session.exec(query)]


_TREATED = (col(InvoiceEvent.kind) == EventKind.ACTION, col(InvoiceEvent.code) == REJECTION_TREATED)


def _visible(context: Context, condition: Any) -> tuple[Invoice, Structure, Structure]:
    """The invoice with its supplier and recipient. Raises `NotFound`."""
    found = context.session.execute(_joined(select(Invoice, Supplier, Recipient)).where(condition, visible(context)))
    row = found.one_or_none()
    if row is None:
        raise NotFound()
    return row[0], row[1], row[2]


def _of_structures(scope: Scope, part: Sight) -> ColumnElement[bool]:
    """The invoices of a list, as far as it is seen."""
    ids = part.everywhere
    if not ids:
        return false()
    if scope is Scope.RECUES:
        limits = part.limits(col(Invoice.recipient_id), func.lower(Invoice.service_code))
        return and_(col(Invoice.recipient_id).in_(ids), col(Invoice.status).not_in(NOT_YET_RECEIVED), *limits)
    if scope is Scope.VALIDER:
        return and_(col(Invoice.valideur_id).in_(ids), col(Invoice.space) == Space.EMISES)
    seen: ColumnElement[bool] = and_(
        col(Invoice.supplier_id).in_(ids), *part.limits(col(Invoice.supplier_id), func.lower(Invoice.supplier_service))
    )
    if scope is Scope.TRAVAUX:  # MOE and MOA look at the same file as the titulaire
        seen = seen | col(Invoice.valideur_id).in_(ids) | col(Invoice.recipient_id).in_(ids)
    return seen & (col(Invoice.space) == Space(scope.value))


_ACTIONS = {
    REJECTION_TREATED: "invoices.rejection_treated",
    MOE_NAMED: "invoices.moe_named",
    VALIDEUR_REMINDED: "invoices.valideur_reminded",
}


def _event_key(event: InvoiceEvent) -> str | None:
    if event.kind is EventKind.STATUS:
        return label_key(Status(event.code))
    return _ACTIONS.get(event.code)


def _joined(query: Any) -> Any:
    return query.join(Supplier, col(Supplier.id) == Invoice.supplier_id).join(
        Recipient, col(Recipient.id) == Invoice.recipient_id
    )


def _documents(context: Context, invoice: Invoice) -> tuple[DocumentView, ...]:
    query = select(InvoiceDocument).where(InvoiceDocument.invoice_id == invoice.id).order_by(col(InvoiceDocument.id))
    rows = context.session.exec(query).all()
    return tuple(DocumentView(row.public_id, row.kind, row.name, row.mime_type, row.size, row.sha256) for row in rows)


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
            label_key=_event_key(event),
            first_name=actor.first_name if actor else None,
            last_name=actor.last_name if actor else None,
        )
        for event, actor in context.session.execute(query).all()
    )
