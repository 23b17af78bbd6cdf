"""In which lists an invoice stands, for which structure: rows made to be sorted, narrowed and counted fast.

`InvoiceListing` repeats of an invoice what lists sort and narrow by, once for each structure that sees it and each
list it sees it in; `InvoiceCount` counts these rows by status. Both follow from `Invoice` alone and can be made again
at any time (`rebuild`). Whoever adds an invoice or changes its status calls `place`.
"""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    String,
    and_,
    bindparam,
    case,
    delete,
    event,
    func,
    insert,
    inspect,
    literal,
    select,
    union_all,
    update,
)
from sqlalchemy.orm import Mapper, aliased
from sqlmodel import SQLModel, col

from chorus_app.formats.syntaxes import Space
from chorus_app.invoices.enums import Scope, Status
from chorus_app.invoices.models import WORDS, Invoice, InvoiceCount, InvoiceListing
from chorus_app.invoices.status import OF_WORKS
from chorus_app.kernel.context import Context
from chorus_app.structures.models import Structure

# Before these are left, an invoice has not reached its recipient: « Factures reçues » does not show it.
NOT_YET_RECEIVED = OF_WORKS | {
    Status.BROUILLON,
    Status.DEPOSEE,
    Status.EN_COURS_ACHEMINEMENT,
    Status.A_VALIDER_1,
    Status.A_VALIDER_2,
    Status.REFUSEE_1,
    Status.REFUSEE_2,
    Status.ERREUR_FOURNISSEUR_SUR_VALIDEUR,
    Status.ERREUR_COTRAITANT_SUR_VALIDEUR,
}
V: Any = Invoice  # its columns, which the type checker takes for values
L: Any = InvoiceListing
_WORKS = V.space == Space.TRAVAUX
# Who sees an invoice in which list, on what condition. MOE, MOA and titulaire look at the same piece of works.
WHO_SEES: tuple[tuple[Scope, Any, ColumnElement[bool]], ...] = (
    (Scope.EMISES, V.supplier_id, V.space == Space.EMISES),
    (Scope.TRAVAUX, V.supplier_id, _WORKS),
    (Scope.TRAVAUX, V.valideur_id, _WORKS & (V.valideur_id != V.supplier_id)),
    (
        Scope.TRAVAUX,
        V.recipient_id,
        _WORKS & (V.recipient_id != V.supplier_id) & (V.recipient_id != func.coalesce(V.valideur_id, 0)),
    ),
    (Scope.RECUES, V.recipient_id, V.status.not_in(NOT_YET_RECEIVED)),
    (Scope.VALIDER, V.valideur_id, (V.space == Space.EMISES) & V.valideur_id.is_not(None)),
)
COLUMNS = tuple(InvoiceListing.model_fields)
EURO = "EUR"
THESE = "these"  # ids of invoices
CREDIT_NOTE = "381"
MONTH: Any = func.substr(L.issue_date, 1, 7, type_=String())
# What a row adds to the amounts of its list: a credit note takes off, with whatever sign it is written.
SIGNED: Any = case((and_(L.type_code == CREDIT_NOTE, L.amount > Decimal(0)), -L.amount), else_=L.amount)
Supplier, Recipient = aliased(Structure), aliased(Structure)


def place(context: Context, invoice: Invoice) -> None:
    """Put the invoice into the lists where it stands now, and out of those where it no longer does."""
    take_out(context, [invoice.id])
    place_new(context, [invoice])


def place_new(context: Context, invoices: Collection[Invoice]) -> None:
    """Put invoices that stand in no list yet into theirs, in as many statements as for one."""
    context.session.flush()
    ids = [invoice.id for invoice in invoices]
    # Not by the session: it takes the parameters of an INSERT for rows.
    context.session.connection().execute(_placing_of(), {THESE: ids})
    for place, counted in _places(context, ids).items():
        _count(context, place, counted)


def take_out(context: Context, ids: Collection[int]) -> None:
    """Out of all lists and their counts: invoices that are about to go, or to stand elsewhere."""
    context.session.flush()
    before = _places(context, ids)
    context.session.execute(delete(InvoiceListing).where(L.invoice_id.in_(ids)))
    for place, counted in before.items():
        _count(context, place, NOTHING - counted)


