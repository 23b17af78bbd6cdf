"""The frame of every page: masthead, menu, title, problem and message regions, foot."""

from typing import Any

import reflex as rx

from chorus_app.kernel.text import t
from chorus_app.ui.breakdowns import connection, newer_version
from chorus_app.ui.components.answers import answers
from chorus_app.ui.components.basics import (
    Seen,
    asked_again,
    button,
    icon,
    link,
    link_button,
    notice,
    plain_link,
    several,
    waiting,
    way_out,
)
from chorus_app.ui.frame import FrameState, condition, counted
from chorus_app.ui.gate import Right
from chorus_app.ui.menu import MENU, Entry
from chorus_app.ui.not_found import not_found
from chorus_app.ui.onboarding.window import banner, onboarding_window
from chorus_app.ui.pages import Page
from chorus_app.ui.search.view import search_button, search_window
from chorus_app.ui.theme import Typefaces

FOOT = (
    ("ui.foot.verification", "/verifier-une-facture"),
    ("ui.foot.release_notes", "/notes-de-version"),
    ("ui.foot.help", "/aide"),
    ("ui.foot.accessibility", "/accessibilite"),
)


def framed(page: Page) -> rx.Component:
    """The whole page."""
    return rx.el.div(
        Typefaces.create(),
        plain_link(t("ui.skip"), href="#contenu", class_name="skip"),
        masthead(),
        menu(page),
        banner(page),
        rx.el.main(
            rx.el.div(
                answers(FrameState),
                guarded(page),
                class_name="inner",
            ),
            id="contenu",
        ),
        foot(),
        way_out(FrameState.way_out),
        onboarding_window(page),
        rx.cond(FrameState.leaving, sign_out_everywhere()),
        rx.cond(FrameState.signed_in, search_window()),
        connection(),
        newer_version(),
        class_name="frame",
    )


def guarded(page: Page) -> rx.Component:
    """The body, or what the person must do first."""
    body = rx.el.div(page.body(), class_name="stack-wide")
    if page.may is Right.PUBLIC:
        return body
    if page.may is Right.OPERATOR:
        return rx.cond(FrameState.ready, rx.cond(FrameState.operator, body, not_found()), waiting("ui.loading"))
    if page.may is not Right.SIGNED_IN:
        body = rx.cond(FrameState.attached, body, not_attached(t(page.title)))
    return rx.cond(
        FrameState.ready, rx.cond(FrameState.signed_in, body, not_signed_in(t(page.title))), waiting("ui.loading")
    )


def title(page: Page) -> Any:
    """What the browser's tab says. An operator's page has, for others, the title of a page that is not there."""
    named, unknown = (f"{t(key)} · {t('ui.brand')}" for key in (page.title, "ui.not_found.title"))
    return rx.cond(FrameState.operator, named, unknown) if page.may is Right.OPERATOR else named


def not_signed_in(title: str) -> rx.Component:
    return rx.el.div(
        rx.el.h1(title),
        notice(t("ui.sign_in_first.title"), rx.el.p(t("ui.sign_in_first.text"))),
        link_button(t("ui.sign_in"), href=rx.Var.create("/connexion?suite=") + FrameState.router.url.path),
        class_name="stack",
    )


def not_attached(title: str) -> rx.Component:
    return rx.el.div(
        rx.el.h1(title),
        notice(t("ui.attach_first.title"), rx.el.p(t("ui.attach_first.text")), kind="warning"),
        class_name="stack",
    )


def masthead() -> rx.Component:
    return rx.el.header(
        rx.el.div(
            link(icon("receipt-text"), t("ui.brand"), href="/", class_name="brand"),
            rx.el.span(t("ui.unofficial"), class_name="unofficial"),
            rx.cond(FrameState.signed_in, menu_toggle()),
            rx.cond(FrameState.signed_in, search_button()),
            rx.el.div(rx.cond(FrameState.signed_in, person(), visitor()), class_name="who"),
            color_switch(),
            class_name="inner",
        ),
        class_name="masthead",
    )


def menu_toggle() -> rx.Component:
    return button(
        t("ui.menu.open"),
        weight="secondary",
        icon_name="menu",
        on_click=FrameState.toggle_menu,
        aria_expanded=rx.cond(FrameState.menu_open, "true", "false"),
        aria_controls="menu",
        custom_attrs={"data-menu": "true"},
    )


