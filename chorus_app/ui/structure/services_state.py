"""What happens on the services of a structure: the list, one service, the form."""

from typing import Any
from urllib.parse import urlencode

import reflex as rx
from reflex.event import EventSpec

from chorus_app.kernel.context import Context
from chorus_app.kernel.errors import AppError, Denied, NotFound
from chorus_app.kernel.paging import Page
from chorus_app.kernel.text import t
from chorus_app.structures import organisation, services
from chorus_app.structures.errors import ChangedMeanwhile
from chorus_app.structures.organisation import ServiceRow
from chorus_app.structures.perms import may_manage
from chorus_app.ui.components.answers import AnswerState
from chorus_app.ui.components.changes import ChangeLine, change_line
from chorus_app.ui.components.editing import EditState
from chorus_app.ui.components.faults import focus_first
from chorus_app.ui.components.list_url import Asked, ListSpec
from chorus_app.ui.components.listing import ListState
from chorus_app.ui.gate import Right, event
from chorus_app.ui.problems import by_field
from chorus_app.ui.session import ActingState, act, look, who
from chorus_app.ui.structure.asking import SERVICES, SERVICES_SPEC, wanted
from chorus_app.ui.structure.views import ServiceCard, ServiceLine, service_card, service_line

EMPTY = {"code": "", "name": "", "valid_from": "", "valid_until": "", "engagement_required": ""}


class ServicesState(ListState, rx.State):
    """The list of the structure that the tab acts for."""

    allowed: bool = False
    may_change: bool = False
    rows: list[ServiceLine] = []

    @classmethod
    def _spec(cls) -> ListSpec:
        return SERVICES_SPEC

    @event(Right.ATTACHED)
    async def load(self) -> None:
        place = self._asked()
        try:
            page, self.may_change = await look(self, _listed, place=place)
        except Denied:
            self.allowed, self.may_change, self.rows, self.loaded = False, False, [], True
            return
        self.allowed = True
        self._fill(place, page, [service_line(row) for row in page.rows])
        person, acting = await who(self), await self.get_state(ActingState)
        attachment = person.attachment(acting.structure) if person else None
        structure = urlencode({"structure": attachment.public_id}) if attachment else ""
        self.export = "&".join(filter(None, (self.export, structure)))


class ServiceState(AnswerState, rx.State):
    """One service: shown, put out of use and back."""

    loaded: bool = False
    missing: bool = False
    card: ServiceCard = ServiceCard()
    history: list[ChangeLine] = []

    @event(Right.ATTACHED)
    async def load(self) -> None:
        form = await self.get_state(ServiceFormState)
        self._hush()
        self.message, form.saved = form.saved, ""
        await self._read()

    @event(Right.MANAGER)
    async def deactivate(self) -> None:
        """No invoice can be addressed to it any more."""
        await self._do(
            services.deactivate_service, t("structure_ui.services.is_inactive"), public_id=of_path(self.router.url.path)
        )

    @event(Right.MANAGER)
    async def reactivate(self) -> None:
        """Invoices can be addressed to it again."""
        await self._do(
            services.reactivate_service, t("structure_ui.services.is_active"), public_id=of_path(self.router.url.path)
        )

    async def _read(self) -> None:
        try:
            found = await look(self, organisation.get_service, public_id=of_path(self.router.url.path))
        except NotFound:
            self.card, self.history, self.missing = ServiceCard(), [], True
        else:
            self.card, self.missing = service_card(found), False
            self.history = [change_line(change) for change in found.history]
        self.loaded = True


class ServiceFormState(EditState, rx.State):
    """The form of a new service, or of one that is being changed."""

    loaded: bool = False
    allowed: bool = False
    missing: bool = False
    editing: str = ""
    code: str = ""
    engagement: bool = False
    saved: str = ""

    @classmethod
    def _fields(cls) -> tuple[str, ...]:
        return tuple(EMPTY)

    def _label(self, name: str) -> str:
        return t(f"structure_ui.services.field.{name}")

    def _shown(self, name: str, value: str) -> str:
        if name == "engagement_required":
            return t("journal.yes") if value else t("journal.no")
        return value or t("editing.nothing")

    @event(Right.ATTACHED)
    async def load(self) -> None:
        """An empty form, or that of the service in the address."""
        self.editing, self.missing, self.code = of_path(self.router.url.path), False, ""
        self.engagement = False
        self._fill_form(EMPTY, version=0)
        if self.editing:
            await self._open()
        else:
            self.allowed = await look(self, _may_add)
        self.loaded = True

    @event(Right.MANAGER)
    def set_engagement(self, required: bool) -> None:
        """Whether the service demands an engagement number."""
        self.engagement = bool(required)

    @event(Right.MANAGER)
    async def save(self, form: dict[str, Any]) -> EventSpec | None:
        """Save; where somebody was faster, show both versions."""
        typed = {**self._typed(form), "engagement_required": "1" if self.engagement else ""}
        self._forget_faults()
        try:
            public_id = await self._save(typed)
        except ChangedMeanwhile as faster:
            self._compare(faster, typed)
            self.engagement = bool(self.values["engagement_required"])
            return rx.set_focus("meanwhile")
        except AppError as error:
            self.errors = by_field(error)
            self.problem = self.errors.pop("", "")
            return focus_first(self.errors, self._fields())
        self.saved = t("structure_ui.services.saved")
        return rx.redirect(f"{SERVICES}/{public_id}")

    async def _save(self, typed: dict[str, str]) -> str:
        if not self.editing:
            return await act(self, services.add_service, values=typed)
        await act(self, services.change_service, public_id=self.editing, version=self._version, values=typed)
        return self.editing

    async def _open(self) -> None:
        try:
            found = await look(self, organisation.get_service, public_id=self.editing)
        except NotFound:
            self.allowed, self.missing = True, True
            return
        self.allowed, self.code = found.may_change, found.row.code
        self._fill_form(found.values, version=found.version)
        self.engagement = bool(found.values["engagement_required"])


def of_path(path: str) -> str:
    """The service's public id in an address; empty on the form of a new one."""
    name = path.removeprefix(f"{SERVICES}/").partition("/")[0]
    return "" if name == "ajouter" else name


def _listed(context: Context, *, place: Asked) -> tuple[Page[ServiceRow], bool]:
    filters = wanted(place.search, place.filters)
    return organisation.list_services(context, filters=filters, page=place.page), _may_add(context)


def _may_add(context: Context) -> bool:
    return context.structure_id is not None and may_manage(context, structure_id=context.structure_id)
