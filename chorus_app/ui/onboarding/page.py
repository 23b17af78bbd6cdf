"""The way of a new account to a structure, as full pages: a window is small on a telephone."""

from collections.abc import Callable

import reflex as rx

from chorus_app.kernel.text import t
from chorus_app.ui.components.answers import answers
from chorus_app.ui.components.basics import Seen, asked_again, badge, button, labelled, link, some
from chorus_app.ui.components.places import crumbs
from chorus_app.ui.onboarding import parts
from chorus_app.ui.onboarding.state import AskState, AttachedState, CreateState, RequestsState

__all__ = [
    "AskState",
    "AttachedState",
    "CreateState",
    "RequestsState",
    "ask_page",
    "attachments_page",
    "create_page",
    "requests_page",
]

ROOT = "/rattachement"


def attachments_page() -> rx.Component:
    """Where one stands: the structures, and the ways to another one."""
    return rx.el.div(
        rx.el.h1(t("onboarding.page.title")),
        answers(AttachedState),
        rx.cond(AttachedState.leaving != "", leaving()),
        rx.cond(
            some(AttachedState.rows),
            rx.el.section(
                rx.el.h2(t("onboarding.page.mine")),
                rx.el.ul(rx.foreach(AttachedState.rows, attached), class_name="lines"),
                class_name="stack",
            ),
        ),
        rx.el.nav(
            card("creer", "onboarding.create.title", "onboarding.create.summary"),
            card("demander", "onboarding.ask.title", "onboarding.ask.summary"),
            card("demandes", "onboarding.requests.title", "onboarding.requests.summary"),
            link(
                rx.el.h2(t("habilitations.title")),
                rx.el.p(t("habilitations.lead")),
                href="/mes-habilitations",
                class_name="card",
            ),
            class_name="columns",
            aria_label=t("onboarding.page.ways"),
        ),
        class_name="stack-wide",
    )


def attached(row: Seen) -> rx.Component:
    leave = button(
        labelled(t("onboarding.leave.button"), row.name),
        weight="danger",
        on_click=AttachedState.ask_leave(row.id),
    )
    return rx.el.li(
        rx.el.div(
            rx.el.strong(row.name),
            rx.el.span(row.identifier, class_name="code"),
            rx.el.span(row.role, class_name="small"),
            rx.el.span(row.since, class_name="small soft"),
            class_name="what",
        ),
        badge(row.state, row.kind),
        rx.cond(row.can_leave, leave),
        key=row.id,
    )


def leaving() -> rx.Component:
    """Asks again: coming back takes another request."""
    return asked_again(
        t("onboarding.leave.title"),
        rx.el.p(rx.el.strong(AttachedState.leaving_name)),
        rx.el.p(t("onboarding.leave.text")),
        keep=t("onboarding.leave.stay"),
        on_keep=AttachedState.stay,
        act=button(t("onboarding.leave.submit"), weight="danger", on_click=AttachedState.leave),
    )


def card(name: str, title: str, summary: str) -> rx.Component:
    return link(rx.el.h2(t(title)), rx.el.p(t(summary)), href=f"{ROOT}/{name}", class_name="card")


def create_page() -> rx.Component:
    return full("onboarding.create.title", parts.create)


def ask_page() -> rx.Component:
    return full("onboarding.ask.title", parts.ask)


def requests_page() -> rx.Component:
    return full("onboarding.requests.title", parts.requests)


def full(title: str, content: Callable[[], rx.Component]) -> rx.Component:
    return rx.el.div(
        crumbs((t("onboarding.page.title"), ROOT), (t(title), "")),
        rx.el.h1(t(title)),
        rx.el.div(content(), class_name="sheet"),
        class_name="stack medium",
    )
