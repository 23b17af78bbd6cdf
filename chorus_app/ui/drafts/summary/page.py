"""The summary, and the confirmation that is asked for."""

from typing import Any

import reflex as rx

from chorus_app.drafts.enums import Answer, Step
from chorus_app.kernel.text import t
from chorus_app.ui.components.basics import (
    Seen,
    button,
    link_button,
    notice,
    plain_link,
    some,
    window,
)
from chorus_app.ui.components.breaks import soft_breaks
from chorus_app.ui.drafts.data import fields
from chorus_app.ui.drafts.parts import fault, told
from chorus_app.ui.drafts.state import DraftState

STATE: Any = DraftState


def summary() -> rx.Component:
    return rx.el.div(
        rx.cond(
            STATE.ready,
            notice(t("drafts.summary.ready"), rx.el.p(t("drafts.summary.ready_text")), kind="success"),
            notice(
                t("drafts.faults"),
                rx.el.ul(rx.foreach(STATE.problems, fault)),
                kind="danger",
            ),
        ),
        rx.cond(some(STATE.problems) & STATE.ready, doubts()),
        data(),
        documents(),
        rx.el.div(
            button(t("drafts.summary.send"), icon_name="send", on_click=STATE.confirm(True), disabled=~STATE.ready),
            link_button(t("drafts.later"), STATE.card.home + "/brouillons", weight="secondary"),
            class_name="row",
        ),
        rx.cond(STATE.confirming, confirm_window()),
        class_name="stack-wide medium",
    )


def data() -> rx.Component:
    """What the invoice says, with the way back to correct it."""
    return rx.el.section(
        rx.el.h2(t("drafts.summary.invoice")),
        rx.el.dl(
            rx.el.dt(t("drafts.summary.supplier")),
            rx.el.dd(STATE.card.supplier),
            rx.foreach(STATE.said, told),
            class_name="facts",
        ),
        rx.cond(some(STATE.rates), fields.rows_of_rates(fixed=True)),
        link_button(t("drafts.summary.correct"), f"/brouillons/{STATE.card.id}/{Step.DATA.value}", weight="secondary"),
        class_name="sheet stack",
    )


def documents() -> rx.Component:
    """The invoice's own document, then what is attached."""
    return rx.el.section(
        rx.el.h2(t("drafts.summary.files")),
        rx.el.ul(
            rx.cond(
                STATE.card.typed,
                rx.el.li(t("drafts.summary.drawn")),
                rx.el.li(
                    rx.el.span(soft_breaks(STATE.card.file_name), class_name="strong"),
                    rx.el.span(" ", STATE.card.file_size, class_name="soft small"),
                ),
            ),
            rx.foreach(
                STATE.files,
                lambda one: rx.el.li(
                    soft_breaks(one.name),
                    " ",
                    rx.el.span(one.size, class_name="soft small"),
                    rx.cond(one.note != "", rx.el.span(one.note, class_name="sub")),
                ),
            ),
            class_name="steps-list",
        ),
        link_button(
            t("drafts.summary.add_files"),
            f"/brouillons/{STATE.card.id}/{Step.ATTACHMENTS.value}",
            weight="secondary",
        ),
        class_name="sheet stack",
    )


def doubts() -> rx.Component:
    return notice(
        t("drafts.summary.doubts"),
        rx.el.ul(
            rx.foreach(STATE.problems, lambda one: rx.el.li(plain_link(one.title, href=one.href), ". ", one.todo))
        ),
        kind="warning",
    )


def confirm_window() -> rx.Component:
    close = STATE.confirm(False)
    return window(
        t("drafts.confirm.title"),
        rx.el.p(t("drafts.confirm.text")),
        rx.el.dl(
            *about("number", STATE.values[Answer.NUMBER.value]),
            *about("recipient", STATE.recipient.name),
            *about("amount", STATE.sums[Answer.PAYABLE.value]),
            *about("files", STATE.files.length() + 1),
            class_name="facts",
        ),
        on_close=close,
        foot=rx.el.div(
            button(t("drafts.confirm.act"), icon_name="send", on_click=STATE.send),
            button(t("drafts.confirm.back"), weight="secondary", on_click=close),
            class_name="row",
        ),
    )


def about(name: str, value: Seen) -> tuple[rx.Component, rx.Component]:
    """What is confirmed, a label and its value."""
    return rx.el.dt(t(f"drafts.confirm.{name}")), rx.el.dd(value, class_name="strong breakable")
