"""What a visitor sees: what the portal is, how to enter, and what happens to a deposited file, in four pictures."""

from typing import Any

import reflex as rx

from chorus_app.kernel.text import t
from chorus_app.ui.components.basics import link_button

SHEET = "M56 14h40l16 16v52a4 4 0 0 1-4 4H56a4 4 0 0 1-4-4V18a4 4 0 0 1 4-4z M96 14v16h16"
LINES = "M62 44h40 M62 54h40 M62 64h24"
# Each picture: where it starts (the words below do too), outlines in ink, and what happens in the accent's colour.
PICTURES = {
    "deposit": (22, f"{SHEET} {LINES}", "M24 92v6a6 6 0 0 0 6 6h104a6 6 0 0 0 6-6v-6 M82 70v24 M72 86l10 10 10-10"),
    "check": (50, f"{SHEET} {LINES}", "M110 78a16 16 0 1 1-32 0 16 16 0 0 1 32 0z M106 90l16 16 M87 78l5 5 9-10"),
    "report": (
        38,
        "M44 22h76a4 4 0 0 1 4 4v72a4 4 0 0 1-4 4H44a4 4 0 0 1-4-4V26a4 4 0 0 1 4-4z M66 14h32v14H66z",
        "M52 46l5 5 9-10 M52 66l5 5 9-10 M54 83l10 10 M64 83l-10 10 M76 48h36 M76 68h36 M76 88h24",
    ),
    "send": (
        9,
        "M104 104V56l26-16 26 16v48z M98 104h64 M118 104V84h24v20 M118 68h6 M136 68h6",
        "M14 40h56a3 3 0 0 1 3 3v34a3 3 0 0 1-3 3H14a3 3 0 0 1-3-3V43a3 3 0 0 1 3-3z "
        "M12 42l30 22 30-22 M78 60h16 M88 53l7 7-7 7",
    ),
}


def welcome() -> rx.Component:
    return rx.el.div(hero(), steps(), promises(), class_name="stack-wide")


def hero() -> rx.Component:
    return rx.el.section(
        rx.el.h1(t("home.welcome.title")),
        rx.el.p(t("home.welcome.text"), class_name="lead"),
        rx.el.div(
            link_button(t("ui.sign_in"), href="/connexion", icon_name="log-in"),
            link_button(t("ui.create_account"), href="/creer-un-compte", weight="secondary"),
            link_button(t("verification.link"), href="/verifier-une-facture", weight="quiet", icon_name="file-search"),
            class_name="row",
        ),
        class_name="stack hero",
    )


def steps() -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("home.welcome.steps")),
        rx.el.ol(*[step(name) for name in PICTURES], class_name="journey"),
        class_name="stack",
    )


def step(name: str) -> rx.Component:
    return rx.el.li(
        picture(*PICTURES[name]),
        rx.el.h3(t(f"home.step.{name}.title")),
        rx.el.p(t(f"home.step.{name}.text"), class_name="soft"),
    )


def picture(start: int, outline: str, accent: str) -> rx.Component:
    """A drawing that says nothing more than the words below it."""
    return rx.el.svg(
        _path(outline, "outline"),
        _path(accent, "accent"),
        view_box=f"{start} 0 164 116",
        custom_attrs={"aria-hidden": "true", "focusable": "false"},
        class_name="drawing",
    )


def _path(drawn: str, name: str) -> Any:
    return rx.el.svg.path(d=drawn, class_name=name)


def promises() -> rx.Component:
    return rx.el.section(
        *[
            rx.el.div(
                rx.el.h3(t(f"home.promise.{name}.title")), rx.el.p(t(f"home.promise.{name}.text"), class_name="soft")
            )
            for name in ("kept", "explained", "independent")
        ],
        class_name="columns promises",
    )
