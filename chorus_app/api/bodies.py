"""Bodies as clients send them – compressed, with a byte order mark, empty – counted while they arrive."""

import zlib

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chorus_app.api.errors import body
from chorus_app.kernel.text import t

MAX_BODY = 42_000_000  # bytes: a file of 30 Mo in base64, and some words
BOM = b"\xef\xbb\xbf"


class TooMuch(Exception):
    """More bytes than `MAX_BODY`, as they came or unpacked."""


class PlainBodies:
    """Hands on a body that is plain UTF-8; refuses one that is too long before anything of it is read further."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        headers = Headers(scope=scope)
        try:
            content = await _read(headers, receive)
            if headers.get("content-encoding", "").strip().lower() == "gzip":
                content = _unpacked(content)
        except TooMuch:
            label = t("api.body_too_large", megabytes=MAX_BODY // 1_000_000)
            return await JSONResponse(body(413, label), status_code=413)(scope, receive, send)
        except zlib.error:
            return await JSONResponse(body(400, t("api.bad_gzip")), status_code=400)(scope, receive, send)
        plain = content.removeprefix(BOM).strip() or b"{}"
        return await self._app(_plain_scope(scope, len(plain)), _once(plain, receive), send)


async def _read(headers: Headers, receive: Receive) -> bytes:
    announced = headers.get("content-length", "")
    if announced.isascii() and announced.isdigit() and int(announced[:20]) > MAX_BODY:
        raise TooMuch
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
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
