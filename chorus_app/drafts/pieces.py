"""Pieces of works that go together: a piece that names an earlier one is associated to it, in the same file."""

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ColumnElement
from sqlalchemy.orm import aliased
from sqlmodel import case, col, func, or_, select

from chorus_app.drafts.enums import Answer
from chorus_app.drafts.form import form_of
from chorus_app.drafts.models import Draft, PieceLink
from chorus_app.formats.syntaxes import Space
from chorus_app.invoices.enums import Scope
from chorus_app.invoices.models import Invoice, InvoiceListing
from chorus_app.invoices.queries import visible, visible_invoice
from chorus_app.invoices.views import InvoiceRow, invoice_row
from chorus_app.kernel.context import Context
from chorus_app.kernel.db import unindexed
from chorus_app.kernel.errors import NotFound
from chorus_app.structures.models import Structure

MAX_OFFERED = 50
Supplier, Recipient = aliased(Structure), aliased(Structure)


class Relation(StrEnum):
    """How another piece stands to this one."""

    PREVIOUS = "previous"
    FOLLOWING = "following"


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of works that the actor may open."""

    public_id: str
    number: str
    cadre: str
    supplier: str
    contract: str


def offered(context: Context, draft: Draft) -> tuple[Piece, ...]:
    """The pieces that the draft may follow: those of its structure that the actor may open, those of the same market
    first, then the newest. None for simple invoices."""
    if draft.space is not Space.TRAVAUX:
        return ()
    market = form_of(draft.form).text(Answer.CONTRACT)
    same = case((col(Invoice.contract) == market, 0), else_=1) if market else col(Invoice.deposited_at).desc()
    query = _of_structure(context, draft.structure_id).order_by(
        same, col(Invoice.deposited_at).desc(), col(Invoice.id).desc()
    )
    return tuple(_piece(*row) for row in context.session.execute(query.limit(MAX_OFFERED)))


def find(context: Context, draft: Draft, public_id: str) -> Invoice | None:
    """The piece, if the draft may follow it."""
    if draft.space is not Space.TRAVAUX:
        return None
    found = _followed(context, draft.structure_id, public_id)
    return found[0] if found is not None else None


def to_follow(context: Context, *, public_id: str) -> Piece:
    """The piece that the next deposit of the acting structure may follow. Raises `NotFound` for any other."""
    found = _followed(context, context.structure_id, public_id)
    if found is None:
        raise NotFound
    return _piece(*found)


def _followed(context: Context, structure_id: int | None, public_id: str) -> tuple[Invoice, Structure] | None:
    query = _of_structure(context, structure_id).where(Invoice.public_id == public_id)
    row = context.session.execute(query).one_or_none()
    return (row[0], row[1]) if row is not None else None


def _of_structure(context: Context, structure_id: int | None):  # type: ignore[no-untyped-def]  # SQLAlchemy's own type
    return (
        select(Invoice, Supplier)
        .join(Supplier, col(Supplier.id) == Invoice.supplier_id)
        .where(*_with_part(context, structure_id))
    )


def _with_part(context: Context, structure_id: int | None) -> tuple[ColumnElement[bool], ...]:
    """The pieces in which the structure has a part, as far as the actor may open them."""
    parts = (col(Invoice.supplier_id), col(Invoice.valideur_id), col(Invoice.recipient_id))
    return visible(context), col(Invoice.space) == Space.TRAVAUX, or_(*(column == structure_id for column in parts))


def linked(context: Context, *, public_id: str) -> list[tuple[Relation, Piece]]:
    """The pieces beside an invoice that the actor may open too. Raises `NotFound` for an invoice that he may not."""
    invoice, *_ = visible_invoice(context, public_id=public_id)
    found = []
    for relation, here, there in (
        (Relation.PREVIOUS, PieceLink.invoice_id, PieceLink.previous_id),
        (Relation.FOLLOWING, PieceLink.previous_id, PieceLink.invoice_id),
    ):
        query = (
            select(Invoice, Supplier)
            .join(Supplier, col(Supplier.id) == Invoice.supplier_id)
            .join(PieceLink, col(there) == Invoice.id)
            .where(col(here) == invoice.id, visible(context))
            .order_by(col(Invoice.id))
        )
        found += [(relation, _piece(*row)) for row in context.session.execute(query)]
    return found


def chain(context: Context, *, invoice_id: int) -> dict[int, int | None]:
    """The pieces that go together with this one, itself among them, oldest first: row ids, each with that of the piece
    that it follows.

    They are followed both ways, as far as the actor may open them; pieces that follow each other in a circle end it.
    Empty for a piece that he may not open.
    """
    seen = visible(context)
    beside = select(col(Invoice.id).label("id")).where(Invoice.id == invoice_id, seen).cte("beside", recursive=True)
    here, there = col(PieceLink.invoice_id), col(PieceLink.previous_id)
    beside = beside.union(
        select(col(Invoice.id))
        .select_from(beside)
        .join(PieceLink, or_(here == beside.c.id, there == beside.c.id))
        .join(Invoice, col(Invoice.id) == case((here == beside.c.id, there), else_=here))
        .where(seen)
    )
    query = (
        select(beside.c.id, PieceLink.previous_id)
        .select_from(beside)
        .join(Invoice, col(Invoice.id) == beside.c.id)
        .outerjoin(PieceLink, here == beside.c.id)
        .order_by(col(Invoice.deposited_at), beside.c.id)
    )
    found = dict(context.session.execute(query).all())
    return {piece: previous if previous in found else None for piece, previous in found.items()}


def named(
    context: Context, *, invoice_id: int | None = None, number: str = "", contract: str = ""
) -> tuple[Invoice, ...]:
    """The pieces that the acting structure may follow, of that row id and that number. Of several that have the number
    – each supplier counts for itself – those of the market count where there are any."""
    wanted = [col(Invoice.id) == invoice_id] if invoice_id is not None else []
    if number:  # the rows of the lists have an index of it, and few pieces have the same
        listed = select(InvoiceListing.invoice_id).where(
            InvoiceListing.structure_id == context.structure_id,
            InvoiceListing.scope == Scope.TRAVAUX,
            InvoiceListing.number_key == func.lower(number),
        )
        wanted += [col(Invoice.id).in_(listed), col(Invoice.number) == number]
    if not wanted:
        return ()
    mine = (unindexed(condition.self_group()) for condition in _with_part(context, context.structure_id))
    found = tuple(context.session.exec(select(Invoice).where(*wanted, *mine).limit(MAX_OFFERED)))
    return tuple(piece for piece in found if contract and piece.contract == contract) or found


def dossier(context: Context, *, public_id: str) -> tuple[InvoiceRow, ...]:
    """All pieces of the file (dossier de facturation) of an invoice that the actor may open, oldest first; the invoice
    alone where it stands in none. Raises `NotFound` for one that he may not open."""
    invoice, supplier, recipient = visible_invoice(context, public_id=public_id)
    if invoice.space is not Space.TRAVAUX:
        return (invoice_row(invoice, supplier, recipient),)
    query = (
        select(Invoice, Supplier, Recipient)
        .join(Supplier, col(Supplier.id) == Invoice.supplier_id)
        .join(Recipient, col(Recipient.id) == Invoice.recipient_id)
        .where(col(Invoice.id).in_(chain(context, invoice_id=invoice.id)))
        .order_by(col(Invoice.deposited_at), col(Invoice.id))
    )
    return tuple(invoice_row(*row) for row in context.session.execute(query))


def _piece(invoice: Invoice, supplier: Structure) -> Piece:
    return Piece(invoice.public_id, invoice.number, invoice.cadre, supplier.name, invoice.contract or "")
