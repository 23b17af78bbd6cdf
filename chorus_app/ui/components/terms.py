"""A word of the portal with its explanation one click away."""

import reflex as rx

from chorus_app.ui.components.basics import icon


def explained(label: str, meaning: str) -> rx.Component:
    """The word; opened (by mouse or keyboard), what it means stands below it."""
    return rx.el.details(
        rx.el.summary(label, icon("circle-help")),
        rx.el.p(meaning),
        class_name="term",
    )
