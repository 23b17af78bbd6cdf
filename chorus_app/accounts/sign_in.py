"""Sign in."""

from datetime import timedelta

from chorus_app.accounts import queries, throttle
from chorus_app.accounts.enums import ThrottleScope
from chorus_app.accounts.models import SignInTicket, User
from chorus_app.accounts.passwords import verify
from chorus_app.audit.acts import Act, Kind
from chorus_app.audit.service import record
from chorus_app.kernel.context import Context, Source
from chorus_app.kernel.errors import AppError, Denied, Invalid, TooMany
from chorus_app.kernel.identifiers import email_key
from chorus_app.kernel.tokens import hash_token, new_token

TICKET_LIFETIME = timedelta(seconds=30)
LONGEST_PASSWORD = 1024


def sign_in(context: Context, *, email: str, password: str, client_ip: str = "") -> str:
    """The one-time ticket that the session route exchanges for the cookie.

    Opens its own transactions and leaves the caller's untouched: a refused try counts too, and the slow check of the
    password happens while none is open.

    Raises `TooMany` (with the seconds to wait), `Invalid` (one message for unknown and wrong), and only after the right
    password `Denied` (not activated, disabled).
    """
    world, source = context.world, Source(context.source.door, client_ip)
    with world.transaction(source=source) as counting:
        counted = _count_try(counting, email_key(email), client_ip)
        user = queries.find_user(counting, login_email=email)
        stored = user.password_hash if user else None
    right = verify(password[:LONGEST_PASSWORD], stored)
    try:
        if user is None or not right or len(password) > LONGEST_PASSWORD:
            raise Invalid("accounts.sign_in.refused")
        with world.transaction(source=source) as admitting:
            return _admit(admitting, user.id, stored, counted, client_ip)
    except AppError as refused:
        with world.transaction(source=source) as telling:
            _record_failure(telling, user, refused)
        raise


def _record_failure(context: Context, user: User | None, refused: AppError) -> None:
    """What was typed is not kept: it may be a password in the wrong field."""
    known = user.public_id if user else ""
    record(context, act=Act.SIGN_IN_FAILED, kind=Kind.ACCOUNT, subject_id=known, after={"cause": refused.key})


def _count_try(context: Context, key: str, client_ip: str) -> str:
    """Count the try, unless it comes too early. Returns under which key it was counted for the account."""
    account, network = throttle.account_key(context, login_key=key, client_ip=client_ip), throttle.network(client_ip)
    wait = throttle.remaining(context, ThrottleScope.SIGN_IN_ACCOUNT, account, throttle.ACCOUNT)
    if network:
        wait = max(wait, throttle.remaining(context, ThrottleScope.SIGN_IN_ADDRESS, network, throttle.ADDRESS))
    if wait:
        raise TooMany("accounts.sign_in.throttled", seconds=wait)
    throttle.count(context, ThrottleScope.SIGN_IN_ACCOUNT, account, throttle.ACCOUNT)
    if network:
        throttle.count(context, ThrottleScope.SIGN_IN_ADDRESS, network, throttle.ADDRESS)
    return account


def _admit(context: Context, user_id: int, stored: str | None, counted: str, client_ip: str) -> str:
    user = context.session.get_one(User, user_id)
    if user.password_hash != stored:
        raise Invalid("accounts.sign_in.refused")
    if user.disabled_at is not None:
        raise Denied("accounts.sign_in.disabled")
    if user.activated_at is None:
        raise Denied("accounts.sign_in.not_activated")
    throttle.clear(context, ThrottleScope.SIGN_IN_ACCOUNT, counted)
    if throttle.network(client_ip):
        throttle.take_back(context, ThrottleScope.SIGN_IN_ADDRESS, throttle.network(client_ip))
        throttle.remember_place(context, login_key=user.login_key, client_ip=client_ip)
    ticket = new_token()
    context.session.add(
        SignInTicket(token_hash=hash_token(ticket), user_id=user.id, expires_at=context.now() + TICKET_LIFETIME)
    )
    return ticket
