"""Look up accounts and links."""

from datetime import datetime

from sqlmodel import select

from chorus_app.accounts.enums import LinkState
from chorus_app.accounts.models import AccountLink, User
from chorus_app.accounts.password_rules import words_of
from chorus_app.kernel.context import Context
from chorus_app.kernel.errors import SignInRequired
from chorus_app.kernel.identifiers import email_key
from chorus_app.kernel.tokens import hash_token

LONGEST_TOKEN = 200


def own(context: Context) -> User:
    """The acting person's account. Raises `SignInRequired`."""
    user = context.session.get(User, context.actor_id) if context.actor_id is not None else None
    if user is None:
        raise SignInRequired
    return user


def find_user(context: Context, *, login_email: str) -> User | None:
    """The account of the sign-in address, active or not."""
    return context.session.exec(select(User).where(User.login_key == email_key(login_email))).one_or_none()


def find_link(context: Context, *, token: str) -> AccountLink | None:
    """The link of that token, whatever it is worth."""
    if not token or len(token) > LONGEST_TOKEN:
        return None
    return context.session.exec(select(AccountLink).where(AccountLink.token_hash == hash_token(token))).one_or_none()


def worth(link: AccountLink | None, *, now: datetime) -> LinkState:
    """What the link is worth. One that a newer one voided counts as expired."""
    if link is None:
        return LinkState.UNKNOWN
    if link.used_at is not None:
        return LinkState.USED
    if link.voided_at is not None or link.expires_at <= now:
        return LinkState.EXPIRED
    return LinkState.VALID


def words_behind(context: Context, *, token: str) -> tuple[str, ...]:
    """The words that the password set with this link must not be made of; none for a link that opens nothing."""
    link = find_link(context, token=token)
    if link is None or worth(link, now=context.now()) is not LinkState.VALID:
        return ()
    user = context.session.get_one(User, link.user_id)
    return words_of(user.first_name, user.last_name, user.login_email, user.contact_email)
