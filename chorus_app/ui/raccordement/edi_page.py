"""The EDI raccordement of the structure: what it sends, how it enters, where the server is, what came."""

import reflex as rx

from chorus_app.kernel.text import t
from chorus_app.ui.components.answers import answers
from chorus_app.ui.components.basics import (
    Seen,
    badge,
    button,
    empty,
    facts,
    link,
    notice,
    some,
)
from chorus_app.ui.components.fields import area_field
from chorus_app.ui.raccordement.edi_state import CONFIRMED, EdiState
from chorus_app.ui.raccordement.limits import interfaces, networks
from chorus_app.ui.raccordement.page import not_allowed, shown_secret
from chorus_app.ui.raccordement.questions import Question, asks_one_of
from chorus_app.ui.structure.page import RACCORDEMENT, framed

__all__ = ["EdiState", "body"]

State = EdiState
QUESTIONS = {
    name: Question(
        t(f"raccordement.edi.ask.{name}.title"),
        t(f"raccordement.edi.ask.{name}.text"),
        t(f"raccordement.edi.act.{name}"),
    )
    for name in CONFIRMED
}
GUIDE = "/documentation/raccordement-edi"


def body() -> rx.Component:
    """Below the tab of the raccordements."""
    return framed(
        RACCORDEMENT,
        State,
        rx.el.div(
            rx.el.p(link(t("raccordement.edi.back"), href=RACCORDEMENT)),
            rx.el.h2(t("raccordement.edi.title")),
            rx.el.p(t("raccordement.edi.lead"), " ", link(t("raccordement.edi.guide"), href=GUIDE)),
            class_name="stack",
        ),
        rx.cond(State.manages, parts(), not_allowed()),
        asks_one_of(State, QUESTIONS),
    )


def parts() -> rx.Component:
    return rx.fragment(
        rx.el.div(answers(State), class_name="stack"),
        rx.cond(State.secret.secret != "", shown_secret(State)),
        rx.cond(State.card.code != "", declared(), nothing()),
    )


def declared() -> rx.Component:
    return rx.fragment(
        about(),
        interfaces(State, t("raccordement.edi.interfaces_text"), rx.el.h3),
        keys(),
        networks(State, rx.el.h3),
        arrivals(),
    )


def nothing() -> rx.Component:
    return rx.el.div(
        empty(
            t("raccordement.edi.none"),
            t("raccordement.edi.none_text"),
            button(t("raccordement.edi.declare"), icon_name="plus", on_click=State.declare),
            icon_name="plug",
        ),
        class_name="sheet",
    )


def about() -> rx.Component:
    """The code, whether the door is open, and where it is."""
    card, server = State.card, State.server
    state = rx.cond(
        card.active,
        badge(t("raccordement.edi.state.active"), "success"),
        badge(t("raccordement.edi.state.suspended"), "warning"),
    )
    switch = rx.cond(
        card.active,
        button(t("raccordement.edi.act.suspend"), weight="danger", on_click=State.ask("suspend")),
        button(t("raccordement.edi.act.activate"), on_click=State.activate),
    )
    return rx.el.section(
        rx.el.h3(t("raccordement.edi.about")),
        rx.cond(~server.open, notice(t("raccordement.edi.closed"), rx.el.p(t("raccordement.edi.closed_text")))),
        rx.el.div(
            facts(
                (t("raccordement.edi.code"), rx.el.span(card.code, class_name="code")),
                (t("raccordement.edi.state_label"), state),
                (t("raccordement.edi.address"), code(f"{server.host}:{server.port}")),
                (t("raccordement.edi.user"), code(card.code)),
                (t("raccordement.edi.server_key"), code(server.fingerprint)),
                (t("raccordement.edi.command"), code(server.command)),
            ),
            rx.el.div(switch, class_name="row"),
            class_name="sheet stack",
        ),
        class_name="stack",
    )


def code(value: Seen) -> rx.Component:
    return rx.el.span(value, class_name="code breakable")


def keys() -> rx.Component:
    """The two ways to prove who one is."""
    card = State.card
    password = rx.cond(
        card.has_password,
        button(t("raccordement.edi.act.renew"), weight="secondary", on_click=State.ask("renew")),
        button(t("raccordement.edi.act.make"), weight="secondary", on_click=State.make_password),
    )
    return rx.el.section(
        rx.el.h3(t("raccordement.edi.keys")),
        rx.el.p(t("raccordement.edi.keys_text")),
        rx.el.div(
            rx.el.p(rx.el.strong(t("raccordement.edi.password")), " ", card.password),
            rx.el.div(password, class_name="row"),
            class_name="sheet stack",
        ),
        rx.el.form(
            area_field(
                t("raccordement.edi.public_key"),
                "public_key",
                errors=State.errors,
                hint=t("raccordement.edi.public_key_hint"),
                required=False,
                rows=4,
                default_value=card.public_key,
                spell_check=False,
            ),
            rx.cond(card.fingerprint != "", rx.el.p(t("raccordement.edi.fingerprint"), " ", code(card.fingerprint))),
            rx.el.div(button(t("raccordement.edi.save_key"), type="submit"), class_name="row"),
            on_submit=State.change_key,
            no_validate=True,
            class_name="form sheet",
            key="key" + card.fingerprint,
        ),
        class_name="stack",
    )


def arrivals() -> rx.Component:
    return rx.el.section(
        rx.el.h3(t("raccordement.edi.arrivals")),
        rx.cond(
            some(State.arrivals),
            rx.el.ul(rx.foreach(State.arrivals, arrival), class_name="lines"),
            rx.el.p(t("raccordement.edi.no_arrival"), class_name="soft"),
        ),
        class_name="stack",
    )


def arrival(row: Seen) -> rx.Component:
    taken = rx.el.span(t("raccordement.edi.flux"), " ", link(row.flux, href=row.href))
    refused = rx.fragment(rx.el.span(row.title), rx.el.span(row.todo, class_name="soft"))
    return rx.el.li(
        rx.el.div(
            rx.el.strong(row.name, class_name="code breakable"),
            rx.cond(row.flux != "", taken, refused),
            rx.el.span(row.at, class_name="small soft"),
            class_name="what",
        ),
        rx.cond(
            row.flux != "",
            badge(t("raccordement.edi.taken"), "success"),
            badge(t("raccordement.edi.inadmissible"), "danger"),
        ),
    )
