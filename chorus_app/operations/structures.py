"""Structures as the operator sees them: found, switched off and on, given a manager."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, exists
from sqlmodel import col, func, select, update

from chorus_app.accounts import queries
from chorus_app.accounts.models import User
from chorus_app.audit.acts import Act, Kind
from chorus_app.audit.service import record
from chorus_app.kernel.context import Context
from chorus_app.kernel.errors import Conflict, Invalid, NotFound
from chorus_app.kernel.identifiers import check_email
from chorus_app.kernel.paging import Page, PageRequest
from chorus_app.kernel.words import fold
from chorus_app.operations.lists import page_of
from chorus_app.operations.perms import require_operator
from chorus_app.operations.reasons import check_reason
from chorus_app.structures import mails
from chorus_app.structures.enums import MembershipState, Profile, RequestState, StructureKind
from chorus_app.structures.memberships import attach
from chorus_app.structures.models import AttachmentRequest, Membership, MembershipProfile, Structure

MOST_TYPED = 200
MANAGER = (Profile.ORGANISATION_MODIFICATION, Profile.FACTURATION_MODIFICATION)
S: Any = Structure  # its columns, which the type checker takes for values
SORTS: dict[str, Any] = {"name": S.name_key, "identifier": S.identifier, "city": S.city}


class Filter(StrEnum):
    """What the list can be narrowed to; the name is the text `operator_ui.structure_filter.<value>`."""

    WITHOUT_MANAGER = "without_manager"
    DISABLED = "disabled"
    PUBLIC = "public"
    PRIVATE = "private"


@dataclass(frozen=True, slots=True)
class StructureRow:
    """A structure in the list; `members` counts the attachments in force, `managers` those who answer requests."""

    public_id: str
    name: str
    identifier_type: str
    identifier: str
    city: str
    public: bool
    active: bool
    members: int
    managers: int


def list_structures(
    context: Context, *, text: str = "", only: str = "", page: PageRequest | None = None
) -> Page[StructureRow]:
    """The structures, by name; with `text` those with all the words in their name, or whose identifier begins like it.

    Raises `NotFound` for who is no operator.
    """
    require_operator(context)
    where = [*_worded(text), *([_only(Filter(only))] if only in set(Filter) else [])]
    found = page_of(context, Structure, where=where, sorts=SORTS, page=page)
    return Page(_rows(context, found.rows), found.total, found.page, found.size)


def structure_by_id(context: Context, *, public_id: str) -> Structure:
    """Raises `NotFound`, also for who is no operator."""
    require_operator(context)
    found = context.session.exec(select(Structure).where(Structure.public_id == public_id)).one_or_none()
    if found is None:
        raise NotFound
    return found


def asked_without_manager(context: Context) -> int:
    """How many structures are asked for and have nobody who could answer."""
    asked = exists().where(
        col(AttachmentRequest.structure_id) == col(Structure.id),
        col(AttachmentRequest.state) == RequestState.EN_COURS_DE_VALIDATION,
    )
    return context.session.exec(
        select(func.count()).select_from(Structure).where(asked, ~_managed(), Structure.active)
    ).one()


def set_active(context: Context, *, public_id: str, active: bool, reason: str) -> Structure:
    """Switch a structure off or on. Off, nobody acts for it, nothing is deposited for it, nobody is attached to it.

    Raises `NotFound`, `Invalid` (field `reason`), `Conflict` when it stands so already.
    """
    structure, told = structure_by_id(context, public_id=public_id), check_reason(reason)
    stands = update(Structure).where(col(Structure.id) == structure.id, col(Structure.active) == (not active))
    if context.session.exec(stands.values(active=active)).rowcount != 1:
        raise Conflict("operations.structure.stands")
    context.session.refresh(structure)
    record(
        context,
        act=Act.STRUCTURE_ENABLED if active else Act.STRUCTURE_DISABLED,
        kind=Kind.STRUCTURE,
        subject_id=structure.public_id,
        subject=structure.name,
        reason=told,
        before={"active": not active},
        after={"active": active},
    )
    _tell_members(context, structure)
    return structure


def name_manager(context: Context, *, public_id: str, email: str, reason: str) -> User:
    """Make the person of that account a manager of the structure; he is told by mail.

    Raises `NotFound`, `Invalid` (fields `email`, `reason`), `Conflict` for who manages it already.
    """
    structure, told = structure_by_id(context, public_id=public_id), check_reason(reason)
    user = queries.find_user(context, login_email=check_email(email, field="email"))
    if user is None or user.disabled_at is not None or user.activated_at is None:
        raise Invalid("operations.manager.no_account", field="email")
    if not structure.active:
        raise Conflict("operations.structure.inactive", name=structure.name)
    membership = attach(context, user_id=user.id, structure_id=structure.id, profiles=())
    if not _grant(context, membership):
        raise Conflict("operations.manager.already", who=user.full_name, name=structure.name)
    record(
        context,
        act=Act.MANAGER_NAMED,
        kind=Kind.STRUCTURE,
        subject_id=structure.public_id,
        subject=structure.name,
        reason=told,
        after={"account": user.public_id, "profiles": MANAGER},
    )
    mails.write_to(context, [user], template=mails.MANAGER_NAMED, path=mails.HOME_PATH, structure=structure.name)
    _tell_members(context, structure)
    return user


def _grant(context: Context, membership: Membership) -> bool:
    """Give the profiles of a manager that are missing; whether the one that makes a manager was."""
    held = set(
        context.session.exec(
            select(MembershipProfile.profile).where(
                MembershipProfile.membership_id == membership.id,
                col(MembershipProfile.withdrawn_at).is_(None),
                col(MembershipProfile.service_id).is_(None),
                col(MembershipProfile.space).is_(None),
            )
        )
    )
    context.session.add_all(
        MembershipProfile(
            membership_id=membership.id, profile=profile, granted_at=context.now(), granted_by_id=context.actor_id
        )
        for profile in MANAGER
        if profile not in held
    )
    context.session.flush()
    return MANAGER[0] not in held


def _tell_members(context: Context, structure: Structure) -> None:
    """Their open pages ask again who they are and for whom they act."""
    members = context.session.exec(
        select(Membership.user_id).where(
            Membership.structure_id == structure.id, Membership.state == MembershipState.VALIDEE
        )
    )
    for user_id in members.all():
        context.ring(f"user:{user_id}")
    context.ring(f"approvals:{structure.id}")


def _worded(text: str) -> list[ColumnElement[bool]]:
    words = fold(text[:MOST_TYPED]).split()
    if not words:
        return []
    number = col(Structure.identifier).startswith("".join(text.split()).upper(), autoescape=True)
    named = col(Structure.name_key).contains(words[0], autoescape=True)
    for word in words[1:]:
        named &= col(Structure.name_key).contains(word, autoescape=True)
    return [number | named]


def _only(only: Filter) -> ColumnElement[bool]:
    return {
        Filter.WITHOUT_MANAGER: ~_managed() & col(Structure.active),
        Filter.DISABLED: ~col(Structure.active),
        Filter.PUBLIC: col(Structure.kind) == StructureKind.PUBLIQUE,
        Filter.PRIVATE: col(Structure.kind) == StructureKind.PRIVEE,
    }[only]


def _managed() -> ColumnElement[bool]:
    """Somebody answers the requests for the structure."""
    return exists().where(
        col(Membership.structure_id) == col(Structure.id),
        *_manages(),
    )


def _manages() -> tuple[ColumnElement[bool], ...]:
    return (
        col(Membership.state) == MembershipState.VALIDEE,
        col(MembershipProfile.membership_id) == col(Membership.id),
        col(MembershipProfile.profile) == Profile.ORGANISATION_MODIFICATION,
        col(MembershipProfile.withdrawn_at).is_(None),
        col(MembershipProfile.service_id).is_(None),
        col(User.id) == col(Membership.user_id),
        col(User.disabled_at).is_(None),
    )


def _rows(context: Context, structures: Sequence[Structure]) -> list[StructureRow]:
    here = col(Membership.structure_id).in_([structure.id for structure in structures])
    distinct = func.count(func.distinct(col(Membership.user_id)))
    counted = select(Membership.structure_id, distinct).group_by(col(Membership.structure_id))
    members = dict(context.session.exec(counted.where(here, Membership.state == MembershipState.VALIDEE)).all())
    managers = dict(context.session.exec(counted.where(here, *_manages())).all())
    return [
        StructureRow(
            row.public_id,
            row.name,
            row.identifier_type,
            row.identifier,
            row.city,
            row.kind is StructureKind.PUBLIQUE,
            row.active,
            members.get(row.id, 0),
            managers.get(row.id, 0),
        )
        for row in structures
    ]