def person() -> rx.Component:
    return rx.fragment(
        rx.cond(
            several(FrameState.structures),
            structure_choice(),
            rx.cond(FrameState.acting_name != "", rx.el.span(FrameState.acting_name)),
        ),
        bell(),
        person_menu(),
    )


def bell() -> rx.Component:
    """What the portal told the person; the number is of what he has not read."""
    count = rx.el.span(FrameState.unread, class_name="count", aria_hidden="true")
    return link(
        icon("bell"),
        rx.el.span(t("notifications.bell"), ", ", FrameState.unread_told, class_name="sr-only"),
        rx.cond(FrameState.unread > 0, count),
        href="/notifications",
        class_name="button quiet bell",
        title=t("notifications.bell"),
    )


def person_menu() -> rx.Component:
    return rx.el.details(
        rx.el.summary(
            icon("circle-user"),
            rx.el.span(t("ui.person.menu"), " ", class_name="sr-only"),
            rx.el.span(FrameState.name, class_name="name"),
            icon("chevron-down"),
            class_name="button quiet",
        ),
        rx.el.div(
            link_button(t("ui.person.account"), href="/mon-compte", weight="quiet", icon_name="user-cog"),
            link_button(t("ui.person.attachments"), href="/rattachement", weight="quiet", icon_name="building-2"),
            link_button(
                t("ui.person.habilitations"), href="/mes-habilitations", weight="quiet", icon_name="badge-check"
            ),
            button(t("ui.sign_out"), weight="quiet", icon_name="log-out", on_click=FrameState.sign_out),
            button(
                t("ui.person.everywhere"), weight="quiet", icon_name="monitor-x", on_click=FrameState.ask_everywhere
            ),
            class_name="panel",
        ),
        class_name="person-menu",
        custom_attrs={"data-menu-panel": "true"},
    )


def sign_out_everywhere() -> rx.Component:
    """Asks again: the other devices lose what is being typed there."""
    return asked_again(
        t("ui.everywhere.title"),
        rx.el.p(t("ui.everywhere.text")),
        keep=t("ui.everywhere.keep"),
        on_keep=FrameState.stay,
        act=button(t("ui.everywhere.submit"), weight="danger", on_click=FrameState.sign_out_everywhere),
    )


def structure_choice() -> rx.Component:
    return rx.el.label(
        rx.el.span(t("ui.acting_for"), class_name="sr-only"),
        rx.el.select(
            rx.foreach(FrameState.structures, structure_option),
            value=FrameState.acting,
            on_change=FrameState.choose_structure,
            class_name="input",
        ),
    )


def structure_option(choice: Seen) -> rx.Component:
    return rx.el.option(choice.name, value=choice.id)


def visitor() -> rx.Component:
    return rx.fragment(
        link_button(t("ui.create_account"), href="/creer-un-compte", weight="quiet"),
        link_button(t("ui.sign_in"), href="/connexion", weight="secondary"),
    )


def color_switch() -> rx.Component:
    return rx.el.button(
        rx.color_mode_cond(icon("moon"), icon("sun")),
        type="button",
        class_name="button quiet color-switch",
        aria_label=t("ui.color_mode"),
        title=t("ui.color_mode"),
        on_click=rx.toggle_color_mode,
    )


def menu(page: Page) -> rx.Component:
    entries = rx.el.ul(*[menu_entry(entry, page) for entry in MENU])
    return rx.el.nav(
        rx.el.div(rx.cond(FrameState.signed_in, entries), class_name="inner"),
        id="menu",
        class_name=rx.cond(FrameState.menu_open, "nav open", "nav"),
        aria_label=t("ui.menu.name"),
        hidden=~FrameState.signed_in,
    )


def menu_entry(entry: Entry, page: Page) -> rx.Component:
    waiting = counted(entry.shown) if entry.counted else None
    count = None if waiting is None else rx.cond(waiting > 0, rx.el.span(waiting, class_name="count"))
    here = page.route == entry.route or (entry.route != "/" and page.route.startswith(entry.route + "/"))
    item = rx.el.li(link(t(entry.label), count, href=entry.route, ahead="seen", aria_current="page" if here else None))
    return rx.cond(condition(entry.shown), item)


def foot() -> rx.Component:
    return rx.el.footer(
        rx.el.div(
            rx.el.ul(*[rx.el.li(link(t(label), href=route)) for label, route in FOOT]),
            rx.cond(FrameState.demo, link(t("ui.foot.mailbox"), href="/boite-mail")),
            rx.el.p(t("ui.foot.unofficial")),
            class_name="inner",
        ),
        class_name="foot",
    )
