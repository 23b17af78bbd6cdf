"""What the addresses of « Journal des appels » ask for."""

from collections.abc import Mapping
from datetime import date

from chorus_app.raccordement.calls import REFUSED, SERVED, CallFilters
from chorus_app.ui.components.criteria import read_day
from chorus_app.ui.components.list_url import Column, ListSpec

CALLS = "/structure/raccordement/journal"
OUTCOMES = (SERVED, REFUSED)
SPEC = ListSpec(
    "raccordement.calls.caption",
    (
        Column("at", "raccordement.calls.at", "date"),
        Column("route", "raccordement.calls.route"),
        Column("outcome", "raccordement.calls.outcome"),
        Column("program", "raccordement.calls.program"),
        Column("duration", "raccordement.calls.duration", numeric=True),
    ),
    ("route", "issue", "du", "au"),
    "-date",
)


def call_filters(search: str, filters: Mapping[str, str]) -> CallFilters:
    """The filters of an address; what cannot be read does not narrow."""
    outcome = filters.get("issue", "")
    return CallFilters(
        text=search,
        path=filters.get("route", ""),
        outcome=outcome if outcome in OUTCOMES else "",
        since=_day(filters.get("du", "")),
        until=_day(filters.get("au", "")),
    )


def _day(value: str) -> date | None:
    try:
        return read_day(value)
    except ValueError:
        return None
