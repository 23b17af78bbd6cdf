"""What the pages share on which a supplier treats an invoice that came back to him."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import reflex as rx
from reflex.event import EventSpec

from chorus_app.invoices import acts, queries
from chorus_app.invoices.enums import InvoiceAct
from chorus_app.invoices.supplying import NoSuchWay
from chorus_app.invoices.views import InvoiceView
from chorus_app.kernel.context import Context
from chorus_app.kernel.errors import AppError, NotFound
from chorus_app.ui.components.answers import AnswerState
from chorus_app.ui.components.faults import focus_first
from chorus_app.ui.gate import Right, event
from chorus_app.ui.invoices.detail_state import TABS, InvoiceState
from chorus_app.ui.invoices.detail_views import InvoicePage, invoice_page
from chorus_app.ui.invoices.supply.views import beside
from chorus_app.ui.invoices.wording import words
from chorus_app.ui.papers.asking import wanted
from chorus_app.ui.problems import told
from chorus_app.ui.session import act, look

FIELDS = ("destinataire", "service", "engagement", "marche", "valideur", "comment")  # of the forms, in their order
LONGEST = 200  # characters of a field


@dataclass(frozen=True, slots=True)
class Waiting:
    """An invoice, and what it waits for of the person."""

    invoice: InvoiceView
    acts: Sequence[InvoiceAct]


class SupplyState(AnswerState, mixin=True):
    """A page names its act; `waits` is whether the invoice waits for it, of this person, now."""

    loaded: bool = False
    missing: bool = False
    waits: bool = False
    address: str = ""  # what is shown belongs to it: a page loaded anew still has what the tab showed before
    invoice: InvoicePage = InvoicePage()
    _public_id: str = ""

    @classmethod
    def _act(cls) -> InvoiceAct:
        raise LookupError(cls.__name__)

    @event(Right.ATTACHED)
    async def load(self) -> None:
        """Read the invoice that the address names."""
        self._hush()
        self._public_id = f"//{self.router.url.path}".rstrip("/").split("/")[-2][:40]
        await self._read()

    async def _read(self) -> None:
        try:
            found = await look(self, _found, public_id=self._public_id)
        except NotFound:
            self.missing, self.waits, self.invoice = True, False, InvoicePage()
        else:
            self.missing, self.waits = False, self._act() in found.acts
            here = wanted(f"/factures/{self._public_id}", {}, TABS)
            self.invoice = invoice_page(here, found.invoice, None, {found.invoice.row.supplier.public_id})
            if self.waits:
                await self._fill(found.invoice)
        self.loaded, self.address = True, self.router.url.path

    async def _fill(self, invoice: InvoiceView) -> None:
        """Begin with what the invoice says now."""

    async def _send(self, service: Callable[..., object], **arguments: object) -> EventSpec | None:
        """Do it and go to the invoice, which tells it; or tell why not, beside the fields where it is about one."""
        self._hush()
        try:
            await act(self, service, public_id=self._public_id, **arguments)
        except NoSuchWay as error:
            self.errors, self.problem = beside(error.findings), told(error)
            return focus_first(self.errors, FIELDS)
        except AppError as error:
            if error.field:
                return self._faulty(error, FIELDS)
            await self._read()
            self.problem = told(error)
            return None
        page = await self.get_state(InvoiceState)
        page._coming = words(self.invoice.wording, self._act(), "done")
        return rx.redirect(f"/factures/{self._public_id}")


def _found(context: Context, *, public_id: str) -> Waiting:
    return Waiting(queries.get_invoice(context, public_id=public_id), acts.offered(context, public_id=public_id))
