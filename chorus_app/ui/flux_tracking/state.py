"""What happens on « Suivi des flux »: the list, one flux, its compte-rendu."""

from collections.abc import Mapping
from contextlib import aclosing
from dataclasses import replace
from urllib.parse import urlencode

import reflex as rx
from reflex.event import EventSpec

from chorus_app.flux import checklist, queries, redeposit, uploads
from chorus_app.flux.counts import by_month
from chorus_app.flux.perms import may_deposit
from chorus_app.flux.queries import FluxList
from chorus_app.flux.views import FluxView, LotReportView, ReportView
from chorus_app.formats.lots import NoRoom
from chorus_app.kernel.children import ChildDied
from chorus_app.kernel.clock import PARIS
from chorus_app.kernel.context import Context, product_world
from chorus_app.kernel.errors import AppError, NotFound
from chorus_app.kernel.months import last_months
from chorus_app.kernel.paging import PageRequest
from chorus_app.kernel.text import t
from chorus_app.preferences import queries as preferences
from chorus_app.preferences.queries import Kept
from chorus_app.ui.checklist.state import ChecklistState, flux_of_path
from chorus_app.ui.components.chart import Year
from chorus_app.ui.components.criteria import Criteria
from chorus_app.ui.components.findings import FindingCard
from chorus_app.ui.components.kept import KeptListState
from chorus_app.ui.components.list_url import Asked, ListSpec, PageLink, asked, pager
from chorus_app.ui.flux_tracking.asking import CRITERIA, LOT_SPEC, SPEC, wanted
from chorus_app.ui.flux_tracking.views import (
    DEPOSITS,
    Fact,
    FluxCard,
    FluxLine,
    InvoiceLine,
    LayerLine,
    LotLine,
    LotProgressCard,
    ReportCard,
    StateLine,
    flux_by_month,
    flux_card,
    flux_line,
    invoice_line,
    layer_line,
    lot_line,
    lot_progress,
    lot_report_card,
    reading_of,
    report_beyond,
    report_card,
    report_facts,
    report_findings,
    state_counts,
    state_lines,
)
from chorus_app.ui.gate import Right, event
from chorus_app.ui.live import PACE_OF_PROGRESS, changes, keep_live
from chorus_app.ui.problems import told
from chorus_app.ui.session import Person, act, look, who

SHOWN = 20  # invoices that the page of a flux names: the list holds all


class FluxListState(KeptListState, rx.State):
    """The list, kept live: a flux changes its state within seconds."""

    rows: list[FluxLine] = []

    @classmethod
    def _spec(cls) -> ListSpec:
        return SPEC

    @classmethod
    def _criteria(cls) -> Criteria:
        return CRITERIA

    @event(Right.ATTACHED)
    async def load(self) -> EventSpec:
        """The list, kept live."""
        return await self._opening() or FluxListState.follow

    @event(Right.ATTACHED, background=True)
    async def follow(self) -> None:
        """Read the page of the list that the address asks for, again after each change."""
        async with self:
            address = str(self.router.url)
        await keep_live(self, "page", _topics, shown=lambda: str(self.router.url) == address)

    async def _read(self) -> None:
        place = self._asked()
        found, kept, self.year = await look(self, _found, place=place)
        self.statuses = state_counts(found.states, place)
        await self._fill_kept(place, kept, found.page, [flux_line(row) for row in found.page.rows])


def _topics(person: Person) -> list[str]:
    return [f"structure:{attachment.structure_id}" for attachment in person.attachments]


def _found(context: Context, *, place: Asked) -> tuple[FluxList, Kept, Year]:
    found = queries.list_flux(context, filters=wanted(place.search, place.filters), page=place.page)
    months = last_months(context.now().astimezone(PARIS).date())
    shown = flux_by_month(by_month(context, months), months, replace(place, search="", filters={}))
    return found, preferences.kept(context, listing=SPEC.name), shown


class OneFlux(rx.State, mixin=True):
    """What the pages about one flux share: the flux of the address, kept live. A page adds `_show()` and `_clear()`."""

    card: FluxCard = FluxCard()
    lot: LotProgressCard = LotProgressCard()
    missing: bool = False
    may_send: bool = False
    packing: bool = False
    problem: str = ""
    address: str = ""  # what is shown belongs to it: a page loaded anew still has what the tab showed before
    _flux: str = ""

    @event(Right.PUBLIC)
    def leave(self) -> None:
        """Show nothing of this flux when the page comes back for another one."""
        self._flux = self.address = ""
        self._clear()

    @event(Right.ATTACHED, background=True)
    async def follow(self) -> None:
        """Show the flux of the address, again after each change."""
        async with self:
            flux = self._flux = flux_of_path(self.router.url.path)
            if self.card.id != flux:
                self._clear()
            self.address = self.router.url.path
            tab = self.router.session.client_token
        async with aclosing(changes(tab, "page", f"flux:{flux}", pace=PACE_OF_PROGRESS)) as rings:
            async for _ in rings:
                async with self:
                    if self._flux != flux or await who(self) is None:
                        return
                    await self._read()
                    if self._done():
                        return

    @event(Right.ATTACHED, background=True)
    async def redeposit(self) -> EventSpec | None:
        """Prepare a lot of the refused invoices only, and go to its deposit."""
        async with self:
            if self.packing:
                return None
            flux, self.packing, self.problem = self._flux, True, ""
        try:
            async with self:
                wanted = await look(self, redeposit.refused_files, public_id=flux)
                found = await look(self, queries.get_flux, public_id=flux)
            stored = await redeposit.pack_refused_apart(product_world(), wanted)
            async with self:
                upload = await act(self, uploads.remember, stored=stored, name=redeposit.name_of_refused(wanted.name))
        except (AppError, ChildDied, NoRoom) as error:
            async with self:
                self.problem = told(error) if isinstance(error, AppError) else t("flux_tracking.lot.not_packed")
            return None
        finally:
            async with self:
                self.packing = False
        return rx.redirect(f"{DEPOSITS[found.row.space]}?{urlencode({'depuis': flux, 'envoi': upload})}")

    async def _read(self) -> None:
        try:
            found = await look(self, queries.get_flux, public_id=self._flux)
        except NotFound:
            self._clear()
            self.missing = True
            return
        self.card, self.missing = flux_card(found.row), False
        self.lot = lot_progress(found)
        self.may_send = await look(self, may_deposit, found.row.space)
        await self._show(found)

    async def _show(self, found: FluxView) -> None:
        """Show what the page shows besides the card."""
        raise LookupError(found)

    def _done(self) -> bool:
        """Whether nothing that the page shows can change any more."""
        return False

    def _clear(self) -> None:
        self.card, self.missing, self.lot = FluxCard(), False, LotProgressCard()
        self.may_send, self.problem = False, ""


