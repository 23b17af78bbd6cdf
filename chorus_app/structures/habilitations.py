"""Habilitations: what an attached person may do, and his requests for more. What all requests share:
`structures.requests`."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, or_, select

from chorus_app.accounts.models import User
from chorus_app.kernel.clock import in_paris
from chorus_app.kernel.context import Context
from chorus_app.kernel.errors import Conflict, Invalid, InvalidForm
from chorus_app.structures import requests
from chorus_app.structures.directory import in_use
from chorus_app.structures.enums import MembershipState, Profile, RequestState, Space
from chorus_app.structures.memberships import give, in_force
from chorus_app.structures.models import HabilitationRequest, Membership, MembershipProfile, Service, Structure
from chorus_app.structures.perms import actor
from chorus_app.structures.queries import OwnRequest, own_request
from chorus_app.structures.requests import Answered

MOST_WAITING = 20
MOST_SERVICES = 500


@dataclass(frozen=True, slots=True)
class Grant:
    """A profile that the actor holds; `given_by` is empty for the one that came with the structure itself."""

    structure: str
    profile: Profile
    space: Space | None
    service: str
    since: datetime
    given_by: str


@dataclass(frozen=True, slots=True)
class HabilitationRow(OwnRequest):
    """One of the actor's requests for a habilitation."""

    structure: str
    profile: Profile
    space: Space | None
    service: str


@dataclass(frozen=True, slots=True)
class ServiceChoice:
    """A service that a habilitation can be limited to."""

    public_id: str
    code: str
    name: str


def my_grants(context: Context) -> list[Grant]:
    """The actor's profiles at all his structures, by structure."""
    rows = context.session.exec(
        select(MembershipProfile, Structure, Service, User)
        .join(Membership, col(Membership.id) == MembershipProfile.membership_id)
        .join(Structure, col(Structure.id) == Membership.structure_id)
        .outerjoin(Service, col(Service.id) == MembershipProfile.service_id)
        .outerjoin(User, col(User.id) == MembershipProfile.granted_by_id)
        .where(
            Membership.user_id == actor(context),
            Membership.state == MembershipState.VALIDEE,
            Structure.active,
            col(MembershipProfile.withdrawn_at).is_(None),
        )
        .order_by(Structure.name_key, col(Structure.id), col(MembershipProfile.profile), col(MembershipProfile.id))
    ).all()
    return [
        Grant(
            structure.name,
            grant.profile,
            grant.space,
            service.code if service else "",
            grant.granted_at,
            giver.full_name if giver and giver.id != context.actor_id else "",
        )
        for grant, structure, service, giver in rows
    ]


def my_habilitation_requests(context: Context) -> list[HabilitationRow]:
    """The actor's requests, newest first."""
    rows = context.session.exec(
        select(HabilitationRequest, Structure, Service, User)
        .join(Structure, col(Structure.id) == HabilitationRequest.structure_id)
        .outerjoin(Service, col(Service.id) == HabilitationRequest.service_id)
        .outerjoin(User, col(User.id) == HabilitationRequest.answered_by_id)
        .where(HabilitationRequest.user_id == actor(context))
        .order_by(col(HabilitationRequest.id).desc())
    ).all()
    return [_row(*found, now=context.now()) for found in rows]


def services_of(context: Context, *, structure: str) -> list[ServiceChoice]:
    """The services in use of a structure that the actor is attached to, by code. None for any other."""
    membership = _membership(context, structure)
    if membership is None:
        return []
    today = in_paris(context.now()).date()
    rows = context.session.exec(
        select(Service)
        .where(Service.structure_id == membership.structure_id, Service.active)
        .order_by(Service.code)
        .limit(MOST_SERVICES)
    )
    return [ServiceChoice(row.public_id, row.code, row.name) for row in rows if in_use(row, today)]


def ask_habilitation(context: Context, *, structure: str, profile: str, space: str = "", service: str = "") -> str:
    """Ask for a profile at a structure that the actor is attached to; returns what was asked for, in words.

    `structure` and `service` are public ids; empty `space` and `service` mean all of them. Raises `InvalidForm`
    (fields `structure`, `profile`, `space`, `service`).
    """
    membership = _membership(context, structure)
    if membership is None:
        raise InvalidForm(Invalid("structures.habilitation.structure", field="structure"))
    request = HabilitationRequest(
        user_id=membership.user_id,
        structure_id=membership.structure_id,
        profile=_profile(profile),
        space=_space(space, profile),
        service_id=_service_id(context, membership, service, profile),
        asked_at=context.now(),
    )
    _refuse_needless(context, membership, request)
    context.session.add(request)
    context.session.flush()
    requests.announce(context, request)
    return requests.wish(context, request)


