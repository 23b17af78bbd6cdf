"""What happens on the lists of invoices."""

from dataclasses import replace

import reflex as rx
from reflex.event import EventSpec

from chorus_app.formats.syntaxes import Space
from chorus_app.invoices import lists, perms
from chorus_app.invoices.enums import Scope
from chorus_app.invoices.lists import InvoiceList
from chorus_app.kernel.clock import PARIS
from chorus_app.kernel.context import Context
from chorus_app.kernel.months import last_months
from chorus_app.preferences import queries as preferences
from chorus_app.preferences.queries import Kept
from chorus_app.ui.components.chart import Year
from chorus_app.ui.components.criteria import Criteria
from chorus_app.ui.components.kept import KeptListState
from chorus_app.ui.components.list_url import Asked, ListSpec
from chorus_app.ui.gate import Right, event
from chorus_app.ui.invoices.asking import ROUTES, SPECS, wanted
from chorus_app.ui.invoices.chart import invoices_by_month
from chorus_app.ui.invoices.criteria import criteria_of
from chorus_app.ui.invoices.views import (
    InvoiceLine,
    invoice_line,
    status_counts,
)
from chorus_app.ui.live import keep_live, reads
from chorus_app.ui.session import Person, look

DEPOSITED = frozenset(Scope(space.value) for space in Space)  # the lists of what the structure itself deposits


class InvoiceListState(KeptListState, mixin=True):
    """What the lists share; each names its scope."""

    rows: list[InvoiceLine] = []
    flux: str = ""
    without_flux: str = ""
    may_deposit: bool = False

    @classmethod
    def _scope(cls) -> Scope:
        raise LookupError(cls.__name__)

    @classmethod
    def _spec(cls) -> ListSpec:
        return SPECS[cls._scope()]

    @classmethod
    def _criteria(cls) -> Criteria:
        return criteria_of(cls._scope())

    @event(Right.ATTACHED)
    async def load(self) -> EventSpec:
        """Read the page of the list that the address asks for, then keep it live."""
        if elsewhere := await self._opening():
            return elsewhere
        reads(self.router.session.client_token, self._scope().value)
        await self._read()
        return type(self).follow

    @event(Right.ATTACHED, background=True)
    async def follow(self) -> None:
        """Read again when an invoice of the person's structures changes."""
        scope = self._scope()
        await keep_live(self, scope.value, topics, shown=lambda: self.router.url.path == ROUTES[scope])

    async def _read(self) -> None:
        scope, place = self._scope(), self._asked()
        found, kept, self.may_deposit, self.year = await look(self, _found, scope=scope, place=place)
        self.statuses = status_counts(found.statuses, place)
        self.flux = place.filters.get("flux", "")
        self.without_flux = place.href(flux="", page="1")
        await self._fill_kept(place, kept, found.page, [invoice_line(row, scope) for row in found.page.rows])


def topics(person: Person) -> list[str]:
    """What rings when an invoice of the person's structures changes."""
    return [f"invoices:{attachment.structure_id}" for attachment in person.attachments]


def _found(context: Context, *, scope: Scope, place: Asked) -> tuple[InvoiceList, Kept, bool, Year]:
    filters = wanted(place.search, place.filters)
    found = lists.list_invoices(context, scope=scope, filters=filters, page=place.page)
    kept = preferences.kept(context, listing=SPECS[scope].name)
    may_deposit = scope in DEPOSITED and perms.may_deposit_files(context, Space(scope.value))
    months = last_months(context.now().astimezone(PARIS).date())
    counts = lists.count_by_month(context, scope=scope, months=months)
    whole = replace(place, search="", filters={})
    return found, kept, may_deposit, invoices_by_month(counts, months, whole)


class IssuedState(InvoiceListState, rx.State):
    """« Factures émises »."""

    @classmethod
    def _scope(cls) -> Scope:
        return Scope.EMISES


class WorksState(InvoiceListState, rx.State):
    """« Factures de travaux »."""

    @classmethod
    def _scope(cls) -> Scope:
        return Scope.TRAVAUX


class ReceivedState(InvoiceListState, rx.State):
    """« Factures reçues »."""

    @classmethod
    def _scope(cls) -> Scope:
        return Scope.RECUES


class ToValidateState(InvoiceListState, rx.State):
    """« Factures à valider »."""

    @classmethod
    def _scope(cls) -> Scope:
        return Scope.VALIDER
