"""A page with one form, over a new thing or over one that several people may change at once (`editing.py`)."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeVar

import reflex as rx
from reflex.event import EventSpec

from chorus_app.kernel.context import Context
from chorus_app.kernel.errors import AppError, NotFound
from chorus_app.kernel.text import t
from chorus_app.ui.components.basics import Seen, button, link_button, waiting
from chorus_app.ui.components.editing import EditState
from chorus_app.ui.session import look

T = TypeVar("T")


class FormState(EditState, mixin=True):
    """A form that leads to another page once it is saved; `saved` is what that page tells."""

    loaded: bool = False
    allowed: bool = False
    saved: str = ""

    async def _submit(
        self, form: Mapping[str, Any], save: Callable[[dict[str, str]], Awaitable[str]], done: str
    ) -> EventSpec | None:
        """Save what was typed and go to the address that `save` answers; where it cannot be saved, tell why."""
        typed = self._typed(form)
        self._forget_faults()
        try:
            address = await save(typed)
        except AppError as error:
            return self._not_saved(error, typed)
        self.saved = done
        return rx.redirect(address)


class ThingFormState(FormState, mixin=True):
    """The form of a new thing, or of the one in the address: `editing` is its public id."""

    missing: bool = False
    editing: str = ""

    async def _open(
        self,
        public_id: str,
        *,
        found: Callable[..., T],
        may_add: Callable[[Context], bool],
        empty: Mapping[str, str],
    ) -> T | None:
        """Begin with an empty form; the answer is what is to be changed, if there is anything."""
        self.editing, self.missing = public_id, False
        self._fill_form(empty, version=0)
        thing = None
        if not public_id:
            self.allowed = await look(self, may_add)
        else:
            try:
                thing = await look(self, found, public_id=public_id)
            except NotFound:
                self.allowed, self.missing = True, True
        self.loaded = True
        return thing


def form_page(head: tuple[rx.Component, ...], state: Any, form: rx.Component, *, refusal: rx.Component) -> rx.Component:
    """The page of a form, or why this person has none."""
    return rx.el.div(
        rx.el.div(*head, class_name="stack"),
        rx.cond(state.loaded, rx.cond(state.allowed, form, refusal), waiting()),
        class_name="stack-wide medium",
    )


def save_or_cancel(back: Seen) -> rx.Component:
    """The foot of a form."""
    return rx.el.div(
        button(t("editing.save"), type="submit"),
        link_button(t("editing.cancel"), back, weight="quiet"),
        class_name="row",
    )
