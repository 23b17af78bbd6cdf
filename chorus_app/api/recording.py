"""Each call of a known program is noted for the log, after its answer; and a call of the log is made again."""

import time
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chorus_app.api.auth import Call, Known
from chorus_app.kernel.context import World
from chorus_app.raccordement import calls
from chorus_app.raccordement.bodies import shortened
from chorus_app.raccordement.replays import Again

KEPT_HEADERS = ("idempotency-key", "x-bac-a-sable")
LONGEST_HEADER = 200


class Recorded:
    """Notes the calls that go through. What `PlainBodies` read is the question."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        state = scope.setdefault("state", {})
        call: Call = state["call"]
        started, at = time.perf_counter(), call.world.clock.now()
        parts: list[bytes] = []
        statuses: list[int] = []

        async def watched(message: Message) -> None:
            if message["type"] == "http.response.start":
                statuses.append(message["status"])
            elif message["type"] == "http.response.body":
                parts.append(message.get("body", b""))
            await send(message)

        try:
            await self._app(scope, receive, watched)
        finally:
            seconds = time.perf_counter() - started
            known = Known(call.world, call.caller.structure_id, call.caller.application_id, call.caller.account_id)
            note(known, scope, at=at, status=statuses[0] if statuses else 0, answer=b"".join(parts), seconds=seconds)


def note(known: Known, scope: Scope, *, at: datetime, status: int, answer: bytes, seconds: float = 0.0) -> None:
    """Remember a call for the log. `status` 0: nothing was answered."""
    state: Mapping[str, Any] = scope.get("state", {})
    question, whole = state.get("question", ("", True))
    headers = Headers(scope=scope)
    again: Again | None = state.get("again")
    calls.note(
        known.world,
        calls.Noted(
            structure_id=known.structure_id,
            application_id=known.application_id,
            account_id=known.account_id,
            at=at,
            method=scope["method"],
            path=scope["path"],
            status=status,
            milliseconds=round(seconds * 1000),
            question=question,
            answer=shortened(answer)[0],
            whole=whole,
            headers={name: headers[name][:LONGEST_HEADER] for name in KEPT_HEADERS if name in headers},
            replay_of_id=again.call_id if again else None,
            replayed_by_id=again.by_id if again else None,
        ),
    )


class Replays:
    """Makes calls again on the application that stands behind the keys."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, world: World, again: Again) -> None:
        call = Call(world, again.caller, "", again.headers.get("idempotency-key", ""))
        headers = {**again.headers, "content-type": "application/json", "content-length": str(len(again.question))}
        scope: Scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "scheme": "http",
            "method": again.method,
            "path": again.path,
            "raw_path": again.path.encode(),
            "root_path": "",
            "query_string": b"",
            "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
            "state": {"call": call, "again": again},
        }
        question: Message = {"type": "http.request", "body": again.question, "more_body": False}
        await self._app(scope, _once(question), _nobody)


def _once(message: Message) -> Receive:
    waiting = [message]

    async def receive() -> Message:
        return waiting.pop() if waiting else {"type": "http.disconnect"}

    return receive


async def _nobody(_message: Message) -> None:
    """Who asked again reads the answer in the log."""
