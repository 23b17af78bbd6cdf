"""The API as an application of its own: its routes behind the two keys, refusals in Chorus Pro's form, never a page."""

import json
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, JSONResponse
from starlette.routing import Mount, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from chorus_app.api import auth, documentation, errors, openapi, recording
from chorus_app.api.bodies import PlainBodies
from chorus_app.api.errors import Refused, Shut, body
from chorus_app.api.routes import ApiRoute, routes_served
from chorus_app.api.sandbox import Sandbox
from chorus_app.kernel.context import product_world
from chorus_app.kernel.errors import AppError
from chorus_app.kernel.lifelong import keep_for_life
from chorus_app.kernel.text import t
from chorus_app.operations.tasks import background_tasks
from chorus_app.raccordement import replays

PREFIX, SANDBOX_PREFIX = "/cpro", "/bac-a-sable"
DOCUMENT_PATH, DOCUMENTATION_PATH = "/api/openapi.json", "/api/documentation"
FAULTS = {"missing": "api.value_missing"}


def doors() -> Sequence[Route | Mount]:
    """What the portal's own routes are joined by. Made anew each time: an application serves in one place only."""
    described = [Route(DOCUMENT_PATH, _document), Route(DOCUMENTATION_PATH, _documentation)]
    api = WholePath(create_api())
    prefixes = (PREFIX, SANDBOX_PREFIX) if product_world().settings.sandbox else (PREFIX,)
    return [*auth.ROUTES, *described, *(Mount(prefix, api) for prefix in prefixes)]


def alone() -> Starlette:
    """The API without the portal's pages: what `chorus api` serves."""

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        async with background_tasks():
            yield

    made = Starlette(routes=[Route("/ping", _ping), *doors()], lifespan=lifespan)
    keep_for_life()
    return made


async def _ping(_request: Request) -> Response:
    return Response("pong")


def _described() -> dict[str, Any]:
    with product_world().reading() as context:
        return openapi.document(context, plain_api(), token_path=auth.TOKEN_PATH)


async def _document(_request: Request) -> Response:
    """The OpenAPI document, for everybody: it tells of no one."""
    content = json.dumps(await run_in_threadpool(_described), ensure_ascii=False, indent=1)
    headers = {"Content-Disposition": 'attachment; filename="chorus-app-openapi.json"'}
    return Response(content, media_type="application/json;charset=utf-8", headers=headers)


async def _documentation(_request: Request) -> Response:
    return HTMLResponse(documentation.page(await run_in_threadpool(_described), path=DOCUMENT_PATH))


def create_api() -> ASGIApp:
    """All routes that are served, behind the two keys; each call is noted, and can be made again."""
    noted = recording.Recorded(Sandbox(PlainBodies(plain_api())))
    replays.use(recording.Replays(noted))
    return Keys(noted)


def plain_api() -> FastAPI:
    """All routes that are served, without their keys."""
    api = FastAPI(
        title="Chorus App",
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        exception_handlers={
            Refused: errors.refused,
            Shut: errors.shut,
            AppError: errors.told,
            RequestValidationError: _malformed,
            HTTPException: _unknown,
            Exception: errors.failed,
        },
    )
    for route in routes_served(product_world().settings):
        api.add_api_route(route.path, _endpoint(route), methods=[route.method], response_model=route.answer)
    return api


class WholePath:
    """The application knows its routes by their whole addresses, wherever it is mounted."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._app({**scope, "root_path": ""}, receive, send)


class Keys:
    """Nobody comes further without both keys: not to a body that is read, nor to what there is and is not."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope)
        try:
            request.state.call = await run_in_threadpool(auth.call_of, request)
        except Shut as refusal:
            answer = await errors.shut(request, refusal)
            known: auth.Known | None = scope.get("state", {}).get("known")
            if known is not None:
                at, content = known.world.clock.now(), bytes(answer.body)
                recording.note(known, scope, at=at, status=refusal.status, answer=content)
            return await answer(scope, receive, send)
        return await self._app(scope, receive, send)


def _endpoint(route: ApiRoute) -> Callable[..., Response]:
    """Plain functions: FastAPI runs them beside the event loop."""

    def ask(request: Request, asked: Any) -> Response:
        answer = route.act(request.state.call, asked)
        return Response(answer.model_dump_json(by_alias=True), media_type="application/json;charset=utf-8")

    def ask_nothing(request: Request) -> Response:
        return ask(request, route.question())

    if route.method == "GET":
        return ask_nothing
    ask.__annotations__["asked"] = route.question
    return ask


async def _malformed(_request: Request, error: Exception) -> Response:
    if not isinstance(error, RequestValidationError):
        raise error
    faults = error.errors()
    if any(fault["type"] == "json_invalid" or fault["loc"] == ("body",) for fault in faults):
        return JSONResponse(body(400, t("api.no_json")), status_code=400)
    detail = " ; ".join(dict.fromkeys(_fault(fault) for fault in faults))
    return JSONResponse(body(400, t("api.malformed", detail=detail)), status_code=400)


def _fault(fault: Mapping[str, Any]) -> str:
    problem = t(FAULTS.get(fault["type"], "api.value_wrong"))
    return t("api.value", field=".".join(map(str, fault["loc"][1:])), problem=problem)


async def _unknown(_request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    key = "api.method" if status == 405 else "api.not_found"
    return JSONResponse(body(status, t(key)), status_code=status)
