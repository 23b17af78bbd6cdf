"""What the windows have in common that ask again before an act on an invoice."""

from typing import Any

import reflex as rx

from chorus_app.invoices.enums import InvoiceAct
from chorus_app.kernel.text import t
from chorus_app.ui.components.basics import Seen, Weight, form_window
from chorus_app.ui.components.fields import area_field


def act_window(
    state: Any, act: InvoiceAct, invoice: Seen, *children: rx.Component, on_submit: Any, weight: Weight = "primary"
) -> rx.Component:
    """A window about the invoice, with its question and its button in the words of the act, and a comment."""
    return form_window(
        t(f"invoices_ui.acts.{act.value}.ask"),
        said_of(invoice),
        *children,
        comment(act),
        submit=t(f"invoices_ui.acts.{act.value}.sure"),
        on_submit=on_submit,
        keep=t("invoices_ui.acts.keep"),
        on_keep=state.keep,
        weight=weight,
    )


def said_of(invoice: Seen) -> rx.Component:
    """Which invoice it is about."""
    return rx.el.p(rx.el.strong(invoice.number), ", ", invoice.supplier, ", ", invoice.amount)


def comment(act: InvoiceAct) -> rx.Component:
    return area_field(
        t("invoices_ui.acts.comment"),
        "comment",
        errors=rx.Var.create({}),
        hint=t(f"invoices_ui.acts.{act.value}.comment_hint"),
        required=False,
        max_length=500,
    )
