"""Form fields: visible label, hint before, error beside, all tied together for screen readers."""

from typing import Any

import reflex as rx

from chorus_app.kernel.text import t
from chorus_app.ui.components.basics import Seen


def text_field(
    label: Seen, name: str, *, errors: Seen, hint: Seen = "", required: bool = True, kind: str = "text", **props: Any
) -> rx.Component:
    """One line of text. `errors` is the State's dict by field name."""
    control = rx.el.input(type=kind, **_tied(name, errors, hint, required), **props)
    return field(label, name, control, errors=errors, hint=hint, required=required)


def select_field(
    label: str,
    name: str,
    *options: rx.Component,
    errors: Seen,
    hint: str = "",
    required: bool = True,
    **props: Any,
) -> rx.Component:
    """A choice in a native list."""
    control = rx.el.select(*options, **_tied(name, errors, hint, required), **props)
    return field(label, name, control, errors=errors, hint=hint, required=required)


def area_field(
    label: str, name: str, *, errors: Seen, hint: Seen = "", required: Seen = True, **props: Any
) -> rx.Component:
    """Several lines of text; a State may choose whether they are required."""
    control = rx.el.textarea(**_tied(name, errors, hint, required), **props)
    return field(label, name, control, errors=errors, hint=hint, required=required)


def radio(name: str, value: Seen, *words: Any, checked: Seen, on_choose: Any) -> rx.Component:
    """One choice among several that are seen, with what it means."""
    return rx.el.label(
        rx.el.input(type="radio", name=name, value=value, checked=checked, on_change=on_choose),
        rx.el.span(*words),
        class_name="choice",
    )


def _given(hint: Seen) -> bool:
    """Whether there is a hint; one that a State chooses always is."""
    return not isinstance(hint, str) or hint != ""


def _either(asked: Seen, yes: Any, no: Any) -> Any:
    """One of two, now or when the State knows."""
    return (yes if asked else no) if isinstance(asked, bool) else rx.cond(asked, yes, no)


def _tied(name: str, errors: Seen, hint: Seen, required: Seen) -> dict[str, Any]:
    """What ties a control to its label, hint and error."""
    return {
        "id": name,
        "name": name,
        "class_name": "input",
        "aria_describedby": f"{name}-hint {name}-error" if _given(hint) else f"{name}-error",
        "aria_invalid": rx.cond(errors.contains(name), "true", "false"),
        "aria_required": _either(required, "true", None),
    }


def field(
    label: Seen, name: str, control: rx.Component, *, errors: Seen, hint: Seen = "", required: Seen = True
) -> rx.Component:
    """The frame of any field."""
    optional = _either(required, None, rx.el.span(" ", t("ui.optional"), class_name="optional"))
    return rx.el.div(
        rx.el.label(label, optional, html_for=name),
        rx.el.p(hint, id=f"{name}-hint", class_name="hint") if _given(hint) else None,
        control,
        rx.el.div(
            rx.cond(errors.contains(name), rx.el.p(errors[name], class_name="error")), id=f"{name}-error", role="alert"
        ),
        class_name="field",
    )
