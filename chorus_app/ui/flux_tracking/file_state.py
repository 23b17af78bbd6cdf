"""What happens on the page that shows what a deposited file says, accepted or not."""

from collections.abc import AsyncIterator

import reflex as rx

from chorus_app.flux import queries
from chorus_app.flux.views import FluxRow
from chorus_app.formats.shown import Paper
from chorus_app.invoices.views import StoredDocument
from chorus_app.kernel.context import Context
from chorus_app.kernel.errors import NotFound
from chorus_app.kernel.text import t
from chorus_app.ui.checklist.state import flux_of_path
from chorus_app.ui.flux_tracking.views import FluxCard, flux_card
from chorus_app.ui.gate import Right, event
from chorus_app.ui.papers.asking import Wanted
from chorus_app.ui.papers.state import DOCUMENT, SHEET, XML, PaperState
from chorus_app.ui.papers.views import Piece
from chorus_app.ui.session import look

TABS = (SHEET, DOCUMENT, XML)


class FilePageState(PaperState, rx.State):
    """A deposited file, or the answer that there is none: an unknown one and a foreign one answer alike."""

    card: FluxCard = FluxCard()
    missing: bool = False
    reading: bool = False
    one: str = ""  # which invoice of a lot
    report_href: str = ""
    pdf: str = ""
    address: str = ""  # what is shown belongs to it: a page loaded anew still has what the tab showed before

    @event(Right.ATTACHED)
    async def load(self) -> AsyncIterator[None]:
        """Read the part of the file that the address asks for."""
        path = self.router.url.path
        arriving = path != self.address or not self.card.id
        try:
            row, file = await look(self, _read, public_id=flux_of_path(path))
        except NotFound:
            self._clear()
            self.address, self.missing = path, True
            return
        self._clear_paper()
        self.one = self.pdf = ""
        here = self._wanted(TABS)
        self.card, self.address, self.missing = flux_card(row), path, False
        self.report_href = f"{self.card.href}/compte-rendu" if row.final else ""
        if here.member is not None:
            self.one = t("flux_tracking.reading.one", number=here.member)
            self.report_href = self.report_href and f"{self.report_href}?facture={here.member}"
        if arriving:
            self.reading = True
            yield
        await self._show(here, file)
        self.reading = False

    async def _show(self, here: Wanted, file: StoredDocument) -> None:
        base = self.card.href
        if here.member is not None:
            base = f"{base}/factures/{here.member}"
        paper = Paper(file.sha256, file.name, here.member)
        self.pdf = f"{base}/facture.pdf"
        if here.tab == DOCUMENT:
            await self._show_document(here, [Piece("", paper, f"{base}/fichier")])
        elif here.tab == XML:
            await self._show_source(here, paper, base=base)
        else:
            await self._show_sheet(here, paper, base=base)

    @event(Right.PUBLIC)
    def leave(self) -> None:
        """Show nothing of this file when the page comes back for another one."""
        self._clear()

    def _clear(self) -> None:
        self._clear_paper()
        self.card, self.missing, self.reading, self.address = FluxCard(), False, False, ""
        self.one = self.report_href = self.pdf = ""


def _read(context: Context, *, public_id: str) -> tuple[FluxRow, StoredDocument]:
    flux = queries.get_flux(context, public_id=public_id)
    return flux.row, queries.get_file(context, public_id=public_id)
