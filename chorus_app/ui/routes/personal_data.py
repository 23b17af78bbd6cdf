"""A person's own data, as a download."""

import asyncio
from collections.abc import Iterator

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from chorus_app.kernel.context import Source, product_world
from chorus_app.operations import personal_data
from chorus_app.structures.people import Person
from chorus_app.ui.routes.reading import reader, route_of

PATH = "/mon-compte/donnees.json"
HEADERS = {"Content-Disposition": 'attachment; filename="mes-donnees.json"', "Cache-Control": "no-store"}


async def own_data(request: Request) -> Response:
    """What the portal keeps about the person who asks: nobody can ask for another's."""
    person = await asyncio.to_thread(_noted, request, route_of(request))
    return StreamingResponse(_pieces(person), media_type="application/json; charset=utf-8", headers=HEADERS)


def _noted(request: Request, source: Source) -> Person:
    person = reader(request)
    with product_world().transaction(actor_id=person.user_id, source=source) as context:
        personal_data.note_handing_out(context)
    return person


def _pieces(person: Person) -> Iterator[str]:
    with product_world().reading(actor_id=person.user_id) as context:
        yield from personal_data.as_json(context)


ROUTES = [Route(PATH, own_data, methods=["GET"])]
