"""The portal's plain HTTP routes, asked in the test's own process."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp

from chorus_app.accounts import sessions
from chorus_app.kernel.context import World, adopted
from chorus_app.ui.routes import wrap
from chorus_app.ui.session import cookie_name

ORIGIN = "http://localhost:3000"
EMPTY = PlainTextResponse("rest", status_code=404)


@asynccontextmanager
async def door(world: World, user_id: int | None = None, *, rest: ASGIApp = EMPTY) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the routes around another application, an empty one at first; signed in when a user is given."""
    headers = {"Origin": ORIGIN}
    if user_id is not None:
        with world.transaction() as context:
            token = sessions.open_session(context, user_id=user_id, user_agent="door")
        headers["Cookie"] = f"{cookie_name()}={token}"
    with adopted(world):
        transport = httpx.ASGITransport(wrap(rest))
        async with httpx.AsyncClient(transport=transport, base_url=ORIGIN, headers=headers) as client:
            yield client
