"""What happens on the page of one invoice."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

import reflex as rx
from reflex.event import EventSpec

from chorus_app.drafts import pieces as works
from chorus_app.flux import queries as flux_queries
from chorus_app.flux.views import FindingView, FluxView
from chorus_app.formats.shown import Paper
from chorus_app.invoices import queries
from chorus_app.invoices.acts import offered
from chorus_app.invoices.enums import DocumentKind, InvoiceAct
from chorus_app.invoices.kept_values import kept_values
from chorus_app.invoices.views import InvoiceRow, InvoiceView
from chorus_app.kernel.context import Context
from chorus_app.kernel.errors import NotFound
from chorus_app.kernel.text import t
from chorus_app.ui.components.findings import FindingCard, finding_card
from chorus_app.ui.gate import Right, event
from chorus_app.ui.invoices.acts_state import ActsState
from chorus_app.ui.invoices.circuit_views import HeldPiece, held_piece
from chorus_app.ui.invoices.detail_views import DossierLine, InvoicePage, dossier_lines, invoice_page, pieces, targets
from chorus_app.ui.invoices.state import topics
from chorus_app.ui.live import keep_live, reads
from chorus_app.ui.papers.asking import Wanted
from chorus_app.ui.papers.state import DOCUMENT, SHEET, XML, PaperState
from chorus_app.ui.session import look, who

FILES, FINDINGS, HISTORY = "pieces", "constats", "historique"
TABS = (SHEET, DOCUMENT, FILES, FINDINGS, HISTORY, XML)
OF_THE_DEPOSITOR = frozenset({FINDINGS})  # the compte-rendu belongs to the flux


@dataclass(frozen=True, slots=True)
class Found:
    """An invoice with the flux that brought it and what its check found, as far as the reader sees that one."""

    invoice: InvoiceView
    flux: FluxView | None
    findings: tuple[FindingView, ...] = ()
    acts: tuple[InvoiceAct, ...] = ()
    dossier: tuple[InvoiceRow, ...] = ()

    @property
    def paper(self) -> Paper:
        """The file that brought it."""
        deposited = (one for one in self.invoice.documents if one.kind is DocumentKind.DEPOSITED)
        return next((Paper(one.sha256, one.name) for one in deposited), Paper("", ""))


class InvoiceState(ActsState, PaperState, rx.State):
    """One invoice, or the answer that there is none: an unknown one and a foreign one answer alike."""

    loaded: bool = False
    missing: bool = False
    reading: bool = False
    address: str = ""  # what is shown belongs to it: a page loaded anew still has what the tab showed before
    invoice: InvoicePage = InvoicePage()
    findings: list[FindingCard] = []
    beyond: list[FindingCard] = []
    beyond_title: str = ""
    dossier: list[DossierLine] = []
    _coming: str = ""  # what another page did, to be told on this one

    @event(Right.ATTACHED)
    async def load(self) -> AsyncIterator[EventSpec | None]:
        """Read the invoice that the address names, then the part of it that the address asks for."""
        path = self.router.url.path
        arriving = path != self.address or not self.loaded
        public_id = str(path).rstrip("/").rpartition("/")[2][:40]
        try:
            found = await look(self, _read, public_id=public_id)
        except NotFound:
            self._clear()
            self.address, self.missing, self.loaded = path, True, True
            return
        self._clear_paper()
        self._hush()
        self._public_id, self.doing, self.message, self._coming = public_id, "", self._coming, ""
        reads(self.router.session.client_token, "invoice")
        here = await self._head(found)
        self.findings = [finding_card(one, here.path) for one in found.findings if not one.beyond]
        self.beyond = [finding_card(one, here.path) for one in found.findings if one.beyond]
        self.beyond_title = t("flux.report.beyond", count=len(self.beyond))
        self.address, self.missing, self.loaded = path, False, True
        if arriving:
            self.reading = True
            yield None
        await self._show(here, found, public_id)
        self.reading = False
        yield InvoiceState.follow

    @event(Right.ATTACHED, background=True)
    async def follow(self) -> None:
        """Keep the head of the page true while an invoice of the person's structures changes."""
        await keep_live(self, "invoice", topics, shown=lambda: self.router.url.path == self.address)

    async def _read(self) -> None:
        """The head of the page again: status, acts, history."""
        try:
            found = await look(self, _read, public_id=self._public_id)
        except NotFound:
            self._clear()
            self.address, self.missing, self.loaded = self.router.url.path, True, True
        else:
            await self._head(found)

    async def _head(self, found: Found) -> Wanted:
        here = self._wanted(tuple(tab for tab in TABS if found.flux or tab not in OF_THE_DEPOSITOR))
        person = await who(self)
        mine = {attachment.public_id for attachment in person.attachments} if person else set()
        self.invoice = invoice_page(here, found.invoice, found.flux, mine)
        self.acts = [one.value for one in found.acts]
        self.targets = targets(found.invoice.row.status) if InvoiceAct.TREAT in found.acts else []
        self.held = held_piece(found.invoice.row, found.acts)
        self.dossier = dossier_lines(found.dossier, found.invoice.row.public_id)
        return here

    async def _show(self, here: Wanted, found: Found, public_id: str) -> None:
        paper = found.paper
        if here.tab == DOCUMENT:
            await self._show_document(here, pieces(found.invoice))
        elif here.tab == XML:
            await self._show_source(here, paper, base=here.path)
        elif here.tab == SHEET:
            await self._show_sheet(here, paper, base=here.path)
            if not self.sheet.shown:
                self._show_kept(here, await look(self, kept_values, public_id=public_id))

    @event(Right.PUBLIC)
    def leave(self) -> None:
        """Show nothing of this invoice when the page comes back for another one."""
        self._clear()

    def _clear(self) -> None:
        self._clear_paper()
        self._hush()
        self.acts, self.targets, self.doing, self._public_id = [], [], "", ""
        self.loaded, self.missing, self.reading, self.address = False, False, False, ""
        self.invoice, self.findings, self.beyond, self.beyond_title = InvoicePage(), [], [], ""
        self.held, self.dossier = HeldPiece(), []


def _read(context: Context, *, public_id: str) -> Found:
    invoice = queries.get_invoice(context, public_id=public_id)
    beside = Found(
        invoice,
        None,
        acts=offered(context, public_id=public_id),
        dossier=works.dossier(context, public_id=public_id),
    )
    row = flux_queries.find_flux(context, number=invoice.row.flux_number)
    if row is None:
        return beside
    flux = flux_queries.get_flux(context, public_id=row.public_id)
    if not row.final:
        return replace(beside, flux=flux)
    of_a_lot = invoice.position if flux.lot is not None else None
    report = flux_queries.get_report(context, public_id=row.public_id, position=of_a_lot)
    of_it = (None, invoice.position)
    findings = tuple(one for one in report.findings if one.invoice_position in of_it)
    return replace(beside, flux=flux, findings=findings)
