"""What happens on the page on which an invoice that was sent back gets another way."""

from typing import Any

import reflex as rx
from reflex.event import EventSpec

from chorus_app.drafts import queries
from chorus_app.drafts.queries import RecipientView
from chorus_app.flux.directory import ImportDirectory
from chorus_app.formats.parsed import Identifier
from chorus_app.invoices import supplying
from chorus_app.invoices.acts import row_id
from chorus_app.invoices.enums import InvoiceAct
from chorus_app.invoices.queries import visible_invoice
from chorus_app.invoices.supplying import Way
from chorus_app.invoices.views import InvoiceView
from chorus_app.kernel.context import Context
from chorus_app.kernel.identifiers import IdentifierType, written
from chorus_app.ui.drafts.data.views import RecipientCard, found_line, recipient_card
from chorus_app.ui.drafts.views import Option
from chorus_app.ui.gate import Right, event
from chorus_app.ui.invoices.acts_state import comment_of
from chorus_app.ui.invoices.supply.state import LONGEST, SupplyState
from chorus_app.ui.session import look

NAMES = ("destinataire", "service", "engagement", "marche")


class WayState(SupplyState, rx.State):
    """« Recycler la facture »: another recipient, service, engagement or market, under the same number."""

    values: dict[str, str] = dict.fromkeys(NAMES, "")
    mark: str = ""  # changes with the invoice: what was typed for another one is then gone
    found: list[Option] = []
    recipient: RecipientCard = RecipientCard()

    @classmethod
    def _act(cls) -> InvoiceAct:
        return InvoiceAct.RECYCLE

    async def _fill(self, invoice: InvoiceView) -> None:
        row = invoice.row
        told = (row.recipient.identifier, row.service_code, row.engagement, row.contract)
        self.values = {name: value or "" for name, value in zip(NAMES, told, strict=True)}
        self.mark, self.found = row.public_id, []
        await self._show_recipient()

    @event(Right.ATTACHED)
    async def search(self, text: str) -> None:
        """Look for the recipient while its name or SIRET is typed."""
        found = await look(self, queries.search_recipients, text=str(text)[:LONGEST])
        self.found = [found_line(one) for one in found]

    @event(Right.ATTACHED)
    async def choose_recipient(self, identifier: str) -> None:
        """Take a structure of the search; the service of another one no longer counts."""
        self.found = []
        self.values = {**self.values, "destinataire": str(identifier)[:LONGEST], "service": ""}
        await self._show_recipient()

    @event(Right.ATTACHED)
    async def send(self, form: dict[str, Any]) -> EventSpec | None:
        """Send the invoice there."""
        typed = {name: str(form.get(name) or "").strip()[:LONGEST] for name in NAMES}
        return await self._send(_recycle, typed=typed, comment=comment_of(form))

    async def _show_recipient(self) -> None:
        found = await look(self, _recipient, public_id=self._public_id, identifier=self.values["destinataire"])
        self.recipient = recipient_card(found)


def _recipient(context: Context, *, public_id: str, identifier: str) -> RecipientView | None:
    _, supplier, _ = visible_invoice(context, public_id=public_id)
    return queries.find_recipient(context, identifier, of=supplier)


def _recycle(context: Context, *, public_id: str, typed: dict[str, str], comment: str) -> None:
    _, _, before = visible_invoice(context, public_id=public_id)
    identifier = written(IdentifierType.SIRET, typed["destinataire"])
    unchanged = identifier == before.identifier
    way = Way(
        recipient=None if unchanged else Identifier(type=IdentifierType.SIRET.value, value=identifier),
        service=typed["service"],
        engagement=typed["engagement"],
        contract=typed["marche"],
    )
    supplying.recycle(
        context,
        invoice_id=row_id(context, public_id=public_id),
        way=way,
        directory=ImportDirectory(context),
        comment=comment,
    )
