"""What happens on the page of one invoice."""

import reflex as rx

from chorus_app.flux import queries as flux_queries
from chorus_app.flux.views import FluxRow
from chorus_app.invoices import queries
from chorus_app.invoices.views import InvoiceView
from chorus_app.kernel.context import Context
from chorus_app.kernel.errors import NotFound
from chorus_app.ui.gate import Right, event
from chorus_app.ui.invoices.detail_views import InvoicePage, invoice_page
from chorus_app.ui.session import look, who


class InvoiceState(rx.State):
    """One invoice, or the answer that there is none: an unknown one and a foreign one answer alike."""

    loaded: bool = False
    missing: bool = False
    address: str = ""  # what is shown belongs to it: a page loaded anew still has what the tab showed before
    invoice: InvoicePage = InvoicePage()

    @event(Right.ATTACHED)
    async def load(self) -> None:
        """Read the invoice that the address names."""
        self.loaded = self.missing = False
        self.address = self.router.url.path
        public_id = str(self.router.url.path).rstrip("/").rpartition("/")[2][:40]
        try:
            invoice, flux = await look(self, _read, public_id=public_id)
        except NotFound:
            self.invoice, self.missing = InvoicePage(), True
        else:
            person = await who(self)
            mine = {attachment.public_id for attachment in person.attachments} if person else set()
            self.invoice = invoice_page(invoice, flux, mine)
        self.loaded = True

    @event(Right.PUBLIC)
    def leave(self) -> None:
        """Show nothing of this invoice when the page comes back for another one."""
        self.loaded, self.missing, self.address, self.invoice = False, False, "", InvoicePage()


def _read(context: Context, *, public_id: str) -> tuple[InvoiceView, FluxRow | None]:
    invoice = queries.get_invoice(context, public_id=public_id)
    return invoice, flux_queries.find_flux(context, number=invoice.row.flux_number)
