"""Limits around everything: who may post from where, and how many bytes."""

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chorus_app.kernel.config import settings

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
OTHER_BODIES = 1_000_000
# They count their bytes themselves.
DOORS = frozenset(
    {
        "/depot/fichier",
        "/exploitation/annuaire/fichier",
        "/rattachement/justificatif/fichier",
        "/structure/raccordement/certificat",
        "/verification/fichier",
    }
)
NUMBERS = frozenset({"127.0.0.1", "[::1]"})


class OwnOriginOnly:
    """Refuses requests that another site makes in the visitor's name (CSRF), websockets included."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if _by_number(scope):
            return await RedirectResponse(settings().origin + scope["path"])(scope, receive, send)
        if scope["type"] == "lifespan" or _own(scope):
            return await self._app(scope, receive, send)
        if scope["type"] == "websocket":
            return await send({"type": "websocket.close", "code": 1008})
        return await PlainTextResponse("Origine refusée", status_code=403)(scope, receive, send)


def _by_number(scope: Scope) -> bool:
    """Whether a page is asked for as 127.0.0.1 although the portal is localhost: cookies and sockets need one name."""
    if scope["type"] != "http" or scope["method"] != "GET" or scope["path"] == "/ping":
        return False
    host = Headers(scope=scope).get("host", "").rpartition(":")[0]
    return host in NUMBERS and settings().base_url.host == "localhost"


def _own(scope: Scope) -> bool:
    headers = Headers(scope=scope)
    if scope["type"] == "http" and scope["method"] in SAFE and "upgrade" not in headers:
        return True
    origin = headers.get("origin")
    if origin is not None:
        return origin == settings().origin
    return scope["type"] == "http" and headers.get("sec-fetch-site", "same-origin") in {"same-origin", "none"}


class QuietUploads:
    """Reflex's own upload door stays shut, and other bodies are short: files have doors of their own."""

    def __init__(self, app: ASGIApp, *, doors: tuple[str, ...] = ()) -> None:
        self._app = app
        self._doors = tuple(f"{door}/" for door in doors)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] in DOORS or scope["path"].startswith(self._doors):
            return await self._app(scope, receive, send)
        if scope["path"].startswith("/_upload"):
            return await PlainTextResponse("", status_code=404)(scope, receive, send)
        if int(Headers(scope=scope).get("content-length", "0") or 0) > OTHER_BODIES:
            return await PlainTextResponse("", status_code=413)(scope, receive, send)
        return await self._app(scope, _counted(receive), send)


def _counted(receive: Receive) -> Receive:
    seen = 0

    async def counted() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        return {"type": "http.disconnect"} if seen > OTHER_BODIES else message

    return counted
