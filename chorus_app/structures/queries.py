"""Look up structures, their managers, and the actor's requests."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import and_, col, func, or_, select

from chorus_app.accounts.models import User
from chorus_app.kernel.context import Context
from chorus_app.kernel.errors import Invalid, NotFound
from chorus_app.kernel.identifiers import IdentifierType, written
from chorus_app.kernel.paging import Page, PageRequest
from chorus_app.kernel.words import fold
from chorus_app.structures.enums import MembershipState, Profile, RequestState, Space, StructureKind
from chorus_app.structures.models import AttachmentRequest, Membership, MembershipProfile, RequestColumns, Structure
from chorus_app.structures.perms import actor

FEWEST_LETTERS = 3
MOST_LETTERS = 200
REMIND_EVERY = timedelta(days=1)
REMIND_AFTER = timedelta(days=7)  # the managers, by the portal itself, once
PROOF_AFTER = timedelta(days=15)  # the asker may then send a proof to the operator


class Standing(StrEnum):
    """How the actor stands to a structure that was found: whether its attachment can be asked for, or why not.

    The value is the text key of the reason.
    """

    FREE = ""
    MEMBER = "structures.ask.already_member"
    ASKED = "structures.ask.already_asked"
    INACTIVE = "structures.ask.inactive"


@dataclass(frozen=True, slots=True)
class Found:
    """A structure that a search found."""

    public_id: str
    name: str
    identifier_type: IdentifierType
    identifier: str
    postcode: str
    city: str
    kind: StructureKind
    standing: Standing


@dataclass(frozen=True, slots=True)
class OwnRequest:
    """What any request of the actor's has. `answered_by` is empty while nobody answered, or when the operator did."""

    public_id: str
    state: RequestState
    asked_at: datetime
    answered_at: datetime | None
    answered_by: str
    reason: str
    last_reminder_at: datetime | None
    waits: bool
    can_remind: bool
    can_prove: bool


@dataclass(frozen=True, slots=True)
class RequestRow(OwnRequest):
    """One of the actor's requests for an attachment."""

    structure_public_id: str
    structure: str
    identifier_type: IdentifierType
    identifier: str


def structure_by_public_id(context: Context, *, public_id: str) -> Structure:
    """The structure. Raises `NotFound`."""
    found = context.session.exec(select(Structure).where(Structure.public_id == public_id)).one_or_none()
    if found is None:
        raise NotFound
    return found


def structure_by_identifier(context: Context, *, kind: IdentifierType, identifier: str) -> Structure | None:
    """The structure of that identifier, however it is written."""
    return context.session.exec(
        select(Structure).where(Structure.identifier_type == kind, Structure.identifier == written(kind, identifier))
    ).one_or_none()


def search_structures(context: Context, *, text: str, page: PageRequest | None = None) -> Page[Found]:
    """Structures of that SIRET (or other identifier), or with all the words in their name, by name.

    Accents, case and punctuation do not count. Raises `Invalid` for fewer than three letters or digits.
    """
    user_id, asked = actor(context), page or PageRequest(descending=False)
    words = fold(text[:MOST_LETTERS]).split()
    if sum(map(len, words)) < FEWEST_LETTERS:
        raise Invalid("structures.search.too_short", field="text")
    by_name = and_(*(col(Structure.name_key).contains(word, autoescape=True) for word in words))
    by_identifier = col(Structure.identifier).in_({written(kind, text[:MOST_LETTERS]) for kind in IdentifierType})
    matching = select(Structure).where(or_(by_identifier, by_name))
    total = context.session.exec(select(func.count()).select_from(matching.subquery())).one()
    rows = context.session.exec(
        matching.order_by(Structure.name_key, col(Structure.id)).offset(asked.offset).limit(asked.size)
    ).all()
    return Page(_found(context, rows, user_id), total, asked.page, asked.size)


def standing(context: Context, structure: Structure, *, user_id: int) -> Standing:
    """How the person stands to the structure."""
    return _found(context, [structure], user_id)[0].standing


def people_with(context: Context, *, structure_id: int, profiles: Collection[Profile], space: Space) -> Sequence[User]:
    """The people who have one of the profiles for the whole structure, in that space.

    An account that nobody signs in with, a program's, has no password: it is told nothing.
    """
    return _holders(
        context,
        structure_id,
        col(MembershipProfile.profile).in_(profiles),
        or_(col(MembershipProfile.space).is_(None), MembershipProfile.space == space),
        col(User.password_hash).is_not(None),
    )


