"""The operator's plain HTTP: the directory's file on its way in, the audit log on its way out; his pages for others.

Who does not run the portal gets what an unknown address of ours answers, signed in or not.
"""

import asyncio
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from posixpath import normpath

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from chorus_app.audit.acts import Act
from chorus_app.audit.service import record
from chorus_app.kernel.context import Source, product_world
from chorus_app.kernel.errors import NotFound, SignInRequired
from chorus_app.operations import directory
from chorus_app.operations.journal import JournalRow, each_entry
from chorus_app.operations.journal_files import as_csv, as_json_lines
from chorus_app.operations.perms import require_operator
from chorus_app.structures.people import Person
from chorus_app.ui.components.list_url import Asked, asked
from chorus_app.ui.operator.asking import DIRECTORY_DOOR, HOME, JOURNAL, JOURNAL_SPEC, journal_filters
from chorus_app.ui.routes.reading import reader, route_of
from chorus_app.ui.routes.upload import Pace, announced_length, full_disk_told, paced, sent_name
from chorus_app.ui.routes.verification import write

NOWHERE = f"{HOME}/-"  # no page is there


async def receive_directory(request: Request) -> Response:
    """Take one file in: 201 with the token by which its page uses it."""
    file = await asyncio.to_thread(_place, request)
    announced_length(request, directory.MAX_BYTES)
    kept = False
    try:
        with full_disk_told():
            await write(file, paced(request.stream(), Pace()), limit=directory.MAX_BYTES)
            token = await asyncio.to_thread(directory.keep, product_world(), file, name=sent_name(request))
        kept = True
    except ClientDisconnect:
        return Response(status_code=499)
    finally:
        if not kept:
            file.unlink(missing_ok=True)
    return JSONResponse({"upload": token}, status_code=201, headers={"Cache-Control": "no-store"})


def exported(ending: str, media_type: str, lines: Callable[[Iterable[JournalRow]], Iterator[str]]) -> Route:
    """The log as narrowed and sorted in the address, all pages. The export is noted in the log."""

    async def export(request: Request) -> Response:
        place = asked(JOURNAL_SPEC, JOURNAL, dict(request.query_params))
        person = await asyncio.to_thread(_noted, request, route_of(request), place, ending)
        headers = {"Content-Disposition": f'attachment; filename="journal.{ending}"', "Cache-Control": "no-store"}
        return StreamingResponse(lines(_entries(person, place)), media_type=media_type, headers=headers)

    return Route(f"{JOURNAL}/export.{ending}", export, methods=["GET"])


def operator_of(request: Request) -> Person:
    """The operator who asks. Raises `NotFound` for everybody else."""
    try:
        person = reader(request)
    except SignInRequired:
        raise NotFound from None
    if not person.operator:
        raise NotFound
    return person


class OperatorsPages:
    """Answers about the operator's pages, to everybody else, what is answered about a page that there is not.

    It stands around what serves the pages: our own routes below the same address ask for themselves.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and _operators(scope["path"]):
            try:
                await asyncio.to_thread(operator_of, Request(scope))
            except NotFound:
                scope = {**scope, "path": NOWHERE, "raw_path": NOWHERE.encode()}
        await self._app(scope, receive, send)


def _operators(path: str) -> bool:
    """Whether the address leads to one of these pages, however it is written."""
    plain = normpath(f"/{path.lstrip('/')}")
    return plain == HOME or plain.startswith((f"{HOME}/", f"{HOME}."))


def _place(request: Request) -> Path:
    person = operator_of(request)
    with product_world().reading(actor_id=person.user_id) as context:
        return directory.place(context)


def _noted(request: Request, source: Source, place: Asked, ending: str) -> Person:
    person = operator_of(request)
    filters = journal_filters(place.search, place.filters)
    with product_world().transaction(actor_id=person.user_id, source=source) as context:
        require_operator(context)
        narrowed = {"text": filters.text, "act": filters.act, "since": filters.since, "until": filters.until}
        record(context, act=Act.LOG_EXPORTED, after={"form": ending, **{k: v for k, v in narrowed.items() if v}})
    return person


def _entries(person: Person, place: Asked) -> Iterator[JournalRow]:
    filters = journal_filters(place.search, place.filters)
    with product_world().reading(actor_id=person.user_id) as context:
        yield from each_entry(context, filters=filters, page=place.page)


ROUTES = [
    Route(DIRECTORY_DOOR, receive_directory, methods=["POST"]),
    exported("csv", "text/csv; charset=utf-8", as_csv),
    exported("jsonl", "application/x-ndjson; charset=utf-8", as_json_lines),
]
