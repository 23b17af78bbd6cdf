"""Web sessions: opened with a sign-in's ticket, prolonged by use, ended here and everywhere.

Whoever ends sessions rings `user:<id>`, so that the open tabs of the person ask again who they are.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from sqlmodel import col, delete, select, update

from chorus_app.accounts.errors import TicketRefused
from chorus_app.accounts.models import SignInTicket, User, WebSession
from chorus_app.audit.acts import Act, Kind
from chorus_app.audit.service import record
from chorus_app.kernel.context import Context, World
from chorus_app.kernel.errors import NotFound
from chorus_app.kernel.tokens import hash_token, new_token
from chorus_app.kernel.words import one_line

T = TypeVar("T")
LONGEST = timedelta(days=7)
SEEN_EVERY = timedelta(minutes=1)
KEEP_ENDED = timedelta(days=30)
USER_AGENT_CHARS = 255


@dataclass(frozen=True, slots=True)
class SessionRow:
    """An open session, for the list "signed in on"; `here` is the one that asks."""

    public_id: str
    here: bool
    user_agent: str
    created_at: datetime
    last_seen_at: datetime


def redeem_ticket(context: Context, *, ticket: str, user_agent: str) -> str:
    """Exchange the ticket for a new session's token, once. Raises `TicketRefused`."""
    now = context.now()
    free = update(SignInTicket).where(
        col(SignInTicket.token_hash) == hash_token(ticket),
        col(SignInTicket.used_at).is_(None),
        col(SignInTicket.expires_at) > now,
    )
    if context.session.exec(free.values(used_at=now)).rowcount != 1:
        raise TicketRefused
    user_id = context.session.exec(
        select(SignInTicket.user_id).where(SignInTicket.token_hash == hash_token(ticket))
    ).one()
    user = context.session.get_one(User, user_id)
    context.actor_id = user_id  # from here on somebody acts
    record(context, act=Act.SIGNED_IN, kind=Kind.ACCOUNT, subject_id=user.public_id)
    return open_session(context, user_id=user_id, user_agent=user_agent)


def open_session(context: Context, *, user_id: int, user_agent: str) -> str:
    """A new session's token; only its hash is kept."""
    now, token = context.now(), new_token()
    context.session.add(
        WebSession(
            token_hash=hash_token(token),
            user_id=user_id,
            user_agent=one_line(user_agent)[:USER_AGENT_CHARS],
            created_at=now,
            last_seen_at=now,
            expires_at=now + timedelta(hours=context.world.settings.session_hours),
        )
    )
    context.session.flush()
    return token


def user_of(context: Context, *, token: str) -> int | None:
    """The row id of the person whose open session this is; a closed account has none."""
    found = _open_session(context, token)
    return found.user_id if found else None


def recognise(world: World, *, token: str) -> int | None:
    """Like `user_of`, and prolongs the session: written at most once a minute."""
    return recognised(world, lambda _, user_id: user_id, token=token)


def recognised(world: World, person: Callable[[Context, int], T], *, token: str) -> T | None:
    """`recognise`, and what `person` reads of the account on the same view; None without an open session."""
    with world.reading() as context:
        found = _open_session(context, token)
        answer = person(context, found.user_id) if found else None
        now = context.now()
    if found and found.last_seen_at + SEEN_EVERY <= now:
        with world.transaction() as context:
            _prolong(context, found)
    return answer


def sign_out(context: Context, *, token: str) -> None:
    """End this session. Unknown or ended already: nothing happens."""
    found = _open_session(context, token)
    if found:
        _end(context, user_id=found.user_id, session_id=found.id)


def sign_out_everywhere(context: Context) -> int:
    """End all the acting person's sessions, this one too; returns how many."""
    if context.actor_id is None:
        return 0
    user, ended = context.session.get_one(User, context.actor_id), end_all(context, user_id=context.actor_id)
    record(
        context,
        act=Act.SIGNED_OUT_EVERYWHERE,
        kind=Kind.ACCOUNT,
        subject_id=user.public_id,
        after={"sessions": ended},
    )
    return ended


def end_all(context: Context, *, user_id: int) -> int:
    """End all sessions of a person; returns how many."""
    return _end(context, user_id=user_id)


def end_others(context: Context, *, token: str) -> int:
    """End the acting person's sessions but that of the token; returns how many."""
    here = _open_session(context, token)
    return _end(context, user_id=context.actor_id or 0, but=here.id if here else None)


def end_session(context: Context, *, public_id: str) -> None:
    """End one of the acting person's sessions. Raises `NotFound`, also for one that has ended."""
    query = select(WebSession).where(WebSession.public_id == public_id, WebSession.user_id == context.actor_id)
    found = context.session.exec(query).one_or_none()
    if found is None or _end(context, user_id=found.user_id, session_id=found.id) == 0:
        raise NotFound("accounts.sessions.gone")


def void_tickets(context: Context, *, user_id: int) -> None:
    """What was about to become a session becomes none."""
    context.session.exec(delete(SignInTicket).where(col(SignInTicket.user_id) == user_id))


def forget_devices(context: Context, *, user_id: int) -> None:
    """Of the sessions of a closed account stays when they were, no longer on what."""
    context.session.exec(update(WebSession).where(col(WebSession.user_id) == user_id).values(user_agent=""))


def sessions_of(context: Context, *, token: str = "") -> list[SessionRow]:
    """The acting person's open sessions, latest first; `token` is that of the one that asks."""
    here = hash_token(token)
    rows = context.session.exec(
        select(WebSession)
        .where(
            WebSession.user_id == context.actor_id,
            col(WebSession.ended_at).is_(None),
            col(WebSession.expires_at) > context.now(),
        )
        .order_by(col(WebSession.last_seen_at).desc())
    )
    return [
        SessionRow(row.public_id, row.token_hash == here, row.user_agent, row.created_at, row.last_seen_at)
        for row in rows
    ]


def forget_old(context: Context) -> None:
    """Delete used tickets and sessions that ended long ago."""
    old = context.now() - KEEP_ENDED
    context.session.exec(delete(SignInTicket).where(col(SignInTicket.expires_at) < context.now()))
    context.session.exec(delete(WebSession).where(col(WebSession.expires_at) < old))


def _open_session(context: Context, token: str) -> WebSession | None:
    return context.session.exec(
        select(WebSession)
        .join(User, col(User.id) == WebSession.user_id)
        .where(
            WebSession.token_hash == hash_token(token),
            col(WebSession.ended_at).is_(None),
            col(WebSession.expires_at) > context.now(),
            col(User.disabled_at).is_(None),
        )
    ).one_or_none()


def _prolong(context: Context, session: WebSession) -> None:
    now = context.now()
    longest = session.created_at + LONGEST
    until = min(now + timedelta(hours=context.world.settings.session_hours), longest)
    still_open = update(WebSession).where(col(WebSession.id) == session.id, col(WebSession.ended_at).is_(None))
    context.session.exec(still_open.values(last_seen_at=now, expires_at=until))


def _end(context: Context, *, user_id: int, session_id: int | None = None, but: int | None = None) -> int:
    ending = update(WebSession).where(col(WebSession.user_id) == user_id, col(WebSession.ended_at).is_(None))
    if session_id is not None:
        ending = ending.where(col(WebSession.id) == session_id)
    if but is not None:
        ending = ending.where(col(WebSession.id) != but)
    ended = context.session.exec(ending.values(ended_at=context.now())).rowcount
    context.ring(f"user:{user_id}")
    return ended
