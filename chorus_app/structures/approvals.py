"""What a manager can be asked to approve: one row of `APPROVABLES` for each kind of request."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import col, func, select

from chorus_app.accounts.models import User
from chorus_app.kernel.context import Context
from chorus_app.kernel.errors import NotFound
from chorus_app.structures import attachments, habilitations, requests
from chorus_app.structures.enums import RequestKind, RequestState
from chorus_app.structures.models import AttachmentRequest, HabilitationRequest, Structure
from chorus_app.structures.perms import managed_structures
from chorus_app.structures.proofs import Proof, of_waiting
from chorus_app.structures.requests import Answered, Request

ATTACHMENT, HABILITATION = RequestKind.ATTACHMENT, RequestKind.HABILITATION
Scope = frozenset[int] | None  # row ids of structures; None: all of them (the operator)


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
    identifier_type: str
    identifier: str
    asked_at: datetime
    last_reminder_at: datetime | None
    proofs: tuple[Proof, ...] = ()


@dataclass(frozen=True, slots=True)
class Approvable:
    """A kind of request: where its rows are, and how they are answered."""

    kind: str
    table: type[Request]
    approve: Callable[..., Answered]
    refuse: Callable[..., Answered]


def pending_count(context: Context) -> int:
    """How many requests wait for the actor."""
    managed = managed_structures(context)
    return sum(_count(context, approvable.table, managed) for approvable in APPROVABLES.values()) if managed else 0


def pending(context: Context) -> list[Pending]:
    """The requests that wait for the actor, oldest first."""
    return _pending(context, managed_structures(context))


def pending_everywhere(context: Context) -> list[Pending]:
    """All requests that wait, for the operator: with the proofs that their askers sent."""
    proofs = {kind.kind: of_waiting(context, RequestKind(kind.kind)) for kind in APPROVABLES.values()}
    return [replace(row, proofs=tuple(proofs[row.kind].get(row.public_id, ()))) for row in _pending(context, None)]


def kind_of(context: Context, *, public_id: str) -> str:
    """The kind of a request, for the operator, who names it by its id alone; empty for an unknown one."""
    for row in APPROVABLES.values():
        if requests.find(context, row.table, public_id) is not None:
            return row.kind
    return ""


def approve(context: Context, *, kind: str, public_id: str, operator: bool = False) -> Answered:
    """Raises `NotFound`, `AlreadyAnswered`, `Conflict`."""
    return _of_kind(kind).approve(context, public_id=public_id, operator=operator)


def refuse(context: Context, *, kind: str, public_id: str, reason: str, operator: bool = False) -> Answered:
    """Raises `NotFound`, `Invalid` (field `reason`), `AlreadyAnswered`."""
    return _of_kind(kind).refuse(context, public_id=public_id, reason=reason, operator=operator)


def _pending(context: Context, scope: Scope) -> list[Pending]:
    rows = [row for kind in APPROVABLES.values() for row in _rows(context, kind.kind, kind.table, scope)]
    return sorted(rows, key=lambda row: row.asked_at)


def _of_kind(kind: str) -> Approvable:
    if kind not in APPROVABLES:
        raise NotFound
    return APPROVABLES[kind]


def _count(context: Context, table: type[Request], scope: Scope) -> int:
    query = select(func.count()).where(table.state == RequestState.EN_COURS_DE_VALIDATION)
    if scope is not None:
        query = query.where(col(table.structure_id).in_(scope))
    return context.session.exec(query).one()


def _rows(context: Context, kind: str, table: type[Request], scope: Scope) -> list[Pending]:
    query = (
        select(table, User, Structure)
        .join(User, col(User.id) == table.user_id)
        .join(Structure, col(Structure.id) == table.structure_id)
        .where(table.state == RequestState.EN_COURS_DE_VALIDATION)
        .order_by(col(table.asked_at), col(table.id))
    )
    if scope is not None:
        query = query.where(col(table.structure_id).in_(scope))
    return [
        Pending(
            kind=kind,
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
        )
        for request, user, structure in context.session.exec(query)
    ]


APPROVABLES = {
    row.kind: row
    for row in (
        Approvable(ATTACHMENT, AttachmentRequest, attachments.approve, attachments.refuse),
        Approvable(HABILITATION, HabilitationRequest, habilitations.approve, habilitations.refuse),
    )
}
