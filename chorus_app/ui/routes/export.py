"""The lists of invoices as CSV for a French spreadsheet (`;`, UTF-8 with BOM, decimal comma, JJ/MM/AAAA) or as XLSX."""

import asyncio
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import islice

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from chorus_app.invoices import lists
from chorus_app.invoices.enums import Scope
from chorus_app.invoices.views import InvoiceRow
from chorus_app.kernel.clock import PARIS
from chorus_app.kernel.context import product_world
from chorus_app.kernel.errors import TooLarge
from chorus_app.kernel.french import plain_day
from chorus_app.kernel.text import t
from chorus_app.structures.people import Person
from chorus_app.ui.components.list_url import MOST_IN_A_WORKBOOK, Asked, asked
from chorus_app.ui.invoices.asking import ROUTES as PAGES
from chorus_app.ui.invoices.asking import SPECS, wanted
from chorus_app.ui.routes.reading import acting_structure, reader
from chorus_app.ui.routes.spreadsheet import MIME, Cell, spreadsheet

BOM = "\ufeff"
# A cell that begins like this would be run as a formula by a spreadsheet; full-width signs count as well.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
COLUMNS = (
    "number",
    "type",
    "issued",
    "supplier",
    "supplier_identifier",
    "supplier_service",
    "recipient",
    "recipient_identifier",
    "service",
    "engagement",
    "cadre",
    "amount",
    "currency",
    "status",
    "deposited",
    "flux",
)


def exports(scope: Scope) -> list[Route]:
    """The routes that give a list as filtered and sorted in the address, all pages."""

    async def as_csv(request: Request) -> Response:
        lines = _lines(await _asked_for(request, scope))
        return StreamingResponse(lines, media_type="text/csv; charset=utf-8", headers=_named(scope, "csv"))

    async def as_xlsx(request: Request) -> Response:
        content = await asyncio.to_thread(_sheet, await _asked_for(request, scope))
        return Response(content, media_type=MIME, headers=_named(scope, "xlsx"))

    return [
        Route(f"{PAGES[scope]}/export.csv", as_csv, methods=["GET"]),
        Route(f"{PAGES[scope]}/export.xlsx", as_xlsx, methods=["GET"]),
    ]


@dataclass(frozen=True, slots=True)
class _Export:
    """Who asks for which list, acting for which structure."""

    person: Person
    structure_id: int | None
    scope: Scope
    place: Asked

    def rows(self) -> Iterator[InvoiceRow]:
        """All of it from one view of the database."""
        filters = wanted(self.place.search, self.place.filters)
        with product_world().reading(actor_id=self.person.user_id, structure_id=self.structure_id) as context:
            yield from lists.each_invoice(context, scope=self.scope, filters=filters, page=self.place.page)


async def _asked_for(request: Request, scope: Scope) -> _Export:
    person = await asyncio.to_thread(reader, request)
    place = asked(SPECS[scope], PAGES[scope], dict(request.query_params))
    return _Export(person, acting_structure(request, person), scope, place)


def _named(scope: Scope, ending: str) -> dict[str, str]:
    name = f"{PAGES[scope].strip('/')}.{ending}"
    return {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}


def _lines(export: _Export) -> Iterator[str]:
    yield BOM + csv_line([t(f"invoices_ui.csv.{column}") for column in COLUMNS])
    for row in export.rows():
        yield csv_line([_as_text(cell) for cell in _cells(row)])


def _sheet(export: _Export) -> bytes:
    """Raises `TooLarge` beyond the rows that a workbook takes: the list is still there as CSV."""
    rows = list(islice(export.rows(), MOST_IN_A_WORKBOOK + 1))
    if len(rows) > MOST_IN_A_WORKBOOK:
        raise TooLarge("invoices_ui.too_many_rows", count=MOST_IN_A_WORKBOOK)
    heads = [t(f"invoices_ui.csv.{column}") for column in COLUMNS]
    return spreadsheet(t(SPECS[export.scope].caption), heads, map(_cells, rows))


def _cells(row: InvoiceRow) -> list[Cell]:
    """The cells in the order of COLUMNS. Identifiers are texts: as numbers they would lose their first zeros."""
    return [
        row.number,
        t(row.type_key, code=row.type_code),
        row.issue_date,
        row.supplier.name,
        row.supplier.identifier,
        row.supplier_service,
        row.recipient.name,
        row.recipient.identifier,
        row.service_code,
        row.engagement,
        row.cadre,
        row.tax_inclusive,
        row.currency,
        t(row.status_key),
        row.deposited_at.astimezone(PARIS).date(),
        row.flux_number,
    ]


def _as_text(cell: Cell) -> str:
    if isinstance(cell, Decimal):
        return french_number(cell)
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


ROUTES = [route for scope in Scope for route in exports(scope)]
