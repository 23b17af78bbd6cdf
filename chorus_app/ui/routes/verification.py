"""The door of files that are only to be checked: open to everyone, short, counted, and nothing is kept."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from chorus_app.accounts import sessions, throttle
from chorus_app.flux import verification
from chorus_app.flux.verification import MAX_BYTES
from chorus_app.kernel.context import product_world
from chorus_app.kernel.errors import TooLarge
from chorus_app.ui.routes.reading import address_of
from chorus_app.ui.routes.upload import Pace, announced_length, full_disk_told, paced, sent_name
from chorus_app.ui.session import session_token

PATH = "/verification/fichier"
PACE = Pace(idle=15.0, grace=30.0, bytes_per_second=16_384)


async def receive_file(request: Request) -> Response:
    """Take one file in: 201 with the token by which its page asks for it once, or the reason why not."""
    owner = await asyncio.to_thread(count, session_token(request.headers.get("cookie", "")), address_of(request))
    announced_length(request, MAX_BYTES)
    world = product_world()
    with full_disk_told(), verification.arrival(world, owner=owner) as file:
        try:
            await write(file, paced(request.stream(), PACE), limit=MAX_BYTES)
        except ClientDisconnect:
            return Response(status_code=499)
        token = verification.leave(world, file, name=sent_name(request))
    return JSONResponse({"upload": token}, status_code=201, headers={"Cache-Control": "no-store"})


def count(token: str | None, client_ip: str) -> str:
    """Count the file against its sender before anything of it is read; returns who that is. Raises `TooMany`."""
    with product_world().transaction() as context:
        user_id = sessions.user_of(context, token=token) if token else None
        throttle.count_check(context, user_id=user_id, client_ip=client_ip)
    return throttle.checker(user_id=user_id, client_ip=client_ip)


async def write(file: Path, chunks: AsyncIterator[bytes], *, limit: int) -> None:
    """The stream in the file. Raises `TooLarge` at the limit."""
    size = 0
    with file.open("wb") as opened:
        async for chunk in chunks:
            size += len(chunk)
            if size > limit:
                raise TooLarge("kernel.file_too_large", megabytes=limit // 1_000_000)
            await asyncio.to_thread(opened.write, chunk)


ROUTES = [Route(PATH, receive_file, methods=["POST"])]
