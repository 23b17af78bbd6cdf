"""The list of the flux, and the page of one."""

from collections.abc import Mapping
from typing import Any

import reflex as rx

from chorus_app.kernel.text import t
from chorus_app.ui.checklist.view import ChecklistState, checklist_of
from chorus_app.ui.components.basics import (
    Seen,
    alert,
    badge,
    empty,
    facts,
    icon,
    link,
    link_button,
    notice,
)
from chorus_app.ui.components.breaks import soft_breaks
from chorus_app.ui.components.chart import year_view
from chorus_app.ui.components.counts import status_line
from chorus_app.ui.components.listing import list_view
from chorus_app.ui.components.places import crumbs
from chorus_app.ui.flux_tracking.asking import ROUTE
from chorus_app.ui.flux_tracking.lot import lot_progress, lot_result, once_more
from chorus_app.ui.flux_tracking.parts import download, of_one_flux
from chorus_app.ui.flux_tracking.report import report
from chorus_app.ui.flux_tracking.state import FluxListState, FluxPageState, ReportState

__all__ = ["ChecklistState", "FluxListState", "FluxPageState", "ReportState", "flux", "flux_list", "report"]

FLUX: Seen = FluxPageState


def flux_list() -> rx.Component:
    return rx.el.div(
        rx.el.div(
            rx.el.h1(t("flux_tracking.title")), rx.el.p(t("flux_tracking.lead"), class_name="lead"), class_name="stack"
        ),
        status_line(FluxListState, t("flux_tracking.by_state")),
        year_view(FluxListState),
        list_view(
            FluxListState,
            row=cells,
            empty=nothing_yet(),
            export=f"{ROUTE}/export.csv",
            workbook=f"{ROUTE}/export.xlsx",
            search_hint=t("flux_tracking.search_hint"),
        ),
        class_name="stack-wide",
    )


def cells(row: Seen) -> Mapping[str, Any]:
    return {
        "number": link(row.number, href=row.href, class_name="code"),
        "file": rx.el.div(soft_breaks(row.file), rx.el.span(row.depositor, class_name="sub"), class_name="breakable"),
        "syntax": rx.el.div(rx.el.span(row.syntax, class_name="code"), rx.el.span(row.space, class_name="sub nowrap")),
        "received": row.received,
        "space": row.space,
        "depositor": row.depositor,
        "mode": row.mode,
        "size": rx.el.span(row.size, class_name="nowrap"),
        "changed": row.changed,
        "result": rx.el.span(row.result, class_name="nowrap"),
        "state": badge(row.state, row.tone),
    }


def nothing_yet() -> rx.Component:
    return rx.el.div(
        empty(
            t("flux_tracking.empty.title"),
            t("flux_tracking.empty.text"),
            link_button(t("deposit.title.emises"), href="/factures-emises/deposer", icon_name="file-up"),
            icon_name="route",
        ),
        class_name="sheet",
    )


def flux() -> rx.Component:
    """One flux: the message, the checklist, the facts."""
    return of_one_flux(FluxPageState, t("flux_tracking.flux"), flux_body())


def flux_body() -> rx.Component:
    card = FluxPageState.card
    return rx.el.div(
        rx.el.div(
            crumbs((t("flux_tracking.title"), ROUTE), (card.number, "")),
            rx.el.h1(t("flux_tracking.flux"), " ", rx.el.span(card.number, class_name="code number")),
            class_name="stack",
        ),
        rx.el.div(message(card.outcome), role="status"),
        alert(FluxPageState.problem),
        rx.cond(FluxPageState.lot.total > 0, rx.cond(card.final, lot_result(), lot_progress())),
        once_more(FluxPageState),
        checklist_of(card.id),
        sheet(card),
        class_name="stack-wide",
    )


def message(outcome: Seen) -> rx.Component:
    """The portal's sentence, completed so that nobody takes it for a delivery."""
    return rx.match(
        outcome,
        ("waiting", told("waiting", "info")),
        ("integrated", told("integrated", "success")),
        ("partly", told("partly", "warning")),
        ("rejected", told("rejected", "danger")),
        told("incident", "danger"),
    )


def told(name: str, kind: Any) -> rx.Component:
    first = t("flux.receipt.message") if name in ("waiting", "integrated") else t(f"flux_tracking.message.{name}_title")
    return notice(f"{first}.", rx.el.p(t(f"flux_tracking.message.{name}")), kind=kind)


def sheet(card: Seen) -> rx.Component:
    return rx.el.section(
        rx.el.div(
            rx.el.h2(t("flux_tracking.about")),
            rx.cond(
                card.final,
                link_button(t("flux_tracking.read_report"), href=card.href + "/compte-rendu", icon_name="file-check"),
            ),
            class_name="row spread",
        ),
        rx.el.div(badge(card.state, card.tone), rx.el.p(card.gloss), class_name="row"),
        facts(
            (t("flux.report.file"), deposited_file(card)),
            (t("flux_tracking.column.syntax"), card.syntax),
            (t("flux_tracking.filter.space"), card.space),
            (t("flux.report.received"), rx.fragment(card.received, ", ", card.depositor)),
            (t("flux.report.structure"), card.structure),
        ),
        rx.cond(FLUX.invoices.length() > 0, invoices()),
        rx.el.h3(t("flux_tracking.life")),
        rx.el.ol(rx.foreach(FluxPageState.states, state), class_name="timeline"),
        class_name="sheet stack",
    )


def deposited_file(card: Seen) -> rx.Component:
    label = rx.el.span(soft_breaks(card.file))
    size = rx.el.span(card.size, class_name="soft small nowrap")
    return rx.el.span(
        download(icon("download"), label, card.href + "/fichier", class_name="download"), size, class_name="file"
    )


def invoices() -> rx.Component:
    return rx.fragment(
        rx.el.h3(t("flux_tracking.invoices")),
        rx.el.ul(rx.foreach(FluxPageState.invoices, invoice), class_name="stack-tight"),
        rx.cond(FluxPageState.more != "", rx.el.p(link(FluxPageState.more, href=FluxPageState.lot.list_href))),
    )


def invoice(line: Seen) -> rx.Component:
    opened = rx.fragment(link(line.number, href=line.href), " ", badge(line.status, line.tone))
    closed = rx.fragment(line.number, rx.el.span(t("flux_tracking.elsewhere"), class_name="soft small"))
    return rx.el.li(rx.cond(line.href != "", opened, closed), class_name="row")


def state(line: Seen) -> rx.Component:
    return rx.el.li(rx.el.strong(line.label), rx.el.span(" ", line.at, class_name="soft"))
