"""A list as a file, all pages, as filtered and sorted in the address.

CSV for a French spreadsheet (`;`, UTF-8 with BOM, decimal comma, JJ/MM/AAAA), or XLSX. `choix` names the rows that were
picked; without it the whole list is meant.
"""

import asyncio
import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from typing import Any

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from chorus_app.kernel.context import Context, product_world
from chorus_app.kernel.errors import TooLarge
from chorus_app.kernel.french import NBSP, moment, plain_day
from chorus_app.kernel.text import t
from chorus_app.structures.people import Person
from chorus_app.ui.components.list_url import MOST_IN_A_WORKBOOK, MOST_PICKED, Asked, ListSpec, asked
from chorus_app.ui.routes.reading import acting_structure, reader
from chorus_app.ui.routes.spreadsheet import MIME, Cell, spreadsheet

BOM = "\ufeff"
# A cell that begins like this would be run as a formula by a spreadsheet; full-width signs count as well.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@dataclass(frozen=True, slots=True)
class ListFile:
    """A list that can be had as a file. `rows` reads it in the name of the context's actor, only the picked ones when
    some are; `cells` stand in the order of `heads`."""

    path: str
    spec: ListSpec
    heads: Callable[[], list[str]]
    rows: Callable[[Context, Asked, tuple[str, ...]], Iterator[Any]]
    cells: Callable[[Any], Sequence[Cell]]

    @property
    def routes(self) -> list[Route]:
        async def as_csv(request: Request) -> Response:
            lines = _lines(self, await _wanted(request, self))
            return StreamingResponse(lines, media_type="text/csv; charset=utf-8", headers=self._named("csv"))

        async def as_xlsx(request: Request) -> Response:
            content = await asyncio.to_thread(_sheet, self, await _wanted(request, self))
            return Response(content, media_type=MIME, headers=self._named("xlsx"))

        return [
            Route(f"{self.path}/export.csv", as_csv, methods=["GET"]),
            Route(f"{self.path}/export.xlsx", as_xlsx, methods=["GET"]),
        ]

    def _named(self, ending: str) -> dict[str, str]:
        name = f"{self.path.strip('/')}.{ending}"
        return {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}


@dataclass(frozen=True, slots=True)
class _Wanted:
    """Who asks for what, acting for which structure."""

    person: Person
    structure_id: int | None
    place: Asked
    picked: tuple[str, ...]


async def _wanted(request: Request, file: ListFile) -> _Wanted:
    person = await asyncio.to_thread(reader, request)
    query = dict(request.query_params)
    picked = tuple(filter(None, query.get("choix", "").split(",")))[:MOST_PICKED]
    return _Wanted(person, acting_structure(request, person), asked(file.spec, file.path, query), picked)


def _rows(file: ListFile, wanted: _Wanted) -> Iterator[Any]:
    """All of it from one view of the database, so that no row is missed or told twice."""
    with product_world().reading(actor_id=wanted.person.user_id, structure_id=wanted.structure_id) as context:
        yield from file.rows(context, wanted.place, wanted.picked)


def _lines(file: ListFile, wanted: _Wanted) -> Iterator[str]:
    yield BOM + csv_line(file.heads())
    for row in _rows(file, wanted):
        yield csv_line([_as_text(cell) for cell in file.cells(row)])


def _sheet(file: ListFile, wanted: _Wanted) -> bytes:
    """Raises `TooLarge` beyond the rows that a workbook takes: the list is still there as CSV."""
    rows = list(islice(_rows(file, wanted), MOST_IN_A_WORKBOOK + 1))
    if len(rows) > MOST_IN_A_WORKBOOK:
        raise TooLarge("ui.list.too_many_rows", count=MOST_IN_A_WORKBOOK)
    return spreadsheet(t(file.spec.caption), file.heads(), map(file.cells, rows))


def _as_text(cell: Cell) -> str:
    if isinstance(cell, Decimal):
        return french_number(cell)
    if isinstance(cell, int):
        return str(cell)
    if isinstance(cell, datetime):
        return moment(cell).replace(NBSP, " ")  # programs read this file too
    return plain_day(cell) if isinstance(cell, date) else safe(cell or "")


def safe(text: str) -> str:
    """The text, with an apostrophe before what a spreadsheet would take for a formula."""
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA_STARTS) or text.startswith(FORMULA_STARTS) else text


def french_number(value: Decimal) -> str:
    """1234.5 as « 1234,50 »: two decimals at least, six at most, no spaces. A number, hence never made a text."""
    whole, _, decimals = f"{value:f}".partition(".")
    return f"{whole},{decimals.rstrip('0').ljust(2, '0')}"


def csv_line(cells: list[str]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=";", lineterminator="\r\n").writerow(cells)
    return buffer.getvalue()
