"""The pages of a draft: its steps, and the one that is open."""

from typing import Any

import reflex as rx

from chorus_app.drafts.enums import Step
from chorus_app.kernel.text import t
from chorus_app.ui.components.basics import (
    Seen,
    alert,
    link,
    link_button,
    notice,
    waiting,
)
from chorus_app.ui.components.editing import beside
from chorus_app.ui.components.places import crumbs
from chorus_app.ui.drafts.data.page import data
from chorus_app.ui.drafts.files.page import attachments
from chorus_app.ui.drafts.parts import discard_window
from chorus_app.ui.drafts.sent.page import confirmation
from chorus_app.ui.drafts.state import DraftState
from chorus_app.ui.drafts.summary.page import summary

__all__ = ["DraftState", "body"]

STATE: Any = DraftState


def body() -> rx.Component:
    return rx.el.div(
        rx.cond(
            STATE.loaded & STATE.router.url.path.contains(STATE.address),
            rx.cond(STATE.missing, missing(), draft()),
            rx.fragment(rx.el.h1(t("drafts.title")), waiting()),
        ),
        class_name="stack-wide",
        on_unmount=DraftState.leave,
    )


def missing() -> rx.Component:
    return rx.el.div(
        rx.el.h1(t("drafts.missing")),
        notice(None, rx.el.p(t("drafts.missing_text")), kind="warning"),
        link_button(t("drafts.to_list"), "/factures-emises/brouillons", weight="secondary"),
        class_name="stack",
    )


def draft() -> rx.Component:
    return rx.fragment(
        rx.el.div(
            crumbs((t("drafts.list.crumb"), STATE.card.home + "/brouillons"), (t("drafts.title"), "")),
            rx.el.h1(
                rx.match(
                    STATE.step,
                    (Step.ATTACHMENTS.value, t("drafts.heads.pieces_jointes")),
                    (Step.SUMMARY.value, t("drafts.heads.recapitulatif")),
                    (Step.SENT.value, t("drafts.heads.confirmation")),
                    t("drafts.heads.donnees"),
                )
            ),
            class_name="stack",
        ),
        stepper(),
        rx.el.div(alert(STATE.problem), beside(STATE), class_name="stack"),
        rx.match(
            STATE.step,
            (Step.ATTACHMENTS.value, attachments()),
            (Step.SUMMARY.value, summary()),
            (Step.SENT.value, confirmation()),
            data(),
        ),
        rx.cond(STATE.discarding, discard_window(STATE.discard, STATE.ask_discard(False))),
    )


def stepper() -> rx.Component:
    return rx.el.ol(rx.foreach(STATE.steps, step), class_name="steps", aria_label=t("drafts.steps_label"))


def step(one: Seen) -> rx.Component:
    return rx.el.li(
        rx.cond((one.href != "") & (one.state != "here"), link(one.label, href=one.href), one.label),
        rx.cond(one.state == "done", rx.el.span(t("deposit.step.done"), class_name="sr-only")),
        class_name=rx.cond(one.state == "done", "done", ""),
        aria_current=rx.cond(one.state == "here", "step", "false"),
        key=one.label,
    )
