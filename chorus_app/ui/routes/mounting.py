"""Our routes first; what is none of them goes on to Reflex (websocket, pages)."""

from collections.abc import Sequence

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Match
from starlette.types import ASGIApp, Receive, Scope, Send

from chorus_app.kernel.errors import AppError
from chorus_app.kernel.text import t


class RoutesFirst:
    """Dispatches HTTP requests that one of the routes matches; passes everything else on."""

    def __init__(self, routes: Sequence[BaseRoute], rest: ASGIApp) -> None:
        self._routes = tuple(routes)
        self._rest = rest
        self._ours = Starlette(routes=list(routes), exception_handlers={AppError: _told, HTTPException: _plain})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        ours = scope["type"] == "http" and any(route.matches(scope)[0] is not Match.NONE for route in self._routes)
        await (self._ours if ours else self._rest)(scope, receive, send)


async def _told(_request: Request, error: Exception) -> Response:
    if not isinstance(error, AppError):
        raise error
    return JSONResponse({"code": error.code, "message": t(error.key, **error.params)}, status_code=error.status)


async def _plain(_request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    return JSONResponse({"code": "refused", "message": t("kernel.not_found")}, status_code=status)
