"""The lists of invoices: narrowed, sorted, counted, page by page, fast with a million rows in one structure.

Counting and sorting read the narrow rows of `InvoiceListing`. What no filter narrows is counted beforehand. A narrowed
list is gathered first when it has few rows (at most `GATHERED`) and then sorted; a longer one is walked in its order,
which finds the first rows soon but the last ones late: of such a list only the first `REACHED` rows are shown.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from chorus_app.invoices.enums import Scope, Status
from chorus_app.invoices.listing import supplier_key
from chorus_app.invoices.models import Invoice, InvoiceCount, InvoiceListing
from chorus_app.invoices.perms import visible_structures
from chorus_app.invoices.search import indexed, matching, words
from chorus_app.invoices.views import InvoiceRow, invoice_row
from chorus_app.kernel.clock import PARIS
from chorus_app.kernel.context import Context
from chorus_app.kernel.paging import Page, PageRequest
from chorus_app.kernel.words import fold
from chorus_app.structures.models import Structure

L: Any = InvoiceListing  # its columns, which the type checker takes for values
Supplier, Recipient = aliased(Structure), aliased(Structure)
SORTS: dict[str, Any] = {
    "deposited": L.deposited_at,
    "number": L.number_key,
    "issued": L.issue_date,
    "supplier": L.supplier_key,
    "recipient": L.recipient_key,
    "amount": L.amount,
    "cadre": L.cadre,
    "status": L.status,
}
DEFAULT_SORT = "deposited"
GATHERED = 10_000
REACHED = 1_000
WALKED = 20_000  # rows of a list whose words are read one by one rather than looked up in the index of all structures
AT_ONCE = 500  # rows that an export holds in memory
LAST = "\U0010ffff"  # sorts after every text
PARTIES = 500  # structures that a name may stand for


@dataclass(frozen=True, slots=True)
class InvoiceFilters:
    """What a list is narrowed to; an empty field does not narrow.

    `supplier` and `recipient` are words of a name, or an identifier; codes and numbers are looked for by their
    beginning; days and amounts (all taxes included) are both included.
    """

    text: str = ""
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


@dataclass(frozen=True, slots=True)
class InvoiceList:
    """One page of a list, and how many invoices have which status in the list without its filter on statuses (empty
    when they are too many to be counted)."""

    page: Page[InvoiceRow]
    statuses: dict[Status, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Narrowing:
    """The conditions of the filters but that on statuses, and up to how many rows they are worth counting."""

    conditions: Sequence[ColumnElement[bool]]
    countable: int = GATHERED


@dataclass(frozen=True, slots=True)
class _Rows:
    """Rows of `InvoiceListing`: those of some structures' list that fulfil the conditions."""

    scope: Scope
    structures: frozenset[int]
    conditions: Sequence[ColumnElement[bool]] = ()

    def read(self, *columns: Any) -> Select[Any]:
        """These columns of the rows. An invoice that two of the structures see is one row."""
        standing = (L.structure_id.in_(self.structures), L.scope == self.scope)
        query = select(*columns).where(*standing, *self.conditions)
        return query.distinct() if len(self.structures) > 1 else query


def list_invoices(
    context: Context, *, scope: Scope, filters: InvoiceFilters | None = None, page: PageRequest | None = None
) -> InvoiceList:
    """One page of a list, newest first unless asked otherwise. A page beyond the last one is the last one."""
    filters, page = filters or InvoiceFilters(), page or PageRequest()
    structures = visible_structures(context, scope)
    if not structures:
        return InvoiceList(Page([], 0, 1, page.size))
    held = count_by_status(context, scope=scope)
    narrowing = _narrowing(context, filters, held=sum(held.values()))
    counts = held
    if narrowing.conditions:
        counts = _counted(context, _Rows(scope, structures, narrowing.conditions), most=narrowing.countable)
    rows = _Rows(scope, structures, (*narrowing.conditions, *_of_statuses(filters)))
    shown = _sized(context, rows, filters, narrowing, counts, page)
    ids = _ids(context, rows, page, shown)
    statuses = {} if sum(counts.values()) > narrowing.countable and narrowing.conditions else counts
    return InvoiceList(replace(shown, rows=_shown(context, ids)), statuses)


