"""Months as « 2026-11 »: how rows are gathered by month, and the twelve that a chart shows."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from chorus_app.kernel.clock import PARIS

SHOWN = 12


def month_of(at: datetime) -> str:
    """The month of a moment, in Paris."""
    return f"{at.astimezone(PARIS):%Y-%m}"


def first_day(month: str) -> date:
    return date.fromisoformat(f"{month}-01")


def last_day(month: str) -> date:
    return following(first_day(month)) - timedelta(days=1)


def following(first: date) -> date:
    """The first day of the next month."""
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)


def last_months(today: date, how_many: int = SHOWN) -> list[str]:
    """The months up to that of `today`, oldest first."""
    found = []
    first = today.replace(day=1)
    for _ in range(how_many):
        found.append(f"{first:%Y-%m}")
        first = (first - timedelta(days=1)).replace(day=1)
    return found[::-1]


def months_between(first: datetime, last: datetime) -> Iterator[str]:
    """Every month from that of the first moment to that of the last, in Paris."""
    day, end = first_day(month_of(first)), month_of(last)
    while (month := f"{day:%Y-%m}") <= end:
        yield month
        day = following(day)
