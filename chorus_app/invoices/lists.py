"""The lists of invoices: narrowed, sorted, counted, page by page (see `kernel.long_lists`).

Counting and sorting read the narrow rows of `InvoiceListing`. What no filter narrows is counted beforehand.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from chorus_app.invoices.enums import Scope, Status
from chorus_app.invoices.listing import EURO, MONTH, SIGNED, supplier_key
from chorus_app.invoices.models import WORDS, Invoice, InvoiceCount, InvoiceListing
from chorus_app.invoices.perms import Sight, sight
from chorus_app.invoices.status import WITH_MOA, WITH_MOE
from chorus_app.invoices.views import InvoiceRow, invoice_row
from chorus_app.kernel.conditions import begins, between, on_days
from chorus_app.kernel.context import Context
from chorus_app.kernel.db import unindexed
from chorus_app.kernel.long_lists import (
    WALKED,
    Conditions,
    Listed,
    Narrowing,
    counted,
    directed,
    find,
    in_order,
    worded,
)
from chorus_app.kernel.months import first_day, last_day
from chorus_app.kernel.paging import Page, PageRequest
from chorus_app.kernel.search import words
from chorus_app.kernel.words import fold
from chorus_app.structures.models import Structure

L: Any = InvoiceListing  # its columns, which the type checker takes for values
C: Any = InvoiceCount
Supplier, Recipient = aliased(Structure), aliased(Structure)
SORTS: dict[str, Any] = {
    "deposited": L.deposited_at,
    "number": L.number_key,
    "issued": L.issue_date,
    "supplier": L.supplier_key,
    "recipient": L.recipient_key,
    "amount": L.amount,
    "cadre": L.cadre,
    "type": L.type_code,
    "mode": L.mode_depot,
    "service": L.service_key,
    "supplier_service": L.supplier_service_key,
    "engagement": L.engagement_key,
    "contract": L.contract_key,
    "status": L.status,
}
DEFAULT_SORT = "deposited"
AT_ONCE = 500  # rows that an export holds in memory
# The service that a right may be limited to: the one that issued an invoice, or the one that it is addressed to.
SERVICE_KEYS = {
    Scope.EMISES: L.supplier_service_key,
    Scope.RECUES: L.service_key,
    Scope.TRAVAUX: L.service_key,
    Scope.VALIDER: L.service_key,
}
PARTIES = 500  # structures that a name may stand for


@dataclass(frozen=True, slots=True)
class InvoiceFilters:
    """What a list is narrowed to; an empty field does not narrow.

    `supplier` and `recipient` are words of a name, or an identifier; codes and numbers are looked for by their
    beginning; days and amounts (all taxes included) are both included. `to_answer` leaves the pieces of works that are
    with the structure, as their MOE or their MOA.
    """

    text: str = ""
    public_ids: tuple[str, ...] = ()
    statuses: tuple[Status, ...] = ()
    number: str = ""
    type_code: str = ""
    cadre: str = ""
    mode_depot: str = ""
    flux_number: str = ""
    supplier: str = ""
    supplier_service: str = ""
    recipient: str = ""
    service: str = ""
    engagement: str = ""
    contract: str = ""
    issued_from: date | None = None
    issued_until: date | None = None
    deposited_from: date | None = None
    deposited_until: date | None = None
    amount_from: Decimal | None = None
    amount_until: Decimal | None = None
    to_answer: bool = False


@dataclass(frozen=True, slots=True)
class InvoiceList:
    """One page of a list, and how many invoices have which status in the list without its filter on statuses (empty
    when they are too many to be counted)."""

    page: Page[InvoiceRow]
    statuses: dict[Status, int] = field(default_factory=dict)


def list_invoices(
    context: Context, *, scope: Scope, filters: InvoiceFilters | None = None, page: PageRequest | None = None
) -> InvoiceList:
    """One page of a list, newest first unless asked otherwise. A page beyond the last one is the last one."""
    filters, page = filters or InvoiceFilters(), page or PageRequest()
    seen = sight(context, scope)
    if not seen.everywhere:
        return InvoiceList(Page([], 0, 1, page.size))
    listed, held = _listed(seen.everywhere, scope), _held(context, seen.everywhere, scope)
    found = find(
        context.session,
        listed,
        page,
        key=_key(page),
        held=held,
        narrowing=_narrowing(context, listed, filters, seen, scope=scope, held=sum(held.values())),
        groups=filters.statuses,
    )
    return InvoiceList(replace(found.page, rows=_shown(context, found.ids)), found.counts)


def count_by_status(context: Context, *, scope: Scope) -> dict[Status, int]:
    """How many invoices of a list have which status."""
    seen = sight(context, scope)
    if seen.services:
        # Neither the order of the statuses nor, below, that of the days is the shorter way to a service's rows.
        listed = replace(_listed(seen.everywhere, scope), group=unindexed(L.status))
        return counted(context.session, listed, _limits(seen, scope))
    return _held(context, seen.structures, scope)


@dataclass(frozen=True, slots=True)
class MonthCount:
    """The invoices of a list that were issued in a month and have a status. `euros` leaves `uncounted` ones out."""

    month: str
    status: Status
    invoices: int
    euros: Decimal
    uncounted: int


def count_by_month(context: Context, *, scope: Scope, months: Collection[str]) -> list[MonthCount]:
    """The invoices of a list issued in these months, by month and status. An invoice that two structures see is one."""
    seen = sight(context, scope)
    structures = seen.everywhere
    if len(structures) > 1 or seen.services:
        return _counted_by_month(context, _listed(structures, scope), months, _limits(seen, scope))
    query = select(C.month, C.status, C.invoices, C.euros, C.uncounted).where(
        C.structure_id.in_(structures), C.scope == scope, C.month.in_(months), C.invoices > 0
    )
    return [MonthCount(*row) for row in context.session.execute(query)]


def _counted_by_month(
    context: Context, listed: Listed, months: Collection[str], limits: Conditions
) -> list[MonthCount]:
    """Row by row, as counts kept for each structure would count twice what two of them see."""
    first, last = first_day(min(months)), last_day(max(months))
    columns = (L.invoice_id, MONTH.label("month"), L.status, SIGNED.label("amount"))
    day = unindexed(L.issue_date) if limits else L.issue_date
    rows = listed.read(*columns, where=[*between(day, first, last), *limits]).subquery()
    euros: Any = case((col(Invoice.currency) == EURO, rows.c.amount))
    sums = (func.count(), func.coalesce(func.sum(euros), Decimal(0)), func.count() - func.count(euros))
    keys = (rows.c.month, rows.c.status)
    query = select(*keys, *sums).join(Invoice, col(Invoice.id) == rows.c.invoice_id).group_by(*keys)
    return [MonthCount(*row) for row in context.session.execute(query) if row[0] in months]


def each_invoice(context: Context, *, scope: Scope, filters: InvoiceFilters, page: PageRequest) -> Iterator[InvoiceRow]:
    """All invoices of a list in the order of `page`, read little by little: memory does not grow with their number."""
    seen = sight(context, scope)
    if not seen.everywhere:
        return
    listed, held = _listed(seen.everywhere, scope), sum(_held(context, seen.everywhere, scope).values())
    statuses = [L.status.in_(filters.statuses)] if filters.statuses else []
    where = [*_narrowing(context, listed, filters, seen, scope=scope, held=held).conditions, *statuses]
    here = listed.read(L.invoice_id, _key(page).label("key"), where=where).subquery()
    query = _joined(here).order_by(*directed(here.c.key, here.c.invoice_id, down=page.descending))
    for row in context.session.execute(query.execution_options(yield_per=AT_ONCE)):
        yield invoice_row(*row)


def _listed(structures: frozenset[int], scope: Scope) -> Listed:
    """The rows of a list. An invoice that two of the structures see is one row."""
    standing = (L.structure_id.in_(structures), L.scope == scope)
    return Listed(L.invoice_id, L.status, standing, doubled=len(structures) > 1)


def _held(context: Context, structures: frozenset[int], scope: Scope) -> dict[Status, int]:
    """The whole list by status: as counted beforehand, unless two structures may see the same invoice."""
    if len(structures) > 1:
        return counted(context.session, _listed(structures, scope))
    query = select(C.status, func.sum(C.invoices)).where(C.structure_id.in_(structures), C.scope == scope)
    return {status: count for status, count in context.session.execute(query.group_by(C.status)) if count}


def _shown(context: Context, ids: Sequence[int]) -> list[InvoiceRow]:
    query = _joined(select(col(Invoice.id).label("invoice_id")).where(col(Invoice.id).in_(ids)).subquery())
    return in_order(ids, {row[0].id: invoice_row(*row) for row in context.session.execute(query)})


def _joined(here: Any) -> Any:
    return (
        select(Invoice, Supplier, Recipient)
        .join(here, here.c.invoice_id == col(Invoice.id))
        .join(Supplier, col(Supplier.id) == Invoice.supplier_id)
        .join(Recipient, col(Recipient.id) == Invoice.recipient_id)
    )


def _key(page: PageRequest) -> Any:
    return SORTS.get(page.sort, SORTS[DEFAULT_SORT])


def _limits(seen: Sight, scope: Scope) -> Conditions:
    """What leaves out the rows of services that the actor may not see.

    A narrowing, not a part of the list itself: of a long list the few rows of a service are gathered, not walked to.
    """
    return seen.limits(L.structure_id, SERVICE_KEYS[scope])


def _narrowing(
    context: Context, listed: Listed, filters: InvoiceFilters, seen: Sight, *, scope: Scope, held: int
) -> Narrowing:
    """The conditions of the filters, and of what the actor may see, on a list that holds so many rows."""
    exact = ((L.type_code, filters.type_code), (L.cadre, filters.cadre), (L.mode_depot, filters.mode_depot))
    begun = (
        (L.number_key, filters.number),
        (L.service_key, filters.service),
        (L.supplier_service_key, filters.supplier_service),
        (L.engagement_key, filters.engagement),
        (L.contract_key, filters.contract),
    )
    conditions = [*_limits(seen, scope), *(column == value for column, value in exact if value)]
    conditions += [_begins(column, value) for column, value in begun if value]
    conditions += between(L.issue_date, filters.issued_from, filters.issued_until)
    conditions += between(L.amount, filters.amount_from, filters.amount_until)
    conditions += on_days(L.deposited_at, filters.deposited_from, filters.deposited_until)
    parties = ((L.supplier_key, filters.supplier), (L.recipient_key, filters.recipient))
    conditions += [column.in_(_named(value)) for column, value in parties if value]
    if filters.public_ids:
        picked = select(col(Invoice.id)).where(col(Invoice.public_id).in_(filters.public_ids))
        conditions.append(L.invoice_id.in_(picked))
    if filters.flux_number:
        brought = select(col(Invoice.id)).where(col(Invoice.flux_number) == filters.flux_number.strip().upper())
        conditions.append(L.invoice_id.in_(brought))
    if filters.to_answer:
        conditions += _to_answer(seen.everywhere)
    if not words(filters.text):
        return Narrowing(conditions)
    if held > WALKED and WORDS.found(filters.text) is None:  # too short for the index: read as begins of the number
        return Narrowing([*conditions, *(_begins(L.number_key, word) for word in words(filters.text))])
    key = select(col(Invoice.search_key)).where(col(Invoice.id) == L.invoice_id).scalar_subquery()
    return worded(
        context.session,
        filters.text,
        listed=listed,
        index=WORDS,
        key=key,
        others=conditions,
        held=held,
        grouped=bool(filters.statuses),
    )


def _to_answer(structures: Collection[int]) -> Conditions:
    """The pieces that are with one of these, as MOE or MOA: few have such a status, however long the list."""

    def with_one(party: Any, statuses: Collection[Status]) -> ColumnElement[bool]:
        here = exists().where(col(Invoice.id) == L.invoice_id, party.in_(structures))
        return and_(L.status.in_(statuses), here)

    moe, moa = with_one(col(Invoice.valideur_id), WITH_MOE), with_one(col(Invoice.recipient_id), WITH_MOA)
    return [L.status.in_((*WITH_MOE, *WITH_MOA)), or_(moe, moa)]


def _begins(column: Any, value: str) -> ColumnElement[bool]:
    """Keys are folded by the database."""
    return begins(column, func.lower(value.strip()))


def _named(typed: str) -> Any:
    """Keys of the structures whose name has these words, or whose identifier begins like this."""
    number = col(Structure.identifier).startswith("".join(typed.split()).upper(), autoescape=True)
    name = [col(Structure.name_key).contains(word, autoescape=True) for word in fold(typed).split()]
    return select(supplier_key(Structure)).where(or_(number, and_(*name)) if name else number).limit(PARTIES)
