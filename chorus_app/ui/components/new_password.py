"""The field for a new password: one field is enough when its content can be shown; what it still lacks, in words."""

from typing import Any

import reflex as rx

from chorus_app.kernel.text import t
from chorus_app.ui.components.basics import Seen, button, icon
from chorus_app.ui.components.fields import field


def new_password(label: str, *, errors: Seen, shown: Seen, on_judge: Any, on_show: Any) -> rx.Component:
    """The field named `password`; `on_judge` hears what is typed, `on_show` shows or hides it."""
    control = rx.el.div(
        rx.el.input(
            id="password",
            name="password",
            type=rx.cond(shown, "text", "password"),
            class_name="input",
            auto_complete="new-password",
            spell_check=False,
            aria_describedby="password-hint password-error",
            aria_invalid=rx.cond(errors.contains("password"), "true", "false"),
            aria_required="true",
            on_change=on_judge.debounce(250),
        ),
        button(
            rx.cond(shown, t("activation.hide"), t("activation.show")),
            weight="secondary",
            on_click=on_show,
            aria_controls="password",
        ),
        class_name="with-button",
    )
    return field(label, "password", control, errors=errors, hint=t("activation.password_hint"))


def meter(judged: Seen, fits: Seen, reasons: Seen) -> rx.Component:
    """What the password still lacks; read aloud when the person pauses."""
    lacks = rx.el.div(
        icon("circle-x"),
        rx.el.p(t("activation.meter.lacks"), class_name="notice-title"),
        rx.el.ul(rx.foreach(reasons, reason), class_name="bullets"),
        class_name="notice warning",
    )
    good = rx.el.div(icon("circle-check"), rx.el.p(t("activation.meter.fits")), class_name="notice success")
    return rx.el.div(rx.cond(judged, rx.cond(fits, good, lacks)), role="status")


def reason(text: Seen) -> rx.Component:
    return rx.el.li(text)