def count_by_status(context: Context, *, scope: Scope) -> dict[Status, int]:
    """How many invoices of a list have which status."""
    structures = visible_structures(context, scope)
    if len(structures) > 1:
        return _counted(context, _Rows(scope, structures))
    query = select(col(InvoiceCount.status), col(InvoiceCount.invoices)).where(
        col(InvoiceCount.structure_id).in_(structures),
        col(InvoiceCount.scope) == scope,
        col(InvoiceCount.invoices) > 0,
    )
    return dict(context.session.execute(query).all())


def each_invoice(context: Context, *, scope: Scope, filters: InvoiceFilters, page: PageRequest) -> Iterator[InvoiceRow]:
    """All invoices of a list in the order of `page`, read little by little: memory does not grow with their number."""
    structures = visible_structures(context, scope)
    if not structures:
        return
    narrowing = _narrowing(context, filters, held=sum(count_by_status(context, scope=scope).values()))
    rows = _Rows(scope, structures, (*narrowing.conditions, *_of_statuses(filters)))
    here = rows.read(L.invoice_id, _key(page).label("key")).subquery()
    query = _joined(here).order_by(*_directed(here.c.key, here.c.invoice_id, down=page.descending))
    for row in context.session.execute(query.execution_options(yield_per=AT_ONCE)):
        yield invoice_row(*row)


def _sized(
    context: Context,
    rows: _Rows,
    filters: InvoiceFilters,
    narrowing: _Narrowing,
    counts: dict[Status, int],
    page: PageRequest,
) -> Page[InvoiceRow]:
    """How many rows there are, or at least are; and how many of them can be reached page by page."""
    total = sum(count for status, count in counts.items() if not filters.statuses or status in filters.statuses)
    if not narrowing.conditions:
        reached = REACHED if filters.statuses and total > GATHERED else None
        return Page((), total, page.page, page.size, reached=reached).within()
    most = narrowing.countable
    if filters.statuses and sum(counts.values()) > most:
        total = sum(_counted(context, rows, most=most).values())
    more = total > most
    return Page((), min(total, most), page.page, page.size, more=more, reached=REACHED if more else None).within()


def _counted(context: Context, rows: _Rows, *, most: int | None = None) -> dict[Status, int]:
    """Rows by status; when there are more than `most`, one more than that."""
    found = rows.read(L.invoice_id, L.status).limit(None if most is None else most + 1).subquery()
    query = select(found.c.status, func.count()).group_by(found.c.status)
    return dict(context.session.execute(query).all())


def _ids(context: Context, rows: _Rows, page: PageRequest, shown: Page[InvoiceRow]) -> list[int]:
    """The invoices of the page, in its order."""
    offset = (shown.page - 1) * shown.size
    down, size = page.descending, min(shown.size, shown.total - offset)
    whole = not rows.conditions and len(rows.structures) == 1
    turned = whole and offset > shown.total // 2  # from the other end it is nearer
    if turned:
        down, offset = not down, shown.total - offset - size
    query = rows.read(L.invoice_id, _key(page).label("key"))
    if whole or shown.reached:
        query = query.order_by(*_directed(_key(page), L.invoice_id, down=down))
    else:  # gathered first: few rows are sorted sooner than many are walked through
        found = query.cte("found").prefix_with("MATERIALIZED", dialect="sqlite")
        query = select(found.c.invoice_id).order_by(*_directed(found.c.key, found.c.invoice_id, down=down))
    ids = list(context.session.execute(query.offset(offset).limit(max(size, 0))).scalars())
    return ids[::-1] if turned else ids


def _shown(context: Context, ids: Sequence[int]) -> list[InvoiceRow]:
    query = _joined(select(col(Invoice.id).label("invoice_id")).where(col(Invoice.id).in_(ids)).subquery())
    found = {row[0].id: invoice_row(*row) for row in context.session.execute(query)}
    return [found[invoice_id] for invoice_id in ids]


