"""Managers are told before a technical account's password or a certificate ends: rows with a date, swept with the
world's clock. Each is told of `DAYS` times before its end, and once when it is over."""

from datetime import datetime, timedelta
from math import ceil

from sqlmodel import col, select

from chorus_app.kernel import french
from chorus_app.kernel.context import Context
from chorus_app.notifications.enums import NewsKind
from chorus_app.notifications.service import tell
from chorus_app.raccordement.models import Certificate, TechnicalAccount
from chorus_app.structures.queries import managers_of

DAYS = (30, 7, 1, 0)
PATH = "/structure/raccordement"
BATCH = 200


def sweep(context: Context) -> int:
    """Tell what is due; returns how many that were."""
    return _sweep_accounts(context) + _sweep_certificates(context)


def due(now: datetime, ends: datetime, told: int | None) -> int | None:
    """How many days before the end is to be told of now: the nearest of `DAYS`, once; None when nothing is due."""
    left = max(ceil((ends - now) / timedelta(days=1)), 0)
    reached = [days for days in DAYS if left <= days]
    nearest = min(reached, default=None)
    return nearest if nearest is not None and (told is None or nearest < told) else None


def _sweep_accounts(context: Context) -> int:
    ends = col(TechnicalAccount.expires_at)
    query = select(TechnicalAccount).where(col(TechnicalAccount.closed_at).is_(None), ends <= _horizon(context))
    query = query.where(col(TechnicalAccount.told_days).is_distinct_from(0)).order_by(ends).limit(BATCH)
    told = 0
    for account in context.session.exec(query).all():
        days = due(context.now(), account.expires_at, account.told_days)
        if days is not None:
            account.told_days = days
            kind = NewsKind.PASSWORD_ENDS if days else NewsKind.PASSWORD_ENDED
            _tell(context, account.structure_id, kind, account.expires_at, name=account.login)
            told += 1
    return told


def _sweep_certificates(context: Context) -> int:
    ends = col(Certificate.not_after)
    query = select(Certificate).where(col(Certificate.ended_at).is_(None), ends <= _horizon(context))
    query = query.where(col(Certificate.told_days).is_distinct_from(0)).order_by(ends).limit(BATCH)
    told = 0
    for one in context.session.exec(query).all():
        days = due(context.now(), one.not_after, one.told_days)
        if days is not None:
            one.told_days = days
            kind = NewsKind.CERTIFICATE_ENDS if days else NewsKind.CERTIFICATE_ENDED
            _tell(context, one.structure_id, kind, one.not_after, name=one.subject)
            told += 1
    return told


def _horizon(context: Context) -> datetime:
    return context.now() + timedelta(days=DAYS[0])


def _tell(context: Context, structure_id: int, kind: NewsKind, ends: datetime, *, name: str) -> None:
    managers = managers_of(context, structure_id=structure_id)
    tell(context, managers, kind=kind, path=PATH, name=name, day=french.day(ends))
