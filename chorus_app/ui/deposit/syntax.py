"""The field « Syntaxe »: the values that fit, narrowed by what is typed."""

import reflex as rx

from chorus_app.kernel.text import t
from chorus_app.ui.components.basics import Seen, icon, notice
from chorus_app.ui.components.breaks import soft_breaks
from chorus_app.ui.components.fields import radio
from chorus_app.ui.deposit.state import DepositState

STATE: Seen = DepositState


def syntax_field(*, works: bool) -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("deposit.syntax.title")),
        rx.el.p(
            rx.cond(DepositState.step == 1, t("deposit.syntax.before_file"), t("deposit.syntax.after_file")),
            class_name="soft",
        ),
        rx.el.p(t("deposit.syntax.works"), class_name="soft small") if works else None,
        rx.el.div(
            rx.cond(
                DepositState.mismatch != "",
                notice(t("deposit.syntax.mismatch"), rx.el.p(soft_breaks(DepositState.mismatch)), kind="danger"),
            ),
            role="alert",
        ),
        filter_field(),
        rx.el.p(DepositState.counted, role="status", class_name="sr-only"),
        rx.cond(
            STATE.choices.length() > 0,
            rx.el.fieldset(
                rx.el.legend(t("deposit.syntax.legend"), class_name="sr-only"),
                rx.foreach(DepositState.choices, choice),
                class_name="choices",
            ),
            rx.el.p(t("deposit.syntax.none"), class_name="soft"),
        ),
        class_name="stack",
    )


def filter_field() -> rx.Component:
    return rx.el.div(
        rx.el.label(t("deposit.syntax.filter"), html_for="filtre-syntaxe"),
        rx.el.p(t("deposit.syntax.filter_hint"), id="filtre-syntaxe-hint", class_name="hint"),
        rx.el.input(
            id="filtre-syntaxe",
            type="search",
            default_value=DepositState.typed,
            on_change=DepositState.filter_syntaxes,
            auto_complete="off",
            aria_describedby="filtre-syntaxe-hint",
            class_name="input",
        ),
        class_name="field narrow",
    )


def choice(value: Seen) -> rx.Component:
    return radio(
        "syntaxe",
        value.code,
        rx.el.span(value.interface, class_name="code"),
        " – ",
        value.name,
        rx.el.span(rx.cond(value.b2b, icon("triangle-alert", size=14)), " ", value.scope, class_name="scope"),
        checked=DepositState.chosen == value.code,
        on_choose=DepositState.choose(value.code),
    )