def _joined(here: Any) -> Any:
    return (
        select(Invoice, Supplier, Recipient)
        .join(here, here.c.invoice_id == col(Invoice.id))
        .join(Supplier, col(Supplier.id) == Invoice.supplier_id)
        .join(Recipient, col(Recipient.id) == Invoice.recipient_id)
    )


def _key(page: PageRequest) -> Any:
    return SORTS.get(page.sort, SORTS[DEFAULT_SORT])


def _directed(*keys: Any, down: bool) -> list[Any]:
    return [key.desc() if down else key.asc() for key in keys]


def _of_statuses(filters: InvoiceFilters) -> list[ColumnElement[bool]]:
    return [L.status.in_(filters.statuses)] if filters.statuses else []


def _narrowing(context: Context, filters: InvoiceFilters, *, held: int) -> _Narrowing:
    """The conditions of the filters on a list that holds so many rows."""
    exact = ((L.type_code, filters.type_code), (L.cadre, filters.cadre), (L.mode_depot, filters.mode_depot))
    begun = (
        (L.number_key, filters.number),
        (L.service_key, filters.service),
        (L.supplier_service_key, filters.supplier_service),
        (L.engagement_key, filters.engagement),
        (L.contract_key, filters.contract),
    )
    conditions = [column == value for column, value in exact if value]
    conditions += [_begins(column, value) for column, value in begun if value]
    conditions += _between(L.issue_date, filters.issued_from, filters.issued_until)
    conditions += _between(L.amount, filters.amount_from, filters.amount_until)
    conditions += _deposited(filters.deposited_from, filters.deposited_until)
    parties = ((L.supplier_key, filters.supplier), (L.recipient_key, filters.recipient))
    conditions += [column.in_(_named(value)) for column, value in parties if value]
    if filters.flux_number:
        brought = select(col(Invoice.id)).where(col(Invoice.flux_number) == filters.flux_number)
        conditions.append(L.invoice_id.in_(brought))
    return _worded(context, filters.text, conditions, held=held) if words(filters.text) else _Narrowing(conditions)


def _worded(context: Context, typed: str, others: Sequence[ColumnElement[bool]], *, held: int) -> _Narrowing:
    """Those conditions and the words typed, looked for where they are found sooner: row by row, or in the index."""
    key = select(col(Invoice.search_key)).where(col(Invoice.id) == L.invoice_id).scalar_subquery()
    read = [*others, *matching(key, typed)]
    found = indexed(typed)
    if held <= WALKED:
        return _Narrowing(read)
    if found is None:  # only words too short for the index
        return _Narrowing([*others, *(_begins(L.number_key, word) for word in words(typed))])
    candidates = select(found.c.id).limit(GATHERED + 1).subquery()
    if context.session.execute(select(func.count()).select_from(candidates)).scalar_one() > GATHERED:
        return _Narrowing(read, countable=REACHED)  # many rows have the words: walking finds the first ones soon
    return _Narrowing([L.invoice_id.in_(select(found.c.id)), *read])


def _begins(column: Any, value: str) -> ColumnElement[bool]:
    """A range, which an index serves where LIKE would not."""
    low = func.lower(value.strip())
    return and_(column >= low, column < low + LAST)


def _between(column: Any, low: Any, high: Any) -> list[ColumnElement[bool]]:
    return [*([column >= low] if low is not None else []), *([column <= high] if high is not None else [])]


def _deposited(first: date | None, last: date | None) -> list[ColumnElement[bool]]:
    """Days of Paris."""
    begin = [L.deposited_at >= _midnight(first)] if first else []
    end = [L.deposited_at < _midnight(last + timedelta(days=1))] if last else []
    return [*begin, *end]


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), PARIS)


def _named(typed: str) -> Any:
    """Keys of the structures whose name has these words, or whose identifier begins like this."""
    number = col(Structure.identifier).startswith("".join(typed.split()).upper(), autoescape=True)
    name = [col(Structure.name_key).contains(word, autoescape=True) for word in fold(typed).split()]
    return select(supplier_key(Structure)).where(or_(number, and_(*name)) if name else number).limit(PARTIES)