class FluxPageState(OneFlux, rx.State):
    """One flux, until its end."""

    states: list[StateLine] = []
    invoices: list[InvoiceLine] = []
    more: str = ""
    last: list[LotLine] = []

    @event(Right.ATTACHED)
    def load(self) -> list[EventSpec]:
        """The flux and its checklist, both kept live."""
        return [FluxPageState.follow, ChecklistState.follow_flux]

    async def _show(self, found: FluxView) -> None:
        self.states = state_lines(found)
        self.invoices = [invoice_line(invoice) for invoice in found.invoices[:SHOWN]]
        left = len(found.invoices) - SHOWN
        self.more = t("flux_tracking.lot.more", count=left) if left > 0 else ""
        self.last = [lot_line(self._flux, invoice) for invoice in found.lot.last] if found.lot else []

    def _clear(self) -> None:
        super()._clear()
        self.states, self.invoices, self.more, self.last = [], [], "", []


class ReportState(OneFlux, rx.State):
    """The compte-rendu of a flux; it appears when the import ends. Opening it counts as reading it."""

    report: ReportCard = ReportCard()
    findings: list[FindingCard] = []
    beyond: list[FindingCard] = []
    facts: list[Fact] = []
    layers: list[LayerLine] = []
    waiting: bool = False
    lines: list[LotLine] = []
    pager: list[PageLink] = []
    only_refused: bool = False
    one: str = ""  # name of the invoice of a lot that is shown alone
    reading: str = ""  # where the file can be read; empty for a lot as a whole

    @event(Right.ATTACHED)
    def load(self) -> EventSpec:
        """The report, as soon as it is there."""
        return ReportState.follow

    async def _show(self, found: FluxView) -> None:
        self.waiting = not found.row.final
        if self.waiting:
            return
        query = dict(self.router.url.query_parameters)
        if found.lot is not None and not query.get("facture"):
            await self._show_lot(query)
            return
        place = str(query.get("facture", ""))
        position = int(place) if found.lot is not None and place.isascii() and place.isdigit() else None
        try:
            report = await act(self, opened, public_id=self._flux, position=position)
        except NotFound:
            self._clear()
            self.missing = True
            return
        self.lines, self.pager = [], []
        self.one = report.invoices[0].name if position is not None else ""
        self.reading = reading_of(self._flux, position)
        self.report = report_card(report)
        self.findings, self.beyond = report_findings(report), report_beyond(report)
        self.facts = report_facts(report)
        self.layers = [layer_line(layer) for layer in report.layers]

    async def _show_lot(self, query: Mapping[str, str]) -> None:
        """A page of the invoices of a lot."""
        place = asked(LOT_SPEC, self.router.url.path, query)
        self.only_refused = place.filters.get("refusees") == "oui"
        report = await act(self, opened_lot, public_id=self._flux, page=place.page, refused_only=self.only_refused)
        self.report = lot_report_card(report)
        self.lines = [lot_line(self._flux, row, report.reasons.get(row.position, ())) for row in report.page.rows]
        self.pager = pager(place, report.page.pages)
        self.findings, self.beyond, self.facts, self.layers, self.one, self.reading = [], [], [], [], "", ""

    def _done(self) -> bool:
        return self.card.final or self.missing

    def _clear(self) -> None:
        super()._clear()
        self.report, self.waiting = ReportCard(), False
        self.findings, self.beyond, self.facts, self.layers = [], [], [], []
        self.lines, self.pager, self.only_refused, self.one, self.reading = [], [], False, "", ""


def opened(context: Context, *, public_id: str, position: int | None = None) -> ReportView:
    """The report, which the person has read from now on. Raises `NotFound`."""
    checklist.read_report(context, public_id=public_id)
    context.session.flush()
    return queries.get_report(context, public_id=public_id, position=position)


def opened_lot(context: Context, *, public_id: str, page: PageRequest, refused_only: bool) -> LotReportView:
    """A page of the report of a lot, which the person has read from now on. Raises `NotFound`."""
    checklist.read_report(context, public_id=public_id)
    context.session.flush()
    report = queries.get_lot_report(context, public_id=public_id, page=page, refused_only=refused_only)
    if report is None:
        raise NotFound()
    return report
