"""Where a file is chosen or dropped. chorus.js sends it and tells the State by the two hidden inputs."""

import reflex as rx

from chorus_app.kernel.text import t
from chorus_app.ui.components.basics import Seen, button, icon

ACCEPTED = ".pdf,.xml,application/pdf,application/xml,text/xml"
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
) -> rx.Component:
    """A zone that posts the file, of `limit` bytes at most, to the route; the two handlers hear what became of it.

    `accepted` are the kinds of file that the browser offers first (with `lots`, archives too), `drop` says what is to
    be dropped.
    """
    return rx.el.section(
        choose(limit // 1_000_000, drop, lots=lots),
        sending(),
        rx.el.input(
            type="file",
            accept=f"{accepted},{LOTS}" if lots else accepted,
            hidden=True,
            aria_label=t("deposit.zone.choose"),
        ),
        told("received", received),
        told("failed", failed),
        class_name="drop",
        aria_label=t("deposit.zone.name"),
        custom_attrs={"data-drop": "true", "data-action": route, "data-limit": str(limit)},
    )


def choose(megabytes: int, drop: str, *, lots: bool) -> rx.Component:
    """`drop` says what is to be dropped, where that is no invoice."""
    hint = "deposit.zone.limit_lots" if lots else "deposit.zone.limit"
    hint = "deposit.zone.limit_alone" if drop else hint
    return rx.el.div(
        icon("file-up", size=36),
        rx.el.p(drop or t("deposit.zone.drop")),
        button(
            t("deposit.zone.choose"),
            custom_attrs={"data-choose": "true"},
            aria_describedby="limite",
        ),
        rx.el.p(t(hint, megabytes=megabytes), id="limite", class_name="soft small"),
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


def told(name: str, handler: object) -> rx.Component:
    """A text input nobody sees: React hears no change of `type="hidden"` ones."""
    return rx.el.input(type="text", hidden=True, on_change=handler, aria_label=name, custom_attrs={"data-told": name})
