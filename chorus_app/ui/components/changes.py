"""The history of a structure or of one of its things, as people read it."""

import re
from dataclasses import dataclass
from datetime import date

import reflex as rx

from chorus_app.kernel.french import moment, plain_day
from chorus_app.kernel.text import has_text, t
from chorus_app.structures.enums import Act
from chorus_app.structures.journal import Change, Difference
from chorus_app.ui.components.basics import Seen, some

# Before these there was nothing, or what was before goes without saying.
NEW = frozenset(
    {
        Act.BANK_DETAIL_ADDED,
        Act.SERVICE_ADDED,
        Act.PROFILE_GIVEN,
        Act.PROFILE_TAKEN,
        Act.SPACE_OPENED,
        Act.SPACE_CLOSED,
    }
)
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True)
class DifferenceLine:
    """A field, before (empty: there was nothing to compare with) and after."""

    field: str
    before: str
    after: str


@dataclass(frozen=True)
class ChangeLine:
    """Who did what, when; `subject` may be empty."""

    who: str
    at: str
    act: str
    subject: str
    differences: list[DifferenceLine]


def change_line(change: Change) -> ChangeLine:
    return ChangeLine(
        who=change.who or t("journal.operator"),
        at=moment(change.at),
        act=t(f"journal.act.{change.act.value}"),
        subject=change.subject,
        differences=[_difference(difference, new=change.act in NEW) for difference in change.differences],
    )


def _difference(difference: Difference, *, new: bool) -> DifferenceLine:
    field = difference.field
    before = "" if new else _shown(field, difference.before)
    return DifferenceLine(t(f"journal.field.{field}"), before, _shown(field, difference.after))


def _shown(field: str, value: str | bool | None) -> str:
    """A value of the history in words; codes have theirs by field."""
    if isinstance(value, bool):
        return t("journal.yes") if value else t("journal.no")
    if not value:
        return t("journal.nothing")
    if DAY.fullmatch(value):
        return plain_day(date.fromisoformat(value))
    named = f"journal.value.{field}_{value}"
    return t(named) if has_text(named) else value


def changes(lines: Seen) -> rx.Component:
    """The lines, newest first."""
    return rx.el.ol(rx.foreach(lines, line), class_name="timeline")


def line(change: Seen) -> rx.Component:
    return rx.el.li(
        rx.el.p(
            rx.el.strong(change.act),
            rx.cond(change.subject != "", rx.fragment(" ", rx.el.span(change.subject, class_name="breakable"))),
        ),
        rx.el.p(change.at, ", ", change.who, class_name="small soft"),
        rx.cond(
            some(change.differences),
            rx.el.ul(rx.foreach(change.differences, difference), class_name="stack-tight small"),
        ),
    )


def difference(one: Seen) -> rx.Component:
    return rx.el.li(
        rx.el.span(one.field, class_name="soft"),
        " ",
        rx.cond(
            one.before != "",
            rx.fragment(
                rx.el.span(one.before, class_name="breakable"),
                rx.el.span(" → ", aria_hidden="true"),
                rx.el.span(t("journal.becomes"), " ", class_name="sr-only"),
            ),
        ),
        rx.el.span(one.after, class_name="breakable"),
    )
