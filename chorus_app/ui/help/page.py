"""« Aide »: the three complaints first, then how the portal works, then its words."""

import reflex as rx

from chorus_app.kernel.text import t
from chorus_app.ui.components.basics import ICONS, Seen, icon, link
from chorus_app.ui.components.breaks import soft_breaks
from chorus_app.ui.help.state import HelpState
from chorus_app.ui.help.views import QUESTIONS

__all__ = ["HelpState", "body"]

HELP: Seen = HelpState
STEPS = ("account", "attach", "deposit", "check", "follow", "come_back")
WORDS = (
    "flux",
    "lot",
    "syntaxe",
    "facturx",
    "cadre",
    "compte_rendu",
    "statut",
    "valideur",
    "engagement",
    "service",
    "structure",
    "rattachement",
    "moe",
    "moa",
)
GUIDES = (
    ("verification.link", "/verifier-une-facture"),
    ("help.guides.account", "/documentation/creer-un-compte"),
    ("help.guides.classic", "/documentation/pdf-classique"),
    ("help.guides.letter", "/documentation/lettre-editeur"),
    ("help.guides.edi", "/documentation/raccordement-edi"),
    ("help.page_title.refusals", "/documentation/refus-api"),
    ("help.guides.notes", "/notes-de-version"),
    ("help.guides.accessibility", "/accessibilite"),
)


def body() -> rx.Component:
    return rx.el.div(
        rx.el.div(rx.el.h1(t("help.title")), rx.el.p(t("help.lead"), class_name="lead"), class_name="stack"),
        rx.el.section(*[question(number, name) for number, name in enumerate(QUESTIONS)], class_name="stack"),
        how(),
        glossary(),
        guides(),
        class_name="stack-wide",
    )


def question(number: int, name: str) -> rx.Component:
    """The complaint in its own words, the answer in general, the answer for this person."""
    return rx.el.article(
        rx.el.h2(t(f"help.{name}.question")),
        rx.el.p(t(f"help.{name}.answer")),
        rx.el.p(t(f"help.{name}.advice")),
        rx.cond(HELP.answers.length() > number, own(number)),
        remedies() if name == "facturx" else None,
        class_name="sheet stack",
    )


def own(number: int) -> rx.Component:
    """For the last deposit of this person."""
    answer = HELP.answers[number]
    pictures = [(tone, icon(picture)) for tone, picture in ICONS.items()]
    return rx.el.div(
        rx.match(answer.tone, *pictures, icon(ICONS["info"])),
        rx.el.p(t("help.last_deposit"), class_name="notice-title"),
        rx.el.p(soft_breaks(answer.text)),
        rx.cond(answer.href != "", rx.el.p(link(answer.link, " →", href=answer.href))),
        class_name="notice " + answer.tone,
    )


def remedies() -> rx.Component:
    return rx.el.p(
        t("help.facturx.remedies"),
        " ",
        link(t("help.guides.letter"), href="/documentation/lettre-editeur"),
        ", ",
        link(t("help.guides.classic"), href="/documentation/pdf-classique"),
        ".",
    )


def how() -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("help.how_title")),
        rx.el.ol(
            *[rx.el.li(rx.el.strong(t(f"help.how.{name}.title")), " ", t(f"help.how.{name}.text")) for name in STEPS],
            class_name="steps-list",
        ),
        class_name="stack",
    )


def glossary() -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("help.words.title"), id="lexique"),
        rx.el.dl(
            *[
                part
                for word in WORDS
                for part in (
                    rx.el.dt(rx.el.strong(t(f"help.words.{word}.word"))),
                    rx.el.dd(t(f"help.words.{word}.meaning")),
                )
            ],
            class_name="facts",
        ),
        class_name="stack",
    )


def guides() -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("help.guides.title")),
        rx.el.ul(*[rx.el.li(link(t(label), href=href)) for label, href in GUIDES], class_name="stack-tight"),
        class_name="stack",
    )
