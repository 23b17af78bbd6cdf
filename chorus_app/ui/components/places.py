"""Where one is: the trail above the title, the tabs beside a page."""

import reflex as rx

from chorus_app.kernel.text import t
from chorus_app.ui.components.basics import Seen, link


def crumbs(*steps: tuple[Seen, Seen]) -> rx.Component:
    """The trail to this page; the last step, without an address, is the page itself."""
    return rx.el.nav(
        rx.el.ol(*[rx.el.li(_step(label, href)) for label, href in steps]),
        class_name="crumbs",
        aria_label=t("ui.crumbs"),
    )


def _step(label: Seen, href: Seen) -> rx.Component:
    return link(label, href=href) if not isinstance(href, str) or href else rx.el.span(label, aria_current="page")


def tabs(*entries: tuple[str, str], here: str) -> rx.Component:
    """Pages of one space, side by side: label and address; `here` is the address of this one."""
    return rx.el.nav(
        rx.el.ul(
            *[
                rx.el.li(link(label, href=href, ahead="seen", aria_current="page" if href == here else None))
                for label, href in entries
            ],
            class_name="tabs",
        ),
        aria_label=t("ui.tabs"),
    )
