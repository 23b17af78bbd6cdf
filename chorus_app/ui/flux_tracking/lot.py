"""What became of the invoices of a lot: while the import runs, and afterwards; and how to deposit once more."""

from typing import Any

import reflex as rx

from chorus_app.kernel.text import t
from chorus_app.ui.components.basics import Seen, badge, button, link, link_button, some
from chorus_app.ui.components.breaks import soft_breaks
from chorus_app.ui.components.findings import finding
from chorus_app.ui.components.listing import page_link
from chorus_app.ui.flux_tracking.asking import LOT_SPEC
from chorus_app.ui.flux_tracking.state import FluxPageState, ReportState

REPORT: Seen = ReportState
PAGE: Seen = FluxPageState


def lot_progress() -> rx.Component:
    """How far the import is, invoice by invoice. The words are read aloud when it has ended, not at each invoice."""
    return rx.el.section(
        rx.el.h2(t("flux_tracking.lot.running")),
        rx.el.p(FluxPageState.lot.done),
        rx.el.progress(max=100, value=FluxPageState.lot.percent, aria_label=t("flux_tracking.lot.progress")),
        counts(),
        rx.cond(some(PAGE.last), newest()),
        class_name="sheet stack",
    )


def counts() -> rx.Component:
    return rx.el.p(
        badge(FluxPageState.lot.accepted, "success"),
        rx.cond(FluxPageState.lot.some_refused, badge(FluxPageState.lot.refused, "danger")),
        class_name="row",
    )


def newest() -> rx.Component:
    return rx.fragment(
        rx.el.h3(t("flux_tracking.lot.newest")),
        rx.el.ul(
            rx.foreach(
                FluxPageState.last,
                lambda line: rx.el.li(
                    badge(line.outcome, line.tone),
                    rx.el.span(line.name),
                    rx.el.span(soft_breaks(line.file), class_name="soft small breakable"),
                    class_name="row",
                ),
            ),
            class_name="stack-tight",
        ),
    )


def lot_result() -> rx.Component:
    """How many of the lot's invoices passed."""
    return rx.el.section(
        rx.el.h2(t("flux_tracking.lot.result")),
        counts(),
        rx.cond(
            FluxPageState.lot.some_refused,
            rx.el.p(
                link(
                    t("flux_tracking.lot.see_refused"),
                    href=FluxPageState.card.href + "/compte-rendu?refusees=oui",
                )
            ),
        ),
        class_name="sheet stack",
    )


def once_more(state: Any) -> rx.Component:
    """« Redéposer les factures refusées » of a lot, « Déposer à nouveau » of another flux that did not pass."""
    refused = rx.el.div(
        rx.el.div(
            button(
                t("flux_tracking.lot.again"),
                weight="secondary",
                icon_name="file-up",
                on_click=state.redeposit,
                disabled=state.packing,
                aria_describedby="redepot",
            ),
            class_name="row",
        ),
        rx.el.p(t("flux_tracking.lot.again_means"), id="redepot", class_name="soft small"),
        class_name="stack-tight",
    )
    whole = rx.el.div(
        rx.el.div(
            link_button(t("flux_tracking.again"), href=state.card.again, weight="secondary", icon_name="file-up"),
            class_name="row",
        ),
        rx.el.p(t("flux_tracking.again_means"), class_name="soft small"),
        class_name="stack-tight",
    )
    wanted = state.may_send & (state.card.again != "")
    return rx.cond(wanted, rx.cond(state.lot.some_refused, refused, whole))


def lot_invoices() -> rx.Component:
    """The invoices of the lot, the refused ones first, each with its reasons."""
    return rx.el.section(
        rx.el.h2(ReportState.report.title),
        rx.el.p(
            badge(ReportState.lot.accepted, "success"),
            rx.cond(ReportState.lot.some_refused, badge(ReportState.lot.refused, "danger")),
            class_name="row",
        ),
        rx.cond(ReportState.lot.some_refused, which()),
        rx.el.div(
            rx.el.table(
                rx.el.caption(t(LOT_SPEC.caption)),
                rx.el.thead(
                    rx.el.tr(
                        *[
                            rx.el.th(t(column.label), scope="col", class_name="numeric" if column.numeric else "")
                            for column in LOT_SPEC.columns
                        ]
                    )
                ),
                rx.el.tbody(rx.foreach(ReportState.lines, line)),
                class_name="list",
            ),
            class_name="table-wrap",
            tab_index=0,
            role="region",
            aria_label=t(LOT_SPEC.caption),
        ),
        rx.cond(some(REPORT.pager), pages()),
        class_name="stack",
    )


def which() -> rx.Component:
    """All invoices, or the refused ones only."""
    route = ReportState.card.href + "/compte-rendu"
    return rx.cond(
        ReportState.only_refused,
        link(t("flux_tracking.lot.show_all"), href=route),
        link(t("flux_tracking.lot.only_refused"), href=route + "?refusees=oui"),
    )


def line(row: Seen) -> rx.Component:
    cells = {
        "invoice": rx.el.div(
            link(row.name, href=row.href),
            rx.el.span(soft_breaks(row.file), class_name="sub"),
            class_name="breakable",
        ),
        "recipient": row.recipient,
        "amount": row.amount,
        "outcome": rx.el.div(badge(row.outcome, row.tone), rx.foreach(row.reasons, reason), class_name="outcome"),
    }
    return rx.el.tr(
        *[
            rx.el.td(
                cells[column.key],
                class_name="numeric" if column.numeric else "",
                custom_attrs={"data-label": t(column.label)},
            )
            for column in LOT_SPEC.columns
        ]
    )


def reason(card: Seen) -> rx.Component:
    """Why an invoice is refused; the place and the value one click away."""
    return rx.el.details(rx.el.summary(card.title), finding(card), class_name="reasons")


def pages() -> rx.Component:
    return rx.el.nav(
        rx.foreach(ReportState.pager, page_link), class_name="pager", aria_label=t("flux_tracking.lot.pages")
    )
