"""The step of the documents."""

from typing import Any

import reflex as rx

from chorus_app.kernel.text import t
from chorus_app.rules import codes
from chorus_app.ui.components.basics import (
    Seen,
    button,
    notice,
    some,
)
from chorus_app.ui.components.breaks import soft_breaks
from chorus_app.ui.components.zone import drop_zone
from chorus_app.ui.drafts.parts import acts
from chorus_app.ui.drafts.state import DraftState
from chorus_app.ui.routes.upload import PATH

STATE: Any = DraftState


def attachments() -> rx.Component:
    return rx.el.div(
        rx.el.p(t("drafts.files.lead"), class_name="lead"),
        rx.cond(STATE.card.typed, rx.fragment(), rx.el.p(t("drafts.files.xades"), class_name="small soft")),
        drop_zone(
            route=PATH,
            limit=codes.MAX_ATTACHMENT_BYTES,
            received=STATE.attached,
            failed=STATE.attach_failed,
            accepted="",
            hint=t("drafts.files.limits"),
            choose_label=t("drafts.files.choose"),
            drop=t("drafts.files.drop"),
            several=True,
        ),
        rx.el.details(
            rx.el.summary(t("drafts.files.kinds")),
            rx.el.p(", ".join(sorted(codes.ATTACHMENT_EXTENSIONS)), class_name="small"),
            class_name="block",
        ),
        rx.el.div(rx.cond(some(STATE.refused), refusals(STATE)), role="alert"),
        file_lines(STATE),
        acts(t("drafts.next.recapitulatif")),
        class_name="stack-wide medium",
    )


def file_lines(state: Any) -> rx.Component:
    """The documents that there are, each to be taken out again."""
    return rx.cond(
        some(state.files),
        rx.el.ul(rx.foreach(state.files, lambda one: file_line(state, one)), class_name="lines"),
        rx.el.p(t("drafts.files.none"), class_name="soft"),
    )


def refusals(state: Any) -> rx.Component:
    """The files that do not go with the invoice, and why."""
    return notice(
        t("drafts.files.refused"),
        rx.el.ul(rx.foreach(state.refused, refusal)),
        rx.el.div(
            button(t("drafts.files.understood"), weight="secondary", on_click=state.forget_refused), class_name="row"
        ),
        kind="danger",
    )


def refusal(one: Seen) -> rx.Component:
    return rx.el.li(
        rx.cond(one.name != "", rx.el.strong(soft_breaks(one.name), "\u00a0: ")),
        one.why,
        key=one.name,
    )


def file_line(state: Any, one: Seen) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.span(soft_breaks(one.name), class_name="strong"),
            rx.el.span(one.size, class_name="soft small"),
            rx.cond(one.note != "", rx.el.span(one.note, class_name="sub")),
            class_name="what",
        ),
        button(
            rx.fragment(t("drafts.files.remove"), rx.el.span(" ", one.name, class_name="sr-only")),
            weight="secondary",
            on_click=state.detach(one.id),
        ),
        key=one.id,
    )
