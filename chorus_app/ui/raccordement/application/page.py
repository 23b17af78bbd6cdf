"""One application: its identifier, whether it is in service, its codes, its addresses."""

import reflex as rx

from chorus_app.kernel.text import t
from chorus_app.ui.components.answers import answers
from chorus_app.ui.components.basics import badge, button, facts, notice
from chorus_app.ui.components.places import crumbs
from chorus_app.ui.components.things import not_there, thing_page
from chorus_app.ui.raccordement.application.state import CONFIRMED, ApplicationState
from chorus_app.ui.raccordement.limits import interfaces, networks
from chorus_app.ui.raccordement.questions import Question, asks_one_of
from chorus_app.ui.structure.page import RACCORDEMENT

__all__ = ["ApplicationState", "body"]

State = ApplicationState
QUESTIONS = {
    name: Question(
        t(f"raccordement.application.ask.{name}.title"),
        t(f"raccordement.application.ask.{name}.text"),
        t(f"raccordement.application.act.{name}"),
    )
    for name in CONFIRMED
}


def body() -> rx.Component:
    """The page."""
    absent = not_there(t("raccordement.application.missing"), t("raccordement.application.back"), RACCORDEMENT)
    return thing_page(State, t("raccordement.application.title"), application(), absent)


def application() -> rx.Component:
    card = State.card
    return rx.fragment(
        rx.el.div(
            crumbs((t("raccordement.title"), RACCORDEMENT), (t("raccordement.application.title"), "")),
            rx.el.h1(t("raccordement.application.title")),
            rx.el.p(rx.el.span(card.name, class_name="breakable"), class_name="lead"),
            class_name="stack",
        ),
        rx.el.div(answers(State), class_name="stack"),
        about(),
        rx.cond(
            card.open,
            rx.fragment(
                interfaces(State, t("raccordement.application.interfaces_text"), rx.el.h2),
                networks(State, rx.el.h2),
            ),
            notice(None, rx.el.p(t("raccordement.application.over")), kind="warning"),
        ),
        rx.cond(State.sandbox, sandbox()),
        asks_one_of(State, QUESTIONS, about=State.card.name),
    )


def sandbox() -> rx.Component:
    """Begin again from nothing."""
    return rx.el.section(
        rx.el.h2(t("raccordement.application.sandbox")),
        rx.el.p(t("raccordement.application.sandbox_text")),
        rx.el.div(
            button(
                t("raccordement.application.act.reset"),
                weight="danger",
                icon_name="rotate-ccw",
                on_click=State.ask("reset"),
            ),
            class_name="row",
        ),
        class_name="stack",
    )


def about() -> rx.Component:
    """Its identifier, and the switch."""
    card = State.card
    switch = rx.cond(
        card.active,
        button(t("raccordement.application.act.suspend"), weight="danger", on_click=State.ask("suspend")),
        button(t("raccordement.application.act.reactivate"), on_click=State.reactivate),
    )
    return rx.el.div(
        facts(
            (t("raccordement.secret.application.login"), rx.el.span(card.login, class_name="code breakable")),
            (t("raccordement.edi.state_label"), badge(card.state, card.tone)),
            (t("raccordement.application.secret"), card.since),
        ),
        rx.cond(card.open, rx.el.div(switch, class_name="row")),
        class_name="sheet stack",
    )
