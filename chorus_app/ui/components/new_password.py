"""The field for a new password: one field is enough when its content can be shown; what it still lacks, in words."""

from collections.abc import Awaitable, Callable
from typing import Any

import reflex as rx

from chorus_app.accounts.password_rules import LONGEST
from chorus_app.kernel.text import t
from chorus_app.ui.components.answers import AnswerState
from chorus_app.ui.components.basics import Seen, button, icon
from chorus_app.ui.components.fields import field


class NewPasswordState(AnswerState, mixin=True):
    """What the State of a form with a new password has. A form adds the events `show` and `judge`."""

    shown: bool = False
    judged: bool = False
    fits: bool = False
    reasons: list[str] = []

    async def _judge(self, password: str, lacks: Callable[[str], Awaitable[list[str]]]) -> None:
        """Say while it is typed what the password still lacks."""
        typed = str(password)[: LONGEST + 1]
        self.errors = {}
        self.reasons = await lacks(typed) if typed else []
        self.judged, self.fits = bool(typed), bool(typed) and not self.reasons

    def _hide(self) -> None:
        self.reasons = []
        self.shown = self.judged = self.fits = False


def new_password(label: str, state: Any) -> rx.Component:
    """The field named `password`, and what it still lacks."""
    return rx.fragment(typed_password(label, state), meter(state.judged, state.fits, state.reasons))


def typed_password(label: str, state: Any) -> rx.Component:
    """The field; what is typed is heard, and can be shown."""
    errors, shown = state.errors, state.shown
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
            on_change=state.judge.debounce(250),
        ),
        button(
            rx.cond(shown, t("activation.hide"), t("activation.show")),
            weight="secondary",
            on_click=state.show,
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
