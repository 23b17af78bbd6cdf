"""Requests for attachment: asked, cancelled, reminded, answered.

Each change is one conditional UPDATE of a request that still waits: of those who act at the same time one wins, the
others are told who was faster. Rings `approvals:<structure>` and `user:<asker>`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select, update

from chorus_app.accounts.models import User
from chorus_app.audit.acts import Act, Kind
from chorus_app.audit.service import record
from chorus_app.kernel.clock import in_paris
from chorus_app.kernel.context import Context
from chorus_app.kernel.errors import Conflict, Invalid, InvalidForm, NotFound, TooMany
from chorus_app.kernel.mail.templates import Template
from chorus_app.kernel.words import one_line
from chorus_app.structures import mails
from chorus_app.structures.enums import RequestState
from chorus_app.structures.errors import AlreadyAnswered
from chorus_app.structures.memberships import attach
from chorus_app.structures.models import AttachmentRequest, Structure
from chorus_app.structures.perms import actor, may_manage
from chorus_app.structures.queries import Standing, managers_of, next_reminder_at, standing, structure_by_public_id

MOST_AT_ONCE = 20
LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class Answered:
    """Whose request for which structure was answered."""

    who: str
    structure: str


def ask_attachments(context: Context, *, public_ids: Sequence[str]) -> list[str]:
    """Ask for the attachment to each structure; returns their names. All or none.

    Raises `InvalidForm` with one error for each structure that cannot be asked for (field: its public id), `NotFound`.
    """
    asker = context.session.get_one(User, actor(context))
    wanted = list(dict.fromkeys(public_ids))
    if not wanted:
        raise InvalidForm(Invalid("structures.ask.nothing"))
    if len(wanted) > MOST_AT_ONCE:
        raise InvalidForm(Invalid("structures.ask.too_many", most=MOST_AT_ONCE))
    structures = [structure_by_public_id(context, public_id=public_id) for public_id in wanted]
    refusals = [refusal for structure in structures if (refusal := _refusal(context, structure, asker))]
    if refusals:
        raise InvalidForm(*refusals)
    for structure in structures:
        _ask(context, asker, structure)
    return [structure.name for structure in structures]


def cancel_request(context: Context, *, public_id: str) -> None:
    """Take one's own request back. Raises `NotFound`, `AlreadyAnswered`."""
    request = _own(context, public_id)
    _close(context, request, RequestState.ANNULEE, reason=None)
    _ring(context, request)


def remind(context: Context, *, public_id: str) -> None:
    """Mail the managers again, once a day. Raises `NotFound`, `AlreadyAnswered`, `TooMany`."""
    request = _own(context, public_id)
    if request.state is not RequestState.EN_COURS_DE_VALIDATION:
        raise _already_answered(context, request)
    again = next_reminder_at(request)
    if again is not None and again > context.now():
        seconds = int((again - context.now()).total_seconds())
        raise TooMany("structures.request.reminded_today", seconds=seconds, at=in_paris(again))
    request.last_reminder_at = context.now()
    context.session.add(request)
    context.session.flush()
    _mail_managers(context, request, mails.REMINDER)
    _ring(context, request)


def approve(context: Context, *, public_id: str, operator: bool = False) -> Answered:
    """Attach the asker. `operator`: the command line's right to answer for a structure that has no manager.

    Raises `NotFound` (also for a structure that the actor does not manage), `AlreadyAnswered`, `Conflict`.
    """
    request = _answerable(context, public_id, operator=operator)
    structure = context.session.get_one(Structure, request.structure_id)
    if not structure.active:
        raise Conflict("structures.request.structure_inactive")
    _close(context, request, RequestState.VALIDEE, reason=None)
    attach(context, user_id=request.user_id, structure_id=request.structure_id)
    asker = context.session.get_one(User, request.user_id)
    mails.write_to(context, [asker], template=mails.APPROVED, path=mails.HOME_PATH, structure=structure.name)
    _record(context, Act.REQUEST_APPROVED, request, structure, asker)
    _ring(context, request)
    return Answered(asker.full_name, structure.name)


