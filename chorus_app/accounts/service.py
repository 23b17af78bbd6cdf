"""The operator's acts on accounts."""

from chorus_app.accounts import links, queries, sessions, throttle
from chorus_app.accounts.models import User
from chorus_app.accounts.sign_up import Particulars, open_account
from chorus_app.kernel.context import Context
from chorus_app.kernel.errors import Conflict, NotFound


def create_account(context: Context, *, particulars: Particulars) -> User:
    """Open an account and mail its activation link. Raises `Conflict` for a known address."""
    if queries.find_user(context, login_email=particulars.login_email):
        raise Conflict("accounts.operator.known")
    user = open_account(context, particulars)
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
    path = links.address(purpose, links.issue(context, user=user, purpose=purpose))
    return context.world.settings.origin + path


def disable_account(context: Context, *, email: str) -> int:
    """Close the account at once; returns how many sessions were ended. Raises `NotFound`."""
    user = account(context, email=email)
    user.disabled_at = user.disabled_at or context.now()
    context.session.add(user)
    context.session.flush()
    return sessions.end_all(context, user_id=user.id)


def enable_account(context: Context, *, email: str) -> None:
    """Open a closed account again. Raises `NotFound`."""
    user = account(context, email=email)
    user.disabled_at = None
    context.session.add(user)
    context.session.flush()


def sign_out_account(context: Context, *, email: str) -> int:
    """End all the person's sessions; returns how many. Raises `NotFound`."""
    return sessions.end_all(context, user_id=account(context, email=email).id)


def tidy(context: Context) -> None:
    """Delete what nothing looks at any more: old counts, used tickets, sessions that ended long ago."""
    throttle.forget_old(context)
    sessions.forget_old(context)
