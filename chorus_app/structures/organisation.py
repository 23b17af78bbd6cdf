"""What the page of a structure shows: data, demands, services, members, spaces, history.

All of the structure that the actor acts for; one service or one member, of any structure whose page he may see.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import case, col, func, select

from chorus_app.accounts.models import User
from chorus_app.kernel.clock import in_paris
from chorus_app.kernel.context import Context
from chorus_app.kernel.errors import NotFound
from chorus_app.kernel.paging import Page, PageRequest
from chorus_app.kernel.search import matching, words
from chorus_app.kernel.words import plain
from chorus_app.structures.changing import SWITCHED, data_of, demand_of, may_change_data
from chorus_app.structures.enums import Demand, MembershipState, Profile, Space, StructureKind
from chorus_app.structures.journal import Change, changes_of, changes_of_thing
from chorus_app.structures.models import Membership, MembershipProfile, Service, Structure
from chorus_app.structures.perms import actor, may_manage, may_see_organisation, seen_organisation
from chorus_app.structures.services import service_values

AT_ONCE = 500  # rows that an export holds in memory


class ServiceState(StrEnum):
    """Whether invoices can be addressed to a service today, and if not, why."""

    IN_USE = "in_use"
    NOT_YET = "not_yet"
    OVER = "over"
    INACTIVE = "inactive"


@dataclass(frozen=True, slots=True)
class SpaceRow:
    """A space of the structure; `compulsory`: it cannot be switched off."""

    space: Space
    closed: bool
    compulsory: bool


@dataclass(frozen=True, slots=True)
class Organisation:
    """The structure, what the actor may change of it, and the versions that a form is made upon."""

    public_id: str
    name: str
    identifier_type: str
    identifier: str
    kind: StructureKind
    country: str
    moe: bool
    moa: bool
    state: bool
    since: datetime
    data: dict[str, str]
    demand: Demand
    spaces: tuple[SpaceRow, ...]
    services: int
    members: int
    data_version: int
    parameters_version: int
    may_change: bool
    may_change_data: bool


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """One service in the list."""

    public_id: str
    code: str
    name: str
    valid_from: date | None
    valid_until: date | None
    engagement_required: bool
    state: ServiceState


@dataclass(frozen=True, slots=True)
class ServiceView:
    """One service with its history."""

    row: ServiceRow
    active: bool
    structure: str
    values: dict[str, str]
    version: int
    may_change: bool
    history: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Grant:
    """A profile of a member, with its limits."""

    profile: Profile
    service_code: str
    service_id: str
    space: Space | None
    since: datetime


@dataclass(frozen=True, slots=True)
class MemberRow:
    """One member in the list."""

    public_id: str
    name: str
    email: str
    since: datetime
    main_manager: bool
    grants: tuple[Grant, ...]


@dataclass(frozen=True, slots=True)
class MemberView:
    """One member with his history. `own`: it is the actor himself."""

    row: MemberRow
    structure: str
    may_change: bool
    own: bool
    history: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class ServiceFilters:
    """What the list of services is narrowed to: words of code or name, a state."""

    text: str = ""
    state: ServiceState | None = None


def get_organisation(context: Context) -> Organisation:
    """Raises `Denied` to who has no profile « Organisation »."""
    structure = context.session.get_one(Structure, seen_organisation(context))
    manages = may_manage(context, structure_id=structure.id)
    return Organisation(
        public_id=structure.public_id,
        name=structure.name,
        identifier_type=structure.identifier_type,
        identifier=structure.identifier,
        kind=structure.kind,
        country=structure.country,
        moe=structure.is_moe,
        moa=structure.is_moa,
        state=structure.is_state,
        since=structure.created_at,
        data=data_of(structure),
        demand=demand_of(structure),
        spaces=_spaces(structure),
        services=_count(context, select(func.count()).where(col(Service.structure_id) == structure.id)),
        members=_count(context, _in_force(select(func.count()), structure.id)),
        data_version=structure.data_version,
        parameters_version=structure.parameters_version,
        may_change=manages,
        may_change_data=manages and may_change_data(structure),
    )


def list_services(context: Context, *, filters: ServiceFilters, page: PageRequest) -> Page[ServiceRow]:
    """One page of the services. Raises `Denied`."""
    where = _service_conditions(context, filters)
    total = _count(context, select(func.count()).select_from(Service).where(*where))
    shown: Page[ServiceRow] = Page((), total, page.page, page.size).within()
    query = _sorted(page, where).offset((shown.page - 1) * shown.size).limit(shown.size)
    today = _today(context)
    rows = [_service_row(service, today) for service in context.session.exec(query)]
    return Page(rows, total, shown.page, shown.size)


def each_service(context: Context, *, filters: ServiceFilters, page: PageRequest) -> Iterator[ServiceRow]:
    """All the services in the order of `page`, read little by little. Raises `Denied`."""
    query = _sorted(page, _service_conditions(context, filters)).execution_options(yield_per=AT_ONCE)
    today = _today(context)
    for service in context.session.exec(query):
        yield _service_row(service, today)


def get_service(context: Context, *, public_id: str) -> ServiceView:
    """Raises `NotFound`."""
    actor(context)
    service = context.session.exec(select(Service).where(Service.public_id == public_id)).one_or_none()
    if service is None or not may_see_organisation(context, structure_id=service.structure_id):
        raise NotFound
    return ServiceView(
        row=_service_row(service, _today(context)),
        active=service.active,
        structure=context.session.get_one(Structure, service.structure_id).name,
        values=service_values(service),
        version=service.version,
        may_change=may_manage(context, structure_id=service.structure_id),
        history=tuple(changes_of_thing(context, object_id=service.public_id)),
    )


def list_members(context: Context, *, text: str, page: PageRequest) -> Page[MemberRow]:
    """One page of the members, in two queries however many there are. Raises `Denied`.

    They are sorted here: the database knows no accents, and a structure has hundreds of members, not millions.
    """
    query = select(Membership, User).join(User, col(User.id) == Membership.user_id)
    everybody = context.session.exec(_in_force(query, seen_organisation(context))).all()
    wanted = words(text)
    found = [(one, user) for one, user in everybody if all(word in _named(user) for word in wanted)]
    found.sort(key=lambda pair: (_member_key(page.sort, *pair), pair[0].id), reverse=page.descending)
    shown: Page[MemberRow] = Page((), len(found), page.page, page.size).within()
    here = found[(shown.page - 1) * shown.size : shown.page * shown.size]
    grants = _grants(context, [membership.id for membership, _ in here])
    rows = [_member_row(membership, user, grants.get(membership.id, [])) for membership, user in here]
    return Page(rows, len(found), shown.page, shown.size)


def get_member(context: Context, *, public_id: str) -> MemberView:
    """Raises `NotFound`."""
    user_id = actor(context)
    membership = context.session.exec(
        select(Membership).where(Membership.public_id == public_id, Membership.state == MembershipState.VALIDEE)
    ).one_or_none()
    if membership is None or not may_see_organisation(context, structure_id=membership.structure_id):
        raise NotFound
    user = context.session.get_one(User, membership.user_id)
    grants = _grants(context, [membership.id])
    return MemberView(
        row=_member_row(membership, user, grants.get(membership.id, [])),
        structure=context.session.get_one(Structure, membership.structure_id).name,
        may_change=may_manage(context, structure_id=membership.structure_id),
        own=membership.user_id == user_id,
        history=tuple(changes_of_thing(context, object_id=membership.public_id)),
    )


def history(context: Context, *, page: PageRequest) -> Page[Change]:
    """All changes of the structure, newest first. Raises `Denied`."""
    return changes_of(context, structure_id=seen_organisation(context), page=page)


def _member_key(sort: str, membership: Membership, user: User) -> Any:
    if sort == "since":
        return membership.since
    return plain(user.contact_email) if sort == "email" else _named(user)


def _named(user: User) -> str:
    return plain(f"{user.last_name} {user.first_name} {user.contact_email}")


def _spaces(structure: Structure) -> tuple[SpaceRow, ...]:
    """Those of which the portal has pages; who is not public receives nothing."""
    offered = [Space.FACTURES_EMISES, Space.FACTURES_A_VALIDER, Space.FACTURES_DE_TRAVAUX]
    if structure.kind is StructureKind.PUBLIQUE:
        offered.insert(1, Space.FACTURES_RECUES)
    return tuple(SpaceRow(space, space in structure.closed_spaces, space not in SWITCHED) for space in offered)


def _count(context: Context, query: Any) -> int:
    return int(context.session.exec(query).one())


def _in_force(query: Any, structure_id: int) -> Any:
    return query.where(col(Membership.structure_id) == structure_id, col(Membership.state) == MembershipState.VALIDEE)


def _today(context: Context) -> date:
    return in_paris(context.now()).date()


def _service_conditions(context: Context, filters: ServiceFilters) -> list[ColumnElement[bool]]:
    conditions: list[Any] = [col(Service.structure_id) == seen_organisation(context)]
    conditions += matching(col(Service.search_key), filters.text)
    if filters.state is not None:
        conditions.append(_state_column(_today(context)) == filters.state.value)
    return conditions


def _state_column(today: date) -> Any:
    """The state of a service, as SQL."""
    return case(
        (~col(Service.active), ServiceState.INACTIVE.value),
        (col(Service.valid_from) > today, ServiceState.NOT_YET.value),
        (col(Service.valid_until) < today, ServiceState.OVER.value),
        else_=ServiceState.IN_USE.value,
    )


def _sorted(page: PageRequest, where: Sequence[Any]) -> Any:
    keys: dict[str, Any] = {
        "name": col(Service.search_key),
        "from": col(Service.valid_from),
        "until": col(Service.valid_until),
        "engagement": col(Service.engagement_required),
        "state": col(Service.active),
    }
    key = keys.get(page.sort, col(Service.code))
    ordered = (key.desc(), col(Service.code).desc()) if page.descending else (key.asc(), col(Service.code).asc())
    return select(Service).where(*where).order_by(*ordered)


def _service_row(service: Service, today: date) -> ServiceRow:
    return ServiceRow(
        service.public_id,
        service.code,
        service.name,
        service.valid_from,
        service.valid_until,
        service.engagement_required,
        _state(service, today),
    )


def _state(service: Service, today: date) -> ServiceState:
    if not service.active:
        return ServiceState.INACTIVE
    if service.valid_from is not None and service.valid_from > today:
        return ServiceState.NOT_YET
    if service.valid_until is not None and service.valid_until < today:
        return ServiceState.OVER
    return ServiceState.IN_USE


def _grants(context: Context, membership_ids: Sequence[int]) -> dict[int, list[Grant]]:
    query = (
        select(MembershipProfile, Service)
        .outerjoin(Service, col(Service.id) == MembershipProfile.service_id)
        .where(col(MembershipProfile.membership_id).in_(membership_ids), col(MembershipProfile.withdrawn_at).is_(None))
        .order_by(col(MembershipProfile.profile), col(Service.code), col(MembershipProfile.id))
    )
    found: dict[int, list[Grant]] = {}
    for profile, service in context.session.exec(query):
        limits = (service.code, service.public_id) if service else ("", "")
        grant = Grant(profile.profile, *limits, profile.space, profile.granted_at)
        found.setdefault(profile.membership_id, []).append(grant)
    return found


def _member_row(membership: Membership, user: User, grants: Sequence[Grant]) -> MemberRow:
    return MemberRow(
        membership.public_id,
        user.full_name,
        user.contact_email,
        membership.since,
        membership.main_manager,
        tuple(grants),
    )
