"""The operator's pages asked for by plain HTTP: for everybody else there are none."""

import pytest
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from chorus_app.kernel.context import World
from chorus_app.ui.gate import Right
from chorus_app.ui.pages import PAGES
from chorus_app.ui.routes.operator import NOWHERE
from tests.factories import make_member, make_structure, make_user
from tests.operations.cast import make_operator
from tests.ui.doors import door

OPERATORS = [page.route for page in PAGES if page.may is Right.OPERATOR]
WRITTEN_OTHERWISE = [
    "/exploitation/",
    "/exploitation/index.html",
    "/exploitation.html",
    "/exploitation.html.gz",
    "/exploitation//comptes",
    "/aide/%2e%2e/exploitation",
    "/%65xploitation",
    "/exploitation/nulle-part",
]


async def pages(scope: Scope, receive: Receive, send: Send) -> None:
    """Stands for what serves the pages: says which one it was asked for."""
    await PlainTextResponse(scope["path"])(scope, receive, send)


@pytest.mark.parametrize("address", [*OPERATORS, *WRITTEN_OTHERWISE])
async def test_pages_of_the_operator_are_not_there_for_others(world: World, address: str) -> None:
    alice = make_user(world)
    make_member(world, alice, make_structure(world))
    for who in (None, alice.id, make_user(world, "charlie").id):
        async with door(world, who, rest=pages) as client:
            answers = [await client.request(method, address) for method in ("GET", "HEAD")]
        assert [(answer.status_code, answer.text) for answer in answers] == [(200, NOWHERE), (200, "")]
        assert NOWHERE not in OPERATORS


@pytest.mark.parametrize("address", OPERATORS)
async def test_operator_gets_his_pages(world: World, address: str) -> None:
    async with door(world, make_operator(world).id, rest=pages) as client:
        assert (await client.get(address)).text.rstrip("/") == address


async def test_other_pages_are_there_for_all(world: World) -> None:
    async with door(world, rest=pages) as client:
        told = [(await client.get(address)).text.rstrip("/") for address in ("/aide", "/exploitations", "/nulle-part")]
    assert told == ["/aide", "/exploitations", "/nulle-part"]
