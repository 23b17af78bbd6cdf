"""What a MOE or a MOA does with a piece that is with it: one notice, the usual act first, and the windows."""

from typing import Any

import reflex as rx

from chorus_app.invoices.enums import InvoiceAct
from chorus_app.kernel.text import t
from chorus_app.ui.components.basics import Seen, button, form_window, link, link_button, notice
from chorus_app.ui.components.fields import area_field, radio, select_field
from chorus_app.ui.invoices.circuit_views import NEXT_PIECE
from chorus_app.ui.invoices.windows import act_window, said_of

# The answers that send the piece back, in the order of the window: the first is the one that costs least.
BACK = (InvoiceAct.ASK_MORE, InvoiceAct.ASK_ANOTHER_WAY, InvoiceAct.REFUSE_PIECE)


def held(state: Any, invoice: Seen) -> rx.Component:
    """The usual act as the main button, what else moves the piece beside it, the rest as words."""
    next_piece = t("invoices_ui.circuit.next")
    return notice(
        state.held.title,
        rx.el.p(state.held.text),
        rx.el.div(
            rx.cond(state.held.usual == NEXT_PIECE, link_button(next_piece, state.held.deposit, icon_name="file-up")),
            rx.cond(state.acts.contains(InvoiceAct.TAKE.value), ask_button(state, InvoiceAct.TAKE)),
            rx.cond(
                state.acts.contains(InvoiceAct.FORWARD.value),
                rx.cond(
                    state.held.usual == InvoiceAct.FORWARD.value,
                    ask_button(state, InvoiceAct.FORWARD),
                    ask_button(state, InvoiceAct.FORWARD, weight="secondary"),
                ),
            ),
            button(
                t("invoices_ui.circuit.otherwise"), weight="secondary", on_click=state.ask(InvoiceAct.ASK_MORE.value)
            ),
            class_name="row",
        ),
        rx.el.p(
            rx.cond(state.held.usual != NEXT_PIECE, link(next_piece, href=state.held.deposit)),
            link(t("invoices_ui.acts.joindre.act"), href=invoice.href + f"/{InvoiceAct.ADD.value}"),
            class_name="meta",
        ),
        kind="warning",
    )


def ask_button(state: Any, act: InvoiceAct, **props: Any) -> rx.Component:
    return button(t(f"invoices_ui.acts.{act.value}.act"), on_click=state.ask(act.value), **props)


def windows(state: Any, invoice: Seen) -> tuple[tuple[Any, ...], ...]:
    """The windows of these acts, by the act that opens them."""
    return (
        (InvoiceAct.TAKE.value, taking_window(state, invoice)),
        (InvoiceAct.FORWARD.value, passing_on_window(state, invoice)),
        (*(act.value for act in BACK), answer_window(state, invoice)),
    )


def taking_window(state: Any, invoice: Seen) -> rx.Component:
    return act_window(state, InvoiceAct.TAKE, invoice, rx.el.p(state.held.then), on_submit=state.take_piece)


def passing_on_window(state: Any, invoice: Seen) -> rx.Component:
    then = rx.el.p(t("invoices_ui.acts.transmettre.then"), " ", rx.el.strong(invoice.recipient), ".")
    return act_window(state, InvoiceAct.FORWARD, invoice, then, on_submit=state.pass_piece_on)


def answer_window(state: Any, invoice: Seen) -> rx.Component:
    """Three answers in one window; what was written stays while another one is chosen."""
    return form_window(
        t("invoices_ui.circuit.ask"),
        said_of(invoice),
        rx.el.fieldset(
            rx.el.legend(t("invoices_ui.circuit.choose"), class_name="sr-only"),
            rx.el.div(*[answer(state, act) for act in BACK], class_name="choices"),
        ),
        rx.cond(state.doing == InvoiceAct.REFUSE_PIECE.value, reason_field(state)),
        area_field(
            t("invoices_ui.acts.comment"),
            "comment",
            errors=state.errors,
            hint=rx.match(
                state.doing,
                *[(act.value, t(f"invoices_ui.acts.{act.value}.comment_hint")) for act in BACK],
                "",
            ),
            required=state.doing != InvoiceAct.ASK_ANOTHER_WAY.value,
            max_length=500,
        ),
        submit=t("invoices_ui.circuit.sure"),
        on_submit=state.answer_piece,
        keep=t("invoices_ui.acts.keep"),
        on_keep=state.keep,
        weight="primary",
    )


def answer(state: Any, act: InvoiceAct) -> rx.Component:
    return radio(
        "answer",
        act.value,
        t(f"invoices_ui.acts.{act.value}.act"),
        rx.el.span(t(f"invoices_ui.acts.{act.value}.then"), class_name="sub"),
        checked=state.doing == act.value,
        on_choose=state.ask(act.value),
    )


def reason_field(state: Any) -> rx.Component:
    return select_field(
        t("invoices_ui.acts.refuser.reason"),
        "reason",
        rx.el.option(t("drafts.choose"), value=""),
        rx.foreach(state.held.refusals, lambda one: rx.el.option(one.label, value=one.value)),
        errors=state.errors,
    )
