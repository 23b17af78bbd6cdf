"""Slow down who tries too often. Counts are rows: they survive a restart and hold for all processes.

Nobody is ever locked out: delays grow to a limit, and a reset by mail clears an account's.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address

from sqlmodel import col, delete, select

from chorus_app.accounts.enums import ThrottleScope
from chorus_app.accounts.models import Throttle
from chorus_app.kernel.context import Context
from chorus_app.kernel.errors import TooMany
from chorus_app.kernel.tokens import hash_token


@dataclass(frozen=True, slots=True)
class Limit:
    """`free` tries in a `window`; each further one is heard only after a delay that doubles up to `longest`."""

    free: int
    window: timedelta
    first: timedelta
    longest: timedelta


ACCOUNT = Limit(5, timedelta(hours=24), timedelta(seconds=30), timedelta(minutes=15))
ADDRESS = Limit(20, timedelta(hours=1), timedelta(seconds=30), timedelta(minutes=15))
REQUESTS = Limit(30, timedelta(hours=1), timedelta(minutes=1), timedelta(minutes=15))
CHECKS = Limit(30, timedelta(hours=1), timedelta(minutes=1), timedelta(minutes=15))
MAILS_AN_HOUR = 3
HOUR = timedelta(hours=1)
KNOWN_PLACE = timedelta(days=90)


def remaining(context: Context, scope: ThrottleScope, key: str, limit: Limit) -> int:
    """Seconds until the next try is heard, 0 for at once."""
    row = _row(context, scope, key)
    if row is None or row.next_allowed_at is None or _is_over(row, limit.window, context.now()):
        return 0
    return max(0, -int((context.now() - row.next_allowed_at).total_seconds() // 1))


def count(context: Context, scope: ThrottleScope, key: str, limit: Limit) -> None:
    """Note one try, before its outcome is known: tries that come at the same time all count."""
    now = context.now()
    row = _fresh_row(context, scope, key, limit.window)
    row.count += 1
    if row.count >= limit.free:
        delay = limit.first * 2 ** min(row.count - limit.free, 20)
        row.next_allowed_at = now + min(delay, limit.longest)
    context.session.add(row)
    context.session.flush()


def clear(context: Context, scope: ThrottleScope, key: str) -> None:
    """Forget the tries: the right password was given."""
    context.session.exec(
        delete(Throttle).where(col(Throttle.scope) == scope, col(Throttle.key_hash) == hash_token(key))
    )


def take_back(context: Context, scope: ThrottleScope, key: str) -> None:
    """Uncount one try."""
    row = _row(context, scope, key)
    if row and row.count:
        row.count -= 1
        row.next_allowed_at = None
        context.session.add(row)


def may_mail(context: Context, *, login_key: str) -> bool:
    """Whether another account mail may go to the address (3 an hour); counts it when it may."""
    row = _fresh_row(context, ThrottleScope.ACCOUNT_MAIL, login_key, HOUR)
    if row.count >= MAILS_AN_HOUR:
        return False
    row.count += 1
    context.session.add(row)
    context.session.flush()
    return True


def count_request(context: Context, *, client_ip: str) -> None:
    """Count a request for an account mail against the network address it comes from. Raises `TooMany`."""
    address = network(client_ip)
    if not address:
        return
    wait = remaining(context, ThrottleScope.MAIL_ADDRESS, address, REQUESTS)
    if wait:
        raise TooMany("accounts.form.throttled", seconds=wait)
    count(context, ThrottleScope.MAIL_ADDRESS, address, REQUESTS)


def count_check(context: Context, *, user_id: int | None, client_ip: str) -> None:
    """Count a file that is only to be checked, against the account or else the network. Raises `TooMany`."""
    wait = wait_for_check(context, user_id=user_id, client_ip=client_ip)
    if wait:
        raise TooMany("verification.throttled", seconds=wait)
    count(context, ThrottleScope.CHECK, checker(user_id=user_id, client_ip=client_ip), CHECKS)


def wait_for_check(context: Context, *, user_id: int | None, client_ip: str) -> int:
    """Seconds until the next file is checked, 0 for at once."""
    return remaining(context, ThrottleScope.CHECK, checker(user_id=user_id, client_ip=client_ip), CHECKS)


def checker(*, user_id: int | None, client_ip: str) -> str:
    """Whose checked files are counted together. Unknown addresses share one count: the door is open to everyone."""
    return f"account {user_id}" if user_id is not None else f"network {network(client_ip)}"


def remember_place(context: Context, *, login_key: str, client_ip: str) -> None:
    """The account was opened from there: strangers' wrong passwords no longer slow it down there."""
    clear(context, ThrottleScope.KNOWN_PLACE, _place(login_key, client_ip))
    context.session.add(_fresh_row(context, ThrottleScope.KNOWN_PLACE, _place(login_key, client_ip), KNOWN_PLACE))


def account_key(context: Context, *, login_key: str, client_ip: str) -> str:
    """Whose tries are counted together: the account's, or those from a place where it was opened before."""
    place = _row(context, ThrottleScope.KNOWN_PLACE, _place(login_key, client_ip))
    known = place is not None and not _is_over(place, KNOWN_PLACE, context.now())
    return _place(login_key, client_ip) if known else login_key


def network(client_ip: str) -> str:
    """The address as one counts it: an IPv6 customer has a whole /64. Empty when it is unknown."""
    try:
        address = ip_address(client_ip.strip())
    except ValueError:
        return ""
    return address.exploded[:19] if isinstance(address, IPv6Address) else str(address)


def forget_old(context: Context) -> None:
    """Delete the rows that no limit looks at any more."""
    context.session.exec(delete(Throttle).where(col(Throttle.window_started_at) < context.now() - KNOWN_PLACE))


def _place(login_key: str, client_ip: str) -> str:
    return f"{login_key} {network(client_ip)}"


def _row(context: Context, scope: ThrottleScope, key: str) -> Throttle | None:
    return context.session.exec(
        select(Throttle).where(Throttle.scope == scope, Throttle.key_hash == hash_token(key))
    ).one_or_none()


def _fresh_row(context: Context, scope: ThrottleScope, key: str, window: timedelta) -> Throttle:
    row = _row(context, scope, key)
    if row is None:
        return Throttle(scope=scope, key_hash=hash_token(key), window_started_at=context.now())
    if _is_over(row, window, context.now()):
        row.count, row.window_started_at, row.next_allowed_at = 0, context.now(), None
    return row


def _is_over(row: Throttle, window: timedelta, now: datetime) -> bool:
    return row.window_started_at + window <= now
