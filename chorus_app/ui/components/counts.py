"""How many rows of a list have which status: chips above the list, each one a filter."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import reflex as rx

from chorus_app.kernel import french
from chorus_app.ui.components.basics import Seen, badge, link
from chorus_app.ui.components.list_url import Asked


@dataclass(frozen=True)
class StatusCount:
    """How many rows have a status; the address of the list narrowed to it, or of the whole list when it is."""

    label: str
    count: str
    tone: str
    href: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Counted:
    """A status as it is counted: `value` stands in the address."""

    value: str
    label: str
    tone: str
    count: int


def chips(counted: Iterable[Counted], place: Asked, name: str) -> list[StatusCount]:
    """One entry for each value of the address, most frequent first; `name` is the address's parameter."""
    chosen = place.filters.get(name, "")
    totals: dict[str, int] = {}
    first: dict[str, Counted] = {}
    for one in counted:
        totals[one.value] = totals.get(one.value, 0) + one.count
        first.setdefault(one.value, one)
    return [
        StatusCount(
            label=first[value].label,
            count=french.count(count),
            tone=first[value].tone,
            href=place.href(**{name: "" if value == chosen else value, "page": "1"}),
            chosen=value == chosen,
        )
        for value, count in sorted(totals.items(), key=lambda item: (-item[1], item[0]))
    ]


def status_line(state: Any, label: str) -> rx.Component:
    """The chips of a `ListState`; nothing while there are none."""
    return rx.cond(
        state.statuses.length() > 0,
        rx.el.nav(rx.el.ul(rx.foreach(state.statuses, status_chip), class_name="chips"), aria_label=label),
    )


def status_chip(entry: Seen) -> rx.Component:
    return rx.el.li(
        link(
            badge(entry.label, entry.tone),
            rx.el.span(entry.count, class_name="number"),
            href=entry.href,
            class_name="chip",
            aria_current=rx.cond(entry.chosen, "true", "false"),
        )
    )
