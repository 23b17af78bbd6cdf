"""What an address of the three lists asks for. The pages and the export read it alike."""

from collections.abc import Mapping

from chorus_app.invoices.enums import Scope
from chorus_app.invoices.lists import InvoiceFilters
from chorus_app.ui.components.criteria import Criteria
from chorus_app.ui.components.list_url import Column, ListSpec
from chorus_app.ui.invoices.criteria import CRITERIA, criteria_of

_NUMBER = Column("number", "invoices_ui.column.number", "number")
_ISSUED = Column("issued", "invoices_ui.column.issued", "issued")
_RECIPIENT = Column("recipient", "invoices_ui.column.recipient", "recipient")
_AMOUNT = Column("amount", "invoices_ui.column.amount", "amount", numeric=True)
_DEPOSITED = Column("deposited", "invoices_ui.column.deposited", "deposited")
_STATUS = Column("status", "invoices_ui.column.status", "status")
_SUPPLIER = Column("supplier", "invoices_ui.column.supplier", "supplier")


def _spec(scope: Scope, name: str, *columns: Column) -> ListSpec:
    return ListSpec(f"invoices_ui.{name}.caption", columns, criteria_of(scope).names, "-deposited")


SPECS: Mapping[Scope, ListSpec] = {
    Scope.EMISES: _spec(Scope.EMISES, "issued", _NUMBER, _ISSUED, _RECIPIENT, _AMOUNT, _DEPOSITED, _STATUS),
    Scope.TRAVAUX: _spec(Scope.TRAVAUX, "works", _NUMBER, _SUPPLIER, _RECIPIENT, _AMOUNT, _DEPOSITED, _STATUS),
    Scope.RECUES: _spec(Scope.RECUES, "received", _NUMBER, _SUPPLIER, _ISSUED, _AMOUNT, _DEPOSITED, _STATUS),
}
ROUTES: Mapping[Scope, str] = {
    Scope.EMISES: "/factures-emises",
    Scope.TRAVAUX: "/factures-de-travaux",
    Scope.RECUES: "/factures-recues",
}


def wanted(search: str, filters: Mapping[str, str]) -> InvoiceFilters:
    """The filters of an address; what cannot be read does not narrow."""
    return InvoiceFilters(text=search, **Criteria(tuple(CRITERIA)).read(filters))
