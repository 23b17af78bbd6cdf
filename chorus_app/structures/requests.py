"""What all requests to the managers of a structure share: asked, cancelled, reminded, answered.

Each change is one conditional UPDATE of a request that still waits: of those who act at the same time one wins, the
others are told who was faster. Rings `approvals:<structure>` and `user:<asker>`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlmodel import col, select, update

from chorus_app.accounts.models import User
from chorus_app.audit.acts import Act
from chorus_app.audit.acts import Kind as AuditKind
from chorus_app.audit.service import record
from chorus_app.kernel.clock import in_paris
from chorus_app.kernel.context import Context
from chorus_app.kernel.errors import Conflict, NotFound, TooMany
from chorus_app.kernel.faults import needed_line
from chorus_app.kernel.text import t
from chorus_app.notifications.enums import NewsKind
from chorus_app.notifications.service import tell
from chorus_app.structures import mails
from chorus_app.structures.enums import RequestKind, RequestState, TimerKind
from chorus_app.structures.errors import AlreadyAnswered
from chorus_app.structures.models import (
    AttachmentRequest,
    HabilitationRequest,
    RequestColumns,
    RequestTimer,
    Service,
    Structure,
)
from chorus_app.structures.perms import actor, may_manage
from chorus_app.structures.queries import PROOF_AFTER, REMIND_AFTER, managers_of, next_reminder_at

Request = RequestColumns  # of one of the tables
R = TypeVar("R", bound=RequestColumns)
LONGEST_REASON = 500
TABLES: dict[RequestKind, type[Request]] = {
    RequestKind.ATTACHMENT: AttachmentRequest,
    RequestKind.HABILITATION: HabilitationRequest,
}
DELAYS = {TimerKind.REMIND_MANAGERS: REMIND_AFTER, TimerKind.OFFER_PROOF: PROOF_AFTER}
SEEN_AT: dict[type[Request], str] = {
    AttachmentRequest: mails.REQUESTS_PATH,
    HabilitationRequest: mails.HABILITATIONS_PATH,
}


@dataclass(frozen=True, slots=True)
class Answered:
    """Whose request for which structure was answered, and what he wished: « de rattachement à Béton & Cie »."""

    who: str
    wish: str
    structure: str


def announce(context: Context, request: Request) -> None:
    """A request was just asked: its asker gets a mail that says so, the managers are told."""
    asker = context.session.get_one(User, request.user_id)
    mails.write_to(context, [asker], template=mails.ASKED, path=SEEN_AT[type(request)], wish=wish(context, request))
    tell_managers(context, request, NewsKind.REQUEST_RECEIVED)
    set_timers(context, request)
    ring(context, request)


def set_timers(context: Context, request: Request) -> None:
    """What becomes due if nobody answers."""
    context.session.add_all(
        RequestTimer(kind=kind, request_kind=kind_of(request), request_id=request.id, due_at=request.asked_at + delay)
        for kind, delay in DELAYS.items()
    )
    context.session.flush()


def kind_of(request: Request) -> RequestKind:
    return next(kind for kind, table in TABLES.items() if isinstance(request, table))


def cancel(context: Context, table: type[R], *, public_id: str) -> None:
    """Take one's own request back. Raises `NotFound`, `AlreadyAnswered`."""
    request = own(context, table, public_id)
    close(context, request, RequestState.ANNULEE, reason=None)
    ring(context, request)


def remind(context: Context, table: type[R], *, public_id: str) -> None:
    """Tell the managers again, once a day. Raises `NotFound`, `AlreadyAnswered`, `TooMany`."""
    request = own(context, table, public_id)
    if request.state is not RequestState.EN_COURS_DE_VALIDATION:
        raise already_answered(context, request)
    again = next_reminder_at(request)
    if again is not None and again > context.now():
        seconds = int((again - context.now()).total_seconds())
        raise TooMany("structures.request.reminded_today", seconds=seconds, at=in_paris(again))
    request.last_reminder_at = context.now()
    context.session.add(request)
    context.session.flush()
    tell_managers(context, request, NewsKind.REQUEST_REMINDED)
    ring(context, request)


def approve(
    context: Context, table: type[R], *, public_id: str, operator: bool, grant: Callable[[Context, R], object]
) -> Answered:
    """Close the request and give what it asks for.

    Raises `NotFound` (also for a structure that the actor does not manage), `AlreadyAnswered`, `Conflict`, and what
    `grant` raises.
    """
    request = answerable(context, table, public_id, operator=operator)
    structure = context.session.get_one(Structure, request.structure_id)
    if not structure.active:
        raise Conflict("structures.request.structure_inactive")
    close(context, request, RequestState.VALIDEE, reason=None)
    grant(context, request)
    _record(context, Act.REQUEST_APPROVED, request)
    return _tell_asker(context, request, NewsKind.REQUEST_APPROVED, path=_where_granted(request))


