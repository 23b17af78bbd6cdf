"""Attach a person to a structure, and end an attachment."""

from collections.abc import Collection

from sqlmodel import col, select, update

from chorus_app.accounts.models import User
from chorus_app.audit.acts import Act, Kind
from chorus_app.audit.service import record
from chorus_app.kernel.context import Context
from chorus_app.kernel.errors import Conflict, NotFound
from chorus_app.structures.enums import MembershipState, Profile
from chorus_app.structures.models import Membership, MembershipProfile, Structure
from chorus_app.structures.perms import actor, may_manage
from chorus_app.structures.queries import managers_of

# What an approved person starts with: he may deposit and consult; managing is given separately.
NEWCOMER = (Profile.ORGANISATION_CONSULTATION, Profile.FACTURATION_CONSULTATION, Profile.FACTURATION_MODIFICATION)


def attach(
    context: Context,
    *,
    user_id: int,
    structure_id: int,
    profiles: Collection[Profile] = NEWCOMER,
    main_manager: bool = False,
) -> Membership:
    """The attachment, with its profiles for the whole structure. One that is in force already stays as it is."""
    known = _in_force(context, user_id=user_id, structure_id=structure_id)
    if known is not None:
        return known
    now = context.now()
    membership = Membership(user_id=user_id, structure_id=structure_id, main_manager=main_manager, since=now)
    context.session.add(membership)
    context.session.flush()
    context.session.add_all(
        MembershipProfile(membership_id=membership.id, profile=profile, granted_at=now, granted_by_id=context.actor_id)
        for profile in profiles
    )
    context.session.flush()
    _ring(context, membership)
    return membership


def end_membership(context: Context, *, public_id: str) -> None:
    """End an attachment: one's own, or any of a structure that one manages.

    Raises `NotFound`, and `Conflict` for the last manager: nobody could answer requests any more.
    """
    membership = context.session.exec(select(Membership).where(Membership.public_id == public_id)).one_or_none()
    if membership is None or not _may_end(context, membership):
        raise NotFound
    managers = managers_of(context, structure_id=membership.structure_id)
    if [manager.id for manager in managers] == [membership.user_id]:
        raise Conflict("structures.membership.last_manager")
    in_force = update(Membership).where(
        col(Membership.id) == membership.id, col(Membership.state) == MembershipState.VALIDEE
    )
    ended = in_force.values(state=MembershipState.SUPPRIMEE, ended_at=context.now(), ended_by_id=actor(context))
    if context.session.exec(ended).rowcount != 1:
        raise Conflict("structures.membership.ended_already")
    _record_end(context, membership)
    _ring(context, membership)


def _record_end(context: Context, membership: Membership) -> None:
    structure = context.session.get_one(Structure, membership.structure_id)
    user = context.session.get_one(User, membership.user_id)
    record(
        context,
        act=Act.MEMBERSHIP_ENDED,
        kind=Kind.STRUCTURE,
        subject_id=structure.public_id,
        subject=structure.name,
        before={"account": user.public_id},
    )


def _may_end(context: Context, membership: Membership) -> bool:
    return membership.user_id == actor(context) or may_manage(context, structure_id=membership.structure_id)


def _in_force(context: Context, *, user_id: int, structure_id: int) -> Membership | None:
    return context.session.exec(
        select(Membership).where(
            Membership.user_id == user_id,
            Membership.structure_id == structure_id,
            Membership.state == MembershipState.VALIDEE,
        )
    ).one_or_none()


def _ring(context: Context, membership: Membership) -> None:
    context.ring(f"user:{membership.user_id}")
    context.ring(f"approvals:{membership.structure_id}")
