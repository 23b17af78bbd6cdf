"""What an address of « Suivi des flux » asks for. The page and the export read it alike."""

from collections.abc import Mapping

from chorus_app.flux.enums import FluxState
from chorus_app.flux.queries import FluxFilters
from chorus_app.formats.syntaxes import SYNTAXES, Space
from chorus_app.invoices.enums import DEPOSIT_MODES
from chorus_app.kernel.text import t
from chorus_app.ui.components.criteria import Choices, Criteria, Criterion, Field
from chorus_app.ui.components.list_url import Column, ListSpec

ROUTE = "/suivi-des-flux"
STATES: Mapping[str, tuple[FluxState, ...]] = {
    "attente": (FluxState.PORTAL_WAITING, FluxState.WAITING),
    "traitement": (FluxState.RUNNING,),
    "integre": (FluxState.INTEGRATED,),
    "partiel": (FluxState.PARTLY_INTEGRATED,),
    "rejete": (FluxState.REJECTED, FluxState.INADMISSIBLE),
    "incident": (FluxState.INCIDENT,),
}

# The invoices of a lot in its report: the refused ones first, then in their order.
LOT_SPEC = ListSpec(
    "flux_tracking.lot.caption",
    (
        Column("invoice", "flux_tracking.lot.column.invoice", "place"),
        Column("recipient", "flux_tracking.lot.column.recipient"),
        Column("amount", "flux_tracking.lot.column.amount", numeric=True),
        Column("outcome", "flux_tracking.lot.column.outcome"),
    ),
    ("refusees",),
    "place",
)


def _states(value: str) -> tuple[FluxState, ...]:
    if value not in STATES:
        raise ValueError(value)
    return STATES[value]


def value_of(state: FluxState) -> str:
    """The value by which an address filters on a state."""
    return next(value for value, states in STATES.items() if state in states)


def _choices(criterion: Criterion) -> Choices:
    if criterion.narrows == "states":
        return [(value, t(f"flux_tracking.state.{value}")) for value in STATES]
    if criterion.narrows == "space":
        return [(space.value, t(f"deposit.space.{space.value}")) for space in Space]
    if criterion.narrows == "syntax":
        return [(syntax.code, f"{syntax.interface_code} {t(syntax.name_key)}") for syntax in SYNTAXES]
    return [(mode, t(f"invoices.mode.{mode}")) for mode in DEPOSIT_MODES]


CRITERIA = Criteria(
    (
        Criterion("etat", "states", "flux_tracking.filter.state", Field.CHOICE, first=True, read=_states),
        Criterion("espace", "space", "flux_tracking.filter.space", Field.CHOICE, first=True, read=Space),
        Criterion("numero", "number", "flux_tracking.column.number"),
        Criterion("fichier", "file", "flux_tracking.filter.file"),
        Criterion("syntaxe", "syntax", "flux_tracking.column.syntax", Field.CHOICE),
        Criterion("mode", "mode_depot", "flux_tracking.filter.mode", Field.CHOICE),
        Criterion("deposant", "depositor", "flux_tracking.filter.depositor"),
        Criterion("depot_du", "received_from", "flux_tracking.filter.from", Field.DAY),
        Criterion("depot_au", "received_until", "flux_tracking.filter.until", Field.DAY),
    ),
    _choices,
    "flux_tracking.criteria_hint",
)
SPEC = ListSpec(
    "flux_tracking.caption",
    (
        Column("number", "flux_tracking.column.number", "number"),
        Column("file", "flux_tracking.column.file", "file"),
        Column("syntax", "flux_tracking.column.syntax", "syntax"),
        Column("received", "flux_tracking.column.received", "received"),
        Column("space", "flux_tracking.filter.space", "space", usual=False),
        Column("depositor", "flux_tracking.filter.depositor", usual=False),
        Column("mode", "flux_tracking.filter.mode", "mode", usual=False),
        Column("size", "flux_tracking.column.size", numeric=True, usual=False),
        Column("result", "flux_tracking.column.result"),
        Column("state", "flux_tracking.column.state", "state"),
        Column("changed", "flux_tracking.column.changed", "changed", usual=False),
    ),
    CRITERIA.names,
    "-received",
    ROUTE.strip("/"),
)


def wanted(search: str, filters: Mapping[str, str]) -> FluxFilters:
    """The filters of an address; unknown values do not narrow."""
    return FluxFilters(text=search, **CRITERIA.read(filters))
