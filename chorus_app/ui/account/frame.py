"""What stands around each part of « Mon compte »: the title, and the tabs that the address holds."""

import reflex as rx

from chorus_app.kernel.text import t
from chorus_app.ui.components.basics import Seen, alert, status, waiting
from chorus_app.ui.components.places import tabs

ROOT = "/mon-compte"
TABS = (
    ("particulars", ROOT),
    ("password", f"{ROOT}/mot-de-passe"),
    ("addresses", f"{ROOT}/adresses"),
    ("sessions", f"{ROOT}/connexions"),
    ("mails", f"{ROOT}/notifications"),
    ("closing", f"{ROOT}/fermer"),
)


def part(name: str, *content: rx.Component, problem: Seen, message: Seen, loaded: Seen = True) -> rx.Component:
    """One tab: its title, what went wrong or well, its content once it is read."""
    shown = rx.el.div(*content, class_name="stack-wide")
    return rx.el.div(
        rx.el.div(
            rx.el.h1(t("account.title")),
            tabs(*((t(f"account.tab.{tab}"), href) for tab, href in TABS), here=dict(TABS)[name]),
            class_name="stack",
        ),
        rx.el.section(
            rx.el.h2(t(f"account.{name}.title")),
            rx.el.p(t(f"account.{name}.lead"), class_name="soft"),
            alert(problem),
            status(message),
            shown if loaded is True else rx.cond(loaded, shown, waiting()),
            class_name="stack medium",
        ),
        class_name="stack-wide",
    )
