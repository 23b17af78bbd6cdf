"""The documentation of the creation of accounts."""

import reflex as rx

from chorus_app.guides.queries import GuideName, guide
from chorus_app.kernel.text import t
from chorus_app.ui.components.basics import link_button
from chorus_app.ui.components.prose import prose


def documentation() -> rx.Component:
    text = guide(GuideName.ACCOUNT)
    return rx.el.div(
        rx.el.h1(text.title),
        prose(text.blocks),
        rx.el.div(link_button(t("sign_up.title"), href="/creer-un-compte"), class_name="row"),
        class_name="stack-wide",
    )
