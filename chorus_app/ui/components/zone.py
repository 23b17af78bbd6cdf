"""Where a file is chosen or dropped. chorus.js sends it and tells the State by the two hidden inputs."""

import reflex as rx

from chorus_app.kernel.text import t
from chorus_app.ui.components.basics import Seen, button, icon

ACCEPTED = ".pdf,.xml,application/pdf,application/xml,text/xml"
# What may keep any file from being sent: a word of the browser or a status, and under which word it is told.
NOT_SENT = {"too_large": "too_large", "413": "too_large", "408": "interrupted", "0": "interrupted"}
LOTS = ".zip,.tgz,.gz,application/zip,application/gzip"


def drop_zone(
    *,
    route: Seen,
    limit: int,
    received: object,
    failed: object,
    lots: bool = False,
    accepted: str = ACCEPTED,
    drop: str = "",
    choose_label: str = "",
    hint: str = "",
    several: bool = False,
) -> rx.Component:
    """A zone that posts the file, of `limit` bytes at most, to the route; the two handlers hear what became of it.

    `accepted` are the kinds of file that the browser offers first (empty: any; with `lots`, archives too); `drop`,
    `choose_label` and `hint` say what is wanted where it is no invoice. With `several`, each file has a line of its own
    while it is sent.
    """
    label = choose_label or t("deposit.zone.choose")
    named = "limit_lots" if lots else "limit_alone" if drop else "limit"
    told_limit = hint or t(f"deposit.zone.{named}", megabytes=limit // 1_000_000)
    return rx.el.section(
        choose(label, drop or t("deposit.zone.drop"), told_limit),
        queue() if several else sending(),
        rx.el.input(
            type="file",
            accept=f"{accepted},{LOTS}" if lots else accepted or None,
            multiple=several,
            hidden=True,
            aria_label=label,
        ),
        told("received", received),
        told("failed", failed),
        class_name="drop",
        aria_label=t("deposit.zone.name"),
        custom_attrs={
            "data-drop": "true",
            "data-action": route,
            "data-limit": str(limit),
            **(
                {"data-multiple": "true", "data-counted": t("deposit.zone.counted", count="{count}")} if several else {}
            ),
        },
    )


def choose(label: str, drop: str, limit: str) -> rx.Component:
    return rx.el.div(
        icon("file-up", size=36),
        rx.el.p(drop),
        button(label, custom_attrs={"data-choose": "true"}, aria_describedby="limite"),
        rx.el.p(limit, id="limite", class_name="soft small"),
        class_name="drop-part",
        custom_attrs={"data-part": "choose"},
    )


def sending() -> rx.Component:
    return rx.el.div(
        rx.el.p(
            t("deposit.zone.sending"),
            " ",
            rx.el.strong("", custom_attrs={"data-part": "name"}),
            role="status",
        ),
        rx.el.progress(max=100, value=0, aria_label=t("deposit.zone.progress")),
        rx.el.p("", class_name="number", aria_hidden="true", custom_attrs={"data-part": "percent"}),
        button(t("deposit.zone.cancel"), weight="secondary", custom_attrs={"data-cancel": "true"}),
        hidden=True,
        class_name="drop-part",
        custom_attrs={"data-part": "sending"},
    )


def queue() -> rx.Component:
    """What is on its way, a line a file; chorus.js adds lines after the hidden one, which is their model."""
    line = rx.el.li(
        rx.el.span("", class_name="breakable", custom_attrs={"data-part": "name"}),
        rx.el.progress(max=100, value=0),
        rx.el.span("", class_name="number", aria_hidden="true", custom_attrs={"data-part": "percent"}),
        button(
            rx.fragment(
                t("deposit.zone.cancel_one"),
                " ",
                rx.el.span("", class_name="sr-only", custom_attrs={"data-part": "hidden-name"}),
            ),
            weight="quiet",
            custom_attrs={"data-cancel-one": "true"},
        ),
        hidden=True,
        custom_attrs={"data-queued": "true", "data-model": "true"},
    )
    return rx.el.div(
        rx.el.p("", role="status", class_name="small", custom_attrs={"data-part": "count"}),
        rx.el.ul(line, class_name="queue", aria_label=t("deposit.zone.queue")),
        class_name="drop-part",
    )


def told(name: str, handler: object) -> rx.Component:
    """A text input nobody sees: React hears no change of `type="hidden"` ones."""
    return rx.el.input(type="text", hidden=True, on_change=handler, aria_label=name, custom_attrs={"data-told": name})
