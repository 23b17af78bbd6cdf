"""What is said once the invoice is sent."""

from typing import Any

import reflex as rx

from chorus_app.drafts.enums import Answer
from chorus_app.kernel.text import t
from chorus_app.ui.components.basics import (
    Seen,
    icon,
    link,
    link_button,
    notice,
    plain_link,
)
from chorus_app.ui.drafts.state import DraftState

STATE: Any = DraftState


def confirmation() -> rx.Component:
    number = STATE.values[Answer.NUMBER.value]
    return rx.el.div(
        notice(
            t("drafts.sent.title"),
            rx.el.p(
                t("drafts.sent.invoice"),
                " ",
                rx.el.strong(number),
                " ",
                t("drafts.sent.on_its_way"),
                " ",
                STATE.card.sent,
                ".",
            ),
            kind="success",
            role="status",
        ),
        rx.el.section(
            rx.el.h2(t("drafts.sent.check")),
            rx.el.p(t("drafts.sent.lead"), class_name="soft"),
            rx.el.ol(rx.foreach(STATE.after, item), class_name="checklist"),
            class_name="sheet stack",
        ),
        rx.el.div(
            plain_link(
                icon("download"),
                t("drafts.sent.certificate"),
                href=f"/brouillons/{STATE.card.id}/certificat.pdf",
                class_name="button",
                custom_attrs={"download": ""},
            ),
            link_button(t("drafts.sent.see"), STATE.card.invoice, weight="secondary"),
            link_button(t("drafts.sent.another"), STATE.card.home + "/deposer", weight="secondary"),
            class_name="row",
        ),
        class_name="stack-wide medium",
    )


def item(row: Seen) -> rx.Component:
    return rx.el.li(
        rx.el.p(row.label, class_name="checklist-label"),
        rx.el.p(row.stated),
        rx.cond(row.href != "", rx.el.p(link(row.link, " →", href=row.href))),
        key=row.label,
    )
