"""What an address of the two lists asks for. The pages and the export read it alike."""

from collections.abc import Mapping
from datetime import date

from chorus_app.invoices.enums import Scope, Status
from chorus_app.invoices.lists import InvoiceFilters
from chorus_app.invoices.status import SENT
from chorus_app.ui.components.list_url import Column, ListSpec

FILTERS = ("statut", "flux", "du", "au")
SENT_VALUE = "ENVOYEE"  # several statuses are shown as « Envoyée »: in the address they are one

_NUMBER = Column("number", "invoices_ui.column.number", "number")
_ISSUED = Column("issued", "invoices_ui.column.issued", "issued")
_RECIPIENT = Column("recipient", "invoices_ui.column.recipient", "recipient")
_AMOUNT = Column("amount", "invoices_ui.column.amount", "amount", numeric=True)
_DEPOSITED = Column("deposited", "invoices_ui.column.deposited", "deposited")
_STATUS = Column("status", "invoices_ui.column.status", "status")
_SUPPLIER = Column("supplier", "invoices_ui.column.supplier", "supplier")

SPECS: Mapping[Scope, ListSpec] = {
    Scope.EMISES: ListSpec(
        "invoices_ui.issued.caption",
        (_NUMBER, _ISSUED, _RECIPIENT, _AMOUNT, _DEPOSITED, _STATUS),
        FILTERS,
        "-deposited",
    ),
    Scope.TRAVAUX: ListSpec(
        "invoices_ui.works.caption",
        (_NUMBER, _SUPPLIER, _RECIPIENT, _AMOUNT, _DEPOSITED, _STATUS),
        FILTERS,
        "-deposited",
    ),
}
ROUTES: Mapping[Scope, str] = {Scope.EMISES: "/factures-emises", Scope.TRAVAUX: "/factures-de-travaux"}


def wanted(search: str, filters: Mapping[str, str]) -> InvoiceFilters:
    """The filters of an address; what cannot be read does not narrow."""
    return InvoiceFilters(
        text=search,
        statuses=statuses_of(filters.get("statut", "")),
        flux_number=filters.get("flux", ""),
        issued_from=_day(filters.get("du", "")),
        issued_until=_day(filters.get("au", "")),
    )


def statuses_of(value: str) -> tuple[Status, ...]:
    """The statuses that a value of the address stands for; none for an unknown one."""
    if value == SENT_VALUE:
        return tuple(sorted(SENT))
    return (Status(value),) if value in Status.__members__ else ()


def value_of(status: Status) -> str:
    """The value by which an address filters on a status."""
    return SENT_VALUE if status in SENT else status.value


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None
