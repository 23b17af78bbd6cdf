"""The door of the deposits' files: the bytes are counted while they arrive and go straight to the store's spool."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import unquote

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from chorus_app.accounts import sessions
from chorus_app.flux import uploads
from chorus_app.flux.errors import QuotaReached
from chorus_app.flux.quota import Arrivals, Waiting, waiting
from chorus_app.kernel.context import product_world
from chorus_app.kernel.errors import SignInRequired, StorageFull, TooLarge, TooSlow
from chorus_app.kernel.files import StoredFile
from chorus_app.kernel.room import is_full
from chorus_app.ui.session import session_token

PATH = "/depot/fichier"
_arrivals = Arrivals()
MAX_NAME = 2000  # characters of the header, percent-encoded


@dataclass(frozen=True, slots=True)
class Pace:
    """How slowly a file may come: no silence longer than `idle` seconds, and after `grace` seconds at least
    `bytes_per_second` on average."""

    idle: float = 30.0
    grace: float = 60.0
    bytes_per_second: int = 4_096


async def receive_upload(request: Request) -> Response:
    """Take one file in: 201 with the name of the upload, or the reason why not. Nothing stays of a broken one."""
    user_id, already = await asyncio.to_thread(_uploader, session_token(request.headers.get("cookie", "")))
    limits = product_world().settings
    announced = announced_length(request, limits.max_upload_bytes)
    wanted = limits.max_upload_bytes if announced is None else announced
    place = _arrivals.place(limits, person=user_id, already=already, wanted=wanted, announced=announced is not None)
    with place as granted:
        try:
            stored = await spool(paced(request.stream(), Pace()), limit=granted)
        except ClientDisconnect:
            return Response(status_code=499)
        except TooLarge:
            if granted < limits.max_upload_bytes:
                raise QuotaReached(limits) from None
            raise
        name = sent_name(request)
        upload = await asyncio.to_thread(_remember, user_id, stored, name)
    return JSONResponse({"upload": upload}, status_code=201)


async def spool(chunks: AsyncIterator[bytes], *, limit: int) -> StoredFile:
    """The stream in the store. Raises `TooLarge`, `TooSlow`, `StorageFull`, `ClientDisconnect`; nothing stays then."""
    with full_disk_told():
        incoming = await asyncio.to_thread(product_world().files.incoming)
        try:
            async for chunk in chunks:
                await asyncio.to_thread(incoming.write, chunk, max_bytes=limit)
            return await asyncio.to_thread(incoming.keep)
        finally:
            incoming.discard()


@contextmanager
def full_disk_told() -> Iterator[None]:
    """A disk without room raises `StorageFull`."""
    try:
        yield
    except OSError as error:
        if is_full(error):
            raise StorageFull from error
        raise


async def paced(chunks: AsyncIterator[bytes], pace: Pace) -> AsyncIterator[bytes]:
    """The chunks as they come, as long as they come fast enough. Raises `TooSlow`."""
    started, received = time.monotonic(), 0
    while True:
        due = started + pace.grace + received / pace.bytes_per_second - time.monotonic()
        try:
            chunk = await asyncio.wait_for(anext(chunks), timeout=max(0.0, min(pace.idle, due)))
        except StopAsyncIteration:
            return
        except TimeoutError:
            raise TooSlow from None
        received += len(chunk)
        yield chunk


def announced_length(request: Request, limit: int) -> int | None:
    """The length that the sender announces, if he does. Raises `TooLarge`."""
    announced = request.headers.get("content-length", "")
    if not (announced.isascii() and announced.isdigit()):
        return None
    if int(announced[:20]) > limit:
        raise TooLarge("kernel.file_too_large", megabytes=limit // 1_000_000)
    return int(announced)


def sent_name(request: Request) -> str:
    """The name that the sender gives the file."""
    return unquote(request.headers.get("x-file-name", "")[:MAX_NAME], errors="replace")


def _uploader(token: str | None) -> tuple[int, Waiting]:
    """The signed-in user who may send files, and what he sent already."""
    with product_world().reading() as context:
        user_id = sessions.user_of(context, token=token) if token else None
        if user_id is None:
            raise SignInRequired
    with product_world().reading(actor_id=user_id) as context:
        return user_id, waiting(context)


def _remember(user_id: int, stored: StoredFile, name: str) -> str:
    with product_world().transaction(actor_id=user_id) as context:
        return uploads.remember(context, stored=stored, name=name)


ROUTES = [Route(PATH, receive_upload, methods=["POST"])]
__all__ = [
    "PATH",
    "ROUTES",
    "Pace",
    "announced_length",
    "full_disk_told",
    "paced",
    "receive_upload",
    "sent_name",
    "spool",
]
