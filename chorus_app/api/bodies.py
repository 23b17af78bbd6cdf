"""Bodies as clients send them – compressed, with a byte order mark, empty – counted while they arrive."""

import asyncio
import zlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chorus_app.api.errors import body
from chorus_app.kernel.text import t
from chorus_app.raccordement.bodies import shortened

MAX_BODY = 42_000_000  # bytes: a file of 30 Mo in base64, and some words
SMALL = 1_000_000  # bytes: what is announced as longer, or not announced, waits for one of `AT_ONCE` places
AT_ONCE = 6  # long bodies in memory at the same time
IDLE_SECONDS, WHOLE_SECONDS = 30.0, 120.0
BOM = b"\xef\xbb\xbf"


class TooMuch(Exception):
    """More bytes than `MAX_BODY`, as they came or unpacked."""


class PlainBodies:
    """Hands on a body that is plain UTF-8; refuses one that is too long before anything of it is read further.

    Long bodies wait for a place, so that memory is bounded however many are sent; whoever then sends too slowly loses
    his (`idle` seconds of silence, `whole` seconds in all).
    """

    def __init__(self, app: ASGIApp, *, idle: float = IDLE_SECONDS, whole: float = WHOLE_SECONDS) -> None:
        self._app = app
        self._idle, self._whole = idle, whole
        self._places = asyncio.Semaphore(AT_ONCE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        async with self._place(Headers(scope=scope)):
            await self._hand_on(scope, receive, send)

    @asynccontextmanager
    async def _place(self, headers: Headers) -> AsyncIterator[None]:
        if (_announced(headers) or SMALL + 1) <= SMALL:
            yield
            return
        async with self._places:
            yield

    async def _hand_on(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope)
        try:
            async with asyncio.timeout(self._whole):
                content = await _read(headers, receive, idle=self._idle)
            if headers.get("content-encoding", "").strip().lower() == "gzip":
                content = _unpacked(content)
        except TooMuch:
            label = t("api.body_too_large", megabytes=MAX_BODY // 1_000_000)
            return await JSONResponse(body(413, label), status_code=413)(scope, receive, send)
        except TimeoutError:
            return await JSONResponse(body(408, t("api.too_slow")), status_code=408)(scope, receive, send)
        except zlib.error:
            return await JSONResponse(body(400, t("api.bad_gzip")), status_code=400)(scope, receive, send)
        plain = content.removeprefix(BOM).strip() or b"{}"
        scope.setdefault("state", {})["question"] = shortened(content.strip())
        return await self._app(_plain_scope(scope, len(plain)), _once(plain, receive), send)


def _announced(headers: Headers) -> int | None:
    """The length that the sender announces, if he does."""
    announced = headers.get("content-length", "")
    return int(announced[:20]) if announced.isascii() and announced.isdigit() else None


async def _read(headers: Headers, receive: Receive, *, idle: float) -> bytes:
    if (_announced(headers) or 0) > MAX_BODY:
        raise TooMuch
    parts: list[bytes] = []
    size = 0
    while True:
        message = await asyncio.wait_for(receive(), idle)
        if message["type"] != "http.request":
            return b"".join(parts)
        part = message.get("body", b"")
        size += len(part)
        if size > MAX_BODY:
            raise TooMuch
        parts.append(part)
        if not message.get("more_body"):
            return b"".join(parts)


def _unpacked(content: bytes) -> bytes:
    unpacking = zlib.decompressobj(wbits=31)
    plain = unpacking.decompress(content, MAX_BODY)
    if unpacking.unconsumed_tail:
        raise TooMuch
    if not unpacking.eof:
        raise zlib.error("incomplete")
    return plain


def _plain_scope(scope: Scope, length: int) -> Scope:
    plain = {**scope, "headers": [(name, value) for name, value in scope["headers"] if name != b"content-encoding"]}
    headers = MutableHeaders(scope=plain)
    headers["content-length"] = str(length)
    if not scope["path"].endswith("/token"):
        headers["content-type"] = "application/json"
    return plain


def _once(content: bytes, receive: Receive) -> Receive:
    given = False

    async def plain() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": content, "more_body": False}

    return plain
