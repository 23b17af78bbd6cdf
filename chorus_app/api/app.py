"""The API as an application of its own: ROUTES behind the two keys, refusals in Chorus Pro's form, never a page."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse
from starlette.routing import Mount, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from chorus_app.api import auth, errors
from chorus_app.api.bodies import PlainBodies
from chorus_app.api.errors import Refused, Shut, body
from chorus_app.api.routes import ROUTES, ApiRoute
from chorus_app.kernel.errors import AppError
from chorus_app.kernel.text import t
from chorus_app.operations.tasks import background_tasks

PREFIX = "/cpro"
FAULTS = {"missing": "api.value_missing"}


def doors() -> Sequence[Route | Mount]:
    """What the portal's own routes are joined by. Made anew each time: an application serves in one place only."""
    return [*auth.ROUTES, Mount(PREFIX, create_api())]


def alone() -> Starlette:
    """The API without the portal's pages: what `chorus api` serves."""

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        async with background_tasks():
            yield

    return Starlette(routes=[Route("/ping", _ping), *doors()], lifespan=lifespan)


async def _ping(_request: Request) -> Response:
    return Response("pong")


def create_api() -> ASGIApp:
    """All routes of ROUTES."""
    api = FastAPI(
        title="Chorus App",
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        exception_handlers={
            Refused: errors.refused,
            AppError: errors.told,
            RequestValidationError: _malformed,
            HTTPException: _unknown,
            Exception: errors.failed,
        },
    )
    for route in ROUTES:
        api.add_api_route(
            route.path.removeprefix(PREFIX), _endpoint(route), methods=[route.method], response_model=route.answer
        )
    return Keys(PlainBodies(api))


class Keys:
    """Nobody comes further without both keys: not to a body that is read, nor to what there is and is not."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope)
        try:
            request.state.call = await run_in_threadpool(auth.call_of, request)
        except Shut as refusal:
            return await (await errors.shut(request, refusal))(scope, receive, send)
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
