"""What the operator's pages share: the head with its tabs, the window that asks for a reason."""

from typing import Any

import reflex as rx

from chorus_app.kernel.text import t
from chorus_app.ui.components.answers import answers
from chorus_app.ui.components.basics import Seen, form_window
from chorus_app.ui.components.fields import area_field
from chorus_app.ui.components.places import tabs
from chorus_app.ui.operator import asking

TABS = (
    ("operator_ui.home.tab", asking.HOME),
    ("operator_ui.requests.tab", asking.REQUESTS),
    ("operator_ui.accounts.tab", asking.ACCOUNTS),
    ("operator_ui.structures.tab", asking.STRUCTURES),
    ("operator_ui.directory.tab", asking.DIRECTORY),
    ("operator_ui.journal.tab", asking.JOURNAL),
)


def operator_page(name: str, here: str, state: Any, *content: rx.Component) -> rx.Component:
    """A page of the operator: title, lead, tabs, what the last act answered, then its content."""
    return rx.el.div(
        rx.el.div(
            rx.el.h1(t(f"operator_ui.{name}.title")),
            rx.el.p(t(f"operator_ui.{name}.lead"), class_name="lead"),
            class_name="stack",
        ),
        tabs(*[(t(label), href) for label, href in TABS], here=here),
        answers(state),
        *content,
        class_name="stack-wide",
    )


def reason_window(
    title: Seen,
    *content: rx.Component | None,
    state: Any,
    submit: Seen,
    on_submit: Any,
    danger: bool = True,
    hint: str = "",
    fields: tuple[rx.Component, ...] = (),
) -> rx.Component:
    """Asks for the reason before an act that others feel."""
    reason = area_field(
        t("operator_ui.reason.label"),
        "reason",
        errors=state.errors,
        hint=hint or t("operator_ui.reason.hint"),
        max_length=500,
    )
    return form_window(
        title,
        *content,
        *fields,
        reason,
        submit=submit,
        on_submit=on_submit,
        keep=t("operator_ui.reason.keep"),
        on_keep=state.keep,
        weight="danger" if danger else "primary",
    )
