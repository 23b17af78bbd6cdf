"""The lists of invoices: « Factures émises », « Factures reçues », « Factures de travaux »."""

from collections.abc import Callable, Mapping
from typing import Any

import reflex as rx

from chorus_app.invoices.enums import Scope
from chorus_app.kernel.text import t
from chorus_app.ui.components.basics import Seen, badge, button, empty, icon, link, link_button, notice
from chorus_app.ui.components.listing import list_view
from chorus_app.ui.components.places import tabs
from chorus_app.ui.invoices.asking import ROUTES
from chorus_app.ui.invoices.criteria import Criterion, Field, choices, criteria_of
from chorus_app.ui.invoices.state import IssuedState, ReceivedState, WorksState

__all__ = ["IssuedState", "ReceivedState", "WorksState", "issued", "received", "works"]


def issued() -> rx.Component:
    return _body(IssuedState, Scope.EMISES, "issued", issued_cells)


def received() -> rx.Component:
    return _body(ReceivedState, Scope.RECUES, "received", received_cells)


def works() -> rx.Component:
    return _body(WorksState, Scope.TRAVAUX, "works", works_cells)


def _body(state: Any, scope: Scope, name: str, cells: Callable[[Any], Mapping[str, Any]]) -> rx.Component:
    route = ROUTES[scope]
    return rx.el.div(
        rx.el.div(
            rx.el.h1(t(f"invoices_ui.{name}.title")),
            rx.el.p(t(f"invoices_ui.{name}.lead"), class_name="lead"),
            class_name="stack",
        ),
        deposit_tab(route) if scope is not Scope.RECUES else None,
        rx.cond(state.flux != "", of_flux(state)),
        rx.cond(state.statuses.length() > 0, status_line(state)),
        list_view(
            state,
            row=cells,
            empty=nothing_yet(state, scope, name),
            filters=(kept(state), *(asked_for(state, one, scope) for one in criteria_of(scope) if one.first)),
            more=more_criteria(state, scope),
            export=f"{route}/export.csv",
            workbook=f"{route}/export.xlsx",
            search_hint=t("invoices_ui.search_hint"),
        ),
        class_name="stack",
    )


def deposit_tab(route: str) -> rx.Component:
    return tabs((t("invoices_ui.tab.list"), route), (t("invoices_ui.tab.deposit"), f"{route}/deposer"), here=route)


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


def more_criteria(state: Any, scope: Scope) -> rx.Component:
    """The criteria that are not seen at first, and those in use, each with the way to drop it."""
    hidden = [one for one in criteria_of(scope) if not one.first]
    return rx.fragment(
        rx.el.details(
            rx.el.summary(t("invoices_ui.more_criteria")),
            rx.el.div(*[asked_for(state, one, scope) for one in hidden], class_name="criteria"),
            rx.el.div(
                button(t("ui.list.apply"), type="submit", weight="secondary", icon_name="search"),
                rx.el.p(t("invoices_ui.criteria_hint"), class_name="hint"),
                class_name="criteria-foot",
            ),
            class_name="more-criteria",
        ),
        rx.cond(
            state.used.length() > 0,
            rx.el.ul(
                rx.foreach(state.used, used),
                class_name="chips used",
                aria_label=t("invoices_ui.criteria_used"),
            ),
        ),
    )


def used(entry: Seen) -> rx.Component:
    return rx.el.li(
        link(
            entry.text,
            icon("x", size=14),
            rx.el.span(t("invoices_ui.drop_criterion"), class_name="sr-only"),
            href=entry.href,
            class_name=rx.cond(entry.ignored, "chip ignored", "chip"),
        )
    )


def asked_for(state: Any, criterion: Criterion, scope: Scope) -> rx.Component:
    """The field of a criterion, with the value of the address."""
    name, value = criterion.name, state.filters.get(criterion.name, "")
    shared = {"id": name, "name": name, "default_value": value, "key": value, "class_name": "input"}
    if criterion.field is Field.CHOICE:
        options = [rx.el.option(words, value=code) for code, words in choices(criterion, scope)]
        control = rx.el.select(rx.el.option(t("invoices_ui.any"), value=""), *options, **shared)
    else:
        kind = "date" if criterion.field is Field.DAY else "text"
        control = rx.el.input(type=kind, input_mode="decimal" if criterion.field is Field.AMOUNT else "text", **shared)
    narrow = criterion.field in (Field.DAY, Field.AMOUNT)
    return rx.el.div(
        rx.el.label(t(criterion.label_key), html_for=name), control, class_name="field short" if narrow else "field"
    )


def nothing_yet(state: Any, scope: Scope, name: str) -> rx.Component:
    deposit = link_button(t("invoices_ui.deposit"), href=f"{ROUTES[scope]}/deposer", icon_name="file-up")
    act = rx.cond(state.may_deposit, deposit) if scope is not Scope.RECUES else rx.fragment()
    return rx.el.div(
        empty(t("invoices_ui.empty"), t(f"invoices_ui.{name}.empty"), act, icon_name="file-text"), class_name="sheet"
    )


def issued_cells(row: Seen) -> Mapping[str, Any]:
    return {**_shared(row), "issued": row.issued}


def works_cells(row: Seen) -> Mapping[str, Any]:
    return {**_shared(row), "supplier": row.supplier}


def received_cells(row: Seen) -> Mapping[str, Any]:
    return {**_shared(row), "issued": row.issued, "supplier": _two(row.supplier, row.under_supplier)}


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
