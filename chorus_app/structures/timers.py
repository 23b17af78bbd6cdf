"""What is due when nobody answers a request: rows with a date, swept with the world's clock.

After `REMIND_AFTER` the managers are told again, once; after `PROOF_AFTER` the asker is told that he may send a proof.
A request that was answered meanwhile lets its timers go by.
"""

from sqlmodel import col, select

from chorus_app.accounts.models import User
from chorus_app.kernel.context import Context
from chorus_app.notifications.enums import NewsKind
from chorus_app.notifications.service import tell
from chorus_app.structures import proofs, requests
from chorus_app.structures.enums import RequestState, TimerKind
from chorus_app.structures.models import RequestTimer
from chorus_app.structures.queries import PROOF_AFTER

BATCH = 200


def sweep(context: Context) -> int:
    """Do what is due; returns how many timers that were."""
    due = context.session.exec(
        select(RequestTimer)
        .where(col(RequestTimer.done_at).is_(None), col(RequestTimer.due_at) <= context.now())
        .order_by(col(RequestTimer.due_at), col(RequestTimer.id))
        .limit(BATCH)
    ).all()
    for timer in due:
        timer.done_at = context.now()
        context.session.add(timer)
        _do(context, timer)
    context.session.flush()
    return len(due)


def _do(context: Context, timer: RequestTimer) -> None:
    request = context.session.get(requests.TABLES[timer.request_kind], timer.request_id)
    if request is None or request.state is not RequestState.EN_COURS_DE_VALIDATION:
        return
    if timer.kind is TimerKind.REMIND_MANAGERS:
        requests.tell_managers(context, request, NewsKind.REQUEST_REMINDED)
    else:
        _offer_proof(context, request)


def _offer_proof(context: Context, request: requests.Request) -> None:
    tell(
        context,
        [context.session.get_one(User, request.user_id)],
        kind=NewsKind.PROOF_POSSIBLE,
        path=proofs.address(request.public_id),
        wish=requests.wish(context, request),
        days=PROOF_AFTER.days,
    )
