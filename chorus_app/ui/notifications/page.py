"""« Notifications »: what the portal told the person."""

import reflex as rx

from chorus_app.kernel.text import t
from chorus_app.ui.components.answers import answers
from chorus_app.ui.components.basics import Seen, badge, button, empty, icon, labelled, link, some, waiting
from chorus_app.ui.components.breaks import soft_breaks
from chorus_app.ui.components.listing import pages
from chorus_app.ui.notifications.state import LOOKS, ROUTE, UNREAD, NotificationsState

__all__ = ["NotificationsState", "body"]


def body() -> rx.Component:
    state = NotificationsState
    return rx.el.div(
        rx.el.div(
            rx.el.h1(t("notifications.title")), rx.el.p(t("notifications.lead"), class_name="lead"), class_name="stack"
        ),
        tools(),
        answers(state),
        rx.cond(
            state.loaded,
            rx.cond(
                some(state.rows),
                rx.fragment(
                    rx.el.ul(rx.foreach(state.rows, line), class_name="lines", aria_label=t("notifications.title")),
                    pages(state),
                ),
                rx.el.div(nothing(), class_name="sheet"),
            ),
            waiting(),
        ),
        class_name="stack-wide medium",
    )


def tools() -> rx.Component:
    state = NotificationsState
    return rx.el.div(
        rx.el.nav(
            rx.el.ul(
                rx.el.li(shown("notifications.all", ROUTE, ~state.unread_only)),
                rx.el.li(shown("notifications.unread", f"{ROUTE}?affichage={UNREAD}", state.unread_only)),
                class_name="chips",
            ),
            aria_label=t("notifications.filter"),
        ),
        rx.el.div(
            button(t("notifications.read_all"), weight="secondary", icon_name="check-check", on_click=state.read_all),
            link(t("notifications.choose"), href="/mon-compte/notifications", class_name="button quiet"),
            class_name="row",
        ),
        class_name="row spread",
    )


def shown(label: str, href: str, here: Seen) -> rx.Component:
    return link(t(label), href=href, class_name="chip", aria_current=rx.cond(here, "true", "false"))


def nothing() -> rx.Component:
    return rx.cond(
        NotificationsState.unread_only,
        empty(t("notifications.none_unread.title"), t("notifications.none_unread.text"), icon_name="circle-check"),
        empty(t("notifications.none.title"), t("notifications.none.text"), icon_name="bell"),
    )


def line(row: Seen) -> rx.Component:
    pictures = [(name, icon(name)) for name in dict.fromkeys(LOOKS.values())]
    mark = button(
        labelled(t("notifications.read_one"), row.text),
        weight="quiet",
        on_click=NotificationsState.read(row.id),
    )
    return rx.el.li(
        rx.el.div(
            link(
                rx.match(row.icon, *pictures, icon("bell")),
                rx.el.span(soft_breaks(row.text)),
                href=row.href,
                on_click=NotificationsState.read(row.id),
                class_name="told",
            ),
            rx.el.span(row.at, class_name="small soft"),
            class_name="what",
        ),
        rx.cond(row.read, rx.fragment(), rx.el.div(badge(t("notifications.is_new"), "info"), mark, class_name="row")),
        class_name=rx.cond(row.read, "read", "unread"),
        key=row.id,
    )
