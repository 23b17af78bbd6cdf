"""What narrows a list: one row for each criterion, as its form asks, its address says and people read it.

A list keeps its rows in a table of its own (`CRITERIA`); the form, the words under which a used criterion is shown and
the filters of the query all read that table.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

import reflex as rx

from chorus_app.kernel.french import amount, plain_day
from chorus_app.kernel.text import t
from chorus_app.ui.components.basics import Seen, button, icon, link
from chorus_app.ui.components.list_url import Asked

LONGEST_AMOUNT = 20
LARGEST_POWER = 12  # of ten: amounts have 13 digits before the comma at the most
SPACES = str.maketrans("", "", " \u00a0\u202f€")


class Field(StrEnum):
    """How a criterion is typed."""

    TEXT = "text"
    CHOICE = "choice"
    DAY = "day"
    AMOUNT = "amount"


def read_day(value: str) -> date:
    """2026-11-29. Raises `ValueError`."""
    return date.fromisoformat(value)


def read_amount(value: str) -> Decimal:
    """« 1 234,50 € » or 1234.5. Raises `ValueError`."""
    try:
        found = Decimal(value[:LONGEST_AMOUNT].translate(SPACES).replace(",", "."))
    except InvalidOperation:
        raise ValueError(value) from None
    if not found.is_finite() or found.adjusted() > LARGEST_POWER:
        raise ValueError(value)
    return found


READ: Mapping[Field, Callable[[str], Any]] = {
    Field.TEXT: str,
    Field.CHOICE: str,
    Field.DAY: read_day,
    Field.AMOUNT: read_amount,
}
SHOWN: Mapping[Field, Callable[[Any], str]] = {
    Field.TEXT: str,
    Field.DAY: plain_day,
    Field.AMOUNT: amount,
}


@dataclass(frozen=True, slots=True)
class Criterion:
    """`name` stands in the address; `narrows` is the field of the query's filters; `label` is a text key.

    `read` makes the value of the address one of the filters, where its kind of field does not say how; it raises
    `ValueError`.
    """

    name: str
    narrows: str
    label: str
    field: Field = Field.TEXT
    first: bool = False  # always seen, not only among « Plus de critères »
    told: bool = True  # among the criteria in use; else the page tells it elsewhere
    read: Callable[[str], Any] | None = None

    def understood(self, value: str) -> Any:
        """The value of an address as filters take it; None when it cannot be read."""
        try:
            return (self.read or READ[self.field])(value)
        except ValueError:
            return None


Choices = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Criteria:
    """Those of one list, in the order of its form; `choices` are the values of each choice, with their words; `hint`
    is the text key of how they are looked for."""

    rows: tuple[Criterion, ...] = ()
    choices: Callable[[Criterion], Choices] = lambda _: ()
    hint: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(criterion.name for criterion in self.rows)

    def read(self, filters: Mapping[str, str]) -> dict[str, Any]:
        """The fields of the query's filters; what cannot be read does not narrow."""
        read = {one.narrows: one.understood(filters[one.name]) for one in self.rows if filters.get(one.name)}
        return {name: value for name, value in read.items() if value is not None}

    def in_words(self, criterion: Criterion, value: str) -> str:
        """What narrows the list, or that this value does not."""
        read = criterion.understood(value)
        if read is None:
            return t("ui.list.criterion_ignored", label=t(criterion.label), value=value)
        if criterion.field is Field.CHOICE:
            shown = dict(self.choices(criterion)).get(value, value)
        else:
            shown = SHOWN[criterion.field](read)
        return t("ui.list.criterion_used", label=t(criterion.label), value=shown)


@dataclass(frozen=True)
class UsedCriterion:
    """What narrows the list, and the address of the list without it. `ignored`: it could not be read."""

    text: str
    href: str
    ignored: bool


def used_criteria(place: Asked, criteria: Criteria) -> list[UsedCriterion]:
    """The criteria in use, in the order of the form."""
    return [
        UsedCriterion(
            criteria.in_words(one, value),
            place.href(**{one.name: "", "page": "1"}),
            one.understood(value) is None,
        )
        for one in criteria.rows
        if one.told and (value := place.filters.get(one.name, ""))
    ]


def first_fields(state: Any, criteria: Criteria) -> list[rx.Component]:
    """The criteria that are always seen."""
    return [asked_for(state, one, criteria) for one in criteria.rows if one.first]


def more_criteria(state: Any, criteria: Criteria) -> rx.Component:
    """The criteria that are not seen at first, and those in use, each with the way to drop it."""
    hidden = [one for one in criteria.rows if not one.first]
    return rx.fragment(
        rx.el.details(
            rx.el.summary(t("ui.list.more_criteria")),
            rx.el.div(*[asked_for(state, one, criteria) for one in hidden], class_name="criteria"),
            rx.el.div(
                button(t("ui.list.apply"), type="submit", weight="secondary", icon_name="search"),
                rx.el.p(t(criteria.hint), class_name="hint"),
                class_name="criteria-foot",
            ),
            class_name="more-criteria",
        )
        if hidden
        else None,
        rx.cond(
            state.used.length() > 0,
            rx.el.ul(
                rx.foreach(state.used, used),
                class_name="chips used",
                aria_label=t("ui.list.criteria_used"),
            ),
        ),
    )


def used(entry: Seen) -> rx.Component:
    return rx.el.li(
        link(
            entry.text,
            icon("x", size=14),
            rx.el.span(t("ui.list.drop_criterion"), class_name="sr-only"),
            href=entry.href,
            class_name=rx.cond(entry.ignored, "chip ignored", "chip"),
        )
    )


def asked_for(state: Any, criterion: Criterion, criteria: Criteria) -> rx.Component:
    """The field of a criterion, with the value of the address."""
    name, label = criterion.name, t(criterion.label)
    if criterion.field is Field.CHOICE:
        return chosen_filter(state, name, label, criteria.choices(criterion), t("ui.list.any"))
    return typed_filter(
        state,
        name,
        label,
        kind="date" if criterion.field is Field.DAY else "text",
        input_mode="decimal" if criterion.field is Field.AMOUNT else "text",
        short=criterion.field in (Field.DAY, Field.AMOUNT),
    )


def chosen_filter(
    state: Any, name: str, label: str, options: Choices, any_label: str, *, short: bool = False
) -> rx.Component:
    """A filter of a list among values; `options` are the values with their words."""
    return _filter(
        label,
        name,
        rx.el.select(
            rx.el.option(any_label, value=""),
            *[rx.el.option(words, value=code) for code, words in options],
            **_of_the_address(state, name),
        ),
        short=short,
    )


def typed_filter(
    state: Any, name: str, label: str, *, kind: str = "text", input_mode: str = "text", short: bool = False
) -> rx.Component:
    """A filter of a list that is typed."""
    control = rx.el.input(type=kind, input_mode=input_mode, **_of_the_address(state, name))
    return _filter(label, name, control, short=short)


def _of_the_address(state: Any, name: str) -> dict[str, Any]:
    value = state.filters.get(name, "")
    return {"id": name, "name": name, "default_value": value, "key": value, "class_name": "input"}


def _filter(label: str, name: str, control: rx.Component, *, short: bool) -> rx.Component:
    return rx.el.div(rx.el.label(label, html_for=name), control, class_name="field short" if short else "field")
