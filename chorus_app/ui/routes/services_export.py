"""The services of a structure as files."""

from collections.abc import Iterator

from chorus_app.kernel.context import Context
from chorus_app.kernel.errors import Denied
from chorus_app.kernel.text import t
from chorus_app.structures import organisation
from chorus_app.structures.organisation import ServiceRow
from chorus_app.ui.components.list_url import Asked
from chorus_app.ui.routes.list_files import ListFile
from chorus_app.ui.routes.spreadsheet import Cell
from chorus_app.ui.structure.asking import SERVICES, SERVICES_SPEC, wanted

COLUMNS = ("code", "name", "from", "until", "engagement", "state")


def heads() -> list[str]:
    return [t(f"structure_ui.services.column.{column}") for column in COLUMNS]


def rows(context: Context, place: Asked, _picked: tuple[str, ...]) -> Iterator[ServiceRow]:
    """The services of the structure that the address names; none for who may not look at its page."""
    filters = wanted(place.search, place.filters)
    try:
        yield from organisation.each_service(context, filters=filters, page=place.page)
    except Denied:
        return


def cells(row: ServiceRow) -> list[Cell]:
    """The cells in the order of COLUMNS."""
    return [
        row.code,
        row.name,
        row.valid_from,
        row.valid_until,
        t("journal.yes") if row.engagement_required else t("journal.no"),
        t(f"structure_ui.service_state.{row.state.value}.name"),
    ]


ROUTES = ListFile(SERVICES, SERVICES_SPEC, heads, rows, cells).routes
