"""« Suivi des flux » as CSV, as filtered and sorted in the address, all pages."""

import asyncio
from collections.abc import Iterator
from datetime import datetime

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from chorus_app.flux import queries
from chorus_app.flux.views import FluxRow
from chorus_app.kernel.context import product_world
from chorus_app.kernel.french import NBSP, moment
from chorus_app.kernel.text import t
from chorus_app.structures.people import Person
from chorus_app.ui.components.list_url import Asked, asked
from chorus_app.ui.flux_tracking.asking import ROUTE, SPEC, wanted
from chorus_app.ui.routes.export import BOM, csv_line, safe
from chorus_app.ui.routes.reading import acting_structure, reader

COLUMNS = (
    "number",
    "file",
    "syntax",
    "space",
    "received",
    "depositor",
    "structure",
    "state",
    "state_at",
    "accepted",
    "errors",
    "warnings",
)


async def export_flux(request: Request) -> Response:
    person = await asyncio.to_thread(reader, request)
    structure_id = acting_structure(request, person)
    place = asked(SPEC, ROUTE, dict(request.query_params))
    headers = {"Content-Disposition": 'attachment; filename="suivi-des-flux.csv"', "Cache-Control": "no-store"}
    return StreamingResponse(lines(person, structure_id, place), media_type="text/csv; charset=utf-8", headers=headers)


def lines(person: Person, structure_id: int | None, place: Asked) -> Iterator[str]:
    """The whole list from one view of the database, so that no row is missed or told twice."""
    yield BOM + csv_line([t(f"flux_tracking.csv.{column}") for column in COLUMNS])
    filters = wanted(place.search, place.filters)
    with product_world().reading(actor_id=person.user_id, structure_id=structure_id) as context:
        for row in queries.each_flux(context, filters=filters, page=place.page):
            yield csv_line(cells(row))


def cells(row: FluxRow) -> list[str]:
    """The cells in the order of COLUMNS."""
    return [
        row.number,
        safe(row.file_name),
        row.interface_code,
        t(f"deposit.space.{row.space.value}"),
        written(row.received_at),
        safe(row.depositor),
        safe(row.structure),
        t(row.state_key),
        written(row.state_at),
        str(row.accepted_count),
        str(row.blocking_count),
        str(row.warning_count),
    ]


def written(at: datetime) -> str:
    """The moment with plain spaces: programs read this file too."""
    return moment(at).replace(NBSP, " ")


ROUTES = [Route(f"{ROUTE}/export.csv", export_flux, methods=["GET"])]
