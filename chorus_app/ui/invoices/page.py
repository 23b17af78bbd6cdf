"""The lists of invoices: « Factures émises », « Factures reçues », « Factures de travaux », « Factures à valider »."""

from collections.abc import Mapping
from typing import Any

import reflex as rx

from chorus_app.invoices.enums import Scope
from chorus_app.kernel.text import t
from chorus_app.ui.components.basics import Seen, badge, empty, link, link_button, notice
from chorus_app.ui.components.chart import year_view
from chorus_app.ui.components.counts import status_line
from chorus_app.ui.components.listing import list_view
from chorus_app.ui.components.places import tabs
from chorus_app.ui.drafts.views import space_tabs
from chorus_app.ui.invoices.asking import ROUTES
from chorus_app.ui.invoices.state import DEPOSITED, IssuedState, ReceivedState, ToValidateState, WorksState

__all__ = [
    "IssuedState",
    "ReceivedState",
    "ToValidateState",
    "WorksState",
    "issued",
    "received",
    "to_validate",
    "works",
]


def issued() -> rx.Component:
    return _body(IssuedState, Scope.EMISES, "issued")


def received() -> rx.Component:
    return _body(ReceivedState, Scope.RECUES, "received")


def works() -> rx.Component:
    return _body(WorksState, Scope.TRAVAUX, "works")


def to_validate() -> rx.Component:
    return _body(ToValidateState, Scope.VALIDER, "to_validate")


def _body(state: Any, scope: Scope, name: str) -> rx.Component:
    route = ROUTES[scope]
    return rx.el.div(
        rx.el.div(
            rx.el.h1(t(f"invoices_ui.{name}.title")),
            rx.el.p(t(f"invoices_ui.{name}.lead"), class_name="lead"),
            class_name="stack",
        ),
        deposit_tab(route) if scope in DEPOSITED else None,
        rx.cond(state.flux != "", of_flux(state)),
        status_line(state, t("invoices_ui.by_status")),
        year_view(state),
        list_view(
            state,
            row=cells,
            empty=nothing_yet(state, scope, name),
            export=f"{route}/export.csv",
            workbook=f"{route}/export.xlsx",
            search_hint=t("invoices_ui.search_hint"),
        ),
        class_name="stack",
    )


def deposit_tab(route: str) -> rx.Component:
    return tabs(*space_tabs(route), here=route)


def of_flux(state: Any) -> rx.Component:
    """The list is narrowed to one deposit: say so, with the way out."""
    return notice(
        None,
        rx.el.p(t("invoices_ui.of_flux"), " ", rx.el.span(state.flux, class_name="code")),
        link(t("invoices_ui.without_flux"), href=state.without_flux),
    )


def nothing_yet(state: Any, scope: Scope, name: str) -> rx.Component:
    deposit = link_button(t("invoices_ui.deposit"), href=f"{ROUTES[scope]}/deposer", icon_name="file-up")
    act = rx.cond(state.may_deposit, deposit) if scope in DEPOSITED else rx.fragment()
    return rx.el.div(
        empty(t("invoices_ui.empty"), t(f"invoices_ui.{name}.empty"), act, icon_name="file-text"), class_name="sheet"
    )


def cells(row: Seen) -> Mapping[str, Any]:
    """The cell of each column."""
    return {
        "number": _two(link(row.number, href=row.href, class_name="strong"), row.under_number),
        "type": row.kind,
        "cadre": row.cadre,
        "supplier": _two(row.supplier, row.under_supplier),
        "supplier_service": row.supplier_service,
        "issued": row.issued,
        "recipient": _two(row.recipient, row.under_recipient),
        "service": row.service,
        "engagement": row.engagement,
        "contract": row.contract,
        "amount": rx.el.span(row.amount, class_name="amount"),
        "deposited": row.deposited,
        "mode": row.mode,
        "flux": rx.el.span(row.flux, class_name="code"),
        "status": badge(row.status, row.tone),
    }


def _two(first: Any, second: Seen) -> rx.Component:
    """A cell with a smaller text below."""
    return rx.el.div(first, rx.cond(second != "", rx.el.span(second, class_name="sub")))
