"""The lists of drafts."""

from functools import partial
from typing import Any

import reflex as rx

from chorus_app.formats.syntaxes import Space
from chorus_app.kernel.text import t
from chorus_app.ui.components.basics import (
    Seen,
    badge,
    button,
    empty,
    link,
    link_button,
    notice,
    some,
    status,
    waiting,
)
from chorus_app.ui.components.places import crumbs, tabs
from chorus_app.ui.drafts.lists.state import DraftsState
from chorus_app.ui.drafts.parts import discard_window
from chorus_app.ui.drafts.views import ROUTES, space_tabs

__all__ = ["DraftsState", "issued", "works"]

LIST: Any = DraftsState


def drafts(space: Space) -> rx.Component:
    route = ROUTES[space]
    return rx.el.div(
        rx.el.div(
            rx.el.div(
                crumbs((t(f"deposit.space.{space.value}"), route), (t("drafts.list.crumb"), "")),
                rx.el.h1(t("drafts.list.title")),
                rx.el.p(t("drafts.list.lead"), class_name="lead"),
                class_name="stack",
            ),
            class_name="title-row",
        ),
        tabs(*space_tabs(route), here=f"{route}/brouillons"),
        status(LIST.message),
        rx.cond(
            LIST.loaded,
            rx.cond(
                LIST.allowed,
                listed(space),
                notice(t("deposit.denied"), rx.el.p(t("deposit.failed.denied")), kind="warning"),
            ),
            waiting(),
        ),
        rx.cond(LIST.asked != "", discard_window(LIST.discard, LIST.ask_discard(""))),
        class_name="stack-wide",
    )


issued = partial(drafts, Space.EMISES)
works = partial(drafts, Space.TRAVAUX)


def listed(space: Space) -> rx.Component:
    route = ROUTES[space]
    begin = [link_button(t("drafts.list.deposit"), f"{route}/deposer", icon_name="file-up")]
    if space is Space.EMISES:
        begin.append(button(t("drafts.list.type_in"), weight="secondary", icon_name="pencil", on_click=LIST.type_in))
    return rx.cond(
        some(LIST.rows),
        rx.el.div(
            rx.el.div(
                rx.el.p(LIST.counted, class_name="soft"), rx.el.div(*begin, class_name="row"), class_name="row spread"
            ),
            rx.el.ul(rx.foreach(LIST.rows, draft_line), class_name="lines"),
            rx.cond(LIST.pages > 1, pager(route)),
            class_name="stack",
        ),
        rx.el.div(
            empty(t("drafts.list.none"), t("drafts.list.none_text"), *begin, icon_name="file-pen"), class_name="sheet"
        ),
    )


def draft_line(row: Seen) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            link(row.title, href=row.href, class_name="strong breakable"),
            rx.el.span(row.under, class_name="sub breakable"),
            rx.el.span(row.step, " · ", row.changed, class_name="soft small"),
            class_name="what",
        ),
        badge(t("drafts.list.unsent"), "warning"),
        rx.cond(row.amount != "", rx.el.span(row.amount, class_name="amount")),
        button(
            rx.el.span(t("drafts.discard.act"), " ", row.title, class_name="sr-only"),
            weight="quiet",
            icon_name="trash-2",
            on_click=LIST.ask_discard(row.id),
        ),
        key=row.id,
    )


def pager(route: str) -> rx.Component:
    here = f"{route}/brouillons?page="
    return rx.el.nav(
        rx.cond(LIST.page > 1, link(t("drafts.list.newer"), href=here + (LIST.page - 1).to_string())),
        rx.cond(LIST.page < LIST.pages, link(t("drafts.list.older"), href=here + (LIST.page + 1).to_string())),
        aria_label=t("drafts.list.pages"),
        class_name="row",
    )
