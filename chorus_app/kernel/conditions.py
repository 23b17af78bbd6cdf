"""Conditions of filters, written so that an index serves them."""

from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_

from chorus_app.kernel.clock import PARIS

LAST = "\U0010ffff"  # sorts after every text


def begins(column: Any, low: Any) -> ColumnElement[bool]:
    """The text of the column begins with `low`: a range, which an index serves where LIKE would not."""
    return and_(column >= low, column < low + LAST)


def between(column: Any, low: Any, high: Any) -> list[ColumnElement[bool]]:
    """Both ends are included; None is no end."""
    return [*([column >= low] if low is not None else []), *([column <= high] if high is not None else [])]


def on_days(column: Any, first: date | None, last: date | None) -> list[ColumnElement[bool]]:
    """The moment of the column lies on these days of Paris, both included."""
    begin = [column >= midnight(first)] if first else []
    end = [column < midnight(last + timedelta(days=1))] if last else []
    return [*begin, *end]


def midnight(day: date) -> datetime:
    """When a day of Paris begins."""
    return datetime.combine(day, time(), PARIS)
