"""What happens on the page on which another valideur is named."""

from typing import Any

import reflex as rx
from reflex.event import EventSpec

from chorus_app.drafts import queries
from chorus_app.drafts.queries import RecipientView
from chorus_app.invoices import supplying
from chorus_app.invoices.acts import row_id
from chorus_app.invoices.enums import InvoiceAct
from chorus_app.invoices.queries import visible_invoice
from chorus_app.invoices.views import InvoiceView
from chorus_app.kernel.context import Context
from chorus_app.kernel.errors import Invalid, NotFound
from chorus_app.kernel.identifiers import IdentifierType
from chorus_app.structures.queries import structure_by_identifier
from chorus_app.ui.drafts.data.views import found_line
from chorus_app.ui.drafts.views import Option
from chorus_app.ui.gate import Right, event
from chorus_app.ui.invoices.supply.state import LONGEST, SupplyState
from chorus_app.ui.session import look


class ValideurState(SupplyState, rx.State):
    """« Corriger le valideur »."""

    values: dict[str, str] = {"valideur": ""}
    mark: str = ""
    before: str = ""  # the one that sent the invoice back
    chosen: str = ""
    found: list[Option] = []

    @classmethod
    def _act(cls) -> InvoiceAct:
        return InvoiceAct.CORRECT_VALIDEUR

    async def _fill(self, invoice: InvoiceView) -> None:
        self.mark, self.before = invoice.row.public_id, invoice.valideur.name if invoice.valideur else ""
        self.values, self.chosen, self.found = {"valideur": ""}, "", []

    @event(Right.ATTACHED)
    async def search(self, text: str) -> None:
        """Look for the valideur while its name or SIRET is typed."""
        try:
            found = await look(self, _others, public_id=self._public_id, text=str(text)[:LONGEST])
        except NotFound:
            found = []
        self.found, self.chosen = [found_line(one) for one in found], ""

    @event(Right.ATTACHED)
    def choose(self, identifier: str) -> None:
        """Take a structure of the search."""
        self.chosen = next((one.label for one in self.found if one.value == identifier), "")
        self.values, self.found = {"valideur": str(identifier)[:LONGEST]}, []

    @event(Right.ATTACHED)
    async def send(self, form: dict[str, Any]) -> EventSpec | None:
        """Name this structure: it is told that the invoice waits."""
        return await self._send(_correct, identifier=str(form.get("valideur") or "")[:LONGEST])


def _others(context: Context, *, public_id: str, text: str) -> list[RecipientView]:
    _, supplier, _ = visible_invoice(context, public_id=public_id)
    return queries.search_others(context, but=supplier.id, text=text)


def _correct(context: Context, *, public_id: str, identifier: str) -> None:
    found = structure_by_identifier(context, kind=IdentifierType.SIRET, identifier=identifier)
    if found is None:
        raise Invalid("invoices.supply.no_structure", field="valideur", identifier=identifier.strip() or "—")
    supplying.correct_valideur(context, invoice_id=row_id(context, public_id=public_id), valideur=found)