def rebuild(context: Context) -> None:
    """Make all rows of all lists, their counts and the index of their words anew. A million invoices take minutes."""
    session = context.session
    session.flush()
    session.execute(delete(InvoiceListing))
    session.execute(delete(InvoiceCount))
    session.execute(_placing())
    session.execute(insert(InvoiceCount).from_select(list(InvoiceCount.model_fields), _counting()))
    WORDS.rebuild(session)


def supplier_key(structure: Any) -> Any:
    """What lists sort a structure by: its name, then its identifier, so that each structure has its own."""
    return structure.name_key + " " + structure.identifier


def _placing(*only: ColumnElement[bool]) -> Any:
    stands = union_all(*(_standing(scope, structure, seen, *only) for scope, structure, seen in WHO_SEES))
    return insert(SQLModel.metadata.tables[InvoiceListing.__tablename__]).from_select(list(COLUMNS), stands)


def _standing(scope: Scope, structure: Any, *conditions: ColumnElement[bool]) -> Any:
    return (
        select(
            V.id,
            structure,
            literal(scope, L.scope.type),
            V.status,
            func.lower(V.number),
            V.issue_date,
            V.deposited_at,
            V.tax_inclusive,
            supplier_key(Supplier),
            supplier_key(Recipient),
            V.type_code,
            V.cadre,
            V.mode_depot,
            *(
                func.lower(func.coalesce(code, ""))
                for code in (V.service_code, V.supplier_service, V.engagement, V.contract)
            ),
        )
        .join(Supplier, col(Supplier.id) == V.supplier_id)
        .join(Recipient, col(Recipient.id) == V.recipient_id)
        .where(*conditions)
    )


_Place = tuple[int, Scope, str, Status]  # structure, list, month, status: what is counted together


@dataclass(frozen=True, slots=True)
class _Counted:
    """Invoices of a place: how many, their amounts, how many these leave out."""

    invoices: int
    euros: Decimal
    uncounted: int

    def __sub__(self, other: "_Counted") -> "_Counted":
        left = (self.invoices - other.invoices, self.euros - other.euros, self.uncounted - other.uncounted)
        return _Counted(*left)


NOTHING = _Counted(0, Decimal(0), 0)


def _counting(*only: ColumnElement[bool]) -> Any:
    """The rows of `InvoiceCount`, in the order of its columns."""
    keys = (L.structure_id, L.scope, MONTH, L.status)
    euros: Any = case((V.currency == EURO, SIGNED))
    sums = (func.count(), func.coalesce(func.sum(euros), Decimal(0)), func.count() - func.count(euros))
    return select(*keys, *sums).join(Invoice, V.id == L.invoice_id).where(*only).group_by(*keys)


@cache
def _placing_of() -> Any:
    """The rows of `THESE` invoices. Built once: that takes longer than to write those of an invoice."""
    return _placing(col(Invoice.id).in_(bindparam(THESE, expanding=True)))


@cache
def _counting_of() -> Any:
    """The same of `THESE` invoices, built once too."""
    return _counting(L.invoice_id.in_(bindparam(THESE, expanding=True)))


def _places(context: Context, ids: Collection[int]) -> dict[_Place, _Counted]:
    rows = context.session.execute(_counting_of(), {THESE: list(ids)})
    return {tuple(row[:4]): _Counted(*row[4:]) for row in rows}


def _count(context: Context, place: _Place, more: _Counted) -> None:
    """Add `more`, of which all may be negative, to what is counted there."""
    if more == NOTHING:
        return
    known = context.session.get(InvoiceCount, place)
    if known is None:
        structure_id, scope, month, status = place
        known = InvoiceCount(
            structure_id=structure_id,
            scope=scope,
            month=month,
            status=status,
            invoices=0,
            euros=Decimal(0),
            uncounted=0,
        )
        context.session.add(known)
    known.invoices += more.invoices
    known.euros += more.euros
    known.uncounted += more.uncounted


def _rename(_mapper: Mapper[Structure], connection: Connection, structure: Structure) -> None:
    """Lists stay sorted by the names that they show."""
    if not inspect(structure).attrs.name_key.history.has_changes():
        return
    key = f"{structure.name_key} {structure.identifier}"
    for column, party in (("supplier_key", Invoice.supplier_id), ("recipient_key", Invoice.recipient_id)):
        named = select(col(Invoice.id)).where(col(party) == structure.id)
        connection.execute(update(InvoiceListing).where(L.invoice_id.in_(named)).values({column: key}))


event.listen(Structure, "after_update", _rename)
