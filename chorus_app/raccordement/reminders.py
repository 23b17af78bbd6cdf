"""Managers are told before a technical account's password or a certificate ends: rows with a date, swept with the
world's clock. Each is told of `DAYS` times before its end, and once when it is over."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from math import ceil
from typing import Any, TypeVar

from sqlalchemy import ColumnElement
from sqlmodel import col, select

from chorus_app.kernel import french
from chorus_app.kernel.context import Context
from chorus_app.notifications.enums import NewsKind
from chorus_app.notifications.service import tell
from chorus_app.raccordement.models import Certificate, TechnicalAccount
from chorus_app.structures.queries import managers_of

Row = TypeVar("Row", TechnicalAccount, Certificate)
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
    open_ = col(TechnicalAccount.closed_at).is_(None)
    rows = _ending(context, TechnicalAccount, TechnicalAccount.expires_at, open_)
    kinds = (NewsKind.PASSWORD_ENDS, NewsKind.PASSWORD_ENDED)
    return sum(_remind(context, row, row.expires_at, kinds, name=row.login) for row in rows)


def _sweep_certificates(context: Context) -> int:
    open_ = col(Certificate.ended_at).is_(None)
    rows = _ending(context, Certificate, Certificate.not_after, open_)
    kinds = (NewsKind.CERTIFICATE_ENDS, NewsKind.CERTIFICATE_ENDED)
    return sum(_remind(context, row, row.not_after, kinds, name=row.subject) for row in rows)


def _ending(context: Context, table: type[Row], ends: Any, open_: ColumnElement[bool]) -> Sequence[Row]:
    """The next of those in force whose end comes near, but for those whose end was told."""
    untold = col(table.told_days).is_distinct_from(0)
    query = select(table).where(open_, col(ends) <= _horizon(context), untold).order_by(col(ends)).limit(BATCH)
    return context.session.exec(query).all()


def _remind(context: Context, row: Row, ends: datetime, kinds: tuple[NewsKind, NewsKind], *, name: str) -> bool:
    """Tell of the end that is near, or that is over; whether something was due."""
    days = due(context.now(), ends, row.told_days)
    if days is None:
        return False
    row.told_days = days
    near, over = kinds
    _tell(context, row.structure_id, near if days else over, ends, name=name)
    return True


def _horizon(context: Context) -> datetime:
    return context.now() + timedelta(days=DAYS[0])


def _tell(context: Context, structure_id: int, kind: NewsKind, ends: datetime, *, name: str) -> None:
    managers = managers_of(context, structure_id=structure_id)
    tell(context, managers, kind=kind, path=PATH, name=name, day=french.day(ends))
