"""Another mail address: asked for with the password, confirmed from both addresses, changed when both have been.

The sign-in address confirms that the person wants it, the new one that it is his. A new address that has an account
already is answered in the same way; its owner is told, and nothing changes.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import col, delete, or_, select, update

from chorus_app.accounts import mails, own, queries, sessions, throttle
from chorus_app.accounts.enums import AddressKind, AddressSide, ConfirmationState
from chorus_app.accounts.errors import ConfirmationRefused
from chorus_app.accounts.models import AddressChange, User
from chorus_app.audit.acts import Act, Kind
from chorus_app.audit.service import record
from chorus_app.kernel.context import Context
from chorus_app.kernel.errors import Invalid, InvalidForm, NotFound, TooMany
from chorus_app.kernel.identifiers import check_email, email_key
from chorus_app.kernel.mail.templates import Template
from chorus_app.kernel.tokens import hash_token, new_token

LIFETIME = timedelta(hours=24)
KEEP = timedelta(days=30)
CONFIRMATION_PATH = "/confirmer-une-adresse"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A change that waits for its confirmations."""

    kind: AddressKind
    new_email: str
    asked_at: datetime
    expires_at: datetime
    sign_in_confirmed: bool
    new_confirmed: bool


@dataclass(frozen=True, slots=True)
class Confirmation:
    """What a link of such a mail leads to."""

    state: ConfirmationState
    kind: AddressKind = AddressKind.LOGIN
    side: AddressSide = AddressSide.NEW
    new_email: str = ""


def ask(context: Context, *, kind: AddressKind, email: str, password: str) -> None:
    """Ask for another address: a mail goes to the sign-in address and one to the new address.

    Opens its own transactions and leaves the caller's untouched. Raises `InvalidForm` (fields `email`,
    `current_password`), `TooMany`.
    """
    address = _checked(email)
    own.check_current_password(context, password=password)
    with context.world.transaction(actor_id=context.actor_id) as asking:
        _ask(asking, queries.own(asking), kind, address)


def cancel(context: Context) -> None:
    """Take the change back. Raises `NotFound` when none waits."""
    if not _void_older(context, queries.own(context)):
        raise NotFound("accounts.address.nothing_waits")


def waiting(context: Context) -> Waiting | None:
    """The acting person's change that waits, if there is one."""
    user = queries.own(context)
    change = context.session.exec(
        select(AddressChange).where(
            AddressChange.user_id == user.id,
            col(AddressChange.voided_at).is_(None),
            col(AddressChange.done_at).is_(None),
            col(AddressChange.expires_at) > context.now(),
        )
    ).first()
    if change is None:
        return None
    return Waiting(
        change.kind,
        change.new_email,
        change.asked_at,
        change.expires_at,
        change.sign_in_confirmed_at is not None,
        change.new_confirmed_at is not None,
    )


def look(context: Context, *, token: str) -> Confirmation:
    """What the link is worth; looking changes nothing (mail scanners open every link)."""
    change = _find(context, token)
    if change is None:
        return Confirmation(ConfirmationState.UNKNOWN)
    side = _side(change, token)
    return Confirmation(_worth(change, side, context.now()), change.kind, side, change.new_email)


def confirm(context: Context, *, token: str) -> Confirmation:
    """Confirm from one side; from the second one the address changes. Nobody is signed in.

    `state` of the answer is DONE when the address has changed, CONFIRMED while the other side is awaited. Raises
    `ConfirmationRefused`.
    """
    change = _find(context, token)
    if change is None:
        raise ConfirmationRefused(ConfirmationState.UNKNOWN)
    side = _side(change, token)
    worth = _worth(change, side, context.now())
    if worth is not ConfirmationState.VALID:
        raise ConfirmationRefused(worth)
    if side is AddressSide.SIGN_IN:
        change.sign_in_confirmed_at = context.now()
    else:
        change.new_confirmed_at = context.now()
    context.session.add(change)
    context.session.flush()
    both = change.sign_in_confirmed_at is not None and change.new_confirmed_at is not None
    if both:
        _change(context, change)
    context.ring(f"user:{change.user_id}")
    return Confirmation(
        ConfirmationState.DONE if both else ConfirmationState.CONFIRMED, change.kind, side, change.new_email
    )


def forget_old(context: Context) -> None:
    """Delete the changes that are over, done or not: they hold addresses that nobody needs any more."""
    context.session.exec(delete(AddressChange).where(col(AddressChange.expires_at) < context.now() - KEEP))


def _checked(email: str) -> str:
    try:
        return check_email(email, field="email")
    except Invalid as error:
        raise InvalidForm(error) from None


