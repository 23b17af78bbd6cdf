"""A browser without a screen: sends events through Reflex's own processor, gate included, and keeps what comes back."""

import itertools
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any, TypeVar
from urllib.parse import parse_qsl, urlsplit

import reflex as rx
from reflex.app import EventNamespace
from reflex.event import Event
from reflex.istate.manager.memory import StateManagerMemory
from reflex.istate.manager.token import BaseStateToken
from reflex.state import State, StateUpdate
from reflex_base.event.processor import BaseStateEventProcessor

from chorus_app.accounts import sessions
from chorus_app.chorus_app import app
from chorus_app.kernel.context import World
from chorus_app.ui.session import cookie_name

S = TypeVar("S", bound=rx.State)
_tokens = itertools.count(1)


def sockets() -> EventNamespace:
    """Where Reflex keeps its websockets."""
    assert app.event_namespace is not None
    return app.event_namespace


class Screens:
    """Where Reflex sends updates: what each browser got."""

    def __init__(self) -> None:
        self.events: dict[str, list[Event]] = {}

    async def emit_update(self, update: StateUpdate, token: str) -> None:
        self.events.setdefault(token, []).extend(update.events)


class Browser:
    """One tab of one browser. `cookie` is the header its websocket was opened with."""

    def __init__(self, processor: BaseStateEventProcessor, screens: Screens, manager: StateManagerMemory) -> None:
        self._processor = processor
        self._screens = screens
        self._manager = manager
        self.token = f"tab-{next(_tokens)}"
        self.cookie = ""
        self.address = "/"

    def sign_in(self, world: World, user_id: int) -> str:
        """Carry the cookie of a new session of the user; returns its token."""
        with world.transaction() as context:
            token = sessions.open_session(context, user_id=user_id, user_agent="harness")
        self.cookie = f"{cookie_name()}={token}"
        return token

    async def open(self, address: str) -> None:
        """Load a page: hydrate, then the page's own load events, to their end (background ones go on)."""
        self.address = address
        for loader in app.get_load_events(urlsplit(address).path):
            await self.send(loader)

    async def connect(self, socket: str = "") -> None:
        """Open the tab's websocket, as Reflex knows it."""
        await sockets().link_token_to_sid(socket or f"sid-{self.token}", self.token, update_state=False)

    async def disconnect(self, socket: str = "") -> None:
        """Close the websocket the way socket.io tells of it."""
        await sockets().trigger_event("disconnect", socket or f"sid-{self.token}", "transport close")

    async def send(self, handler: Any, *args: Any) -> None:
        """Send one event and wait until it and the events it chained are done."""
        event = handler(*args) if args else handler
        for one in Event.from_event_type(event, router_data=self._router_data()):
            await self.send_raw(one.name, one.payload)

    async def send_raw(self, name: str, payload: Mapping[str, Any] | None = None) -> None:
        """Send any event by name, as a hostile browser may."""
        event = Event(name=name, router_data=self._router_data(), payload=dict(payload or {}))
        future = await self._processor.enqueue(self.token, event)
        await future

    def _router_data(self) -> dict[str, Any]:
        parts = urlsplit(self.address)
        return {
            "pathname": parts.path,
            "asPath": self.address,
            "query": dict(parse_qsl(parts.query)),
            "token": self.token,
            "sid": f"sid-{self.token}",
            "ip": "127.0.0.1",
            "headers": {"cookie": self.cookie, "origin": "http://localhost:3000"},
        }

    async def state(self, kind: type[S]) -> S:
        """The State of this tab as the server holds it now."""
        async with self._manager.modify_state(BaseStateToken(ident=self.token, cls=kind)) as root:
            return await root.get_state(kind)

    @property
    def redirects(self) -> list[str]:
        """Where the server sent this tab, in order."""
        return [
            str(event.payload.get("path"))
            for event in self._screens.events.get(self.token, [])
            if event.name == "_redirect"
        ]


class Portal:
    """Reflex's processor with the app's gate and error handling; hands out browsers."""

    def __init__(self, processor: BaseStateEventProcessor, screens: Screens, manager: StateManagerMemory) -> None:
        self._parts = (processor, screens, manager)

    def browser(self) -> Browser:
        return Browser(*self._parts)

    def signed_in(self, world: World, user_id: int) -> Browser:
        """A browser in which the user has signed in."""
        browser = self.browser()
        browser.sign_in(world, user_id)
        return browser

    async def opened(self, world: World, user_id: int, address: str) -> Browser:
        """The browser of that user, at that page."""
        browser = self.signed_in(world, user_id)
        await browser.open(address)
        return browser


@asynccontextmanager
async def running_portal() -> AsyncIterator[Portal]:
    """The portal's event processing, without network and without pages."""
    manager = StateManagerMemory()  # type: ignore[abstract] # its methods are redefined under decorators
    screens = Screens()
    with app.set_contexts():
        processor = BaseStateEventProcessor(middleware=app, backend_exception_handler=app.backend_exception_handler)
        async with processor.configure(state_manager=manager, event_namespace=screens):  # type: ignore[arg-type] # the one method it calls
            yield Portal(processor, screens, manager)


__all__ = ["Browser", "Portal", "State", "running_portal"]
