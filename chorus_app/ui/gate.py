"""The gate: every event of the browser is refused unless its handler carries a right that the person has.

A browser can send any event of any State at any time, from any page; what a page shows protects nothing. The gate
answers *who*; whether this person may do this act to this object is asked again by the service.
"""

import logging
from collections.abc import Callable
from enum import StrEnum
from typing import Any

import reflex as rx
from reflex.app import App
from reflex.event import Event
from reflex.middleware.middleware import Middleware
from reflex.state import BaseState, StateUpdate
from reflex_base.registry import RegistrationContext

from chorus_app.ui.session import Person, meet_anew, who
from chorus_app.ui.way_back import to_sign_in

log = logging.getLogger(__name__)


class Right(StrEnum):
    """What an event asks of the person who sends it."""

    PUBLIC = "public"
    SIGNED_IN = "signed_in"
    ATTACHED = "attached"
    MANAGER = "manager"
    OPERATOR = "operator"


# Reflex's own events that a page needs to live. Everything else of Reflex (`setvar`, …) is refused.
REFLEX_EVENTS = frozenset(
    {
        "hydrate",
        "hydrate_and_load",
        "set_is_hydrated",
        "on_load_internal",
        "update_vars_internal",
        "handle_frontend_exception",
    }
)


def event(right: Right, *, background: bool = False) -> Callable[[Callable[..., Any]], Any]:
    """Make a method of a State an event handler that asks for this right. The only way handlers are made here."""

    def mark(method: Callable[..., Any]) -> Any:
        method.__dict__["chorus_right"] = right
        return rx.event(method, background=background)

    return mark


def of_reflex(event_name: str) -> bool:
    """Whether the event is one of those that Reflex itself defines and a page cannot live without."""
    registered = RegistrationContext.get().event_handlers.get(event_name)
    if registered is None:
        return False
    function = registered.handler.fn
    return function.__module__ == "reflex.state" and event_name.rpartition(".")[2] in REFLEX_EVENTS


def right_of(event_name: str) -> Right | None:
    """The right that the event's handler carries; None for an unmarked or unknown handler."""
    registered = RegistrationContext.get().event_handlers.get(event_name)
    right = getattr(registered.handler.fn, "chorus_right", None) if registered else None
    return right if isinstance(right, Right) else None


def allows(right: Right, person: Person | None) -> bool:
    """Whether the person has the right. Nobody signed in has only the public one."""
    if right is Right.PUBLIC:
        return True
    if person is None:
        return False
    held = {
        Right.SIGNED_IN: True,
        Right.ATTACHED: person.attached,
        Right.MANAGER: person.manager,
        Right.OPERATOR: person.operator,
    }
    return held[right]


class Gate(Middleware):
    """Reflex calls it before each event."""

    async def preprocess(self, app: App, state: BaseState, event: Event) -> StateUpdate | None:  # noqa: ARG002
        if of_reflex(event.name):
            return None
        meet_anew()
        right = right_of(event.name)
        if right is Right.PUBLIC:
            return None
        person = await who(state)
        if right is not None and allows(right, person):
            return None
        log.warning("event denied: %s", event.name[:200])
        return StateUpdate(events=[] if person else [_to_sign_in(state)])


def _to_sign_in(state: BaseState) -> Event:
    return Event.from_event_type(rx.redirect(to_sign_in(state), replace=True))[0]
