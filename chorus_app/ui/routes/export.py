"""The lists of invoices as CSV for a French spreadsheet: `;`, UTF-8 with BOM, decimal comma, JJ/MM/AAAA."""

import asyncio
import csv
import io
from collections.abc import Iterator
from decimal import Decimal

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from chorus_app.invoices import lists
from chorus_app.invoices.enums import Scope
from chorus_app.invoices.views import InvoiceRow
from chorus_app.kernel.context import product_world
from chorus_app.kernel.french import day, plain_day
from chorus_app.kernel.text import t
from chorus_app.structures.people import Person
from chorus_app.ui.components.list_url import Asked, asked
from chorus_app.ui.invoices.asking import ROUTES as PAGES
from chorus_app.ui.invoices.asking import SPECS, wanted
from chorus_app.ui.routes.reading import acting_structure, reader

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


async def export_issued(request: Request) -> Response:
    """« Factures émises » as filtered and sorted in the address, all pages."""
    return await _export(request, Scope.EMISES)


async def export_works(request: Request) -> Response:
    """« Factures de travaux » likewise."""
    return await _export(request, Scope.TRAVAUX)


async def export_received(request: Request) -> Response:
    """« Factures reçues » likewise."""
    return await _export(request, Scope.RECUES)


async def _export(request: Request, scope: Scope) -> Response:
    person = await asyncio.to_thread(reader, request)
    structure_id = acting_structure(request, person)
    place = asked(SPECS[scope], PAGES[scope], dict(request.query_params))
    headers = {
        "Content-Disposition": f'attachment; filename="{PAGES[scope].strip("/")}.csv"',
        "Cache-Control": "no-store",
    }
    lines = _lines(person, structure_id, scope, place)
    return StreamingResponse(lines, media_type="text/csv; charset=utf-8", headers=headers)


def _lines(person: Person, structure_id: int | None, scope: Scope, place: Asked) -> Iterator[str]:
    yield BOM + csv_line([t(f"invoices_ui.csv.{column}") for column in COLUMNS])
    with product_world().reading(actor_id=person.user_id, structure_id=structure_id) as context:
        filters = wanted(place.search, place.filters)
        for row in lists.each_invoice(context, scope=scope, filters=filters, page=place.page):
            yield csv_line(_cells(row))


def _cells(row: InvoiceRow) -> list[str]:
    """The cells in the order of COLUMNS. Identifiers are texts: as numbers they would lose their first zeros."""
    return [
        safe(row.number),
        t(row.type_key, code=row.type_code),
        plain_day(row.issue_date),
        safe(row.supplier.name),
        safe(row.supplier.identifier),
        safe(row.supplier_service or ""),
        safe(row.recipient.name),
        safe(row.recipient.identifier),
        safe(row.service_code or ""),
        safe(row.engagement or ""),
        row.cadre,
        french_number(row.tax_inclusive),
        safe(row.currency),
        t(row.status_key),
        day(row.deposited_at),
        row.flux_number,
    ]


def safe(text: str) -> str:
    """The text, with an apostrophe before what a spreadsheet would take for a formula."""
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA_STARTS) or text.startswith(FORMULA_STARTS) else text


def french_number(value: Decimal | None) -> str:
    """1234.5 as « 1234,50 »: two decimals at least, six at most, no spaces. A number, hence never made a text."""
    if value is None:
        return ""
    whole, _, decimals = f"{value:f}".partition(".")
    return f"{whole},{decimals.rstrip('0').ljust(2, '0')}"


def csv_line(cells: list[str]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=";", lineterminator="\r\n").writerow(cells)
    return buffer.getvalue()


ROUTES = [
    Route(f"{PAGES[Scope.EMISES]}/export.csv", export_issued, methods=["GET"]),
    Route(f"{PAGES[Scope.TRAVAUX]}/export.csv", export_works, methods=["GET"]),
    Route(f"{PAGES[Scope.RECUES]}/export.csv", export_received, methods=["GET"]),
]
