"""What a person sees and changes of his own account: his particulars, his password.

The slow check of a password happens while no transaction is open; every change of something that opens the account
asks for the present password first.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, update

from chorus_app.accounts import mails, queries, sessions, throttle
from chorus_app.accounts.enums import ThrottleScope
from chorus_app.accounts.models import AccountLink, User
from chorus_app.accounts.password_rules import weaknesses, words_of
from chorus_app.accounts.passwords import hash_password, verify
from chorus_app.accounts.sign_up import check_name
from chorus_app.audit.acts import Act, Kind
from chorus_app.audit.service import record
from chorus_app.kernel.context import Context
from chorus_app.kernel.errors import Invalid, InvalidForm, TooMany
from chorus_app.kernel.faults import Faults
from chorus_app.kernel.identifiers import check_phone
from chorus_app.kernel.text import t

LONGEST_PASSWORD = 1024
PASSWORD_PATH = "/mon-compte/mot-de-passe"  # noqa: S105 - a page


@dataclass(frozen=True, slots=True)
class OwnAccount:
    """The person's own particulars; `phone` in E.164, empty when there is none."""

    last_name: str
    first_name: str
    phone: str
    login_email: str
    contact_email: str
    created_at: datetime


def own_account(context: Context) -> OwnAccount:
    """Raises `SignInRequired`."""
    user = queries.own(context)
    return OwnAccount(
        user.last_name, user.first_name, user.phone or "", user.login_email, user.contact_email, user.created_at
    )


def change_particulars(context: Context, *, last_name: str, first_name: str, phone: str) -> None:
    """Another name or phone number. Raises `InvalidForm`, each error beside its field."""
    user = queries.own(context)
    faults = Faults()
    last = faults.text(lambda: check_name(last_name, field="last_name"))
    first = faults.text(lambda: check_name(first_name, field="first_name"))
    number = faults.text(lambda: check_phone(phone)) if phone.strip() else ""
    faults.tell()
    user.last_name, user.first_name, user.phone = last, first, number or None
    context.session.add(user)
    context.session.flush()
    context.ring(f"user:{user.id}")


def lacks(context: Context, *, password: str) -> list[str]:
    """What a new password still lacks to be the person's own, in words; empty when it will do."""
    found = weaknesses(password, words=_words(queries.own(context)))
    return [t(weakness.value, context.language) for weakness in found]


def change_password(context: Context, *, token: str, current: str, password: str) -> int:
    """Replace the password; the person's other sessions end, that of `token` goes on. Returns how many ended.

    Opens its own transactions and leaves the caller's untouched. Raises `InvalidForm` (fields `current_password`,
    `password`), `TooMany`.
    """
    world, actor_id, source = context.world, context.actor_id, context.source
    check_current_password(context, password=current)
    with world.reading(actor_id=actor_id) as looking:
        found = weaknesses(password, words=_words(queries.own(looking)))
    if found:
        raise InvalidForm(*(Invalid(weakness.value, field="password") for weakness in found))
    hashed = hash_password(password)
    with world.transaction(actor_id=actor_id, source=source) as setting:
        user = queries.own(setting)
        user.password_hash = hashed
        setting.session.add(user)
        setting.session.flush()
        _void_links(setting, user)
        sessions.void_tickets(setting, user_id=user.id)
        ended = sessions.end_others(setting, token=token)
        record(setting, act=Act.PASSWORD_REPLACED, kind=Kind.ACCOUNT, subject_id=user.public_id)
        mails.send_account_mail(setting, user=user, template=mails.PASSWORD_REPLACED, path=mails.SIGN_IN_PATH)
    return ended


def check_current_password(context: Context, *, password: str) -> None:
    """Whether it is really the person who sits there. Every try counts against the account.

    Opens its own transactions and leaves the caller's untouched. Raises `InvalidForm` (field `current_password`),
    `TooMany`.
    """
    world, actor_id = context.world, context.actor_id
    with world.transaction(actor_id=actor_id) as counting:
        user = queries.own(counting)
        wait = throttle.remaining(counting, ThrottleScope.PASSWORD_CHECK, user.login_key, throttle.ACCOUNT)
        if wait:
            raise TooMany("accounts.own.throttled", seconds=wait)
        throttle.count(counting, ThrottleScope.PASSWORD_CHECK, user.login_key, throttle.ACCOUNT)
    if len(password) > LONGEST_PASSWORD or not verify(password, user.password_hash):
        raise InvalidForm(Invalid("accounts.own.wrong_password", field="current_password"))
    with world.transaction(actor_id=actor_id) as clearing:
        throttle.clear(clearing, ThrottleScope.PASSWORD_CHECK, user.login_key)


def _words(user: User) -> tuple[str, ...]:
    return words_of(user.first_name, user.last_name, user.login_email, user.contact_email)


def _void_links(context: Context, user: User) -> None:
    """A link to choose another password that was asked for before leads nowhere any more."""
    open_links = update(AccountLink).where(
        col(AccountLink.user_id) == user.id, col(AccountLink.used_at).is_(None), col(AccountLink.voided_at).is_(None)
    )
    context.session.exec(open_links.values(voided_at=context.now()))
