"""What an address that no page has shows."""

import reflex as rx

from chorus_app.kernel.text import t
from chorus_app.ui.components.basics import link_button


def not_found() -> rx.Component:
    return rx.el.div(
        rx.el.h1(t("ui.not_found.title")),
        rx.el.p(t("ui.not_found.text")),
        rx.el.div(
            link_button(t("ui.not_found.home"), href="/"),
            link_button(t("ui.foot.help"), href="/aide", weight="secondary"),
            class_name="row",
        ),
        class_name="stack",
    )
