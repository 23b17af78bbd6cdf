"""Attach a person to a structure, give him profiles there, and end an attachment."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select, update

from chorus_app.accounts.models import User
from chorus_app.audit.acts import Act, Kind
from chorus_app.audit.service import record
from chorus_app.kernel.context import Context
from chorus_app.kernel.errors import Conflict, NotFound
from chorus_app.kernel.identifiers import IdentifierType
from chorus_app.notifications.enums import NewsKind
from chorus_app.notifications.service import tell
from chorus_app.structures import mails, requests
from chorus_app.structures.enums import Act as StructureAct
from chorus_app.structures.enums import MembershipState, Profile, RequestState, Space
from chorus_app.structures.journal import record_change
from chorus_app.structures.models import HabilitationRequest, Membership, MembershipProfile, Service, Structure
from chorus_app.structures.perms import actor, may_manage
from chorus_app.structures.queries import managers_of

# What an approved person starts with: he may deposit and consult; managing is given separately.
NEWCOMER = (Profile.ORGANISATION_CONSULTATION, Profile.FACTURATION_CONSULTATION, Profile.FACTURATION_MODIFICATION)


@dataclass(frozen=True, slots=True)
class MembershipRow:
    """One of the actor's attachments, also one that has ended."""

    public_id: str
    structure: str
    identifier_type: IdentifierType
    identifier: str
    main_manager: bool
    state: MembershipState
    since: datetime
    ended_at: datetime | None


def attach(
    context: Context,
    *,
    user_id: int,
    structure_id: int,
    profiles: Collection[Profile] = NEWCOMER,
    main_manager: bool = False,
) -> Membership:
    """The attachment, with its profiles for the whole structure. One that is in force already stays as it is."""
    known = in_force(context, user_id=user_id, structure_id=structure_id)
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
    _write_history(context, membership, StructureAct.MEMBER_ATTACHED)
    _ring(context, membership)
    return membership


def give(
    context: Context,
    *,
    membership: Membership,
    profile: Profile,
    space: Space | None = None,
    service_id: int | None = None,
) -> MembershipProfile:
    """A profile with its limits. One that is held in just this width stays as it is. Who may is asked before."""
    held = context.session.exec(
        select(MembershipProfile).where(
            MembershipProfile.membership_id == membership.id,
            MembershipProfile.profile == profile,
            MembershipProfile.space == space,
            MembershipProfile.service_id == service_id,
            col(MembershipProfile.withdrawn_at).is_(None),
        )
    ).first()
    if held is not None:
        return held
    given = MembershipProfile(
        membership_id=membership.id,
        profile=profile,
        space=space,
        service_id=service_id,
        granted_at=context.now(),
        granted_by_id=context.actor_id,
    )
    context.session.add(given)
    context.session.flush()
    _write_grant(context, membership, given)
    _ring(context, membership)
    return given


def _write_grant(context: Context, membership: Membership, given: MembershipProfile) -> None:
    service = context.session.get(Service, given.service_id) if given.service_id else None
    record_change(
        context,
        structure_id=membership.structure_id,
        act=StructureAct.PROFILE_GIVEN,
        subject=context.session.get_one(User, membership.user_id).full_name,
        object_id=membership.public_id,
        after={"profile": given.profile, "space": given.space, "service": service.code if service else None},
    )


def end_membership(context: Context, *, public_id: str) -> None:
    """End an attachment: one's own, or any of a structure that one manages; the member is then told.

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
    _cancel_requests(context, membership)
    _record_end(context, membership)
    _write_history(context, membership, StructureAct.MEMBER_ENDED)
    _tell_member(context, membership)
    _ring(context, membership)


def _tell_member(context: Context, membership: Membership) -> None:
    """Who leaves by himself knows it."""
    manager = actor(context)
    if manager == membership.user_id:
        return
    tell(
        context,
        [context.session.get_one(User, membership.user_id)],
        kind=NewsKind.MEMBERSHIP_ENDED,
        path=mails.ATTACHED_PATH,
        about=context.session.get_one(User, manager),
        structure=context.session.get_one(Structure, membership.structure_id).name,
    )


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


def leave(context: Context, *, public_id: str) -> None:
    """End one's own attachment. Raises `NotFound`, also for a colleague's, and `Conflict` for the last manager."""
    found = context.session.exec(select(Membership).where(Membership.public_id == public_id)).one_or_none()
    if found is None or found.user_id != actor(context):
        raise NotFound
    end_membership(context, public_id=public_id)


def my_memberships(context: Context) -> list[MembershipRow]:
    """The actor's attachments, those in force first, then those that ended, latest first."""
    rows = context.session.exec(
        select(Membership, Structure)
        .join(Structure, col(Structure.id) == Membership.structure_id)
        .where(Membership.user_id == actor(context))
        .order_by(col(Membership.ended_at).desc(), Structure.name_key, col(Membership.id))
    ).all()
    found = [
        MembershipRow(
            membership.public_id,
            structure.name,
            structure.identifier_type,
            structure.identifier,
            membership.main_manager,
            membership.state if structure.active else MembershipState.DESACTIVEE,
            membership.since,
            membership.ended_at,
        )
        for membership, structure in rows
    ]
    return sorted(found, key=lambda row: row.ended_at is not None)


def _cancel_requests(context: Context, membership: Membership) -> None:
    """A profile at a structure that one has left is no longer asked for."""
    waiting = context.session.exec(
        select(HabilitationRequest).where(
            HabilitationRequest.user_id == membership.user_id,
            HabilitationRequest.structure_id == membership.structure_id,
            HabilitationRequest.state == RequestState.EN_COURS_DE_VALIDATION,
        )
    ).all()
    for request in waiting:
        requests.close(context, request, RequestState.ANNULEE, reason=None)


def _write_history(context: Context, membership: Membership, act: StructureAct) -> None:
    name = context.session.get_one(User, membership.user_id).full_name
    record_change(context, structure_id=membership.structure_id, act=act, subject=name, object_id=membership.public_id)


def _may_end(context: Context, membership: Membership) -> bool:
    return membership.user_id == actor(context) or may_manage(context, structure_id=membership.structure_id)


def in_force(context: Context, *, user_id: int, structure_id: int) -> Membership | None:
    """The attachment of the person to the structure, if there is one now."""
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
