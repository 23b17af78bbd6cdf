"""The two lists of invoices: « Factures émises » and « Factures de travaux »."""

from collections.abc import Mapping
from typing import Any

import reflex as rx

from chorus_app.invoices.enums import Scope
from chorus_app.kernel.text import t
from chorus_app.ui.components.basics import Seen, badge, empty, link, link_button, notice
from chorus_app.ui.components.listing import list_view
from chorus_app.ui.components.places import tabs
from chorus_app.ui.invoices.asking import ROUTES
from chorus_app.ui.invoices.state import IssuedState, WorksState

__all__ = ["IssuedState", "WorksState", "issued", "works"]


def issued() -> rx.Component:
    return _body(IssuedState, Scope.EMISES, t("invoices_ui.issued.title"), t("invoices_ui.issued.lead"))


def works() -> rx.Component:
    return _body(WorksState, Scope.TRAVAUX, t("invoices_ui.works.title"), t("invoices_ui.works.lead"))


def _body(state: Any, scope: Scope, title: str, lead: str) -> rx.Component:
    route = ROUTES[scope]
    return rx.el.div(
        rx.el.div(rx.el.h1(title), rx.el.p(lead, class_name="lead"), class_name="stack"),
        tabs(
            (t("invoices_ui.tab.list"), route),
            (t("invoices_ui.tab.deposit"), f"{route}/deposer"),
            here=route,
        ),
        rx.cond(state.flux != "", of_flux(state)),
        rx.cond(state.statuses.length() > 0, status_line(state)),
        list_view(
            state,
            row=issued_cells if scope is Scope.EMISES else works_cells,
            empty=nothing_yet(state, scope),
            filters=(kept(state), *dates(state)),
            export=f"{route}/export.csv",
            search_hint=t("invoices_ui.search_hint"),
        ),
        class_name="stack",
    )


def of_flux(state: Any) -> rx.Component:
    """The list is narrowed to one deposit: say so, with the way out."""
    return notice(
        None,
        rx.el.p(t("invoices_ui.of_flux"), " ", rx.el.span(state.flux, class_name="code")),
        link(t("invoices_ui.without_flux"), href=state.without_flux),
    )


def status_line(state: Any) -> rx.Component:
    return rx.el.nav(
        rx.el.ul(rx.foreach(state.statuses, status_chip), class_name="chips"),
        aria_label=t("invoices_ui.by_status"),
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


def kept(state: Any) -> rx.Component:
    """Filters that the form does not show but must not lose."""
    return rx.fragment(
        rx.el.input(type="hidden", name="statut", value=state.filters.get("statut", "")),
        rx.el.input(type="hidden", name="flux", value=state.filters.get("flux", "")),
    )


def dates(state: Any) -> tuple[rx.Component, rx.Component]:
    return (
        _date("du", t("invoices_ui.issued_from"), state.issued_from),
        _date("au", t("invoices_ui.issued_until"), state.issued_until),
    )


def _date(name: str, label: str, value: Seen) -> rx.Component:
    return rx.el.div(
        rx.el.label(label, html_for=name),
        rx.el.input(id=name, name=name, type="date", default_value=value, key=value, class_name="input"),
        class_name="field short",
    )


def nothing_yet(state: Any, scope: Scope) -> rx.Component:
    deposit = link_button(t("invoices_ui.deposit"), href=f"{ROUTES[scope]}/deposer", icon_name="file-up")
    text = t("invoices_ui.issued.empty" if scope is Scope.EMISES else "invoices_ui.works.empty")
    return rx.el.div(
        empty(t("invoices_ui.empty"), text, rx.cond(state.may_deposit, deposit), icon_name="file-text"),
        class_name="sheet",
    )


def issued_cells(row: Seen) -> Mapping[str, Any]:
    return {**_shared(row), "issued": row.issued}


def works_cells(row: Seen) -> Mapping[str, Any]:
    return {**_shared(row), "supplier": row.supplier}


def _shared(row: Seen) -> dict[str, Any]:
    return {
        "number": _two(link(row.number, href=row.href, class_name="strong"), row.under_number),
        "recipient": _two(row.recipient, row.under_recipient),
        "amount": rx.el.span(row.amount, class_name="amount"),
        "deposited": row.deposited,
        "status": badge(row.status, row.tone),
    }


def _two(first: Any, second: Seen) -> rx.Component:
    """A cell with a smaller text below."""
    return rx.el.div(first, rx.cond(second != "", rx.el.span(second, class_name="sub")))