def refuse(context: Context, *, public_id: str, reason: str, operator: bool = False) -> Answered:
    """Refuse with a reason, which the asker reads.

    Raises `NotFound` (also for a structure that the actor does not manage), `Invalid` (field `reason`),
    `AlreadyAnswered`.
    """
    request = _answerable(context, public_id, operator=operator)
    told = _check_reason(reason)
    _close(context, request, RequestState.REFUSEE, reason=told)
    structure = context.session.get_one(Structure, request.structure_id)
    asker = context.session.get_one(User, request.user_id)
    mails.write_to(
        context, [asker], template=mails.REFUSED, path=mails.REQUESTS_PATH, structure=structure.name, reason=told
    )
    _record(context, Act.REQUEST_REFUSED, request, structure, asker, reason=told)
    _ring(context, request)
    return Answered(asker.full_name, structure.name)


def _refusal(context: Context, structure: Structure, asker: User) -> Invalid | None:
    stands = standing(context, structure, user_id=asker.id)
    return None if stands is Standing.FREE else Invalid(stands.value, field=structure.public_id, name=structure.name)


def _ask(context: Context, asker: User, structure: Structure) -> None:
    request = AttachmentRequest(user_id=asker.id, structure_id=structure.id, asked_at=context.now())
    context.session.add(request)
    context.session.flush()
    mails.write_to(context, [asker], template=mails.ASKED, path=mails.REQUESTS_PATH, structure=structure.name)
    _mail_managers(context, request, mails.TO_ANSWER)
    _ring(context, request)


def _mail_managers(context: Context, request: AttachmentRequest, template: Template) -> None:
    asker = context.session.get_one(User, request.user_id)
    structure = context.session.get_one(Structure, request.structure_id)
    managers = managers_of(context, structure_id=structure.id)
    mails.write_to(
        context,
        managers,
        template=template,
        path=mails.APPROVALS_PATH,
        structure=structure.name,
        who=asker.full_name,
        email=asker.contact_email,
    )


def _check_reason(reason: str) -> str:
    told = one_line(reason)
    if not told:
        raise Invalid("structures.request.reason_missing", field="reason")
    if len(told) > LONGEST_REASON:
        raise Invalid("structures.request.reason_too_long", field="reason", most=LONGEST_REASON)
    return told


def _own(context: Context, public_id: str) -> AttachmentRequest:
    request = _find(context, public_id)
    if request is None or request.user_id != actor(context):
        raise NotFound
    return request


def _answerable(context: Context, public_id: str, *, operator: bool) -> AttachmentRequest:
    request = _find(context, public_id)
    if request is None or not (operator or may_manage(context, structure_id=request.structure_id)):
        raise NotFound
    return request


def _find(context: Context, public_id: str) -> AttachmentRequest | None:
    return context.session.exec(select(AttachmentRequest).where(AttachmentRequest.public_id == public_id)).one_or_none()


def _close(context: Context, request: AttachmentRequest, state: RequestState, *, reason: str | None) -> None:
    waiting = update(AttachmentRequest).where(
        col(AttachmentRequest.id) == request.id,
        col(AttachmentRequest.state) == RequestState.EN_COURS_DE_VALIDATION,
    )
    closed = waiting.values(state=state, answered_at=context.now(), answered_by_id=context.actor_id, reason=reason)
    won = context.session.exec(closed).rowcount == 1
    context.session.refresh(request)
    if not won:
        raise _already_answered(context, request)


def _already_answered(context: Context, request: AttachmentRequest) -> AlreadyAnswered:
    answerer = context.session.get(User, request.answered_by_id) if request.answered_by_id else None
    at: datetime = in_paris(request.answered_at or request.asked_at)
    key = {
        RequestState.VALIDEE: "structures.request.approved_by" if answerer else "structures.request.approved",
        RequestState.REFUSEE: "structures.request.refused_by" if answerer else "structures.request.refused",
    }.get(request.state, "structures.request.cancelled")
    return AlreadyAnswered(key, who=answerer.full_name if answerer else "", at=at, reason=request.reason or "")


def _record(
    context: Context, act: Act, request: AttachmentRequest, structure: Structure, asker: User, *, reason: str = ""
) -> None:
    record(
        context,
        act=act,
        kind=Kind.REQUEST,
        subject_id=request.public_id,
        subject=structure.name,
        reason=reason,
        after={"account": asker.public_id, "structure": structure.public_id},
    )


def _ring(context: Context, request: AttachmentRequest) -> None:
    context.ring(f"approvals:{request.structure_id}")
    context.ring(f"user:{request.user_id}")
