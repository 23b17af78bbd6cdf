"""The services of a structure as CSV or XLSX, as filtered and sorted in the address, all pages."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from chorus_app.kernel.context import product_world
from chorus_app.kernel.errors import Denied, NotFound, TooLarge
from chorus_app.kernel.french import plain_day
from chorus_app.kernel.text import t
from chorus_app.structures import organisation
from chorus_app.structures.organisation import ServiceRow
from chorus_app.structures.people import Person
from chorus_app.ui.components.list_url import MOST_IN_A_WORKBOOK, Asked, asked
from chorus_app.ui.routes.export import BOM, csv_line, safe
from chorus_app.ui.routes.reading import acting_structure, reader
from chorus_app.ui.routes.spreadsheet import MIME, Cell, spreadsheet
from chorus_app.ui.structure.asking import SERVICES, SERVICES_SPEC, wanted

COLUMNS = ("code", "name", "from", "until", "engagement", "state")


@dataclass(frozen=True, slots=True)
class _Export:
    """Who asks, acting for which structure, for which part of the list."""

    person: Person
    structure_id: int | None
    place: Asked

    def rows(self) -> Iterator[ServiceRow]:
        """All of it from one view of the database. Raises `NotFound` to who may not see the structure's services."""
        filters = wanted(self.place.search, self.place.filters)
        with product_world().reading(actor_id=self.person.user_id, structure_id=self.structure_id) as context:
            try:
                yield from organisation.each_service(context, filters=filters, page=self.place.page)
            except Denied:
                raise NotFound from None


async def as_csv(request: Request) -> Response:
    export = await asyncio.to_thread(_asked_for, request)
    lines = await asyncio.to_thread(lambda: list(_lines(export)))
    return StreamingResponse(iter(lines), media_type="text/csv; charset=utf-8", headers=_named("csv"))


async def as_xlsx(request: Request) -> Response:
    export = await asyncio.to_thread(_asked_for, request)
    return Response(await asyncio.to_thread(_sheet, export), media_type=MIME, headers=_named("xlsx"))


def _asked_for(request: Request) -> _Export:
    person = reader(request)
    structure_id = acting_structure(request, person)
    if structure_id is None and person.attachments:
        structure_id = person.attachments[0].structure_id
    return _Export(person, structure_id, asked(SERVICES_SPEC, SERVICES, dict(request.query_params)))


def _lines(export: _Export) -> Iterator[str]:
    yield BOM + csv_line(_heads())
    for row in export.rows():
        yield csv_line([plain_day(cell) if isinstance(cell, date) else safe(str(cell or "")) for cell in _cells(row)])


def _sheet(export: _Export) -> bytes:
    """Raises `TooLarge` beyond the rows that a workbook takes: the list is still there as CSV."""
    rows = list(islice(export.rows(), MOST_IN_A_WORKBOOK + 1))
    if len(rows) > MOST_IN_A_WORKBOOK:
        raise TooLarge("structure_ui.services.too_many_rows", count=MOST_IN_A_WORKBOOK)
    return spreadsheet(t("structure_ui.tab.services"), _heads(), map(_cells, rows))


def _heads() -> list[str]:
    return [t(f"structure_ui.services.column.{column}") for column in COLUMNS]


def _cells(row: ServiceRow) -> list[Cell]:
    """The cells in the order of COLUMNS."""
    return [
        row.code,
        row.name,
        row.valid_from,
        row.valid_until,
        t("journal.yes") if row.engagement_required else t("journal.no"),
        t(f"structure_ui.service_state.{row.state.value}.name"),
    ]


def _named(ending: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="services.{ending}"', "Cache-Control": "no-store"}


ROUTES = [
    Route(f"{SERVICES}/export.csv", as_csv, methods=["GET"]),
    Route(f"{SERVICES}/export.xlsx", as_xlsx, methods=["GET"]),
]
