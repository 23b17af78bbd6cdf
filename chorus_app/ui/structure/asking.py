"""What the addresses of the structure's lists ask for. The pages and the exports read them alike."""

from collections.abc import Mapping

from chorus_app.structures.organisation import ServiceFilters, ServiceState
from chorus_app.ui.components.list_url import Column, ListSpec

ROUTE = "/structure"
SERVICES, MEMBERS, HISTORY = f"{ROUTE}/services", f"{ROUTE}/membres", f"{ROUTE}/historique"
STATES: Mapping[str, ServiceState] = {
    "utilisable": ServiceState.IN_USE,
    "a-venir": ServiceState.NOT_YET,
    "termine": ServiceState.OVER,
    "desactive": ServiceState.INACTIVE,
}
SERVICES_SPEC = ListSpec(
    "structure_ui.services.caption",
    (
        Column("code", "structure_ui.services.column.code", "code"),
        Column("name", "structure_ui.services.column.name", "name"),
        Column("from", "structure_ui.services.column.from", "from"),
        Column("until", "structure_ui.services.column.until", "until"),
        Column("engagement", "structure_ui.services.column.engagement", "engagement"),
        Column("state", "structure_ui.services.column.state", "state"),
    ),
    ("etat",),
    "code",
)
MEMBERS_SPEC = ListSpec(
    "structure_ui.members.caption",
    (
        Column("name", "structure_ui.members.column.name", "name"),
        Column("email", "structure_ui.members.column.email", "email"),
        Column("profiles", "structure_ui.members.column.profiles"),
        Column("since", "structure_ui.members.column.since", "since"),
    ),
    (),
    "name",
)
HISTORY_SPEC = ListSpec(
    "structure_ui.history.caption",
    (
        Column("at", "structure_ui.history.column.at"),
        Column("who", "structure_ui.history.column.who"),
        Column("act", "structure_ui.history.column.act"),
        Column("differences", "structure_ui.history.column.differences"),
    ),
    (),
    "",
)


def wanted(search: str, filters: Mapping[str, str]) -> ServiceFilters:
    """The filters of an address; unknown values do not narrow."""
    return ServiceFilters(search, STATES.get(filters.get("etat", "")))