def cancel(context: Context, *, public_id: str) -> None:
    """Take one's own request back. Raises `NotFound`, `AlreadyAnswered`."""
    requests.cancel(context, HabilitationRequest, public_id=public_id)


def remind(context: Context, *, public_id: str) -> None:
    """Tell the managers again, once a day. Raises `NotFound`, `AlreadyAnswered`, `TooMany`."""
    requests.remind(context, HabilitationRequest, public_id=public_id)


def approve(context: Context, *, public_id: str, operator: bool = False) -> Answered:
    """Give the profile. Raises `NotFound`, `AlreadyAnswered`, `Conflict` (the asker is no longer attached)."""
    return requests.approve(context, HabilitationRequest, public_id=public_id, operator=operator, grant=_grant)


def refuse(context: Context, *, public_id: str, reason: str, operator: bool = False) -> Answered:
    """Refuse with a reason. Raises `NotFound`, `Invalid` (field `reason`), `AlreadyAnswered`."""
    return requests.refuse(context, HabilitationRequest, public_id=public_id, reason=reason, operator=operator)


def _grant(context: Context, request: HabilitationRequest) -> None:
    membership = in_force(context, user_id=request.user_id, structure_id=request.structure_id)
    if membership is None:
        raise Conflict("structures.habilitation.no_longer_attached")
    give(
        context,
        membership=membership,
        profile=request.profile,
        space=request.space,
        service_id=request.service_id,
    )


def _membership(context: Context, structure: str) -> Membership | None:
    return context.session.exec(
        select(Membership)
        .join(Structure, col(Structure.id) == Membership.structure_id)
        .where(
            Structure.public_id == structure,
            Structure.active,
            Membership.user_id == actor(context),
            Membership.state == MembershipState.VALIDEE,
        )
    ).one_or_none()


def _profile(profile: str) -> Profile:
    if profile not in Profile.__members__:
        raise InvalidForm(Invalid("structures.habilitation.profile", field="profile"))
    return Profile(profile)


def _space(space: str, profile: str) -> Space | None:
    """The space that the profile is limited to; « Organisation » concerns none."""
    if not space:
        return None
    if space not in Space.__members__:
        raise InvalidForm(Invalid("structures.habilitation.space", field="space"))
    if Profile(profile).of_organisation:
        raise InvalidForm(Invalid("structures.habilitation.no_space", field="space"))
    return Space(space)


def _service_id(context: Context, membership: Membership, service: str, profile: str) -> int | None:
    """The service that the profile is limited to; « Organisation » is about the whole structure."""
    if not service:
        return None
    if Profile(profile).of_organisation:
        raise InvalidForm(Invalid("structures.habilitation.no_service", field="service"))
    query = select(Service.id).where(Service.public_id == service, Service.structure_id == membership.structure_id)
    found = context.session.exec(query).one_or_none()
    if found is None:
        raise InvalidForm(Invalid("structures.habilitation.service", field="service"))
    return found


def _refuse_needless(context: Context, membership: Membership, request: HabilitationRequest) -> None:
    """What one has, or has asked for already, is not asked for again; nor everything at once."""
    if _has(context, membership, request):
        raise InvalidForm(Invalid("structures.habilitation.held", field="profile"))
    waiting = context.session.exec(
        select(HabilitationRequest).where(
            HabilitationRequest.user_id == membership.user_id,
            HabilitationRequest.state == RequestState.EN_COURS_DE_VALIDATION,
        )
    ).all()
    asked = {(row.structure_id, row.profile, row.space, row.service_id) for row in waiting}
    if (request.structure_id, request.profile, request.space, request.service_id) in asked:
        raise InvalidForm(Invalid("structures.habilitation.asked", field="profile"))
    if len(waiting) >= MOST_WAITING:
        raise InvalidForm(Invalid("structures.habilitation.too_many", most=MOST_WAITING))


def _has(context: Context, membership: Membership, request: HabilitationRequest) -> bool:
    """Whether a profile that is held already gives as much: the same or more, as wide or wider."""
    space, service = col(MembershipProfile.space), col(MembershipProfile.service_id)
    query = select(MembershipProfile.id).where(
        MembershipProfile.membership_id == membership.id,
        col(MembershipProfile.profile).in_(request.profile.given_by),
        col(MembershipProfile.withdrawn_at).is_(None),
        or_(space.is_(None), space == request.space) if request.space else space.is_(None),
        or_(service.is_(None), service == request.service_id) if request.service_id else service.is_(None),
    )
    return context.session.exec(query.limit(1)).first() is not None


def _row(
    request: HabilitationRequest, structure: Structure, service: Service | None, answerer: User | None, *, now: datetime
) -> HabilitationRow:
    return HabilitationRow(
        **own_request(request, answerer, now=now),
        structure=structure.name,
        profile=request.profile,
        space=request.space,
        service=service.code if service else "",
    )
