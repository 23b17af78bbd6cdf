"""Who sends an event, and how a handler calls a service in that person's name.

The identity comes from the HttpOnly cookie that the websocket's handshake carried; it is looked up in the database at
each event, so that a sign-out, a lost right or a closed account counts at once.
"""

import asyncio
from collections.abc import Callable
from contextvars import ContextVar
from http.cookies import CookieError, SimpleCookie
from typing import Concatenate, ParamSpec, TypeVar

import reflex as rx
from reflex.state import BaseState

from chorus_app.accounts import sessions
from chorus_app.kernel.config import settings
from chorus_app.kernel.context import Context, Source, product_world
from chorus_app.kernel.errors import SignInRequired
from chorus_app.kernel.metrics import timed
from chorus_app.structures import people
from chorus_app.structures.people import Person

PAGE = "page"
P = ParamSpec("P")
T = TypeVar("T")
# The person of the event that runs in this task, once looked up; None where nothing is remembered.
_met: ContextVar[list[Person | None] | None] = ContextVar("met", default=None)

__all__ = [
    "ActingState",
    "Person",
    "act",
    "cookie_name",
    "look",
    "meet_anew",
    "page_of",
    "public_act",
    "public_look",
    "session_token",
    "who",
]


class ActingState(rx.State):
    """The structure that this tab acts for: its public id, or empty for the first one. Checked at each event."""

    structure: str = ""


def cookie_name() -> str:
    """The session cookie's name; behind TLS the `__Host-` prefix binds it to this host and to TLS."""
    return "__Host-chorus_session" if settings().secure else "chorus_session"


def session_token(cookie_header: str) -> str | None:
    """The session token in a `Cookie` header, if any."""
    try:
        morsel = SimpleCookie(cookie_header).get(cookie_name())
    except CookieError:
        return None
    return morsel.value if morsel else None


def meet_anew() -> None:
    """From here on `who` looks again: once, and then keeps the answer until the next call or act.

    The gate says it for each event, the bell for each ring: an identity is never older than one of these. What goes
    on for long says it again after each wait.
    """
    _met.set([])


async def who(state: BaseState) -> Person | None:
    """The person signed in, read afresh for this event."""
    met = _met.get()
    if met:
        return met[0]
    token = session_token(state.router.headers.cookie)
    person = await asyncio.to_thread(_person, token) if token else None
    if met is not None:
        met.append(person)
    return person


def _forget_met() -> None:
    """An act may have changed who the person is, or what he may."""
    met = _met.get()
    if met:
        met.clear()


def _person(token: str) -> Person | None:
    return sessions.recognised(product_world(), people.person, token=token)


async def act(
    state: BaseState, service: Callable[Concatenate[Context, P], T], /, *args: P.args, **arguments: P.kwargs
) -> T:
    """Run a service as the signed-in person, in one transaction, off the event loop.

    Raises `SignInRequired`, and whatever the service raises (nothing is written then).
    """
    person = await _someone(state)
    structure, source = await _acting_structure(state, person), page_of(state)

    def run() -> T:
        with (
            timed(service),
            product_world().transaction(actor_id=person.user_id, structure_id=structure, source=source) as context,
        ):
            return service(context, *args, **arguments)

    _forget_met()
    return await asyncio.to_thread(run)


async def look(
    state: BaseState, query: Callable[Concatenate[Context, P], T], /, *args: P.args, **arguments: P.kwargs
) -> T:
    """Run a query as the signed-in person, on one consistent view, off the event loop."""
    person = await _someone(state)
    structure = await _acting_structure(state, person)

    def run() -> T:
        world = product_world()
        with timed(query), world.reading(actor_id=person.user_id, structure_id=structure) as context:
            return query(context, *args, **arguments)

    return await asyncio.to_thread(run)


async def public_act(service: Callable[Concatenate[Context, P], T], /, *args: P.args, **arguments: P.kwargs) -> T:
    """Run a service in nobody's name."""

    def run() -> T:
        with product_world().transaction(source=Source(PAGE)) as context:
            return service(context, *args, **arguments)

    _forget_met()
    return await asyncio.to_thread(run)


async def public_look(query: Callable[Concatenate[Context, P], T], /, *args: P.args, **arguments: P.kwargs) -> T:
    """Run a query in nobody's name."""

    def run() -> T:
        with product_world().reading() as context:
            return query(context, *args, **arguments)

    return await asyncio.to_thread(run)


def page_of(state: BaseState) -> Source:
    """A page of the portal, and the address of its visitor."""
    return Source(PAGE, state.router.session.client_ip)


async def _someone(state: BaseState) -> Person:
    person = await who(state)
    if person is None:
        raise SignInRequired
    return person


async def _acting_structure(state: BaseState, person: Person) -> int | None:
    acting = await state.get_state(ActingState)
    attachment = person.attachment(acting.structure)
    return attachment.structure_id if attachment else None


async def sign_out_here(state: BaseState) -> None:
    """End the session of this browser, if there is one."""
    token = session_token(state.router.headers.cookie)
    if token:
        await public_act(sessions.sign_out, token=token)
