"""What happens on « Suivi des flux »: the list, one flux, its compte-rendu."""

from contextlib import aclosing

import reflex as rx
from reflex.event import EventSpec

from chorus_app.flux import checklist, queries
from chorus_app.flux.queries import FluxList
from chorus_app.flux.views import FluxView, ReportView
from chorus_app.kernel.context import Context
from chorus_app.kernel.errors import NotFound
from chorus_app.preferences import queries as preferences
from chorus_app.preferences.queries import Kept
from chorus_app.ui.checklist.state import ChecklistState, flux_of_path
from chorus_app.ui.components.criteria import Criteria
from chorus_app.ui.components.findings import FindingCard
from chorus_app.ui.components.kept import KeptListState
from chorus_app.ui.components.list_url import Asked, ListSpec
from chorus_app.ui.flux_tracking.asking import CRITERIA, SPEC, wanted
from chorus_app.ui.flux_tracking.views import (
    Fact,
    FluxCard,
    FluxLine,
    InvoiceLine,
    LayerLine,
    ReportCard,
    StateLine,
    flux_card,
    flux_line,
    invoice_line,
    layer_line,
    report_beyond,
    report_card,
    report_facts,
    report_findings,
    state_counts,
    state_lines,
)
from chorus_app.ui.gate import Right, event
from chorus_app.ui.live import changes
from chorus_app.ui.session import act, look, who


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
            tab, address = self.router.session.client_token, str(self.router.url)
            person = await who(self)
            topics = [f"structure:{a.structure_id}" for a in person.attachments] if person else []
        async with aclosing(changes(tab, "page", *topics)) as rings:
            async for _ in rings:
                async with self:
                    if str(self.router.url) != address or await who(self) is None:
                        return
                    await self._read()

    async def _read(self) -> None:
        place = self._asked()
        found, kept = await look(self, _found, place=place)
        self.statuses = state_counts(found.states, place)
        await self._fill_kept(place, kept, found.page, [flux_line(row) for row in found.page.rows])


def _found(context: Context, *, place: Asked) -> tuple[FluxList, Kept]:
    found = queries.list_flux(context, filters=wanted(place.search, place.filters), page=place.page)
    return found, preferences.kept(context, listing=SPEC.name)


class OneFlux(rx.State, mixin=True):
    """What the pages about one flux share: the flux of the address, kept live. A page adds `_show()` and `_clear()`."""

    card: FluxCard = FluxCard()
    missing: bool = False
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
        async with aclosing(changes(tab, "page", f"flux:{flux}")) as rings:
            async for _ in rings:
                async with self:
                    if self._flux != flux or await who(self) is None:
                        return
                    await self._read()
                    if self._done():
                        return

    async def _read(self) -> None:
        try:
            found = await look(self, queries.get_flux, public_id=self._flux)
        except NotFound:
            self._clear()
            self.missing = True
            return
        self.card, self.missing = flux_card(found.row), False
        await self._show(found)

    async def _show(self, found: FluxView) -> None:
        """Show what the page shows besides the card."""
        raise LookupError(found)

    def _done(self) -> bool:
        """Whether nothing that the page shows can change any more."""
        return False

    def _clear(self) -> None:
        self.card, self.missing = FluxCard(), False


class FluxPageState(OneFlux, rx.State):
    """One flux, until its end."""

    states: list[StateLine] = []
    invoices: list[InvoiceLine] = []

    @event(Right.ATTACHED)
    def load(self) -> list[EventSpec]:
        """The flux and its checklist, both kept live."""
        return [FluxPageState.follow, ChecklistState.follow_flux]

    async def _show(self, found: FluxView) -> None:
        self.states = state_lines(found)
        self.invoices = [invoice_line(invoice) for invoice in found.invoices]

    def _clear(self) -> None:
        super()._clear()
        self.states, self.invoices = [], []


class ReportState(OneFlux, rx.State):
    """The compte-rendu of a flux; it appears when the import ends. Opening it counts as reading it."""

    report: ReportCard = ReportCard()
    findings: list[FindingCard] = []
    beyond: list[FindingCard] = []
    facts: list[Fact] = []
    layers: list[LayerLine] = []
    waiting: bool = False

    @event(Right.ATTACHED)
    def load(self) -> EventSpec:
        """The report, as soon as it is there."""
        return ReportState.follow

    async def _show(self, found: FluxView) -> None:
        self.waiting = not found.row.final
        if self.waiting:
            return
        report = await act(self, opened, public_id=self._flux)
        self.report = report_card(report)
        self.findings, self.beyond = report_findings(report), report_beyond(report)
        self.facts = report_facts(report)
        self.layers = [layer_line(layer) for layer in report.layers]

    def _done(self) -> bool:
        return self.card.final or self.missing

    def _clear(self) -> None:
        super()._clear()
        self.report, self.waiting = ReportCard(), False
        self.findings, self.beyond, self.facts, self.layers = [], [], [], []


def opened(context: Context, *, public_id: str) -> ReportView:
    """The report, which the person has read from now on. Raises `NotFound`."""
    checklist.read_report(context, public_id=public_id)
    context.session.flush()
    return queries.get_report(context, public_id=public_id)
