"""What an address of the three lists asks for. The pages and the export read it alike."""

from collections.abc import Mapping

from chorus_app.invoices.enums import Scope, Status
from chorus_app.invoices.lists import InvoiceFilters
from chorus_app.invoices.status import SENT
from chorus_app.ui.components.list_url import Column, ListSpec
from chorus_app.ui.invoices.criteria import CRITERIA, criteria_of, understood

SENT_VALUE = "ENVOYEE"  # several statuses are shown as « Envoyée »: in the address they are one

_NUMBER = Column("number", "invoices_ui.column.number", "number")
_ISSUED = Column("issued", "invoices_ui.column.issued", "issued")
_RECIPIENT = Column("recipient", "invoices_ui.column.recipient", "recipient")
_AMOUNT = Column("amount", "invoices_ui.column.amount", "amount", numeric=True)
_DEPOSITED = Column("deposited", "invoices_ui.column.deposited", "deposited")
_STATUS = Column("status", "invoices_ui.column.status", "status")
_SUPPLIER = Column("supplier", "invoices_ui.column.supplier", "supplier")


def _spec(scope: Scope, name: str, *columns: Column) -> ListSpec:
    filters = ("statut", "flux", *(criterion.name for criterion in criteria_of(scope)))
    return ListSpec(f"invoices_ui.{name}.caption", columns, filters, "-deposited")


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
    read = {
        criterion.narrows: understood(criterion, filters[criterion.name])
        for criterion in CRITERIA
        if filters.get(criterion.name)
    }
    return InvoiceFilters(
        text=search,
        statuses=statuses_of(filters.get("statut", "")),
        flux_number=filters.get("flux", ""),
        **{field: value for field, value in read.items() if value is not None},
    )


def statuses_of(value: str) -> tuple[Status, ...]:
    """The statuses that a value of the address stands for; none for an unknown one."""
    if value == SENT_VALUE:
        return tuple(sorted(SENT))
    return (Status(value),) if value in Status.__members__ else ()


def value_of(status: Status) -> str:
    """The value by which an address filters on a status."""
    return SENT_VALUE if status in SENT else status.value
