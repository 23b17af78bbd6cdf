"""What an address of the lists asks for. The pages and the export read it alike."""

from collections.abc import Mapping
from dataclasses import replace

from chorus_app.invoices.enums import Scope
from chorus_app.invoices.lists import InvoiceFilters
from chorus_app.ui.components.criteria import Criteria
from chorus_app.ui.components.list_url import Column, ListSpec
from chorus_app.ui.invoices.criteria import CRITERIA, criteria_of


def _column(key: str, *, numeric: bool = False) -> Column:
    return Column(key, f"invoices_ui.column.{key}", key, numeric)


NAMES = (
    "number",
    "type",
    "cadre",
    "supplier",
    "supplier_service",
    "issued",
    "recipient",
    "service",
    "engagement",
    "contract",
    "amount",
    "deposited",
    "mode",
    "flux",
    "status",
)
COLUMNS = {
    **{name: _column(name) for name in NAMES},
    "amount": _column("amount", numeric=True),
    "flux": Column("flux", "invoices_ui.column.flux"),
}
USUAL: Mapping[Scope, tuple[str, ...]] = {
    Scope.EMISES: ("number", "issued", "recipient", "amount", "deposited", "status"),
    Scope.TRAVAUX: ("number", "supplier", "recipient", "amount", "deposited", "status"),
    Scope.RECUES: ("number", "supplier", "issued", "amount", "deposited", "status"),
    Scope.VALIDER: ("number", "supplier", "recipient", "amount", "deposited", "status"),
}


def _spec(scope: Scope, name: str) -> ListSpec:
    columns = tuple(replace(column, usual=key in USUAL[scope]) for key, column in COLUMNS.items())
    caption = f"invoices_ui.{name}.caption"
    return ListSpec(caption, columns, criteria_of(scope).names, "-deposited", ROUTES[scope].strip("/"))


ROUTES: Mapping[Scope, str] = {
    Scope.EMISES: "/factures-emises",
    Scope.TRAVAUX: "/factures-de-travaux",
    Scope.RECUES: "/factures-recues",
    Scope.VALIDER: "/factures-a-valider",
}


SPECS: Mapping[Scope, ListSpec] = {
    Scope.EMISES: _spec(Scope.EMISES, "issued"),
    Scope.TRAVAUX: _spec(Scope.TRAVAUX, "works"),
    Scope.RECUES: _spec(Scope.RECUES, "received"),
    Scope.VALIDER: _spec(Scope.VALIDER, "to_validate"),
}


def wanted(search: str, filters: Mapping[str, str]) -> InvoiceFilters:
    """The filters of an address; what cannot be read does not narrow."""
    return InvoiceFilters(text=search, **Criteria(tuple(CRITERIA)).read(filters))
