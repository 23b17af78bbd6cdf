"""What a manager can be asked to approve: one row of `APPROVABLES` for each kind of request."""

from collections.abc import Callable
from dataclasses import dataclass

from chorus_app.kernel.context import Context
from chorus_app.kernel.errors import NotFound
from chorus_app.kernel.paging import Page, PageRequest
from chorus_app.structures import attachments, habilitations, requests, waiting
from chorus_app.structures.enums import RequestKind
from chorus_app.structures.models import AttachmentRequest, HabilitationRequest
from chorus_app.structures.perms import managed_structures
from chorus_app.structures.requests import Answered, Request
from chorus_app.structures.waiting import OLDEST_FIRST, Pending, Wanted

ATTACHMENT, HABILITATION = RequestKind.ATTACHMENT, RequestKind.HABILITATION


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
    return waiting.count(context, Wanted(structures=managed)) if managed else 0


def pending(context: Context, *, page: PageRequest = OLDEST_FIRST) -> Page[Pending]:
    """The requests that wait for the actor, oldest first."""
    return waiting.waiting(context, Wanted(structures=managed_structures(context)), page=page)


def pending_everywhere(context: Context) -> list[Pending]:
    """All requests that wait, for the operator: with the proofs that their askers sent."""
    return list(waiting.every(context, Wanted(), proofs=True))


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


def _of_kind(kind: str) -> Approvable:
    if kind not in APPROVABLES:
        raise NotFound
    return APPROVABLES[kind]


APPROVABLES = {
    row.kind: row
    for row in (
        Approvable(ATTACHMENT, AttachmentRequest, attachments.approve, attachments.refuse),
        Approvable(HABILITATION, HabilitationRequest, habilitations.approve, habilitations.refuse),
    )
}
