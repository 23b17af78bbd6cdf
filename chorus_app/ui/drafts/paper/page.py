"""The PDF beside the form."""

from typing import Any

import reflex as rx

from chorus_app.kernel.text import t
from chorus_app.ui.components.basics import (
    Seen,
    icon,
    waiting,
)
from chorus_app.ui.drafts.paper.views import ZOOMS
from chorus_app.ui.drafts.state import DraftState

STATE: Any = DraftState


def paper() -> rx.Component:
    """A page of the PDF; a click on a value there fills the field in hand (chorus.js)."""
    return rx.el.aside(
        rx.el.div(
            rx.el.h2(t("drafts.paper.title"), id="paper-title"),
            rx.el.div(
                paper_tool(
                    "chevron-left", "drafts.paper.before", STATE.show_page(STATE.paper.page - 1), STATE.paper.page <= 1
                ),
                rx.el.span(STATE.paper.counted, class_name="small nowrap", role="status"),
                paper_tool(
                    "chevron-right",
                    "drafts.paper.after",
                    STATE.show_page(STATE.paper.page + 1),
                    STATE.paper.page >= STATE.paper.pages,
                ),
                *[zoom_button(zoom) for zoom in ZOOMS],
                class_name="row paper-tools",
            ),
            class_name="row spread",
        ),
        rx.el.p(t("drafts.paper.lead"), class_name="small soft"),
        rx.el.p(
            rx.cond(STATE.spot_of != "", t("drafts.paper.shown") + " " + STATE.spot_of, ""),
            role="status",
            class_name="small",
        ),
        rx.cond(
            STATE.paper.src != "",
            rx.el.div(
                rx.el.div(
                    rx.el.img(
                        src=STATE.paper.src,
                        src_set=STATE.paper.sources,
                        sizes="(min-width: 64rem) 50vw, 100vw",
                        alt=STATE.paper.alt,
                        style={"aspect_ratio": STATE.paper.ratio},
                        decoding="async",
                    ),
                    rx.el.div(rx.foreach(STATE.paper.words, word), class_name="words", aria_hidden="true"),
                    rx.cond(STATE.spot_of != "", rx.el.div(class_name="spot", style=STATE.spot, aria_hidden="true")),
                    class_name="leaf",
                    style={"width": STATE.zoom.to_string() + "%"},
                ),
                class_name="page-view",
                tab_index=0,
                role="region",
                aria_labelledby="paper-title",
            ),
            waiting(),
        ),
        class_name="paper-side stack",
        aria_labelledby="paper-title",
    )


def paper_tool(picture: str, label: str, act: Any, off: Seen) -> rx.Component:
    return rx.el.button(
        icon(picture),
        rx.el.span(t(label), class_name="sr-only"),
        type="button",
        class_name="button quiet",
        on_click=act,
        disabled=off,
    )


def zoom_button(zoom: int) -> rx.Component:
    return rx.el.button(
        f"{zoom} %",
        type="button",
        class_name="button quiet",
        on_click=STATE.set_zoom(zoom),
        aria_pressed=rx.cond(STATE.zoom == zoom, "true", "false"),
    )


def word(one: Seen) -> rx.Component:
    return rx.el.span(
        one.text,
        style={"left": one.left, "top": one.top, "width": one.width, "height": one.height},
        custom_attrs={"data-word": one.text},
    )
