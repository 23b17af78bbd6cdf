"""« Suivi des flux » as a file."""

from collections.abc import Iterator
from dataclasses import replace

from chorus_app.flux import queries
from chorus_app.flux.views import FluxRow
from chorus_app.kernel.clock import PARIS
from chorus_app.kernel.context import Context
from chorus_app.kernel.text import t
from chorus_app.ui.components.list_url import Asked
from chorus_app.ui.flux_tracking.asking import ROUTE, SPEC, wanted
from chorus_app.ui.invoices.views import mode_in_words
from chorus_app.ui.routes.list_files import ListFile
from chorus_app.ui.routes.spreadsheet import Cell

COLUMNS = (
    "number",
    "file",
    "syntax",
    "space",
    "mode",
    "received",
    "depositor",
    "structure",
    "state",
    "state_at",
    "accepted",
    "errors",
    "warnings",
)


def heads() -> list[str]:
    return [t(f"flux_tracking.csv.{column}") for column in COLUMNS]


def rows(context: Context, place: Asked, picked: tuple[str, ...]) -> Iterator[FluxRow]:
    filters = replace(wanted(place.search, place.filters), public_ids=picked)
    return queries.each_flux(context, filters=filters, page=place.page)


def cells(row: FluxRow) -> list[Cell]:
    """The cells in the order of COLUMNS."""
    return [
        row.number,
        row.file_name,
        row.interface_code,
        t(f"deposit.space.{row.space.value}"),
        mode_in_words(row.mode_depot),
        row.received_at.astimezone(PARIS),
        row.depositor,
        row.structure,
        t(row.state_key),
        row.state_at.astimezone(PARIS),
        row.accepted_count,
        row.blocking_count,
        row.warning_count,
    ]


ROUTES = ListFile(ROUTE, SPEC, heads, rows, cells).routes
