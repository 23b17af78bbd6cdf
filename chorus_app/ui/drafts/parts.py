"""Parts that several steps of a draft show."""

from typing import Any

import reflex as rx

from chorus_app.kernel.text import t
from chorus_app.ui.components.basics import (
    Seen,
    button,
    link_button,
    plain_link,
    status,
    window,
)
from chorus_app.ui.drafts.state import DraftState

STATE: Any = DraftState


def told(one: Seen) -> rx.Component:
    return rx.fragment(rx.el.dt(one.label), rx.el.dd(one.value, class_name="breakable"))


def fault(one: Seen) -> rx.Component:
    return rx.cond(
        one.blocking,
        rx.el.li(plain_link(one.title, href=one.href), ". ", one.todo, key=one.title),
    )


def acts(label: str) -> rx.Component:
    """On, with the reassurance that nothing is lost."""
    return rx.el.div(
        rx.el.div(
            button(label, icon_name="arrow-right", on_click=STATE.go_on),
            link_button(t("drafts.later"), STATE.card.home + "/brouillons", weight="secondary"),
            button(t("drafts.discard.act"), weight="quiet", icon_name="trash-2", on_click=STATE.ask_discard(True)),
            class_name="row",
        ),
        status(STATE.saved),
        rx.el.p(t("drafts.kept"), class_name="soft small"),
        class_name="stack",
    )


def discard_window(discard: Any, close: Any) -> rx.Component:
    return window(
        t("drafts.discard.title"),
        rx.el.p(t("drafts.discard.text")),
        on_close=close,
        foot=rx.el.div(
            button(t("drafts.discard.act"), weight="danger", on_click=discard),
            button(t("drafts.discard.stay"), weight="secondary", on_click=close),
            class_name="row",
        ),
    )
