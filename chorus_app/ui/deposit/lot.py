"""What a lot holds before it is sent, and what must change when a flux is deposited again."""

import reflex as rx

from chorus_app.kernel.text import t
from chorus_app.ui.components.basics import Seen, badge, button, facts, link, notice, some
from chorus_app.ui.components.breaks import soft_breaks
from chorus_app.ui.components.findings import finding
from chorus_app.ui.deposit.state import DepositState

LOT: Seen = DepositState
COLUMNS = ("file", "number", "recipient", "amount", "outcome")


def lot_content() -> rx.Component:
    return rx.el.div(
        rx.el.div(badge(DepositState.card.label, "info"), class_name="row"),
        rx.el.div(rx.cond(DepositState.lot.some_refused, some_refused(), all_accepted()), role="status"),
        facts(
            (t("deposit.lot.holds"), DepositState.lot.counted),
            (t("deposit.lot.accepted_label"), DepositState.lot.accepted),
            (t("deposit.lot.refused_label"), DepositState.lot.refused),
            (t("deposit.lot.total"), DepositState.lot.total),
        ),
        rx.cond(DepositState.lot.parts != "", rx.el.p(DepositState.lot.parts, class_name="soft small")),
        rx.cond(DepositState.lot.left_out != "", rx.el.p(DepositState.lot.left_out, class_name="soft small")),
        rx.cond(
            DepositState.lot.some_refused,
            rx.el.label(
                rx.el.input(type="checkbox", checked=DepositState.only_refused, on_change=DepositState.show_refused),
                t("deposit.lot.only_refused"),
                class_name="check",
            ),
        ),
        table(),
        rx.cond(DepositState.lot_pages > 1, pager()),
        class_name="stack",
    )


def all_accepted() -> rx.Component:
    return notice(t("deposit.lot.all_accepted"), rx.el.p(t("deposit.lot.all_accepted_text")), kind="success")


def some_refused() -> rx.Component:
    return notice(rx.fragment(DepositState.lot.verdict), rx.el.p(DepositState.lot.then), kind="warning")


def table() -> rx.Component:
    return rx.el.div(
        rx.el.table(
            rx.el.caption(t("deposit.lot.caption")),
            rx.el.thead(
                rx.el.tr(
                    *[
                        rx.el.th(
                            t(f"deposit.lot.column.{name}"),
                            scope="col",
                            class_name="numeric" if name == "amount" else "",
                        )
                        for name in COLUMNS
                    ]
                )
            ),
            rx.el.tbody(rx.foreach(DepositState.lot_rows, row)),
            class_name="list",
        ),
        class_name="table-wrap",
        tab_index=0,
        role="region",
        aria_label=t("deposit.lot.caption"),
    )


def row(line: Seen) -> rx.Component:
    cells = {
        "file": rx.el.div(soft_breaks(line.file), class_name="breakable"),
        "number": line.number,
        "recipient": line.recipient,
        "amount": line.amount,
        "outcome": rx.el.div(
            badge(line.outcome, line.tone), rx.cond(some(line.reasons), why(line)), class_name="outcome"
        ),
    }
    return rx.el.tr(
        *[
            rx.el.td(
                cells[name],
                class_name="numeric" if name == "amount" else "",
                custom_attrs={"data-label": t(f"deposit.lot.column.{name}")},
            )
            for name in COLUMNS
        ]
    )


def why(line: Seen) -> rx.Component:
    """The reasons of a refusal, one click away."""
    return rx.el.details(
        rx.el.summary(t("deposit.lot.why"), rx.el.span(" ", line.file, class_name="sr-only")),
        rx.foreach(line.reasons, finding),
        class_name="reasons",
    )


def pager() -> rx.Component:
    return rx.el.nav(
        button(
            t("deposit.lot.before"),
            weight="secondary",
            on_click=DepositState.turn_page(False),
            disabled=DepositState.lot_page <= 1,
        ),
        rx.el.span(DepositState.lot_place, role="status"),
        button(
            t("deposit.lot.after"),
            weight="secondary",
            on_click=DepositState.turn_page(True),
            disabled=DepositState.lot_page >= DepositState.lot_pages,
        ),
        class_name="row",
        aria_label=t("deposit.lot.pages"),
    )


def once_more() -> rx.Component:
    """The flux that this deposit takes the place of, and what must change first."""
    return notice(
        rx.fragment(t("deposit.again.title"), " ", rx.el.span(DepositState.again.number, class_name="code")),
        rx.el.p(soft_breaks(DepositState.again.lead)),
        rx.el.ul(rx.foreach(DepositState.again.changes, change), class_name="stack-tight"),
        rx.el.p(link(t("deposit.again.report"), href=DepositState.again.report)),
        kind="info",
    )


def change(line: Seen) -> rx.Component:
    return rx.el.li(
        rx.el.strong(line.title),
        rx.cond(line.concerned != "", rx.fragment(" (", line.concerned, ")")),
        rx.el.br(),
        t("deposit.again.todo"),
        " ",
        soft_breaks(line.todo),
    )
