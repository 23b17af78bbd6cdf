"""Invoices looked for in their own table: for valideurs, and by a part that a structure has in them, whatever the list.

Few rows are asked for by these: the lists of the portal read rows made for them (`invoices.lists`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, or_
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from chorus_app.formats.syntaxes import Space
from chorus_app.invoices.enums import Role
from chorus_app.invoices.lists import InvoiceFilters
from chorus_app.invoices.models import Invoice
from chorus_app.invoices.queries import visible
from chorus_app.kernel.conditions import begins, between, on_days
from chorus_app.kernel.context import Context
from chorus_app.kernel.paging import Page, PageRequest
from chorus_app.structures.models import Structure


@dataclass(frozen=True, slots=True)
class Parties:
    """An invoice with the structures that it names."""

    invoice: Invoice
    supplier: Structure
    recipient: Structure
    valideur: Structure | None


@dataclass(frozen=True, slots=True)
class Part:
    """Which part the acting structure has in the invoices, and who else has one; None: any."""

    supplier: bool = False
    recipient: bool = False
    valideur: bool = False
    space: Space | None = None
    supplier_id: int | None = None
    recipient_id: int | None = None


PARTS = {
    Role.FOURNISSEUR.value: Part(supplier=True),
    "DESTINATAIRE": Part(recipient=True),
    "VALIDATEUR": Part(valideur=True),
    Role.MOE.value: Part(valideur=True, space=Space.TRAVAUX),
    Role.MOA.value: Part(recipient=True, space=Space.TRAVAUX),
}
NEWEST = (col(Invoice.deposited_at).desc(), col(Invoice.id).desc())
ANY_PART = Part(supplier=True, recipient=True, valideur=True)


def search(context: Context, *, part: Part, filters: InvoiceFilters, page: PageRequest) -> Page[Parties]:
    """The invoices in which the acting structure has that part and that the actor may see, newest first.

    Of the filters `text`, `public_ids`, `supplier` and `recipient` are not asked.
    """
    wanted = [visible(context), _part(context, part), *_narrowing(filters)]
    if part.space is not None:
        wanted.append(col(Invoice.space) == part.space)
    others = ((Invoice.supplier_id, part.supplier_id), (Invoice.recipient_id, part.recipient_id))
    wanted += [col(column) == value for column, value in others if value is not None]
    total = context.session.execute(select(func.count()).select_from(Invoice).where(*wanted)).scalar_one()
    shown: Page[Parties] = Page((), total, page.page, page.size).within()
    # Of all that fits only days and numbers are sorted; the structures are looked up for the rows that are shown.
    newest: Any = select(col(Invoice.id).label("invoice_id")).where(*wanted).order_by(*NEWEST)
    here = newest.offset((shown.page - 1) * shown.size).limit(shown.size).subquery()
    rows = context.session.execute(_joined(here))
    return Page([Parties(*row) for row in rows], total, shown.page, shown.size)


def _joined(here: Any) -> Any:
    supplier, recipient, valideur = aliased(Structure), aliased(Structure), aliased(Structure)
    query: Any = select(Invoice, supplier, recipient, valideur)
    return (
        query.join(here, here.c.invoice_id == col(Invoice.id))
        .join(supplier, col(supplier.id) == Invoice.supplier_id)
        .join(recipient, col(recipient.id) == Invoice.recipient_id)
        .outerjoin(valideur, col(valideur.id) == Invoice.valideur_id)
        .order_by(*NEWEST)
    )


def _part(context: Context, part: Part) -> ColumnElement[bool]:
    columns = (
        (Invoice.supplier_id, part.supplier),
        (Invoice.recipient_id, part.recipient),
        (Invoice.valideur_id, part.valideur),
    )
    return or_(*(col(column) == context.structure_id for column, asked in columns if asked))


def _narrowing(filters: InvoiceFilters) -> Sequence[ColumnElement[bool]]:
    begun = (
        (Invoice.number, filters.number),
        (Invoice.service_code, filters.service),
        (Invoice.supplier_service, filters.supplier_service),
        (Invoice.engagement, filters.engagement),
        (Invoice.contract, filters.contract),
    )
    exact = (
        (Invoice.type_code, filters.type_code),
        (Invoice.cadre, filters.cadre),
        (Invoice.mode_depot, filters.mode_depot),
        (Invoice.flux_number, filters.flux_number.strip().upper()),
    )
    return [
        *(begins(func.lower(column), func.lower(value.strip())) for column, value in begun if value),
        *(col(column) == value for column, value in exact if value),
        *([col(Invoice.status).in_(filters.statuses)] if filters.statuses else []),
        *between(col(Invoice.issue_date), filters.issued_from, filters.issued_until),
        *between(col(Invoice.tax_inclusive), filters.amount_from, filters.amount_until),
        *on_days(col(Invoice.deposited_at), filters.deposited_from, filters.deposited_until),
    ]
