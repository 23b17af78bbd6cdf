"""The requests that wait for an answer, of all kinds in one list, a page at a time."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, literal, true, union_all
from sqlmodel import col, func, or_, select

from chorus_app.accounts.models import User
from chorus_app.kernel.context import Context
from chorus_app.kernel.identifiers import IdentifierType
from chorus_app.kernel.paging import Page, PageRequest
from chorus_app.kernel.search import MAX_TYPED, MAX_WORDS
from chorus_app.kernel.text import t
from chorus_app.kernel.words import fold
from chorus_app.structures import requests
from chorus_app.structures.enums import Profile, RequestKind, RequestState, Space
from chorus_app.structures.models import HabilitationRequest, Service, Structure
from chorus_app.structures.proofs import Proof, of_requests
from chorus_app.structures.requests import Request

OLDEST_FIRST = PageRequest(sort="asked", descending=False)
BY_HUNDREDS = 500


@dataclass(frozen=True, slots=True)
class Pending:
    """A request that waits for an answer. `wish` is what it asks for, as it follows the word « demande »."""

    kind: str
    public_id: str
    who: str
    email: str
    wish: str
    structure: str
    structure_public_id: str
    identifier_type: IdentifierType
    identifier: str
    asked_at: datetime
    last_reminder_at: datetime | None
    proofs: tuple[Proof, ...] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which of them: those to some structures (row ids; None: to all), asked until a moment, with all words typed in
    what is shown of them."""

    structures: frozenset[int] | None = None
    until: datetime | None = None
    text: str = ""


def waiting(
    context: Context, wanted: Wanted, *, page: PageRequest = OLDEST_FIRST, proofs: bool = False
) -> Page[Pending]:
    """One page by the time of asking. `proofs`: with the papers that the askers sent to the operator."""
    found = _found(wanted).subquery()
    total = context.session.execute(select(func.count()).select_from(found)).scalar_one()
    shown: Page[Pending] = Page((), total, page.page, page.size).within()
    columns: tuple[Any, ...] = (found.c.asked_at, found.c.kind, found.c.id)
    order = [column.desc() if page.descending else column.asc() for column in columns]
    ask = select(found.c.kind, found.c.id).order_by(*order).offset((shown.page - 1) * page.size).limit(page.size)
    keys = [(str(kind), int(row_id)) for kind, row_id in context.session.execute(ask)]
    rows = _rows(context, keys, proofs=proofs)
    return Page([rows[key] for key in keys], total, shown.page, page.size)


def count(context: Context, wanted: Wanted) -> int:
    """How many they are."""
    return int(context.session.execute(select(func.count()).select_from(_found(wanted).subquery())).scalar_one())


def every(context: Context, wanted: Wanted, *, proofs: bool = False) -> Iterator[Pending]:
    """All of them, oldest first."""
    number = 1
    while True:
        page = waiting(
            context, wanted, page=PageRequest(number, "asked", descending=False, size=BY_HUNDREDS), proofs=proofs
        )
        yield from page.rows
        if number >= page.pages:
            return
        number += 1


def _found(wanted: Wanted) -> Any:
    return union_all(*(_keys(kind, table, wanted) for kind, table in requests.TABLES.items()))


def _keys(kind: RequestKind, table: type[Request], wanted: Wanted) -> Select[Any]:
    """Kind, row id and time of the requests of one kind."""
    query: Select[Any] = select(
        literal(kind.value).label("kind"), col(table.id).label("id"), col(table.asked_at).label("asked_at")
    )  # type: ignore[assignment]
    query = query.where(col(table.state) == RequestState.EN_COURS_DE_VALIDATION)
    if wanted.structures is not None:
        query = query.where(col(table.structure_id).in_(wanted.structures))
    if wanted.until is not None:
        query = query.where(col(table.asked_at) <= wanted.until)
    typed = fold(wanted.text[:MAX_TYPED]).split()[:MAX_WORDS]
    if not typed:
        return query
    query = query.join(User, col(User.id) == table.user_id).join(Structure, col(Structure.id) == table.structure_id)
    if issubclass(table, HabilitationRequest):
        query = query.outerjoin(Service, col(Service.id) == table.service_id)
    return query.where(*(_about(table, word) for word in typed))


def _about(table: type[Request], word: str) -> ColumnElement[bool]:
    """Whether the word stands in what is shown of a request."""
    places: list[Any] = [
        col(User.search_key).contains(word, autoescape=True),
        col(Structure.name_key).contains(word, autoescape=True),
        func.lower(Structure.identifier).contains(word, autoescape=True),
    ]
    if not issubclass(table, HabilitationRequest):
        places += [true()] if word in fold(t("structures.wish.attachment", structure="")) else []
        return or_(*places)
    wish = t("structures.wish.habilitation", profile="", structure="", limits="")
    places += [true()] if word in fold(wish) else []
    places += [col(table.space).is_not(None)] if word in fold(t("structures.wish.space", space="")) else []
    places += [col(table.service_id).is_not(None)] if word in fold(t("structures.wish.service", code="")) else []
    places.append(col(table.profile).in_([row for row in Profile if word in fold(t(f"structures.profile.{row}"))]))
    places.append(col(table.space).in_([row for row in Space if word in fold(t(f"structures.space.{row}"))]))
    places.append(func.coalesce(Service.search_key, "").contains(word, autoescape=True))
    return or_(*places)


def _rows(context: Context, keys: Sequence[tuple[str, int]], *, proofs: bool) -> Mapping[tuple[str, int], Pending]:
    """The requests of these keys, with as many queries for one as for many."""
    found: dict[tuple[str, int], Pending] = {}
    for kind, table in requests.TABLES.items():
        ids = [row_id for name, row_id in keys if name == kind]
        papers = of_requests(context, kind, ids) if proofs else {}
        query = (
            select(table, User, Structure)
            .join(User, col(User.id) == table.user_id)
            .join(Structure, col(Structure.id) == table.structure_id)
            .where(col(table.id).in_(ids))
        )
        rows = context.session.exec(query).all()
        _services = _services_of(context, [request for request, _, _ in rows])  # held, so that they are at hand below
        for request, user, structure in rows:
            found[kind.value, request.id] = _pending(
                context, kind, request, user, structure, papers.get(request.id, ())
            )
    return found


def _services_of(context: Context, asked: Sequence[Request]) -> Sequence[Service]:
    """The services that they name, read at once."""
    ids = [request.service_id for request in asked if isinstance(request, HabilitationRequest)]
    return context.session.exec(select(Service).where(col(Service.id).in_(ids))).all()


def _pending(
    context: Context, kind: RequestKind, request: Request, user: User, structure: Structure, papers: Sequence[Proof]
) -> Pending:
    return Pending(
        kind=kind.value,
        public_id=request.public_id,
        who=user.full_name,
        email=user.contact_email,
        wish=requests.wish(context, request),
        structure=structure.name,
        structure_public_id=structure.public_id,
        identifier_type=structure.identifier_type,
        identifier=structure.identifier,
        asked_at=request.asked_at,
        last_reminder_at=request.last_reminder_at,
        proofs=tuple(papers),
    )