def managers_of(context: Context, *, structure_id: int) -> Sequence[User]:
    """The people who answer requests for the structure."""
    return _holders(context, structure_id, col(MembershipProfile.profile) == Profile.ORGANISATION_MODIFICATION)


def _holders(context: Context, structure_id: int, *which: ColumnElement[bool]) -> Sequence[User]:
    """The people who have such a profile for the whole structure now."""
    return context.session.exec(
        select(User)
        .join(Membership, col(Membership.user_id) == User.id)
        .join(MembershipProfile, col(MembershipProfile.membership_id) == Membership.id)
        .where(
            Membership.structure_id == structure_id,
            Membership.state == MembershipState.VALIDEE,
            *which,
            col(MembershipProfile.withdrawn_at).is_(None),
            col(MembershipProfile.service_id).is_(None),
            col(User.disabled_at).is_(None),
        )
        .distinct()
        .order_by(col(User.id))
    ).all()


def my_requests(context: Context) -> list[RequestRow]:
    """The actor's requests, newest first."""
    rows = context.session.exec(
        select(AttachmentRequest, Structure, User)
        .join(Structure, col(Structure.id) == AttachmentRequest.structure_id)
        .outerjoin(User, col(User.id) == AttachmentRequest.answered_by_id)
        .where(AttachmentRequest.user_id == actor(context))
        .order_by(col(AttachmentRequest.id).desc())
    ).all()
    return [_request_row(request, structure, answerer, context.now()) for request, structure, answerer in rows]


def has_requests(context: Context) -> bool:
    """Whether the actor ever asked: the third part of the onboarding window appears then."""
    query = select(AttachmentRequest.id).where(AttachmentRequest.user_id == actor(context)).limit(1)
    return context.session.exec(query).first() is not None


def next_reminder_at(request: RequestColumns) -> datetime | None:
    """When the asker may remind again; None for at once."""
    return request.last_reminder_at + REMIND_EVERY if request.last_reminder_at else None


def own_request(request: RequestColumns, answerer: User | None, *, now: datetime) -> dict[str, Any]:
    """The fields of an `OwnRequest`."""
    waits, again = request.state is RequestState.EN_COURS_DE_VALIDATION, next_reminder_at(request)
    return {
        "public_id": request.public_id,
        "state": request.state,
        "asked_at": request.asked_at,
        "answered_at": request.answered_at,
        "answered_by": answerer.full_name if answerer else "",
        "reason": request.reason or "",
        "last_reminder_at": request.last_reminder_at,
        "waits": waits,
        "can_remind": waits and (again is None or again <= now),
        "can_prove": waits and request.asked_at + PROOF_AFTER <= now,
    }


def _request_row(request: AttachmentRequest, structure: Structure, answerer: User | None, now: datetime) -> RequestRow:
    return RequestRow(
        **own_request(request, answerer, now=now),
        structure_public_id=structure.public_id,
        structure=structure.name,
        identifier_type=structure.identifier_type,
        identifier=structure.identifier,
    )


def _found(context: Context, rows: Sequence[Structure], user_id: int) -> list[Found]:
    ids = [row.id for row in rows]
    attached = set(
        context.session.exec(
            select(Membership.structure_id).where(
                Membership.user_id == user_id,
                Membership.state == MembershipState.VALIDEE,
                col(Membership.structure_id).in_(ids),
            )
        )
    )
    asked = set(
        context.session.exec(
            select(AttachmentRequest.structure_id).where(
                AttachmentRequest.user_id == user_id,
                AttachmentRequest.state == RequestState.EN_COURS_DE_VALIDATION,
                col(AttachmentRequest.structure_id).in_(ids),
            )
        )
    )
    return [
        Found(
            row.public_id,
            row.name,
            row.identifier_type,
            row.identifier,
            row.postcode,
            row.city,
            row.kind,
            _standing(row, attached, asked),
        )
        for row in rows
    ]


def _standing(row: Structure, attached: set[int], asked: set[int]) -> Standing:
    if row.id in attached:
        return Standing.MEMBER
    if row.id in asked:
        return Standing.ASKED
    return Standing.FREE if row.active else Standing.INACTIVE
