"""The home page: for a visitor what the portal is, for a person what waits and where to go."""

import reflex as rx

from chorus_app.kernel.text import t
from chorus_app.ui.checklist.view import newest_checklist
from chorus_app.ui.components.basics import ICONS, Seen, badge, icon, link, waiting
from chorus_app.ui.components.breaks import soft_breaks
from chorus_app.ui.frame import FrameState
from chorus_app.ui.home.state import HomeState
from chorus_app.ui.home.welcome import welcome

__all__ = ["HomeState", "body"]

HOME: Seen = HomeState


def body() -> rx.Component:
    return rx.cond(HomeState.loaded, rx.cond(HomeState.signed_in, at_home(), welcome()), loading())


def loading() -> rx.Component:
    """The page's outline while it is read."""
    blocks = [rx.el.div(class_name="skeleton tall") for _ in range(3)]
    return rx.el.div(
        rx.el.h1(t("home.title")), waiting(), rx.el.div(*blocks, class_name="columns"), class_name="stack-wide"
    )


def at_home() -> rx.Component:
    return rx.cond(HomeState.attached, overview(), first_steps())


def first_steps() -> rx.Component:
    """Signed in, attached to nothing: what is missing, and the ways to it."""
    return rx.el.div(
        rx.el.div(
            rx.el.h1(t("home.unattached.title")),
            rx.el.p(t("home.unattached.text"), class_name="lead"),
            class_name="stack",
        ),
        rx.el.div(
            way("building-2", "home.unattached.create", "home.unattached.create_text", "/rattachement/creer"),
            way("user-plus", "home.unattached.ask", "home.unattached.ask_text", "/rattachement/demander"),
            way("clock", "home.unattached.requests", "home.unattached.requests_text", "/rattachement/demandes"),
            class_name="columns",
        ),
        class_name="stack-wide",
    )


def way(picture: str, title: str, text: str, href: str) -> rx.Component:
    return link(
        icon(picture), rx.el.h2(t(title)), rx.el.p(t(text), class_name="soft"), href=href, class_name="card way"
    )


def overview() -> rx.Component:
    return rx.el.div(rx.el.h1(t("home.title")), todos(), spaces(), deposits(), class_name="stack-wide")


def todos() -> rx.Component:
    lines = rx.el.div(
        rx.el.ul(rx.foreach(HomeState.todos, todo), class_name="todos"),
        rx.cond(
            HomeState.more_todos > 0,
            rx.el.p(link(t("home.todo.more"), " (", HomeState.more_todos, ")", href="/suivi-des-flux")),
        ),
        class_name="stack-tight",
    )
    nothing = rx.cond(
        ~HomeState.checklist,
        rx.el.p(icon("circle-check"), t("home.todo.nothing"), class_name="row soft calm"),
    )
    return rx.el.section(
        rx.el.h2(t("home.todo.title")),
        rx.cond(HOME.todos.length() > 0, lines, nothing),
        newest_checklist(),
        class_name="stack",
    )


def todo(line: Seen) -> rx.Component:
    pictures = [(name, icon(picture)) for name, picture in ICONS.items()]
    return rx.el.li(
        rx.el.span(rx.match(line.kind, *pictures, icon(ICONS["info"])), class_name="mark " + line.kind),
        rx.el.div(
            rx.el.p(rx.el.strong(line.title)),
            rx.el.p(soft_breaks(line.text), class_name="soft small"),
            class_name="what",
        ),
        link(
            line.act, rx.el.span(" : ", line.text, class_name="sr-only"), href=line.href, class_name="button secondary"
        ),
    )


def spaces() -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("home.spaces")),
        rx.el.div(
            rx.cond(
                FrameState.issues,
                space(
                    "file-text",
                    t("ui.menu.issued"),
                    "/factures-emises",
                    HomeState.issued_total,
                    counts(HomeState.issued),
                    HomeState.may_issue,
                ),
            ),
            rx.cond(FrameState.receives, received_space()),
            rx.cond(FrameState.validates, space_to_validate()),
            rx.cond(
                FrameState.does_works,
                space(
                    "hard-hat",
                    t("ui.menu.works"),
                    "/factures-de-travaux",
                    HomeState.works_total,
                    counts(HomeState.works),
                    HomeState.may_do_works,
                ),
            ),
            flux_space(),
            class_name="columns spaces",
        ),
        class_name="stack",
    )


def received_space() -> rx.Component:
    return space(
        "inbox",
        t("ui.menu.received"),
        "/factures-recues",
        HomeState.received_total,
        counts(HomeState.received),
        rx.Var.create(False),
    )


def space_to_validate() -> rx.Component:
    return space(
        "stamp",
        t("ui.menu.to_validate"),
        "/factures-a-valider",
        HomeState.to_validate_total,
        counts(HomeState.to_validate),
        rx.Var.create(False),
    )


def space(picture: str, title: str, href: str, total: Seen, content: rx.Component, may_deposit: Seen) -> rx.Component:
    deposit = link(
        icon("file-up"),
        t("home.deposit"),
        rx.el.span(" : ", title, class_name="sr-only"),
        href=f"{href}/deposer",
        class_name="button secondary",
    )
    return rx.el.article(
        rx.el.h3(icon(picture), link(title, href=href)),
        rx.el.p(rx.el.span(total, class_name="figure number")),
        content,
        rx.cond(may_deposit, rx.el.p(deposit, class_name="last")),
        class_name="card space",
    )


def counts(entries: Seen) -> rx.Component:
    nothing = rx.el.p(t("home.no_invoice"), class_name="soft")
    return rx.cond(
        entries.length() > 0, rx.el.ul(rx.foreach(entries, count_line), class_name="stack-tight counts"), nothing
    )


def count_line(entry: Seen) -> rx.Component:
    return rx.el.li(link(badge(entry.label, entry.tone), rx.el.span(entry.count, class_name="number"), href=entry.href))


def flux_space() -> rx.Component:
    content = rx.cond(
        HomeState.to_correct > 0,
        rx.el.p(
            badge(t("home.flux_to_correct"), "danger"),
            rx.el.span(HomeState.to_correct, class_name="number"),
            class_name="row spread",
        ),
        rx.el.p(t("home.flux_text"), class_name="soft"),
    )
    return rx.el.article(
        rx.el.h3(icon("activity"), link(t("ui.menu.flux"), href="/suivi-des-flux")),
        rx.el.p(rx.el.span(HomeState.flux_total, class_name="figure number")),
        content,
        class_name="card space",
    )


def deposits() -> rx.Component:
    lines = rx.el.ul(rx.foreach(HomeState.deposits, deposit_line), class_name="todos")
    nothing = rx.el.p(t("home.no_deposit"), class_name="soft")
    return rx.el.section(
        rx.el.h2(t("home.last_deposits")),
        rx.cond(HOME.deposits.length() > 0, lines, nothing),
        class_name="stack",
    )


def deposit_line(line: Seen) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.p(link(soft_breaks(line.file), href=line.href)),
            rx.el.p(rx.el.span(line.number, class_name="code"), rx.el.span(line.at), class_name="meta soft small"),
            class_name="what",
        ),
        badge(line.state, line.tone),
    )
