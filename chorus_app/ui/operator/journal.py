"""« Journal des actes »: searched, narrowed, exported."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import reflex as rx

from chorus_app.audit.acts import Act
from chorus_app.kernel.clock import in_paris
from chorus_app.kernel.text import has_text, t
from chorus_app.operations.journal import JournalRow, list_entries
from chorus_app.operations.journal_files import act_name, door_name
from chorus_app.ui.components.basics import Seen, empty
from chorus_app.ui.components.criteria import chosen_filter, typed_filter
from chorus_app.ui.components.list_url import ListSpec
from chorus_app.ui.components.listing import list_view
from chorus_app.ui.gate import Right, event
from chorus_app.ui.operator import asking
from chorus_app.ui.operator.base import OperatorListState
from chorus_app.ui.operator.parts import operator_page
from chorus_app.ui.session import look

__all__ = ["JournalState", "body"]
LONGEST = 200


@dataclass(frozen=True)
class Detail:
    """One thing more about an act."""

    label: str
    value: str


@dataclass(frozen=True)
class JournalLine:
    """An act, as ready text."""

    id: str
    date: str
    time: str
    act: str
    actor: str
    door: str
    subject: str
    details: list[Detail]


def journal_line(row: JournalRow) -> JournalLine:
    at = in_paris(row.at)
    return JournalLine(
        str(row.id),
        f"{at:%d/%m/%Y}",
        f"{at:%H:%M:%S}",
        act_name(row.act),
        row.actor or t("operator_ui.journal.nobody"),
        " · ".join(filter(None, (door_name(row.door), row.network))),
        row.subject or row.subject_id or "–",
        details_of(row),
    )


def details_of(row: JournalRow) -> list[Detail]:
    """The reason, then what changed: « avant → après » where both are known."""
    reason = [Detail(t("audit.csv.reason"), row.reason)] if row.reason else []
    names = dict.fromkeys((*row.before, *row.after))
    return [*reason, *(Detail(label(name), change(row, name)) for name in names)]


def label(name: str) -> str:
    return t(f"operator_ui.value.{name}") if has_text(f"operator_ui.value.{name}") else name


def change(row: JournalRow, name: str) -> str:
    if name in row.before and name in row.after:
        return f"{shown(row.before[name], name)} → {shown(row.after[name], name)}"
    return shown(row.after.get(name, row.before.get(name)), name)


def shown(value: Any, name: str) -> str:
    """A value in words: codes have theirs by name, here or in the history of a structure."""
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return t("operator_ui.value.yes" if value else "operator_ui.value.no")
    if isinstance(value, list):
        return ", ".join(shown(one, name) for one in value)[:LONGEST]
    keys = (f"operator_ui.code.{name}_{value}", f"journal.value.{name}_{value}", str(value))
    return next((t(key) for key in keys if has_text(key)), str(value)[:LONGEST])


class JournalState(OperatorListState, rx.State):
    """A page of the log, as the address asks for it."""

    rows: list[JournalLine] = []

    @classmethod
    def _spec(cls) -> ListSpec:
        return asking.JOURNAL_SPEC

    @event(Right.OPERATOR)
    async def load(self) -> None:
        place = self._asked()
        filters = asking.journal_filters(place.search, place.filters)
        page = await look(self, list_entries, filters=filters, page=place.page)
        self._fill(place, page, [journal_line(row) for row in page.rows])


def body() -> rx.Component:
    acts = sorted(((act.value, act_name(act.value)) for act in Act), key=lambda entry: entry[1])
    return operator_page(
        "journal",
        asking.JOURNAL,
        JournalState,
        list_view(
            JournalState,
            row=cells,
            empty=rx.el.div(
                empty(t("operator_ui.journal.none"), t("operator_ui.journal.none_text")), class_name="sheet"
            ),
            filters=(
                chosen_filter(JournalState, "acte", t("operator_ui.column.done"), acts, t("operator_ui.journal.any")),
                typed_filter(JournalState, "personne", t("operator_ui.journal.person")),
                typed_filter(JournalState, "du", t("operator_ui.journal.since"), kind="date", short=True),
                typed_filter(JournalState, "au", t("operator_ui.journal.until"), kind="date", short=True),
            ),
            export=f"{asking.JOURNAL}/export.csv",
            workbook="",
            search_hint=t("operator_ui.journal.search_hint"),
        ),
    )


def cells(row: Seen) -> Mapping[str, Any]:
    return {
        "date": rx.el.div(row.date, rx.el.span(row.time, class_name="sub"), class_name="nowrap"),
        "act": rx.el.strong(row.act),
        "actor": rx.el.div(row.actor, rx.el.span(row.door, class_name="sub"), class_name="breakable"),
        "subject": rx.el.span(row.subject, class_name="breakable"),
        "details": rx.el.ul(rx.foreach(row.details, detail), class_name="stack-tight small"),
    }


def detail(one: Seen) -> rx.Component:
    return rx.el.li(rx.el.span(one.label, " : ", class_name="soft"), one.value, class_name="breakable")
