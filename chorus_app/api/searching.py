"""What the searches of invoices share: days, statuses, the rows behind a page."""

from collections.abc import Sequence
from datetime import date
from typing import TypedDict

from sqlmodel import col, select

from chorus_app.api.wire import Day, Wire
from chorus_app.formats.syntaxes import Space
from chorus_app.invoices.enums import Status
from chorus_app.invoices.models import Invoice
from chorus_app.invoices.views import InvoiceRow
from chorus_app.kernel.context import Context
from chorus_app.rules.codes import CREDIT_NOTE_TYPES

MOST_STATUSES = 60
AT_ONCE = 500  # ids in one query
TYPES = {"FACTURE": "380", "AVOIR": "381"}


class Days(TypedDict):
    """The days of `InvoiceFilters`."""

    issued_from: date | None
    issued_until: date | None
    deposited_from: date | None
    deposited_until: date | None


class Dates(Wire):
    """The periods that every search has."""

    periode_date_facture_du: Day = None
    periode_date_facture_au: Day = None
    periode_date_depot_du: Day = None
    periode_date_depot_au: Day = None

    def days(self) -> Days:
        """The same for the portal's lists."""
        return {
            "issued_from": self.periode_date_facture_du,
            "issued_until": self.periode_date_facture_au,
            "deposited_from": self.periode_date_depot_du,
            "deposited_until": self.periode_date_depot_au,
        }


def statuses(codes: Sequence[str] | None) -> tuple[Status, ...]:
    """The statuses that are known; none narrows to nothing."""
    return tuple(Status(code) for code in codes or () if code in Status.__members__)


def kind_of(space: Space) -> str:
    """`typeDemandePaiement`."""
    return "FACTURE" if space is Space.EMISES else "FACTURE_TRAVAUX"


def type_of(code: str) -> str:
    """`typeFacture`."""
    return "AVOIR" if code in CREDIT_NOTE_TYPES else "FACTURE"


def rows_by_id(context: Context, shown: Sequence[InvoiceRow]) -> list[tuple[InvoiceRow, Invoice]]:
    """Each line of a page with its row."""
    found: dict[str, Invoice] = {}
    ids = [row.public_id for row in shown]
    for start in range(0, len(ids), AT_ONCE):
        query = select(Invoice).where(col(Invoice.public_id).in_(ids[start : start + AT_ONCE]))
        found |= {invoice.public_id: invoice for invoice in context.session.exec(query)}
    return [(row, found[row.public_id]) for row in shown]
