"""What an address of « Suivi des flux » asks for. The page and the export read it alike."""

from collections.abc import Mapping

from chorus_app.flux.enums import FluxState
from chorus_app.flux.queries import FluxFilters
from chorus_app.formats.syntaxes import Space
from chorus_app.ui.components.list_url import Column, ListSpec

ROUTE = "/suivi-des-flux"
STATES: Mapping[str, tuple[FluxState, ...]] = {
    "attente": (FluxState.PORTAL_WAITING, FluxState.WAITING),
    "traitement": (FluxState.RUNNING,),
    "integre": (FluxState.INTEGRATED,),
    "partiel": (FluxState.PARTLY_INTEGRATED,),
    "rejete": (FluxState.REJECTED,),
    "incident": (FluxState.INCIDENT,),
}
SPACES: Mapping[str, Space] = {space.value: space for space in Space}
SPEC = ListSpec(
    "flux_tracking.caption",
    (
        Column("number", "flux_tracking.column.number", "number"),
        Column("file", "flux_tracking.column.file", "file"),
        Column("syntax", "flux_tracking.column.syntax", "syntax"),
        Column("received", "flux_tracking.column.received", "received"),
        Column("result", "flux_tracking.column.result"),
        Column("state", "flux_tracking.column.state", "state"),
    ),
    ("etat", "espace"),
    "-received",
)


def wanted(search: str, filters: Mapping[str, str]) -> FluxFilters:
    """The filters of an address; unknown values do not narrow."""
    return FluxFilters(
        text=search, states=STATES.get(filters.get("etat", ""), ()), space=SPACES.get(filters.get("espace", ""))
    )
