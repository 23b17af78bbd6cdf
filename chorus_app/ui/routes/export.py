"""The lists of invoices as files."""

from collections.abc import Iterator
from dataclasses import replace

from chorus_app.invoices import lists
from chorus_app.invoices.enums import Scope
from chorus_app.invoices.views import InvoiceRow
from chorus_app.kernel.clock import PARIS
from chorus_app.kernel.context import Context
from chorus_app.kernel.text import t
from chorus_app.ui.components.list_url import Asked
from chorus_app.ui.invoices.asking import ROUTES as PAGES
from chorus_app.ui.invoices.asking import SPECS, wanted
from chorus_app.ui.invoices.views import mode_in_words
from chorus_app.ui.routes.list_files import ListFile
from chorus_app.ui.routes.spreadsheet import Cell

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
    "contract",
    "cadre",
    "amount",
    "currency",
    "status",
    "deposited",
    "mode",
    "flux",
)


def heads() -> list[str]:
    return [t(f"invoices_ui.csv.{column}") for column in COLUMNS]


def cells(row: InvoiceRow) -> list[Cell]:
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
        row.contract,
        row.cadre,
        row.tax_inclusive,
        row.currency,
        t(row.status_key),
        row.deposited_at.astimezone(PARIS).date(),
        mode_in_words(row.mode_depot),
        row.flux_number,
    ]


def of(scope: Scope) -> ListFile:
    """The list of that scope."""

    def rows(context: Context, place: Asked, picked: tuple[str, ...]) -> Iterator[InvoiceRow]:
        filters = replace(wanted(place.search, place.filters), public_ids=picked)
        return lists.each_invoice(context, scope=scope, filters=filters, page=place.page)

    return ListFile(PAGES[scope], SPECS[scope], heads, rows, cells)


ROUTES = [route for scope in Scope for route in of(scope).routes]
