"""In which lists an invoice stands, for which structure: rows made to be sorted, narrowed and counted fast.

`InvoiceListing` repeats of an invoice what lists sort and narrow by, once for each structure that sees it and each
list it sees it in; `InvoiceCount` counts these rows by status. Both follow from `Invoice` alone and can be made again
at any time (`rebuild`). Whoever adds an invoice or changes its status calls `place`.
"""

from collections import Counter
from collections.abc import Collection
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
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
from sqlmodel import col

from chorus_app.formats.syntaxes import Space
from chorus_app.invoices.enums import Scope, Status
from chorus_app.invoices.models import WORDS, Invoice, InvoiceCount, InvoiceListing
from chorus_app.invoices.status import SENT
from chorus_app.kernel.context import Context
from chorus_app.structures.models import Structure

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
)
COLUMNS = tuple(InvoiceListing.model_fields)
Supplier, Recipient = aliased(Structure), aliased(Structure)


def place(context: Context, invoice: Invoice) -> None:
    """Put the invoice into the lists where it stands now, and out of those where it no longer does."""
    place_all(context, [invoice])


def place_all(context: Context, invoices: Collection[Invoice]) -> None:
    """The same for several, in as many statements as for one."""
    context.session.flush()
    ids = [invoice.id for invoice in invoices]
    before = _places(context, ids)
    context.session.execute(delete(InvoiceListing).where(L.invoice_id.in_(ids)))
    context.session.execute(_placing(col(Invoice.id).in_(ids)))
    changes = _places(context, ids)
    changes.subtract(before)
    for (structure_id, scope, status), more in changes.items():
        _count(context, InvoiceCount(structure_id=structure_id, scope=scope, status=status, invoices=more))


def rebuild(context: Context) -> None:
    """Make all rows of all lists, their counts and the index of their words anew. A million invoices take minutes."""
    session = context.session
    session.flush()
    session.execute(delete(InvoiceListing))
    session.execute(delete(InvoiceCount))
    session.execute(_placing())
    keys = (L.structure_id, L.scope, L.status)
    counted = select(*keys, func.count()).group_by(*keys)
    session.execute(insert(InvoiceCount).from_select(["structure_id", "scope", "status", "invoices"], counted))
    WORDS.rebuild(session)


def supplier_key(structure: Any) -> Any:
    """What lists sort a structure by: its name, then its identifier, so that each structure has its own."""
    return structure.name_key + " " + structure.identifier


def _placing(*only: ColumnElement[bool]) -> Any:
    stands = union_all(*(_standing(scope, structure, seen, *only) for scope, structure, seen in WHO_SEES))
    return insert(InvoiceListing).from_select(list(COLUMNS), stands)


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


def _places(context: Context, ids: Collection[int]) -> Counter[tuple[int, Scope, Status]]:
    query = select(L.structure_id, L.scope, L.status).where(L.invoice_id.in_(ids))
    return Counter((structure, scope, status) for structure, scope, status in context.session.execute(query))


def _count(context: Context, change: InvoiceCount) -> None:
    """Add `change.invoices`, which may be negative, to the count of the same list and status."""
    if not change.invoices:
        return
    known = context.session.get(InvoiceCount, (change.structure_id, change.scope, change.status))
    if known is None:
        context.session.add(change)
    else:
        known.invoices += change.invoices


def _rename(_mapper: Mapper[Structure], connection: Connection, structure: Structure) -> None:
    """Lists stay sorted by the names that they show."""
    if not inspect(structure).attrs.name_key.history.has_changes():
        return
    key = f"{structure.name_key} {structure.identifier}"
    for column, party in (("supplier_key", Invoice.supplier_id), ("recipient_key", Invoice.recipient_id)):
        named = select(col(Invoice.id)).where(col(party) == structure.id)
        connection.execute(update(InvoiceListing).where(L.invoice_id.in_(named)).values({column: key}))


event.listen(Structure, "after_update", _rename)
