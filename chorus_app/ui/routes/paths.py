"""The pages' addresses: no detour over a final slash, and files whose name carries their hash are kept by browsers."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chorus_app.ui.routes.headers import BUILD

FOR_EVER = "public, max-age=31536000, immutable"


class PlainPaths:
    """Serves the page of `/connexion` as such, where the static server would first redirect to `/connexion/`."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] not in {"GET", "HEAD"}:
            return await self._app(scope, receive, send)
        path: str = scope["path"]
        if _is_page(path):
            scope = {**scope, "path": f"{path}/", "raw_path": scope.get("raw_path", b"") + b"/"}
        return await self._app(scope, receive, _kept(send) if path.startswith("/assets/") else send)


def _is_page(path: str) -> bool:
    parts = path.strip("/").split("/")
    plain = all(part and not part.startswith(".") for part in parts)
    return plain and not path.endswith("/") and (BUILD.joinpath(*parts) / "index.html").is_file()


def _kept(send: Send) -> Send:
    async def send_kept(message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] == 200:
            MutableHeaders(scope=message)["Cache-Control"] = FOR_EVER
        await send(message)

    return send_kept