def refuse(context: Context, table: type[R], *, public_id: str, reason: str, operator: bool) -> Answered:
    """Refuse with a reason, which the asker reads.

    Raises `NotFound` (also for a structure that the actor does not manage), `Invalid` (field `reason`),
    `AlreadyAnswered`.
    """
    request = answerable(context, table, public_id, operator=operator)
    told = check_reason(reason)
    close(context, request, RequestState.REFUSEE, reason=told)
    _record(context, Act.REQUEST_REFUSED, request, reason=told)
    return _tell_asker(context, request, NewsKind.REQUEST_REFUSED, path=SEEN_AT[type(request)], reason=told)


def wish(context: Context, request: Request) -> str:
    """What is asked for, as it follows the word « demande »."""
    structure = context.session.get_one(Structure, request.structure_id).name
    if not isinstance(request, HabilitationRequest):
        return t("structures.wish.attachment", structure=structure)
    profile = t(f"structures.profile.{request.profile.value}")
    return t("structures.wish.habilitation", profile=profile, structure=structure, limits=limits(context, request))


def limits(context: Context, request: HabilitationRequest) -> str:
    """« , espace Factures émises, service ACHATS »; empty for a profile without limits."""
    parts = []
    if request.space is not None:
        parts.append(t("structures.wish.space", space=t(f"structures.space.{request.space.value}")))
    if request.service_id is not None:
        parts.append(t("structures.wish.service", code=context.session.get_one(Service, request.service_id).code))
    return "".join(f", {part}" for part in parts)


def tell_managers(context: Context, request: Request, kind: NewsKind) -> None:
    """Tell those who may answer. The asker is none of them, even if he manages the structure."""
    asker = context.session.get_one(User, request.user_id)
    managers = [user for user in managers_of(context, structure_id=request.structure_id) if user.id != asker.id]
    tell(
        context,
        managers,
        kind=kind,
        path=mails.APPROVALS_PATH,
        about=asker,
        email=asker.contact_email,
        wish=wish(context, request),
    )


def check_reason(reason: str) -> str:
    """Raises `Invalid`."""
    return needed_line(
        reason,
        field="reason",
        missing="structures.request.reason_missing",
        too_long="structures.request.reason_too_long",
        most=LONGEST_REASON,
    )


def own(context: Context, table: type[R], public_id: str) -> R:
    """A request of the actor's. Raises `NotFound`."""
    request = find(context, table, public_id)
    if request is None or request.user_id != actor(context):
        raise NotFound
    return request


def answerable(context: Context, table: type[R], public_id: str, *, operator: bool) -> R:
    """A request that the actor may answer. Raises `NotFound`."""
    request = find(context, table, public_id)
    if request is None or not (operator or may_manage(context, structure_id=request.structure_id)):
        raise NotFound
    return request


def find(context: Context, table: type[R], public_id: str) -> R | None:
    return context.session.exec(select(table).where(table.public_id == public_id)).one_or_none()


def close(context: Context, request: Request, state: RequestState, *, reason: str | None) -> None:
    """The request takes its last state, once. Raises `AlreadyAnswered`."""
    table = type(request)
    waiting = update(table).where(col(table.id) == request.id, col(table.state) == RequestState.EN_COURS_DE_VALIDATION)
    closed = waiting.values(state=state, answered_at=context.now(), answered_by_id=context.actor_id, reason=reason)
    won = context.session.exec(closed).rowcount == 1
    context.session.refresh(request)
    if not won:
        raise already_answered(context, request)


def already_answered(context: Context, request: Request) -> AlreadyAnswered:
    answerer = context.session.get(User, request.answered_by_id) if request.answered_by_id else None
    at: datetime = in_paris(request.answered_at or request.asked_at)
    key = {
        RequestState.VALIDEE: "structures.request.approved_by" if answerer else "structures.request.approved",
        RequestState.REFUSEE: "structures.request.refused_by" if answerer else "structures.request.refused",
    }.get(request.state, "structures.request.cancelled")
    return AlreadyAnswered(key, who=answerer.full_name if answerer else "", at=at, reason=request.reason or "")


def ring(context: Context, request: Request) -> None:
    context.ring(f"approvals:{request.structure_id}")
    context.ring(f"user:{request.user_id}")


def _record(context: Context, act: Act, request: Request, *, reason: str = "") -> None:
    """Into the audit log: the structure, what was asked for and by whom."""
    structure = context.session.get_one(Structure, request.structure_id)
    asker = context.session.get_one(User, request.user_id)
    asked: dict[str, object] = {"account": asker.public_id, "structure": structure.public_id}
    if isinstance(request, HabilitationRequest):
        asked |= {"profile": request.profile, "space": request.space, "service": request.service_id}
    record(
        context,
        act=act,
        kind=AuditKind.REQUEST,
        subject_id=request.public_id,
        subject=structure.name,
        reason=reason,
        after={name: value for name, value in asked.items() if value is not None},
    )


def _where_granted(request: Request) -> str:
    return mails.HOME_PATH if isinstance(request, AttachmentRequest) else mails.HABILITATIONS_PATH


def _tell_asker(context: Context, request: Request, kind: NewsKind, *, path: str, reason: str = "") -> Answered:
    asker, wished = context.session.get_one(User, request.user_id), wish(context, request)
    tell(context, [asker], kind=kind, path=path, wish=wished, reason=reason)
    ring(context, request)
    return Answered(asker.full_name, wished, context.session.get_one(Structure, request.structure_id).name)
