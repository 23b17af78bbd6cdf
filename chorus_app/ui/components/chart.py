"""The last twelve months above a list: columns by month, each of pieces by status, and the same as a table.

Columns are boxes of HTML with their height in per cent: they keep their words readable at any width, print, and need no
library (decision 24). Screen readers get the table instead, which everybody can unfold.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import reflex as rx

from chorus_app.kernel import french
from chorus_app.kernel.months import first_day, last_day
from chorus_app.kernel.text import t
from chorus_app.ui.components.basics import Seen, icon, link

STEPS = (Decimal(1), Decimal(2), Decimal(5), Decimal(10))


@dataclass(frozen=True, slots=True)
class Series:
    """What is coloured alike: `kind` is paid, going, sent, wanted or refused (chorus.css); `label` is ready text."""

    kind: str
    label: str


@dataclass(frozen=True, slots=True)
class Sum:
    """How many rows of a month are of a kind, and their amount, where the list has amounts."""

    month: str
    kind: str
    count: int
    amount: Decimal = Decimal(0)


@dataclass(frozen=True)
class Piece:
    """A part of a column; `height` in per cent of the chart."""

    kind: str
    height: str


@dataclass(frozen=True)
class Column:
    """A month. `year` stands below January, and below the first month unless January comes next."""

    month: str
    year: str
    title: str
    pieces: list[Piece] = field(default_factory=list)


@dataclass(frozen=True)
class Chart:
    """Columns, and what the top and the middle of the chart stand for."""

    title: str = ""
    top: str = ""
    middle: str = ""
    columns: list[Column] = field(default_factory=list)


@dataclass(frozen=True)
class Key:
    """A line of the legend."""

    kind: str
    label: str
    total: str


@dataclass(frozen=True)
class Row:
    """A month in the table, with the address of the list narrowed to it; `cells` by series, then the sums."""

    label: str
    href: str
    cells: list[str]


@dataclass(frozen=True)
class Year:
    """All that is shown of twelve months; empty when nothing happened in them."""

    said: str = ""
    note: str = ""
    charts: list[Chart] = field(default_factory=list)
    legend: list[Key] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)


def year(
    sums: Iterable[Sum],
    months: Sequence[str],
    series: Sequence[Series],
    href: Callable[[str, str], str],
    *,
    count_title: str,
    amount_title: str = "",
    said: Callable[[int, str], str],
    note: str = "",
) -> Year:
    """The charts of these months. `href` is the list's address from a first to a last day; `said` tells the whole in
    words. Without `amount_title` the list has no amounts."""
    by_place: dict[tuple[str, str], Sum] = {}
    for one in sums:
        known = by_place.get((one.month, one.kind), Sum(one.month, one.kind, 0))
        by_place[one.month, one.kind] = Sum(one.month, one.kind, known.count + one.count, known.amount + one.amount)
    if not by_place:
        return Year()

    def counts(month: str, kind: str) -> Decimal:
        return Decimal(by_place[month, kind].count) if (month, kind) in by_place else Decimal(0)

    def amounts(month: str, kind: str) -> Decimal:
        return by_place[month, kind].amount if (month, kind) in by_place else Decimal(0)

    used = [one for one in series if any((month, one.kind) in by_place for month in months)]
    charts = [_chart(count_title, months, used, counts, _whole)]
    if amount_title:
        charts.append(_chart(amount_title, months, used, amounts, _euros))
    return Year(
        said=said(sum(one.count for one in by_place.values()), _euros(sum(one.amount for one in by_place.values()))),
        note=note,
        charts=charts,
        legend=[Key(one.kind, one.label, _whole(sum(counts(month, one.kind) for month in months))) for one in used],
        heads=[
            t("ui.chart.month"),
            *(one.label for one in used),
            t("ui.chart.total"),
            *([amount_title] * bool(amount_title)),
        ],
        rows=[
            Row(
                _named(month),
                href(first_day(month).isoformat(), last_day(month).isoformat()),
                [
                    *(_whole(counts(month, one.kind)) for one in used),
                    _whole(sum(counts(month, one.kind) for one in used)),
                    *([_exact(sum(amounts(month, one.kind) for one in used))] * bool(amount_title)),
                ],
            )
            for month in reversed(months)
        ],
    )


def _chart(
    title: str,
    months: Sequence[str],
    series: Sequence[Series],
    value: Callable[[str, str], Decimal],
    written: Callable[[Any], str],
) -> Chart:
    """What is taken off (credit notes) shows as nothing: only the table tells it."""
    top = _round_up(max(sum(max(value(month, one.kind), Decimal(0)) for one in series) for month in months))
    columns = []
    for number, month in enumerate(months):
        pieces = [
            Piece(one.kind, f"{100 * value(month, one.kind) / top:.2f}%")
            for one in series
            if value(month, one.kind) > 0
        ]
        total = written(sum(value(month, one.kind) for one in series))
        day = first_day(month)
        shown_year = str(day.year) if day.month == 1 or (number == 0 and day.month != 12) else ""
        title_of = t("ui.chart.column", month=_named(month), value=total)
        columns.append(Column(t(f"ui.chart.short.{day.month}"), shown_year, title_of, pieces))
    return Chart(title, written(top), written(top / 2), columns)


def _round_up(value: Any) -> Decimal:
    """The next round number: 1, 2 or 5 and zeros; an even one where rows are counted, so that its half is one too."""
    value = max(Decimal(value), Decimal(2))
    power = Decimal(10) ** (value.adjusted())
    return next(step * power for step in STEPS if (step * power >= value and (step * power) % 2 == 0) or step == 10)


def _named(month: str) -> str:
    day = first_day(month)
    return t("ui.chart.named", month=t(f"ui.chart.long.{day.month}"), year=day.year)


def _whole(value: Any) -> str:
    return french.count(int(value))


def _euros(value: Any) -> str:
    """Whole euros: what one reads off a chart."""
    return f"{french.count(int(Decimal(value).to_integral_value()))}{french.NBSP}€"


def _exact(value: Any) -> str:
    return french.amount(Decimal(value))


def year_view(state: Any) -> rx.Component:
    """What a `KeptListState` has in `year`, folded or not as the person wants it."""
    return rx.cond(
        state.year.said != "",
        rx.el.section(
            rx.el.button(
                icon("chart-column", size=18),
                rx.el.span(t("ui.chart.title"), class_name="strong"),
                rx.el.span(state.year.said, class_name="soft"),
                rx.cond(state.chart_open, icon("chevron-up", size=18), icon("chevron-down", size=18)),
                type="button",
                class_name="chart-toggle",
                aria_expanded=rx.cond(state.chart_open, "true", "false"),
                aria_controls="douze-mois",
                on_click=state.fold_chart,
            ),
            rx.cond(state.chart_open, rx.el.div(year_body(state.year), id="douze-mois", class_name="stack")),
            class_name="sheet year",
            aria_label=t("ui.chart.title"),
        ),
    )


def year_body(year: Seen) -> rx.Component:
    return rx.fragment(
        rx.el.ul(rx.foreach(year.legend, key), class_name="chart-keys"),
        rx.el.div(rx.foreach(year.charts, chart), class_name="charts"),
        rx.cond(year.note != "", rx.el.p(year.note, class_name="soft small")),
        rx.el.details(
            rx.el.summary(t("ui.chart.figures")),
            rx.el.div(
                rx.el.table(
                    rx.el.caption(t("ui.chart.title"), class_name="sr-only"),
                    rx.el.thead(rx.el.tr(rx.foreach(year.heads, head))),
                    rx.el.tbody(rx.foreach(year.rows, row)),
                    class_name="figures",
                ),
                class_name="table-wrap",
                tab_index=0,
                role="region",
                aria_label=t("ui.chart.figures"),
            ),
        ),
    )


def key(one: Seen) -> rx.Component:
    return rx.el.li(
        rx.el.span(class_name=f"piece {one.kind}", aria_hidden="true"),
        one.label,
        rx.el.span(one.total, class_name="number strong"),
    )


def chart(one: Seen) -> rx.Component:
    return rx.el.figure(
        rx.el.figcaption(one.title),
        rx.el.div(
            rx.el.span(one.top, class_name="tick top"),
            rx.el.span(one.middle, class_name="tick middle"),
            rx.foreach(one.columns, column),
            class_name="chart",
            aria_hidden="true",
        ),
    )


def column(one: Seen) -> rx.Component:
    return rx.el.div(
        rx.el.div(rx.foreach(one.pieces, piece), class_name="bar"),
        rx.el.span(one.month, class_name="when"),
        rx.el.span(one.year, class_name="when"),
        class_name="column",
        title=one.title,
    )


def piece(one: Seen) -> rx.Component:
    return rx.el.div(class_name=f"piece {one.kind}", style={"height": one.height})


def head(label: Seen) -> rx.Component:
    return rx.el.th(label, scope="col")


def row(one: Seen) -> rx.Component:
    return rx.el.tr(
        rx.el.th(link(one.label, href=one.href), scope="row"),
        rx.foreach(one.cells, lambda cell: rx.el.td(cell, class_name="numeric")),
    )
