"""The components of a verdict, for any State that holds its cards."""

import reflex as rx

from chorus_app.kernel.french import NBSP
from chorus_app.kernel.text import t
from chorus_app.ui.components.basics import ICONS, Seen, icon, some
from chorus_app.ui.components.findings import finding, tone_icon


def fact_list(facts: Seen) -> rx.Component:
    return rx.el.dl(
        rx.foreach(facts, lambda fact: rx.fragment(rx.el.dt(fact.label), rx.el.dd(fact.value))), class_name="facts"
    )


def read(facts: Seen) -> rx.Component:
    """What was read in the invoice, when anything was."""
    return rx.cond(
        some(facts), rx.el.div(rx.el.h3(t("verdict.read.title")), fact_list(facts), class_name="stack"), rx.fragment()
    )


def file_details(facts: Seen) -> rx.Component:
    """What is known of the file, one click away."""
    return rx.cond(some(facts), rx.el.details(rx.el.summary(t("verdict.facts.title")), fact_list(facts)), rx.fragment())


def findings(cards: Seen) -> rx.Component:
    return rx.el.div(rx.foreach(cards, finding), class_name="stack")


def folded(title: Seen, *children: rx.Component) -> rx.Component:
    """Something that does not keep anybody from going on, one click away."""
    return rx.el.details(rx.el.summary(icon("info"), title), *children, class_name="block")


def by_layer(layers: Seen) -> rx.Component:
    """Each control with what it found: reasons of a refusal in full, remarks folded."""
    return rx.el.ol(rx.foreach(layers, layer), class_name="layers")


def layer(card: Seen) -> rx.Component:
    return rx.el.li(
        layer_head(card, card.state),
        rx.cond(some(card.blocking), findings(card.blocking)),
        rx.cond(some(card.remarks), rx.el.details(rx.el.summary(card.see), findings(card.remarks))),
        rx.cond(card.more != "", rx.el.p(card.more, class_name="soft small")),
        class_name="layer " + card.tone,
    )


def in_short(layers: Seen) -> rx.Component:
    """Which controls were done, and why others were not: where the findings themselves stand beside."""
    return folded(
        t("verdict.layers.title"),
        rx.el.ol(
            rx.foreach(
                layers,
                lambda card: rx.el.li(
                    layer_head(card, card.state, rx.cond(card.see != "", ", " + card.see.to(str), "")),
                    class_name="layer " + card.tone,
                ),
            ),
            class_name="layers",
        ),
    )


def layer_head(card: Seen, *state: Seen) -> rx.Component:
    return rx.fragment(
        rx.el.p(
            layer_icon(card.tone),
            rx.el.span(rx.el.strong(card.name), f"{NBSP}: ", rx.el.span(*state, class_name="soft")),
            class_name="layer-name",
        ),
        rx.cond(card.why != "", rx.el.p(card.why, class_name="soft small")),
    )


def layer_icon(tone: Seen) -> rx.Component:
    return rx.match(tone, ("neutral", icon(ICONS["neutral"])), ("success", icon(ICONS["success"])), tone_icon(tone))
