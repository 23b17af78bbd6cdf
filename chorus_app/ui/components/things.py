"""The page of one thing behind an address: shown with its history, or said not to be there."""

from collections.abc import Callable
from typing import Any, TypeVar

import reflex as rx

from chorus_app.kernel.errors import NotFound
from chorus_app.kernel.text import t
from chorus_app.ui.components.answers import AnswerState
from chorus_app.ui.components.basics import Seen, link_button, notice, some, waiting
from chorus_app.ui.components.changes import ChangeLine, changes
from chorus_app.ui.session import look

T = TypeVar("T")


class ThingState(AnswerState, mixin=True):
    """What the State of such a page has. A page adds its card and `_read()`."""

    loaded: bool = False
    missing: bool = False
    address: str = ""  # what is shown belongs to it: a page loaded anew still has what the tab showed before
    history: list[ChangeLine] = []

    async def _found(self, query: Callable[..., T], public_id: str) -> T | None:
        """What stands behind that id, if this person may see it."""
        try:
            thing = await look(self, query, public_id=public_id)
        except NotFound:
            thing = None
        self.missing, self.loaded, self.address = thing is None, True, self.router.url.path
        return thing


def thing_page(state: Any, title: str, body: rx.Component, absent: rx.Component) -> rx.Component:
    """The thing; before it is read the page has a general title."""
    return rx.el.div(
        rx.cond(
            state.loaded & (state.address == state.router.url.path),
            rx.cond(state.missing, absent, body),
            rx.fragment(rx.el.h1(title), waiting()),
        ),
        class_name="stack-wide medium",
    )


def not_there(title: str, back: str, href: str) -> rx.Component:
    """Said of what does not exist and of what this person may not see, alike; `back` leads to the list."""
    return rx.el.div(
        rx.el.h1(title),
        notice(None, rx.el.p(t("kernel.not_found")), kind="warning"),
        link_button(back, href, weight="secondary"),
        class_name="stack",
    )


def history(lines: Seen) -> rx.Component:
    """What was changed, by whom; nothing where it is not shown to this person."""
    return rx.cond(
        some(lines),
        rx.el.section(rx.el.h2(t("journal.title")), changes(lines), class_name="stack"),
    )
