"""Requests that nobody answers: the operator does, with a reason that the log keeps."""

from datetime import timedelta

from chorus_app.audit.acts import Act, Kind
from chorus_app.audit.service import record
from chorus_app.kernel.context import Context
from chorus_app.kernel.paging import Page, PageRequest
from chorus_app.operations.perms import require_operator
from chorus_app.operations.reasons import check_reason
from chorus_app.structures import approvals, waiting
from chorus_app.structures.requests import Answered
from chorus_app.structures.waiting import OLDEST_FIRST, Pending, Wanted


def list_requests(
    context: Context, *, text: str = "", every: bool = False, page: PageRequest | None = None
) -> Page[Pending]:
    """The requests that have waited for `blocked_days` or more, oldest first; `every` one that waits when asked.

    Raises `NotFound` for who is no operator.
    """
    require_operator(context)
    asked = page or OLDEST_FIRST
    return waiting.waiting(context, _wanted(context, every=every, text=text), page=asked, proofs=True)


def blocked_count(context: Context) -> int:
    """How many requests have waited too long."""
    return waiting.count(context, _wanted(context, every=False))


def approve(context: Context, *, kind: str, public_id: str, reason: str) -> Answered:
    """Answer in the managers' place; `reason` tells what was looked at. Raises `NotFound`, `Invalid` (field `reason`),
    `AlreadyAnswered`, `Conflict`."""
    require_operator(context)
    told = check_reason(reason)
    answered = approvals.approve(context, kind=kind, public_id=public_id, operator=True)
    _note(context, kind, public_id, answered, told, outcome="approved")
    return answered


def refuse(context: Context, *, kind: str, public_id: str, reason: str) -> Answered:
    """Refuse in the managers' place; the asker reads the reason. Raises as `approve` does."""
    require_operator(context)
    told = check_reason(reason)
    answered = approvals.refuse(context, kind=kind, public_id=public_id, reason=told, operator=True)
    _note(context, kind, public_id, answered, told, outcome="refused")
    return answered


def _wanted(context: Context, *, every: bool, text: str = "") -> Wanted:
    late = context.now() - timedelta(days=context.world.settings.blocked_days)
    return Wanted(until=None if every else late, text=text)


def _note(context: Context, kind: str, public_id: str, answered: Answered, reason: str, *, outcome: str) -> None:
    record(
        context,
        act=Act.REQUEST_UNBLOCKED,
        kind=Kind.REQUEST,
        subject_id=public_id,
        subject=answered.wish,
        reason=reason,
        after={"kind": kind, "outcome": outcome},
    )
