"""The one list: search, filters, sortable headings, pages of 25 rows, every state. Its place is in the URL."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

import reflex as rx
from reflex.event import EventSpec

from chorus_app.kernel import french
from chorus_app.kernel.paging import Page
from chorus_app.kernel.text import t
from chorus_app.ui.components.basics import Seen, button, download_link, icon, link, link_button, waiting
from chorus_app.ui.components.counts import StatusCount
from chorus_app.ui.components.criteria import Criteria, UsedCriterion, first_fields, more_criteria, used_criteria
from chorus_app.ui.components.list_tools import kept_tools, pick_bar, pick_cell, pick_head
from chorus_app.ui.components.list_url import (
    MOST_IN_A_WORKBOOK,
    Asked,
    Column,
    Head,
    ListSpec,
    PageLink,
    asked,
    heads,
    pager,
)
from chorus_app.ui.gate import Right, event

Row = TypeVar("Row")


class ListState(rx.State, mixin=True):
    """What every list's State has. A list adds `rows: list[itsRow]`, `_spec()` and a `load` event."""

    heads: list[Head] = []
    shown: list[str] = []
    pager: list[PageLink] = []
    total: int = 0
    counted: str = ""
    beyond: str = ""
    long: bool = False
    search: str = ""
    filters: dict[str, str] = {}
    narrowed: bool = False
    loaded: bool = False
    export: str = ""
    whole: str = ""
    used: list[UsedCriterion] = []
    statuses: list[StatusCount] = []

    @classmethod
    def _spec(cls) -> ListSpec:
        """The list's columns, filters and default sort."""
        raise LookupError(cls.__name__)

    @classmethod
    def _criteria(cls) -> Criteria:
        """What the list may be narrowed by, beside its search."""
        return Criteria()

    @event(Right.ATTACHED)
    def narrow(self, form: dict[str, Any]) -> EventSpec:
        """Search or filter: go to the address that says so."""
        return self._narrow(form)

    def _narrow(self, form: dict[str, Any]) -> EventSpec:
        wanted = {name: str(form.get(name, "")).strip() for name in ("recherche", *self._spec().filters)}
        place = self._asked()
        return rx.redirect(replace(place, search="", filters={}).href(page="1", **wanted))

    def _asked(self) -> Asked:
        url = self.router.url
        return asked(self._spec(), url.path or "/", dict(url.query_parameters))

    def _columns(self) -> tuple[Column, ...]:
        """The columns that are shown."""
        return self._spec().columns

    def _head(self, place: Asked) -> None:
        columns = self._columns()
        self.heads = heads(columns, place, {column.key: t(column.label) for column in columns})
        self.shown = [column.key for column in columns]

    def _fill(self, place: Asked, page: Page[Row], rows: list[Any]) -> None:
        self._head(place)
        self.pager = pager(place, page.pages)
        self.total = page.total
        counted = "ui.list.more" if page.more else "ui.list.counted"
        self.counted = t(counted, count=page.total, number=french.count(page.total))
        self.long = page.more or page.total > MOST_IN_A_WORKBOOK
        self.beyond = t("ui.list.beyond", number=french.count(page.reached)) if page.reached else ""
        self.search, self.filters = place.search, dict(place.filters)
        self.narrowed = bool(place.search or place.filters)
        self.whole = replace(place, search="", filters={}).href(page="1")
        self.export = place.query
        self.used = used_criteria(place, self._criteria())
        self.rows = rows
        self.loaded = True


def list_view(
    state: Any,
    *,
    row: Callable[[Any], Mapping[str, Any]],
    empty: rx.Component,
    filters: Sequence[rx.Component] = (),
    more: rx.Component | None = None,
    export: str = "",
    workbook: str = "",
    search_hint: str = "",
) -> rx.Component:
    """The list of a `ListState`. `row` gives the cell of each column key; `filters` stand before the fields of its
    criteria, `more` below the first line of the form; `export` is the address of the CSV, `workbook` that of the XLSX.
    """
    spec, criteria = state._spec(), state._criteria()
    if criteria.rows:
        filters, more = [*filters, *first_fields(state, criteria)], rx.fragment(more, more_criteria(state, criteria))
    return rx.el.div(
        tools(state, filters, export, search_hint, more, workbook),
        kept_tools(state) if spec.name else None,
        rx.cond(
            state.loaded,
            rx.cond(
                state.total > 0,
                rx.fragment(
                    pick_bar(state, export, workbook) if spec.name else None,
                    table(state, spec, row),
                    beyond(state),
                    pages(state),
                ),
                rx.cond(state.narrowed, nothing_found(state), empty),
            ),
            waiting(),
        ),
        class_name="stack",
    )


