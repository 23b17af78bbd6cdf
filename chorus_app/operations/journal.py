"""The audit log, read: narrowed, sorted, page by page (see `kernel.long_lists`), or whole for an export."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, or_
from sqlmodel import col, select

from chorus_app.accounts.models import User
from chorus_app.audit.acts import Act, Kind
from chorus_app.audit.models import WORDS, AuditEntry
from chorus_app.kernel.clock import PARIS
from chorus_app.kernel.context import Context
from chorus_app.kernel.long_lists import Listed, Narrowing, counted, directed, find, in_order, worded
from chorus_app.kernel.paging import Page, PageRequest
from chorus_app.kernel.search import words
from chorus_app.operations.perms import require_operator
from chorus_app.structures.models import Structure

E: Any = AuditEntry  # its columns, which the type checker takes for values
SORTS: dict[str, Any] = {"date": E.id, "act": E.act}
LISTED = Listed(E.id, E.act, (), unindexed=())
ACCOUNT = "account"  # the name under which `before` and `after` tell of a person
PEOPLE = 500  # people that a name may stand for
AT_ONCE = 500  # rows that an export holds in memory


@dataclass(frozen=True, slots=True)
class JournalFilters:
    """What the log is narrowed to. `person` is words of a name or of an address: of who acted or was acted upon; days
    are both included."""

    text: str = ""
    act: str = ""
    person: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class JournalRow:
    """An entry with its people and its structure by name. `actor` is empty when nobody was signed in."""

    id: int
    at: datetime
    act: str
    actor: str
    actor_id: str
    structure: str
    door: str
    network: str
    kind: str
    subject_id: str
    subject: str
    reason: str
    before: Mapping[str, Any] = field(default_factory=dict)
    after: Mapping[str, Any] = field(default_factory=dict)


def list_entries(
    context: Context, *, filters: JournalFilters | None = None, page: PageRequest | None = None
) -> Page[JournalRow]:
    """One page of the log, newest first unless asked otherwise. Raises `NotFound` for who is no operator."""
    require_operator(context)
    filters, page = filters or JournalFilters(), page or PageRequest(sort="date")
    held = counted(context.session, LISTED)
    acts = (filters.act,) if filters.act else ()
    narrowing = _narrowing(context, filters, held=sum(held.values()))
    found = find(context.session, LISTED, page, key=_key(page), held=held, narrowing=narrowing, groups=acts)
    entries = context.session.exec(select(AuditEntry).where(E.id.in_(found.ids))).all()
    return replace(found.page, rows=in_order(found.ids, {row.id: row for row in _named(context, entries)}))


def each_entry(context: Context, *, filters: JournalFilters, page: PageRequest) -> Iterator[JournalRow]:
    """All entries in the order of `page`, read little by little. Raises `NotFound` for who is no operator."""
    require_operator(context)
    where = [*_narrowing(context, filters, held=0).conditions, *([E.act == filters.act] if filters.act else [])]
    query = select(AuditEntry).where(*where).order_by(*directed(_key(page), E.id, down=page.descending))
    entries = iter(context.session.exec(query.execution_options(yield_per=AT_ONCE)))
    while chunk := list(islice(entries, AT_ONCE)):
        yield from _named(context, chunk)


def last_entry(context: Context, *acts: Act) -> JournalRow | None:
    """The newest entry of one of these acts."""
    query = select(AuditEntry).where(E.act.in_([act.value for act in acts])).order_by(E.id.desc()).limit(1)
    return next(iter(_named(context, context.session.exec(query).all())), None)


def _key(page: PageRequest) -> Any:
    return SORTS.get(page.sort, E.id)


def _narrowing(context: Context, filters: JournalFilters, *, held: int) -> Narrowing:
    conditions: list[ColumnElement[bool]] = []
    if filters.since:
        conditions.append(E.at >= _midnight(filters.since))
    if filters.until:
        conditions.append(E.at < _midnight(filters.until + timedelta(days=1)))
    if filters.person.strip():
        conditions.append(_of_person(context, filters.person))
    if not words(filters.text):
        return Narrowing(conditions)
    return worded(
        context.session, filters.text, listed=LISTED, index=WORDS, key=E.search_key, others=conditions, held=held
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), PARIS)


def _of_person(context: Context, typed: str) -> ColumnElement[bool]:
    """What the people of that name did, and what was done to them."""
    about = col(User.first_name) + " " + col(User.last_name) + " " + col(User.login_email)
    named = [about.icontains(word, autoescape=True) for word in typed.split()[:8]]
    people = context.session.exec(select(User.id, User.public_id).where(*named).limit(PEOPLE)).all()
    ids, public_ids = [row_id for row_id, _ in people], [public_id for _, public_id in people]
    return or_(E.actor_id.in_(ids), E.subject_id.in_(public_ids))


def _named(context: Context, entries: Sequence[AuditEntry]) -> list[JournalRow]:
    """The entries with names in place of ids: two or three queries however many there are."""
    actors = _people(context, User.id, {entry.actor_id for entry in entries if entry.actor_id is not None})
    subjects = _people(context, User.public_id, set(_accounts(entries)))
    wanted = {entry.structure_id for entry in entries if entry.structure_id is not None}
    structures: dict[int, str] = dict(
        context.session.exec(select(Structure.id, Structure.name).where(col(Structure.id).in_(wanted))).all()
    )
    return [_row(entry, actors, subjects, structures) for entry in entries]


def _people(context: Context, column: Any, wanted: Iterable[Any]) -> dict[Any, User]:
    found = context.session.exec(select(User).where(column.in_(list(wanted)))).all()
    return {getattr(user, column.key): user for user in found}


def _accounts(entries: Sequence[AuditEntry]) -> Iterator[str]:
    for entry in entries:
        if entry.kind == Kind.ACCOUNT:
            yield entry.subject_id
        yield from (str(values[ACCOUNT]) for values in (entry.before, entry.after) if ACCOUNT in values)


def _row(
    entry: AuditEntry, actors: Mapping[Any, User], subjects: Mapping[Any, User], structures: Mapping[int, str]
) -> JournalRow:
    actor = actors.get(entry.actor_id)
    subject = subjects.get(entry.subject_id) if entry.kind == Kind.ACCOUNT else None
    return JournalRow(
        id=entry.id,
        at=entry.at,
        act=entry.act,
        actor=_name(actor),
        actor_id=actor.public_id if actor else "",
        structure=structures.get(entry.structure_id or 0, ""),
        door=entry.door,
        network=entry.network,
        kind=entry.kind,
        subject_id=entry.subject_id,
        subject=_name(subject) or entry.subject,
        reason=entry.reason,
        before=_with_names(entry.before, subjects),
        after=_with_names(entry.after, subjects),
    )


def _with_names(values: Mapping[str, Any], people: Mapping[Any, User]) -> dict[str, Any]:
    return {name: _name(people.get(value)) or value if name == ACCOUNT else value for name, value in values.items()}


def _name(user: User | None) -> str:
    return f"{user.full_name} <{user.login_email}>" if user else ""
