"""What is said once the invoice is sent."""

from typing import Any

import reflex as rx

from chorus_app.drafts.enums import Answer
from chorus_app.kernel.text import t
from chorus_app.ui.components.basics import (
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
            rx.el.ol(
                rx.el.li(t("drafts.sent.step_one"), " ", link(t("drafts.sent.see"), href=STATE.card.invoice)),
                rx.el.li(t("drafts.sent.step_two")),
                class_name="steps-list",
            ),
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
            link_button(t("drafts.sent.another"), STATE.card.home + "/deposer", weight="secondary"),
            class_name="row",
        ),
        class_name="stack-wide medium",
    )
