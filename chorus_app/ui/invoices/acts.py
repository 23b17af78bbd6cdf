"""What an invoice waits for of who looks at it: said above its parts, with buttons, and windows that ask again."""

from typing import Any

import reflex as rx

from chorus_app.invoices.enums import InvoiceAct, RefusedFor
from chorus_app.kernel.text import t
from chorus_app.ui.components.answers import answers
from chorus_app.ui.components.basics import Seen, button, form_window, link_button, notice
from chorus_app.ui.components.fields import area_field, select_field
from chorus_app.ui.invoices import circuit
from chorus_app.ui.invoices.windows import act_window, said_of
from chorus_app.ui.invoices.wording import worded

PAGES = (InvoiceAct.COMPLETE, InvoiceAct.RECYCLE, InvoiceAct.CORRECT_VALIDEUR)  # a supplier's acts have pages


def acts(state: Any, invoice: Seen) -> rx.Component:
    """`state` is an `ActsState`, `invoice` what its page shows."""
    return rx.fragment(
        answers(state),
        rx.cond(state.acts.contains(InvoiceAct.VALIDATE.value), to_validate(state, invoice)),
        rx.cond(state.held.title != "", circuit.held(state, invoice)),
        *[rx.cond(state.acts.contains(act.value), elsewhere(act, invoice)) for act in PAGES],
        rx.cond(state.acts.contains(InvoiceAct.NOTE_REJECTION.value), rejected(state)),
        rx.cond(state.acts.contains(InvoiceAct.TREAT.value), to_treat(state)),
        rx.match(
            state.doing,
            (InvoiceAct.VALIDATE.value, validation_window(state, invoice)),
            (InvoiceAct.REFUSE.value, refusal_window(state, invoice)),
            (InvoiceAct.NOTE_REJECTION.value, rejection_window(state, invoice)),
            (InvoiceAct.TREAT.value, treatment_window(state, invoice)),
            *circuit.windows(state, invoice),
            rx.fragment(),
        ),
    )


def to_validate(state: Any, invoice: Seen) -> rx.Component:
    return notice(
        t("invoices_ui.acts.valider.title"),
        rx.el.p(t("invoices_ui.acts.valider.text"), " ", rx.el.strong(invoice.answer_by), "."),
        rx.el.div(
            button(t("invoices_ui.acts.valider.act"), icon_name="check", on_click=state.ask(InvoiceAct.VALIDATE.value)),
            button(
                t("invoices_ui.acts.refuser.act"),
                weight="secondary",
                icon_name="x",
                on_click=state.ask(InvoiceAct.REFUSE.value),
            ),
            class_name="row",
        ),
        kind="warning",
    )


def elsewhere(act: InvoiceAct, invoice: Seen) -> rx.Component:
    """An act that has a page of its own."""
    return notice(
        worded(invoice, act, "title"),
        rx.el.p(worded(invoice, act, "text")),
        reason(invoice),
        rx.el.div(link_button(worded(invoice, act, "act"), href=invoice.href + f"/{act.value}")),
        kind="warning",
    )


def rejected(state: Any) -> rx.Component:
    return notice(
        t("invoices_ui.acts.rejet.title"),
        rx.el.p(t("invoices_ui.acts.rejet.text")),
        rx.el.div(
            button(t("invoices_ui.acts.rejet.act"), on_click=state.ask(InvoiceAct.NOTE_REJECTION.value)),
            class_name="row",
        ),
        kind="warning",
    )


def to_treat(state: Any) -> rx.Component:
    return notice(
        t("invoices_ui.acts.traiter.title"),
        rx.el.p(t("invoices_ui.acts.traiter.text")),
        rx.el.div(
            button(t("invoices_ui.acts.traiter.act"), on_click=state.ask(InvoiceAct.TREAT.value)), class_name="row"
        ),
    )


def reason(invoice: Seen) -> rx.Component:
    """What was written beside the status that the invoice has."""
    return rx.cond(invoice.reason != "", rx.el.p(t("invoices_ui.acts.reason"), " «\u00a0", invoice.reason, "\u00a0»"))


def validation_window(state: Any, invoice: Seen) -> rx.Component:
    then = rx.el.p(t("invoices_ui.acts.valider.then"), " ", rx.el.strong(invoice.recipient), ".")
    return act_window(state, InvoiceAct.VALIDATE, invoice, then, on_submit=state.validate_invoice)


def refusal_window(state: Any, invoice: Seen) -> rx.Component:
    return act_window(
        state,
        InvoiceAct.REFUSE,
        invoice,
        rx.el.p(t("invoices_ui.acts.refuser.then")),
        select_field(
            t("invoices_ui.acts.refuser.reason"),
            "reason",
            rx.el.option(t("drafts.choose"), value=""),
            *[rx.el.option(t(one.label_key), value=one.value) for one in RefusedFor],
            errors=state.errors,
            hint=t("invoices_ui.acts.refuser.reason_hint"),
        ),
        on_submit=state.refuse_invoice,
        weight="danger",
    )


def rejection_window(state: Any, invoice: Seen) -> rx.Component:
    then = rx.el.p(t("invoices_ui.acts.rejet.then"))
    return act_window(state, InvoiceAct.NOTE_REJECTION, invoice, then, on_submit=state.note_rejection)


def treatment_window(state: Any, invoice: Seen) -> rx.Component:
    return form_window(
        t("invoices_ui.acts.traiter.ask"),
        said_of(invoice),
        rx.el.p(t("invoices_ui.acts.traiter.then")),
        select_field(
            t("invoices_ui.acts.traiter.status"),
            "status",
            rx.el.option(t("drafts.choose"), value=""),
            rx.foreach(state.targets, lambda one: rx.el.option(one.label, value=one.value)),
            errors=state.errors,
        ),
        area_field(
            t("invoices_ui.acts.traiter.reason"),
            "reason",
            errors=state.errors,
            hint=t("invoices_ui.acts.traiter.reason_hint"),
            required=False,
            max_length=500,
        ),
        submit=t("invoices_ui.acts.traiter.sure"),
        on_submit=state.treat_invoice,
        keep=t("invoices_ui.acts.keep"),
        on_keep=state.keep,
        weight="primary",
    )
