"""Pieces that the pages about one flux share."""

from typing import Any

import reflex as rx

from chorus_app.kernel.text import t
from chorus_app.ui.components.basics import Seen, link_button, plain_link, waiting
from chorus_app.ui.flux_tracking.asking import ROUTE


def of_one_flux(state: Any, title: str, body: rx.Component) -> rx.Component:
    """The page of an `OneFlux`: its body, or that it is read, or that there is none."""
    reading = rx.el.div(rx.el.h1(title), waiting(), class_name="stack")
    found = rx.cond(state.missing, missing(), rx.cond(state.card.id != "", body, reading))
    return rx.el.div(
        rx.cond(state.address == state.router.url.path, found, reading),
        on_unmount=state.leave,
    )


def missing() -> rx.Component:
    return rx.el.div(
        rx.el.h1(t("flux_tracking.missing.title")),
        rx.el.p(t("kernel.not_found")),
        link_button(t("flux_tracking.missing.back"), href=ROUTE, weight="secondary"),
        class_name="stack",
    )


def download(picture: rx.Component, label: Any, href: Seen, **props: Any) -> rx.Component:
    return plain_link(picture, label, href=href, custom_attrs={"download": ""}, **props)
