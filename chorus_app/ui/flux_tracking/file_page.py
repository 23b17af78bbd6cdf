"""What a deposited file says, be it accepted or refused: as a readable invoice, as a document, as XML."""

from typing import Any

import reflex as rx

from chorus_app.kernel.text import t
from chorus_app.ui.components.basics import badge, link_button, waiting
from chorus_app.ui.components.breaks import soft_breaks
from chorus_app.ui.components.places import crumbs
from chorus_app.ui.flux_tracking.asking import ROUTE
from chorus_app.ui.flux_tracking.file_state import FilePageState
from chorus_app.ui.flux_tracking.parts import of_one_flux
from chorus_app.ui.papers import page as papers
from chorus_app.ui.papers.state import DOCUMENT, SHEET, XML

__all__ = ["FilePageState", "body"]

STATE: Any = FilePageState


def body() -> rx.Component:
    return of_one_flux(FilePageState, t("flux_tracking.reading.title"), found())


def found() -> rx.Component:
    return rx.el.div(
        rx.el.div(
            crumbs(
                (t("flux_tracking.title"), ROUTE),
                (STATE.card.number, STATE.card.href),
                (t("flux_tracking.reading.crumb"), ""),
            ),
            head(),
            class_name="stack",
        ),
        papers.tab_bar(STATE),
        rx.cond(STATE.reading, waiting("papers.reading"), part()),
        class_name="stack-wide",
    )


def head() -> rx.Component:
    """Which file, and what became of it."""
    card = STATE.card
    return rx.el.div(
        rx.el.h1(t("flux_tracking.reading.title")),
        rx.cond(STATE.one != "", rx.el.p(rx.el.strong(STATE.one))),
        rx.el.p(
            rx.el.span(t("flux_tracking.flux"), " ", rx.el.span(card.number, class_name="code")),
            rx.el.span(soft_breaks(card.file), class_name="breakable"),
            class_name="meta soft",
        ),
        rx.el.div(badge(card.state, card.tone), rx.el.p(card.gloss), class_name="row"),
        rx.cond(
            STATE.report_href != "",
            link_button(
                t("flux_tracking.read_report"),
                href=STATE.report_href,
                weight="secondary",
                icon_name="clipboard-check",
            ),
        ),
        class_name="stack",
    )


def part() -> rx.Component:
    """The part of the page that the address names."""
    instead = papers.read_instead(STATE.tabs[0].href, STATE.pdf)
    return rx.match(
        STATE.tab,
        (SHEET, papers.sheet(STATE)),
        (DOCUMENT, papers.document(STATE, *instead)),
        (XML, papers.source(STATE)),
        rx.fragment(),
    )
