"""« Journal des appels »: the list, and one call with its question and its answer."""

from collections.abc import Callable, Mapping
from typing import Any

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
    some,
)
from chorus_app.ui.components.breaks import soft_breaks
from chorus_app.ui.components.criteria import chosen_filter, typed_filter
from chorus_app.ui.components.listing import list_view
from chorus_app.ui.components.places import crumbs
from chorus_app.ui.components.things import not_there, thing_page
from chorus_app.ui.raccordement.calls.asking import CALLS, OUTCOMES
from chorus_app.ui.raccordement.calls.state import CallsState, CallState
from chorus_app.ui.raccordement.page import not_allowed
from chorus_app.ui.raccordement.questions import Question, asks
from chorus_app.ui.structure.page import RACCORDEMENT, framed

__all__ = ["CallState", "CallsState", "body", "one"]

Heading = Callable[[str], rx.Component]


def body() -> rx.Component:
    """The list, within the tab « Raccordement »."""
    return framed(
        RACCORDEMENT,
        CallsState,
        rx.el.div(
            crumbs((t("raccordement.title"), RACCORDEMENT), (t("raccordement.calls.title"), "")),
            rx.el.h2(t("raccordement.calls.title")),
            rx.el.p(t("raccordement.calls.lead")),
            class_name="stack",
        ),
        rx.cond(CallsState.manages, calls(), not_allowed()),
    )


def calls() -> rx.Component:
    nothing = empty(t("raccordement.calls.none"), t("raccordement.calls.none_text"), icon_name="arrow-left-right")
    outcomes = [(name, t(f"raccordement.calls.issue.{name}")) for name in OUTCOMES]
    return list_view(
        CallsState,
        row=cells,
        empty=rx.el.div(nothing, class_name="sheet"),
        filters=(
            route_filter(),
            chosen_filter(CallsState, "issue", t("raccordement.calls.outcome"), outcomes, t("raccordement.calls.any")),
            typed_filter(CallsState, "du", t("raccordement.calls.since"), kind="date", short=True),
            typed_filter(CallsState, "au", t("raccordement.calls.until"), kind="date", short=True),
        ),
        search_hint=t("raccordement.calls.search_hint"),
    )


def route_filter() -> rx.Component:
    """The addresses that were called; they are known once the list is read."""
    state: Any = CallsState
    value = state.filters.get("route", "")
    return rx.el.div(
        rx.el.label(t("raccordement.calls.route"), html_for="route"),
        rx.el.select(
            rx.el.option(t("raccordement.calls.any"), value=""),
            rx.foreach(state.routes, lambda path: rx.el.option(path, value=path)),
            id="route",
            name="route",
            default_value=value,
            key=value + state.routes.length().to_string(),
            class_name="input",
        ),
        class_name="field",
    )


def cells(row: Seen) -> Mapping[str, Any]:
    return {
        "at": rx.el.div(
            link(row.day, " ", row.time, href=row.href),
            rx.cond(row.again, rx.el.span(t("raccordement.calls.again_short"), class_name="sub")),
            class_name="nowrap",
        ),
        "route": rx.el.div(
            rx.el.span(soft_breaks(row.path), class_name="code"),
            rx.el.span(row.method, class_name="sub"),
            class_name="breakable",
        ),
        "outcome": rx.el.div(
            badge(row.outcome, row.tone), rx.el.span(row.label, class_name="sub breakable"), class_name="outcome"
        ),
        "program": rx.el.div(row.program, rx.el.span(row.account, class_name="sub breakable"), class_name="breakable"),
        "duration": rx.el.span(row.duration, class_name="nowrap"),
    }


def one() -> rx.Component:
    """One call."""
    absent = not_there(t("raccordement.calls.missing"), t("raccordement.calls.to_list"), CALLS)
    return thing_page(CallState, t("raccordement.calls.one"), call(), absent)


def call() -> rx.Component:
    card = CallState.card
    return rx.fragment(
        rx.el.div(
            crumbs(
                (t("raccordement.title"), RACCORDEMENT),
                (t("raccordement.calls.title"), CALLS),
                (t("raccordement.calls.one"), ""),
            ),
            rx.el.h1(t("raccordement.calls.one")),
            rx.el.p(rx.el.span(card.line.method, " ", card.line.path, class_name="code breakable"), class_name="lead"),
            class_name="stack",
        ),
        rx.el.div(answers(CallState), class_name="stack"),
        rx.cond(card.first != "", rx.el.p(t("raccordement.calls.is_again"), " ", to_first(card.first))),
        exchange(card, rx.el.h2),
        rx.el.div(
            button(t("raccordement.calls.replay"), icon_name="rotate-cw", weight="secondary", on_click=CallState.ask),
            class_name="row",
        ),
        rx.cond(
            some(CallState.again),
            rx.el.section(
                rx.el.h2(t("raccordement.calls.again"), id="again", tab_index=-1),
                rx.foreach(CallState.again, lambda again: rx.el.div(exchange(again, rx.el.h3), key=again.line.id)),
                class_name="stack-wide",
            ),
        ),
        rx.cond(CallState.asking, confirmation()),
    )


def to_first(href: Seen) -> rx.Component:
    return link(t("raccordement.calls.the_first"), href=href)


def exchange(card: Seen, heading: Heading) -> rx.Component:
    """When, who, what came of it; then question and answer side by side, each under such a heading."""
    line = card.line
    return rx.el.div(
        rx.el.div(
            facts(
                (t("raccordement.calls.at"), line.day + " " + line.time),
                (t("raccordement.calls.outcome"), badge(line.outcome, line.tone)),
                (t("raccordement.calls.label"), rx.el.span(line.label, class_name="breakable")),
                (t("raccordement.calls.duration"), line.duration),
                (t("raccordement.calls.program"), line.program),
                (t("raccordement.calls.account"), rx.el.span(line.account, class_name="code breakable")),
            ),
            class_name="sheet",
        ),
        rx.el.div(
            text(t("raccordement.calls.question"), card.question, heading),
            text(t("raccordement.calls.answer"), card.answer, heading),
            class_name="columns",
        ),
        class_name="stack",
    )


def text(title: str, content: Seen, heading: Heading) -> rx.Component:
    return rx.el.section(
        heading(title),
        rx.cond(
            content != "",
            rx.el.pre(content, class_name="terminal", tab_index=0, aria_label=title),
            rx.el.p(t("raccordement.calls.no_body"), class_name="soft"),
        ),
        class_name="stack",
    )


def confirmation() -> rx.Component:
    """Made again, a deposit deposits once more."""
    question = Question(
        t("raccordement.calls.ask.title"), t("raccordement.calls.ask.text"), t("raccordement.calls.replay")
    )
    return asks(CallState, question, yes=CallState.replay, about=CallState.card.line.path, weight="primary")
