"""`/sante` for who watches the portal, `/metrics` for Prometheus.

Everybody learns from `/sante` whether the portal is well. The details, and `/metrics` at all, are for who has the
token: behind a proxy every visitor comes from this machine's own address, so that an address opens nothing.
"""

import asyncio
import secrets

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chorus_app.kernel import metrics
from chorus_app.kernel.context import product_world
from chorus_app.kernel.errors import NotFound
from chorus_app.operations import health
from chorus_app.operations.figures import figures

HEALTH, METRICS = "/sante", "/metrics"
NO_STORE = {"Cache-Control": "no-store"}


async def health_answer(request: Request) -> Response:
    """200 when all is well, else 503."""
    found = await asyncio.to_thread(health.look, product_world())
    told: dict[str, object] = {"etat": "ok" if found.well else "en difficulté"}
    if has_token(request):
        told["controles"] = [
            {"nom": check.name, "etat": check.state, "valeur": check.value, "limite": check.limit}
            for check in found.checks
        ]
    return JSONResponse(told, status_code=200 if found.well else 503, headers=NO_STORE)


async def metrics_answer(request: Request) -> Response:
    """The figures; without the right token this address does not exist."""
    if not has_token(request):
        raise NotFound
    content = await asyncio.to_thread(lambda: metrics.exposed(figures(product_world())))
    return Response(content, media_type=metrics.MEDIA_TYPE, headers=NO_STORE)


def has_token(request: Request) -> bool:
    """Whether `Authorization: Bearer …` carries the configured token; without one nobody has it."""
    wanted = product_world().settings.metrics_token
    kind, _, given = request.headers.get("authorization", "").partition(" ")
    if wanted is None or kind.lower() != "bearer":
        return False
    return secrets.compare_digest(given.strip().encode(), wanted.get_secret_value().encode())


class Counted:
    """Counts the answers by the template of their route; pages and their files are one."""

    def __init__(self, app: ASGIApp, routes: dict[str, Route]) -> None:
        self._app = app
        self._routes = routes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self._app(scope, receive, send)

        async def send_counted(message: Message) -> None:
            if message["type"] == "http.response.start":
                metrics.count_answer(self._template(scope["path"]), message["status"])
            await send(message)

        return await self._app(scope, receive, send_counted)

    def _template(self, path: str) -> str:
        return next((name for name, route in self._routes.items() if route.path_regex.match(path)), "page")


ROUTES = [
    Route(HEALTH, health_answer, methods=["GET"]),
    Route(METRICS, metrics_answer, methods=["GET"]),
]
