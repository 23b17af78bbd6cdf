"""Requests that nobody answers: the operator does, with a reason that the log keeps."""

from collections.abc import Sequence
from datetime import timedelta

from chorus_app.audit.acts import Act, Kind
from chorus_app.audit.service import record
from chorus_app.kernel.context import Context
from chorus_app.kernel.paging import Page, PageRequest
from chorus_app.kernel.words import fold
from chorus_app.operations.perms import require_operator
from chorus_app.operations.reasons import check_reason
from chorus_app.structures import approvals
from chorus_app.structures.approvals import Pending
from chorus_app.structures.requests import Answered


def list_requests(
    context: Context, *, text: str = "", every: bool = False, page: PageRequest | None = None
) -> Page[Pending]:
    """The requests that have waited for `blocked_days` or more, oldest first; `every` one that waits when asked.

    Raises `NotFound` for who is no operator.
    """
    require_operator(context)
    asked = page or PageRequest(sort="asked", descending=False)
    rows = [row for row in _waiting(context, every=every) if _has(row, fold(text).split())]
    if asked.descending:
        rows.reverse()
    shown: Page[Pending] = Page((), len(rows), asked.page, asked.size).within()
    first = (shown.page - 1) * asked.size
    return Page(rows[first : first + asked.size], len(rows), shown.page, asked.size)


def blocked_count(context: Context) -> int:
    """How many requests have waited too long."""
    return len(_waiting(context, every=False))


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


def _waiting(context: Context, *, every: bool) -> Sequence[Pending]:
    late = context.now() - timedelta(days=context.world.settings.blocked_days)
    return [row for row in approvals.pending_everywhere(context) if every or row.asked_at <= late]


def _has(row: Pending, words: Sequence[str]) -> bool:
    about = fold(f"{row.who} {row.email} {row.wish} {row.identifier}")
    return all(word in about for word in words)


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
