"""What the acting person may do for which structure; asked afresh each time."""

from collections.abc import Collection
from functools import cache
from typing import Any

from sqlalchemy import bindparam, exists
from sqlalchemy.orm import aliased
from sqlmodel import col, func, or_, select

from chorus_app.kernel.context import Context
from chorus_app.kernel.errors import Denied, SignInRequired
from chorus_app.structures.enums import MembershipState, Profile, Space
from chorus_app.structures.models import Membership, MembershipProfile, Service, Structure

MANAGE = (Profile.ORGANISATION_MODIFICATION,)
DEPOSIT = (Profile.FACTURATION_MODIFICATION,)
SEE_ORGANISATION = (Profile.ORGANISATION_CONSULTATION, Profile.ORGANISATION_MODIFICATION)
ACTOR = "actor"
READ_INVOICES = (Profile.FACTURATION_CONSULTATION, Profile.FACTURATION_MODIFICATION)


def actor(context: Context) -> int:
    """The row id of the acting person. Raises `SignInRequired`."""
    if context.actor_id is None:
        raise SignInRequired
    return context.actor_id


def is_attached(context: Context) -> bool:
    """Whether the actor is attached to at least one active structure."""
    return bool(structures_with(context, profiles=tuple(Profile)))


def may_manage(context: Context, *, structure_id: int) -> bool:
    """Whether the actor has « Organisation Modification » there."""
    return structure_id in managed_structures(context)


def may_see_organisation(context: Context, *, structure_id: int) -> bool:
    """Whether the actor may look at the structure's page: its data, services, members, spaces, history."""
    return structure_id in structures_with(context, profiles=SEE_ORGANISATION)


def seen_organisation(context: Context) -> int:
    """The structure that the actor acts for, when he may look at its page. Raises `Denied`."""
    if context.structure_id is None or not may_see_organisation(context, structure_id=context.structure_id):
        raise Denied
    return context.structure_id


def managed_organisation(context: Context) -> int:
    """The structure that the actor acts for, when he manages it. Raises `Denied`."""
    if context.structure_id is None or not may_manage(context, structure_id=context.structure_id):
        raise Denied
    return context.structure_id


def may_deposit(context: Context, *, structure_id: int, space: Space | None = None) -> bool:
    return structure_id in structures_with(context, profiles=DEPOSIT, space=space)


def may_read_invoices(context: Context, *, structure_id: int, space: Space | None = None) -> bool:
    return structure_id in structures_with(context, profiles=READ_INVOICES, space=space)


def managed_structures(context: Context) -> frozenset[int]:
    """Row ids of the structures where the actor has « Organisation Modification »."""
    return structures_with(context, profiles=MANAGE)


def structures_by_space(context: Context, *, profiles: Collection[Profile]) -> dict[Space, frozenset[int]]:
    """`structures_with` for every space, in one query."""
    grants = _granted(context, profiles)
    return {
        space: frozenset(
            structure for structure, limit, closed in grants if limit in (None, space) and space.value not in closed
        )
        for space in Space
    }


def structures_with(context: Context, *, profiles: Collection[Profile], space: Space | None = None) -> frozenset[int]:
    """Row ids of the active structures where the actor has one of the profiles for the whole structure.

    With `space`, a profile that is limited to another space does not count, nor a structure that has switched it off.
    """
    if space is not None:
        return structures_by_space(context, profiles=profiles)[space]
    return frozenset(structure for structure, _, _ in _granted(context, profiles))


def services_with(context: Context, *, profiles: Collection[Profile], space: Space) -> dict[int, frozenset[str]]:
    """The services for which the actor has one of the profiles, by structure: their codes as the database folds them.

    A code that another service of the structure has but for capitals is left out: invoices could not be told apart.
    """
    found: dict[int, frozenset[str]] = {}
    query = _grants_of_services(frozenset(profiles), space)
    for structure, code, closed in context.session.exec(query, params={ACTOR: context.actor_id}):
        if space.value not in closed:
            found[structure] = found.get(structure, frozenset()) | {code}
    return found


def _granted(context: Context, profiles: Collection[Profile]) -> list[tuple[int, str | None, list[str]]]:
    """Structure and space of each grant that the actor holds for a whole structure, and the spaces that the structure
    has switched off; nobody holds none."""
    rows = context.session.exec(_grants_of_structures(frozenset(profiles)), params={ACTOR: context.actor_id})
    return [(structure, space, list(closed)) for structure, space, closed in rows]


# Each event and each call asks these some times. They are built once: that takes longer than to ask them.


@cache
def _grants_of_structures(profiles: frozenset[Profile]) -> Any:
    return (
        select(Membership.structure_id, MembershipProfile.space, Structure.closed_spaces)
        .join(MembershipProfile, col(MembershipProfile.membership_id) == Membership.id)
        .join(Structure, col(Structure.id) == Membership.structure_id)
        .where(*_in_force(profiles), col(MembershipProfile.service_id).is_(None))
    )


@cache
def _grants_of_services(profiles: frozenset[Profile], space: Space) -> Any:
    twin: Any = aliased(Service)
    alike = exists().where(
        twin.structure_id == Service.structure_id,
        func.lower(twin.code) == func.lower(Service.code),
        twin.id != Service.id,
    )
    return (
        select(Membership.structure_id, func.lower(Service.code), Structure.closed_spaces)
        .join(MembershipProfile, col(MembershipProfile.membership_id) == Membership.id)
        .join(Structure, col(Structure.id) == Membership.structure_id)
        .join(Service, col(Service.id) == MembershipProfile.service_id)
        .where(*_in_force(profiles), or_(col(MembershipProfile.space).is_(None), MembershipProfile.space == space))
        .where(~alike)
    )


def _in_force(profiles: Collection[Profile]) -> tuple[Any, ...]:
    """The conditions of the actor's grants."""
    return (
        col(Membership.user_id) == bindparam(ACTOR),
        Membership.state == MembershipState.VALIDEE,
        Structure.active,
        col(MembershipProfile.profile).in_(sorted(profiles)),
        col(MembershipProfile.withdrawn_at).is_(None),
    )