def tools(
    state: Any,
    filters: Sequence[rx.Component],
    export: str,
    hint: str,
    more: rx.Component | None = None,
    workbook: str = "",
) -> rx.Component:
    """Search field, filters, export."""
    search = rx.el.div(
        rx.el.label(t("ui.list.search"), html_for="recherche"),
        rx.el.p(hint, id="recherche-hint", class_name="hint") if hint else None,
        rx.el.input(
            id="recherche",
            name="recherche",
            type="search",
            default_value=state.search,
            key=state.search,
            class_name="input",
            aria_describedby="recherche-hint" if hint else None,
        ),
        class_name="field",
    )
    return rx.el.form(
        search,
        *filters,
        button(t("ui.list.apply"), type="submit", weight="secondary", icon_name="search"),
        rx.cond(state.narrowed, link_button(t("ui.list.reset"), state.whole, weight="quiet")),
        exports(state, export, workbook) if export else None,
        more,
        on_submit=state.narrow,
        role="search",
        class_name="list-tools",
    )


def exports(state: Any, export: str, workbook: str) -> rx.Component:
    """All pages of the list as a file; as a workbook only as long as it fits."""
    book = rx.cond(~state.long, download(state, workbook, t("ui.list.workbook"))) if workbook else None
    return rx.el.div(download(state, export, t("ui.list.csv")), book, class_name="exports")


def download(state: Any, address: str, form: str) -> rx.Component:
    about = rx.el.span(t("ui.list.export"), " ", class_name="sr-only")
    return download_link(about, form, href=f"{address}?" + state.export, class_name="button quiet")


def table(state: Any, spec: ListSpec, row: Callable[[Any], Mapping[str, Any]]) -> rx.Component:
    numeric = {column.key for column in spec.columns if column.numeric}

    def body_row(item: Any) -> rx.Component:
        cells = row(item)
        return rx.el.tr(
            pick_cell(state, item, item.number) if spec.name else None,
            *[shown(column, cell(column, cells[column.key])) for column in spec.columns],
        )

    def cell(column: Column, content: Any) -> rx.Component:
        return rx.el.td(
            content,
            class_name="numeric" if column.key in numeric else None,
            custom_attrs={"data-label": t(column.label)},
        )

    def shown(column: Column, content: rx.Component) -> rx.Component:
        """A column that may be hidden; the first one never is."""
        chosen = spec.name and column is not spec.columns[0]
        return rx.cond(state.shown.contains(column.key), content) if chosen else content

    return rx.el.div(
        rx.el.table(
            rx.el.caption(t(spec.caption), " · ", state.counted),
            rx.el.thead(rx.el.tr(pick_head(state) if spec.name else None, rx.foreach(state.heads, heading))),
            rx.el.tbody(rx.foreach(state.rows, body_row)),
            class_name="list",
        ),
        class_name="table-wrap",
        tab_index=0,
        role="region",
        aria_label=t(spec.caption),
    )


def heading(head: Seen) -> rx.Component:
    arrow = rx.match(
        head.direction,
        ("ascending", icon("arrow-up", size=14)),
        ("descending", icon("arrow-down", size=14)),
        rx.fragment(),
    )
    return rx.el.th(
        rx.cond(head.href != "", link(head.label, arrow, href=head.href), head.label),
        scope="col",
        class_name=rx.cond(head.numeric, "numeric", ""),
        aria_sort=rx.cond(head.direction != "", head.direction, "none"),
    )


def pages(state: Any) -> rx.Component:
    return rx.cond(
        state.pager.length() > 0,
        rx.el.nav(rx.foreach(state.pager, page_link), class_name="pager", aria_label=t("ui.list.pages")),
    )


def beyond(state: Any) -> rx.Component:
    """The list goes on after its last page: say what to do."""
    return rx.cond(state.beyond != "", rx.el.p(state.beyond, class_name="soft"))


def page_link(step: Seen) -> rx.Component:
    here = rx.el.span(step.label, aria_current="page", aria_label=t("ui.list.page") + " " + step.label)
    there = link(step.label, href=step.href, aria_label=t("ui.list.page") + " " + step.label)
    return rx.cond(step.label == "", rx.el.span("…"), rx.cond(step.current, here, there))


def nothing_found(state: Any) -> rx.Component:
    return rx.el.div(
        icon("search-x"),
        rx.el.h2(t("ui.list.nothing_found.title")),
        rx.el.p(t("ui.list.nothing_found.text")),
        link_button(t("ui.list.reset"), state.whole, weight="secondary"),
        class_name="empty sheet",
    )
