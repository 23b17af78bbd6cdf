"""The operator's lists: their columns, and what their addresses ask for."""

from collections.abc import Mapping
from datetime import date

from chorus_app.operations.journal import JournalFilters
from chorus_app.ui.components.list_url import Column, ListSpec

HOME = "/exploitation"
REQUESTS, ACCOUNTS, STRUCTURES = f"{HOME}/demandes", f"{HOME}/comptes", f"{HOME}/structures"
DIRECTORY, JOURNAL = f"{HOME}/annuaire", f"{HOME}/journal"
DIRECTORY_DOOR = f"{DIRECTORY}/fichier"
EVERY = "toutes"

REQUESTS_SPEC = ListSpec(
    "operator_ui.requests.caption",
    (
        Column("who", "operator_ui.column.who"),
        Column("wish", "operator_ui.column.wish"),
        Column("asked", "operator_ui.column.asked", "asked"),
        Column("act", "operator_ui.column.act"),
    ),
    ("attente",),
    "asked",
)
ACCOUNTS_SPEC = ListSpec(
    "operator_ui.accounts.caption",
    (
        Column("name", "operator_ui.column.name", "name"),
        Column("state", "operator_ui.column.state"),
        Column("created", "operator_ui.column.created", "created"),
        Column("attachments", "operator_ui.column.attachments", numeric=True),
        Column("act", "operator_ui.column.act"),
    ),
    ("etat",),
    "name",
)
STRUCTURES_SPEC = ListSpec(
    "operator_ui.structures.caption",
    (
        Column("name", "operator_ui.column.structure", "name"),
        Column("identifier", "operator_ui.column.identifier", "identifier"),
        Column("members", "operator_ui.column.members", numeric=True),
        Column("managers", "operator_ui.column.managers", numeric=True),
        Column("state", "operator_ui.column.state"),
        Column("act", "operator_ui.column.act"),
    ),
    ("genre",),
    "name",
)
JOURNAL_SPEC = ListSpec(
    "operator_ui.journal.caption",
    (
        Column("date", "operator_ui.column.date", "date"),
        Column("act", "operator_ui.column.done", "act"),
        Column("actor", "operator_ui.column.actor"),
        Column("subject", "operator_ui.column.subject"),
        Column("details", "operator_ui.column.details"),
    ),
    ("acte", "personne", "du", "au"),
    "-date",
)


def journal_filters(search: str, filters: Mapping[str, str]) -> JournalFilters:
    """The filters of an address; what cannot be read does not narrow."""
    return JournalFilters(
        text=search,
        act=filters.get("acte", ""),
        person=filters.get("personne", ""),
        since=_day(filters.get("du", "")),
        until=_day(filters.get("au", "")),
    )


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        return None
