"""Sandbox mode: the header `X-Bac-A-Sable` says how a call is answered or how the import of a deposit ends."""

import asyncio
from dataclasses import replace

from starlette.datastructures import Headers
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from chorus_app.api.auth import Call
from chorus_app.api.errors import body
from chorus_app.api.pace import PER_SECOND
from chorus_app.flux.sandbox import Outcome, Wish
from chorus_app.kernel.text import t

HEADER = "x-bac-a-sable"
SLOWLY, TIME_OUT = "lent", "expiration"
SLOW_SECONDS, PATIENCE = 20.0, 60.0
STATUSES = ("401", "403", "429", "500")
WORDS = (*(outcome.value for outcome in Outcome), SLOWLY, *STATUSES, TIME_OUT)


class Sandbox:
    """Answers as the header asks; outside of sandbox mode nobody reads it. `patience`: seconds before a time-out."""

    def __init__(self, app: ASGIApp, *, patience: float = PATIENCE) -> None:
        self._app = app
        self._patience = patience

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        call: Call = scope["state"]["call"]
        header = Headers(scope=scope).get(HEADER, "") if call.world.settings.sandbox else ""
        words = [word.strip().lower() for word in header.split(",") if word.strip()]
        if unknown := [word for word in words if word not in WORDS]:
            label = t("api.sandbox_unknown", value=unknown[0][:40], known=", ".join(WORDS))
            return await JSONResponse(body(400, label), status_code=400)(scope, receive, send)
        if TIME_OUT in words:
            await asyncio.sleep(self._patience)
            return await Response(status_code=504)(scope, receive, send)
        for status in STATUSES:
            if status in words:
                return await _answer(int(status))(scope, receive, send)
        scope["state"]["call"] = replace(call, wish=_wish(words))
        return await self._app(scope, receive, send)


def _wish(words: list[str]) -> Wish:
    outcomes = [Outcome(word) for word in words if word in set(Outcome)]
    return Wish(outcomes[-1] if outcomes else None, SLOW_SECONDS if SLOWLY in words else 0.0)


def _answer(status: int) -> Response:
    """As the portal, or PISTE before it, answers so: 403 has no body."""
    if status == 403:
        return Response(status_code=403)
    if status == 429:
        label = t("api.too_fast", most=PER_SECOND, seconds=1)
        return JSONResponse(body(429, label), status_code=429, headers={"Retry-After": "1"})
    label = t("api.wrong_token" if status == 401 else "api.failed")
    return JSONResponse(body(status, label), status_code=status)
