"""The page behind the link that confirms a change of address."""

import reflex as rx

from chorus_app.accounts.enums import ConfirmationState
from chorus_app.kernel.text import t
from chorus_app.ui.account.confirmation_state import ConfirmState
from chorus_app.ui.components.basics import Kind, button, link_button, notice, waiting

__all__ = ["ConfirmState", "body"]


def body() -> rx.Component:
    return rx.match(
        ConfirmState.step,
        (ConfirmationState.VALID.value, question()),
        (ConfirmationState.CONFIRMED.value, outcome("confirmed", "info")),
        (ConfirmationState.DONE.value, outcome("done", "success")),
        (ConfirmationState.EXPIRED.value, outcome("expired", "warning")),
        (ConfirmationState.UNKNOWN.value, outcome("unknown", "warning")),
        rx.el.div(rx.el.h1(t("account.confirmation.title")), waiting(), class_name="stack"),
    )


def question() -> rx.Component:
    return rx.el.div(
        rx.el.h1(t("account.confirmation.title")),
        rx.el.p(
            rx.cond(ConfirmState.new_side, t("account.confirmation.text_new"), t("account.confirmation.text_sign_in")),
            " ",
            rx.el.strong(ConfirmState.new_email, class_name="breakable"),
        ),
        rx.el.div(button(t("account.confirmation.submit"), on_click=ConfirmState.confirm), class_name="row"),
        class_name="stack narrow",
        key="question",
    )


def outcome(name: str, kind: Kind) -> rx.Component:
    return rx.el.div(
        rx.el.h1(t(f"account.confirmation.{name}.title"), custom_attrs={"data-focus": "true"}),
        notice(None, rx.el.p(t(f"account.confirmation.{name}.text")), kind=kind),
        rx.el.div(link_button(t("account.confirmation.home"), href="/", weight="secondary"), class_name="row"),
        class_name="stack narrow",
        key=name,
    )