def _ask(context: Context, user: User, kind: AddressKind, address: str) -> None:
    old = user.login_email if kind is AddressKind.LOGIN else user.contact_email
    if email_key(address) == email_key(old):
        raise InvalidForm(Invalid("accounts.address.the_same", field="email"))
    if not (throttle.may_mail(context, login_key=user.login_key) and _may_mail_new(context, address)):
        raise TooMany("accounts.address.throttled", seconds=int(throttle.HOUR.total_seconds()))
    _void_older(context, user)
    owner = queries.find_user(context, login_email=address) if kind is AddressKind.LOGIN else None
    proven = email_key(address) == user.login_key
    sign_in_token, own_token = new_token(), new_token()
    change = AddressChange(
        user_id=user.id,
        kind=kind,
        new_email=address,
        sign_in_token_hash=hash_token(sign_in_token),
        new_token_hash=hash_token(own_token),
        asked_at=context.now(),
        expires_at=context.now() + LIFETIME,
        new_confirmed_at=context.now() if proven else None,
    )
    context.session.add(change)
    context.session.flush()
    _mail(context, user, user.login_email, mails.ADDRESS_ASKED, _path(sign_in_token), address)
    if owner is not None:
        _mail(context, owner, address, mails.ADDRESS_KNOWN, mails.SIGN_IN_PATH, address)
    elif not proven:
        _mail(context, user, address, mails.ADDRESS_NEW, _path(own_token), address)
    context.ring(f"user:{user.id}")


def _may_mail_new(context: Context, address: str) -> bool:
    return throttle.may_mail(context, login_key=email_key(address))


def _mail(context: Context, user: User, to: str, template: Template, path: str, address: str) -> None:
    hours = int(LIFETIME.total_seconds() // 3600)
    mails.send_to(context, to=to, user=user, template=template, path=path, address=address, hours=hours)


def _path(token: str) -> str:
    return f"{CONFIRMATION_PATH}?lien={token}"


def _void_older(context: Context, user: User) -> int:
    older = update(AddressChange).where(
        col(AddressChange.user_id) == user.id,
        col(AddressChange.voided_at).is_(None),
        col(AddressChange.done_at).is_(None),
    )
    context.ring(f"user:{user.id}")
    return context.session.exec(older.values(voided_at=context.now())).rowcount


def _find(context: Context, token: str) -> AddressChange | None:
    if not token or len(token) > queries.LONGEST_TOKEN:
        return None
    hashed = hash_token(token)
    return context.session.exec(
        select(AddressChange).where(
            or_(AddressChange.sign_in_token_hash == hashed, AddressChange.new_token_hash == hashed)
        )
    ).one_or_none()


def _side(change: AddressChange, token: str) -> AddressSide:
    return AddressSide.SIGN_IN if change.sign_in_token_hash == hash_token(token) else AddressSide.NEW


def _worth(change: AddressChange, side: AddressSide, now: datetime) -> ConfirmationState:
    if change.done_at is not None:
        return ConfirmationState.DONE
    if change.voided_at is not None or change.expires_at <= now:
        return ConfirmationState.EXPIRED
    confirmed = change.sign_in_confirmed_at if side is AddressSide.SIGN_IN else change.new_confirmed_at
    return ConfirmationState.CONFIRMED if confirmed else ConfirmationState.VALID


def _change(context: Context, change: AddressChange) -> None:
    """The address changes. Somebody may have opened an account with it meanwhile: then nothing does."""
    user = context.session.get_one(User, change.user_id)
    before = user.login_email
    if user.disabled_at is not None:
        raise ConfirmationRefused(ConfirmationState.EXPIRED)
    if change.kind is AddressKind.LOGIN:
        if queries.find_user(context, login_email=change.new_email) is not None:
            raise ConfirmationRefused(ConfirmationState.EXPIRED)
        if email_key(user.contact_email) == user.login_key:
            user.contact_email = change.new_email
        user.login_email, user.login_key = change.new_email, email_key(change.new_email)
        sessions.void_tickets(context, user_id=user.id)
    else:
        user.contact_email = change.new_email
    change.done_at = context.now()
    context.session.add_all((user, change))
    context.session.flush()
    kind = {"kind": change.kind}
    record(context, act=Act.ADDRESS_CHANGED, kind=Kind.ACCOUNT, subject_id=user.public_id, after=kind)
    for to in dict.fromkeys((before, change.new_email)):
        _mail(context, user, to, mails.ADDRESS_CHANGED, mails.SIGN_IN_PATH, change.new_email)
