"""« Approbation »: what waits for a manager's answer."""

import reflex as rx

from chorus_app.kernel.text import t
from chorus_app.ui.approvals.state import ApprovalsState
from chorus_app.ui.components.answers import answers
from chorus_app.ui.components.basics import Seen, button, empty, form_window, labelled, notice, some, waiting
from chorus_app.ui.components.fields import area_field
from chorus_app.ui.components.listing import pages

__all__ = ["ApprovalsState", "body"]


def body() -> rx.Component:
    return rx.el.div(
        rx.el.div(
            rx.el.h1(t("approvals.title")), rx.el.p(t("approvals.introduction"), class_name="lead"), class_name="stack"
        ),
        answers(ApprovalsState),
        rx.cond(ApprovalsState.loaded, rx.cond(ApprovalsState.allowed, requests(), not_a_manager()), waiting()),
        rx.cond(ApprovalsState.refusing != "", refusal()),
        class_name="stack-wide",
    )


def not_a_manager() -> rx.Component:
    return notice(t("approvals.reserved.title"), rx.el.p(t("approvals.reserved.text")), kind="warning")


def requests() -> rx.Component:
    nothing = empty(t("approvals.none.title"), t("approvals.none.text"), icon_name="circle-check")
    return rx.cond(
        some(ApprovalsState.rows),
        rx.el.section(
            rx.el.h2(t("approvals.waiting")),
            rx.el.p(ApprovalsState.counted, class_name="soft"),
            rx.el.ul(rx.foreach(ApprovalsState.rows, request), class_name="lines"),
            pages(ApprovalsState),
            class_name="stack",
        ),
        rx.el.div(nothing, class_name="sheet"),
    )


def request(row: Seen) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.strong(row.who),
            rx.el.span(row.email, class_name="breakable"),
            rx.el.span(t("approvals.wants"), " ", rx.el.strong(row.wish)),
            rx.el.span(row.identifier, class_name="small soft"),
            rx.el.span(row.asked, class_name="soft small"),
            class_name="what",
        ),
        rx.el.div(
            button(
                labelled(t("approvals.approve"), row.who, row.wish),
                on_click=ApprovalsState.approve(row.kind, row.id),
            ),
            button(
                labelled(t("approvals.refuse"), row.who, row.wish),
                weight="danger",
                on_click=ApprovalsState.ask_reason(row.id),
            ),
            class_name="row",
        ),
        key=row.id,
    )


def refusal() -> rx.Component:
    """The reason is compulsory: the asker reads it."""
    return form_window(
        t("approvals.refusal.title"),
        rx.el.p(rx.el.strong(ApprovalsState.refusing_whom)),
        area_field(
            t("approvals.refusal.reason"),
            "reason",
            errors=ApprovalsState.errors,
            hint=t("approvals.refusal.reason_hint"),
            max_length=500,
        ),
        submit=t("approvals.refusal.submit"),
        on_submit=ApprovalsState.refuse,
        keep=t("approvals.refusal.keep"),
        on_keep=ApprovalsState.keep,
    )
