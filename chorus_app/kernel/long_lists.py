"""Pages of lists that may be very long: counted, sorted and reached fast with a million rows.

A list that filters narrow is gathered first when it has few rows (at most `GATHERED`) and then sorted; a longer one is
walked in its order, which finds the first rows soon but the last ones late: of such a list only the first `REACHED`
rows are on pages. A list that nothing narrows is walked whole, from the nearer end. Each order needs its index.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlmodel import Session

from chorus_app.kernel.db import unindexed
from chorus_app.kernel.paging import Page, PageRequest
from chorus_app.kernel.search import SHORTEST, TextIndex, matching

GATHERED = 10_000
FOUND = 30_000  # rows with the words typed that are worth gathering where another filter leaves few of them
REACHED = 1_000
WALKED = 20_000  # rows of a list whose words are read one by one rather than looked up in the index of all lists
Conditions = Sequence[ColumnElement[bool]]


@dataclass(frozen=True, slots=True)
class Listed:
    """What a list holds: the column of its rows' ids, the one by which they are counted, and its own conditions.

    `doubled`: these conditions may give a row twice. `unindexed`: the same conditions written so that no index serves
    them, for where the rows are known by their ids; needed when the ids are the table's own key.
    """

    id: Any
    group: Any
    conditions: Conditions
    doubled: bool = False
    unindexed: Conditions | None = None

    def read(self, *columns: Any, where: Conditions = ()) -> Select[Any]:
        """These columns of the rows."""
        query = select(*columns).where(*self.conditions, *where)
        return query.distinct() if self.doubled else query


@dataclass(frozen=True, slots=True)
class Narrowing:
    """The conditions of the filters, but for that on the groups, and up to how many rows they are worth counting.

    `known`: they name the ids of the rows.
    """

    conditions: Conditions = ()
    countable: int = GATHERED
    known: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """One page: the ids of its rows, the page without them, and the rows of each group whatever group is asked for
    (empty when they are too many to be counted)."""

    ids: list[int]
    page: Page[Any]
    counts: dict[Any, int] = field(default_factory=dict)


def find(
    session: Session,
    listed: Listed,
    page: PageRequest,
    *,
    key: Any,
    held: Mapping[Any, int],
    narrowing: Narrowing | None = None,
    groups: Collection[Any] = (),
) -> Found:
    """The page that is asked for, or the nearest there is, sorted by `key`. `held` counts the whole list by group."""
    narrowing = narrowing or Narrowing()
    if narrowing.known and listed.unindexed is not None:
        listed = replace(listed, conditions=listed.unindexed)
    most = narrowing.countable
    counts = dict(held)
    if narrowing.conditions:
        counts = counted(session, listed, narrowing.conditions, most=most)
    where = [*narrowing.conditions, *([listed.group.in_(groups)] if groups else [])]
    total, uncounted = _sum(counts, groups), bool(narrowing.conditions) and sum(counts.values()) > most
    if uncounted and groups:
        total = sum(counted(session, listed, where, most=most).values())
    more = bool(narrowing.conditions) and total > most
    reached = REACHED if more or (where and total > GATHERED) else None
    shown: Page[Any] = Page((), min(total, most) if more else total, page.page, page.size, more, reached).within()
    ids = _ids(session, listed, where, key, shown, down=page.descending)
    return Found(ids, shown, {} if uncounted else counts)


def counted(session: Session, listed: Listed, where: Conditions = (), *, most: int | None = None) -> dict[Any, int]:
    """Rows by group; when there are more than `most`, one more than that."""
    found = listed.read(listed.id, listed.group.label("grouped"), where=where)
    found = found if most is None else found.limit(most + 1)
    rows = found.subquery()
    return dict(session.execute(select(rows.c.grouped, func.count()).group_by(rows.c.grouped)).all())


def worded(
    session: Session,
    typed: str,
    *,
    listed: Listed,
    index: TextIndex,
    key: Any,
    others: Conditions,
    held: int,
    grouped: bool = False,
) -> Narrowing:
    """Those conditions and the words typed, looked for where they are found sooner: row by row in `key`, or in the
    index. `grouped`: the list is narrowed to some groups as well."""
    read = [*others, *matching(key, typed)]
    found = index.found(typed)
    if found is None or held <= WALKED:
        return Narrowing(read)
    most = FOUND if others or grouped else GATHERED
    candidates = select(found.c.id).limit(most + 1).subquery()
    if session.execute(select(func.count()).select_from(candidates)).scalar_one() > most:
        return Narrowing(read, countable=REACHED)  # many rows have the words: walking finds the first ones soon
    left = [*others, *matching(key, typed, shorter_than=SHORTEST)]  # the index has told of the other words
    left = [unindexed(condition.self_group()) for condition in left]  # few rows are known: no other index is as good
    return Narrowing([listed.id.in_(select(found.c.id)), *left], countable=most, known=listed.unindexed is not None)


def among(
    session: Session, candidates: Select[Any], key: Any, where: Conditions, *, order: Any, most: int, down: bool = False
) -> list[int]:
    """The first ids of `candidates` (one column, `id`) whose rows fulfil the conditions. However many rows the table
    has, only the candidates are looked at: no index of the table may seem better."""
    here = candidates.cte("candidates").prefix_with("MATERIALIZED", dialect="sqlite")
    query = select(here.c.id).select_from(here).join(key.class_, key == here.c.id).where(*where)
    rows = session.execute(query.order_by(*directed(unindexed(order), here.c.id, down=down)).limit(most))
    return list(rows.scalars())


def directed(*keys: Any, down: bool) -> list[Any]:
    """The keys of an order, all downwards or all upwards."""
    return [key.desc() if down else key.asc() for key in keys]


def _sum(counts: Mapping[Any, int], groups: Collection[Any]) -> int:
    return sum(count for group, count in counts.items() if not groups or group in groups)


def _ids(session: Session, listed: Listed, where: Conditions, key: Any, shown: Page[Any], *, down: bool) -> list[int]:
    offset = (shown.page - 1) * shown.size
    size = max(0, min(shown.size, shown.total - offset))
    whole = not where and not listed.doubled
    turned = whole and offset > shown.total // 2  # from the other end it is nearer
    if turned:
        down, offset = not down, shown.total - offset - size
    walked = whole or bool(shown.reached)
    if walked:  # in its order: the index of a filter that many rows pass would only lead to sorting them all
        where = [unindexed(condition.self_group()) for condition in where]
    query = listed.read(listed.id.label("id"), key.label("key"), where=where)
    if walked:
        query = query.order_by(*directed(key, listed.id, down=down))
    else:  # gathered first: few rows are sorted sooner than many are walked through
        found = query.cte("gathered").prefix_with("MATERIALIZED", dialect="sqlite")
        query = select(found.c.id).order_by(*directed(found.c.key, found.c.id, down=down))
    ids = list(session.execute(query.offset(offset).limit(size)).scalars())
    return ids[::-1] if turned else ids


def in_order(ids: Sequence[int], rows: Mapping[int, Any]) -> list[Any]:
    """The rows in the order of their ids; one that has gone meanwhile is left out."""
    return [rows[row_id] for row_id in ids if row_id in rows]
