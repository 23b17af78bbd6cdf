"""The step of the documents."""

from typing import Any

import reflex as rx

from chorus_app.kernel.text import t
from chorus_app.rules import codes
from chorus_app.ui.components.attaching import attach_zone, attached_files
from chorus_app.ui.drafts.parts import acts
from chorus_app.ui.drafts.state import DraftState

STATE: Any = DraftState


def attachments() -> rx.Component:
    return rx.el.div(
        rx.el.p(t("drafts.files.lead"), class_name="lead"),
        rx.cond(STATE.card.typed, rx.fragment(), rx.el.p(t("drafts.files.xades"), class_name="small soft")),
        attach_zone(STATE),
        rx.el.details(
            rx.el.summary(t("drafts.files.kinds")),
            rx.el.p(", ".join(sorted(codes.ATTACHMENT_EXTENSIONS)), class_name="small"),
            class_name="block",
        ),
        attached_files(STATE),
        acts(t("drafts.next.recapitulatif")),
        class_name="stack-wide medium",
    )
