"""What happens on the page of a structure: its data, what it demands, its spaces, its history."""

from typing import Any

import reflex as rx
from reflex.event import EventSpec

from chorus_app.kernel.errors import AppError, Denied
from chorus_app.kernel.paging import PageRequest
from chorus_app.kernel.text import t
from chorus_app.structures import changing, organisation
from chorus_app.structures.enums import Demand
from chorus_app.structures.organisation import Organisation
from chorus_app.ui.components.answers import AnswerState
from chorus_app.ui.components.changes import ChangeLine, change_line
from chorus_app.ui.components.editing import EditState
from chorus_app.ui.components.forms import FormState
from chorus_app.ui.components.list_url import ListSpec
from chorus_app.ui.components.listing import ListState
from chorus_app.ui.gate import Right, event
from chorus_app.ui.session import act, look
from chorus_app.ui.structure.asking import HISTORY_SPEC, ROUTE
from chorus_app.ui.structure.views import OrganisationCard, SpaceLine, organisation_card, space_line


class OrganisationState(AnswerState, rx.State):
    """Data and spaces of the structure that the tab acts for; `asking` is the space that waits for a yes."""

    loaded: bool = False
    allowed: bool = False
    card: OrganisationCard = OrganisationCard()
    spaces: list[SpaceLine] = []
    asking: str = ""
    asking_name: str = ""

    @event(Right.ATTACHED)
    async def load(self) -> None:
        form = await self.get_state(DataFormState)
        self._hush()
        self.asking, self.message, form.saved = "", form.saved, ""
        await self._read()

    @event(Right.MANAGER)
    async def open_space(self, space: str) -> None:
        """Use a space again."""
        await self._switch(space, closed=False)

    @event(Right.MANAGER)
    def ask(self, space: str) -> None:
        """Ask again before a space is switched off."""
        self._hush()
        for line in self.spaces:
            if line.id == space and not line.compulsory:
                self.asking, self.asking_name = line.id, line.name

    @event(Right.MANAGER)
    def keep(self) -> None:
        """Leave the space as it is."""
        self.asking = ""

    @event(Right.MANAGER)
    async def close_space(self) -> None:
        """Use the space no more that was asked about."""
        await self._switch(self.asking, closed=True)

    async def _switch(self, space: str, *, closed: bool) -> None:
        self.asking = ""
        name = next((line.name for line in self.spaces if line.id == space), "")
        done = t("structure_ui.spaces.is_closed" if closed else "structure_ui.spaces.is_open", name=name)
        await self._do(changing.close_space if closed else changing.open_space, done, space=str(space))

    async def _read(self) -> None:
        try:
            found = await look(self, organisation.get_organisation)
        except Denied:
            self.allowed, self.card, self.spaces = False, OrganisationCard(), []
        else:
            self.allowed, self.card = True, organisation_card(found)
            self.spaces = [space_line(row) for row in found.spaces]
        self.loaded = True


class DataFormState(FormState, rx.State):
    """The form of name and address."""

    @classmethod
    def _fields(cls) -> tuple[str, ...]:
        return changing.DATA_FIELDS

    def _label(self, name: str) -> str:
        return t(f"structure_ui.data.{name}")

    @event(Right.ATTACHED)
    async def load(self) -> None:
        found = await _organisation(self)
        self.allowed = found is not None and found.may_change_data
        values = found.data if found and self.allowed else {}
        self._fill_form(values, version=found.data_version if found else 0)
        self.loaded = True

    @event(Right.MANAGER)
    async def save(self, form: dict[str, Any]) -> EventSpec | None:
        """Save; where somebody was faster, show both versions."""
        return await self._submit(form, self._save, t("structure_ui.data.saved"))

    async def _save(self, typed: dict[str, str]) -> str:
        await act(self, changing.change_data, version=self._version, values=typed)
        return ROUTE


class DemandState(EditState, rx.State):
    """What the structure demands of the invoices that it receives."""

    loaded: bool = False
    allowed: bool = False
    card: OrganisationCard = OrganisationCard()
    chosen: str = ""

    @classmethod
    def _fields(cls) -> tuple[str, ...]:
        return ("demand",)

    def _label(self, name: str) -> str:
        return t(f"structure_ui.parameters.{name}")

    def _shown(self, name: str, value: str) -> str:  # noqa: ARG002 - there is only one field
        return t(f"structure_ui.demand.{value}.name")

    @event(Right.ATTACHED)
    async def load(self) -> None:
        self.message = ""
        await self._read()

    @event(Right.MANAGER)
    def choose(self, demand: str) -> None:
        """Choose, without saving yet."""
        if demand in list(Demand):
            self.chosen, self.message = str(demand), ""

    @event(Right.MANAGER)
    def take(self, name: str) -> None:
        """Take the other's choice."""
        if any(clash.field == name for clash in self.clashes):
            self.chosen, self.clashes = self._before["demand"], []

    @event(Right.MANAGER)
    async def save(self) -> EventSpec | None:
        """Save; where somebody was faster, show both versions."""
        typed = {"demand": self.chosen}
        self._forget_faults()
        self.message = ""
        try:
            await act(self, changing.change_demand, version=self._version, demand=self.chosen)
        except AppError as error:
            elsewhere = self._not_saved(error, typed)
            self.chosen = self.values["demand"]
            return elsewhere
        await self._read()
        self.message = t("structure_ui.parameters.saved")
        return None

    async def _read(self) -> None:
        found = await _organisation(self)
        self.allowed = found is not None
        self.card = organisation_card(found) if found else OrganisationCard()
        self.chosen = found.demand.value if found else ""
        self._fill_form({"demand": self.chosen}, version=found.parameters_version if found else 0)
        self.loaded = True


class HistoryState(ListState, rx.State):
    """All changes of the structure, newest first."""

    allowed: bool = False
    rows: list[ChangeLine] = []

    @classmethod
    def _spec(cls) -> ListSpec:
        return HISTORY_SPEC

    @event(Right.ATTACHED)
    async def load(self) -> None:
        place = self._asked()
        try:
            page = await look(self, organisation.history, page=PageRequest(page=place.page.page))
        except Denied:
            self.allowed, self.rows, self.loaded = False, [], True
        else:
            self.allowed = True
            self._fill(place, page, [change_line(change) for change in page.rows])


async def _organisation(state: rx.State) -> Organisation | None:
    """The structure; None to who may not look at it."""
    try:
        return await look(state, organisation.get_organisation)
    except Denied:
        return None
