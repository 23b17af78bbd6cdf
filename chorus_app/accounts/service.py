"""The operator's acts on accounts."""

from collections.abc import Mapping

from sqlmodel import col, func, select

from chorus_app.accounts import addresses, links, queries, sessions, throttle
from chorus_app.accounts.models import User
from chorus_app.accounts.sign_up import Particulars, open_account
from chorus_app.audit.acts import Act, Kind
from chorus_app.audit.service import record
from chorus_app.kernel.context import Context
from chorus_app.kernel.errors import Conflict, NotFound


def create_account(context: Context, *, particulars: Particulars) -> User:
    """Open an account and mail its activation link. Raises `Conflict` for a known address."""
    if queries.find_user(context, login_email=particulars.login_email):
        raise Conflict("accounts.operator.known")
    user = open_account(context, particulars)
    _record(context, Act.ACCOUNT_OPENED, user)
    links.send(context, user=user)
    return user


def account(context: Context, *, email: str) -> User:
    """The account of a sign-in address. Raises `NotFound`."""
    user = queries.find_user(context, login_email=email)
    if user is None:
        raise NotFound("accounts.operator.unknown")
    return user


def hand_out_link(context: Context, *, email: str) -> str:
    """A new link's address, to be given to the person otherwise than by mail. Raises `NotFound`."""
    user = account(context, email=email)
    purpose = links.needed(user)
    _record(context, Act.LINK_HANDED_OUT, user, after={"purpose": purpose})
    path = links.address(purpose, links.issue(context, user=user, purpose=purpose))
    return context.world.settings.origin + path


def disable_account(context: Context, *, email: str, reason: str = "") -> int:
    """Close the account at once; returns how many sessions were ended. Raises `NotFound`, `Conflict` for the last
    operator."""
    user = account(context, email=email)
    if user.operator_since and user.disabled_at is None:
        _refuse_last_operator(context)
    user.disabled_at = user.disabled_at or context.now()
    context.session.add(user)
    context.session.flush()
    ended = sessions.end_all(context, user_id=user.id)
    _record(context, Act.ACCOUNT_DISABLED, user, reason=reason, after={"sessions": ended})
    return ended


def enable_account(context: Context, *, email: str, reason: str = "") -> None:
    """Open a closed account again. Raises `NotFound`."""
    user = account(context, email=email)
    user.disabled_at = None
    context.session.add(user)
    context.session.flush()
    _record(context, Act.ACCOUNT_ENABLED, user, reason=reason)


def sign_out_account(context: Context, *, email: str) -> int:
    """End all the person's sessions; returns how many. Raises `NotFound`."""
    user = account(context, email=email)
    ended = sessions.end_all(context, user_id=user.id)
    _record(context, Act.SIGNED_OUT_EVERYWHERE, user, after={"sessions": ended})
    return ended


def open_operator(context: Context, *, particulars: Particulars) -> str:
    """Open the account of somebody who runs the portal; returns the address of its one-time link. No mail is sent: the
    first operator comes before any mail server. Raises `Conflict` for a known address."""
    if queries.find_user(context, login_email=particulars.login_email):
        raise Conflict("accounts.operator.known")
    user = open_account(context, particulars)
    _record(context, Act.ACCOUNT_OPENED, user)
    name_operator(context, email=user.login_email)
    return hand_out_link(context, email=user.login_email)


def name_operator(context: Context, *, email: str) -> User:
    """Let the person run the portal. Raises `NotFound`, `Conflict` when he does already."""
    user = account(context, email=email)
    if user.operator_since is not None:
        raise Conflict("accounts.operator.already")
    user.operator_since = context.now()
    _changed(context, user)
    _record(context, Act.OPERATOR_NAMED, user)
    return user


def withdraw_operator(context: Context, *, email: str) -> User:
    """The person runs the portal no longer. Raises `NotFound`, `Conflict` for who does not, and for the last one."""
    user = account(context, email=email)
    if user.operator_since is None:
        raise Conflict("accounts.operator.is_none")
    _refuse_last_operator(context)
    user.operator_since = None
    _changed(context, user)
    _record(context, Act.OPERATOR_WITHDRAWN, user)
    return user


def operators(context: Context) -> list[User]:
    """Who runs the portal, by name."""
    named = select(User).where(col(User.operator_since).is_not(None)).order_by(User.last_name, User.first_name)
    return list(context.session.exec(named))


def _changed(context: Context, user: User) -> None:
    context.session.add(user)
    context.session.flush()
    context.ring(f"user:{user.id}")


def _refuse_last_operator(context: Context) -> None:
    """Without an operator nobody could open the portal's own pages any more."""
    left = select(func.count()).where(col(User.operator_since).is_not(None), col(User.disabled_at).is_(None))
    if context.session.exec(left).one() <= 1:
        raise Conflict("accounts.operator.last")


def _record(
    context: Context, act: Act, user: User, *, reason: str = "", after: Mapping[str, object] | None = None
) -> None:
    record(context, act=act, kind=Kind.ACCOUNT, subject_id=user.public_id, reason=reason, after=after)


def tidy(context: Context) -> None:
    """Delete what nothing looks at any more: old counts, used tickets, sessions that ended long ago."""
    throttle.forget_old(context)
    sessions.forget_old(context)
    addresses.forget_old(context)
