"""What happens on the services of a structure: the list, one service, the form."""

from typing import Any
from urllib.parse import urlencode

import reflex as rx
from reflex.event import EventSpec

from chorus_app.kernel.context import Context
from chorus_app.kernel.errors import Denied
from chorus_app.kernel.paging import Page
from chorus_app.kernel.text import t
from chorus_app.structures import organisation, services
from chorus_app.structures.organisation import ServiceRow
from chorus_app.structures.perms import may_manage
from chorus_app.ui.components.changes import change_line
from chorus_app.ui.components.forms import ThingFormState
from chorus_app.ui.components.list_url import Asked, ListSpec
from chorus_app.ui.components.listing import ListState
from chorus_app.ui.components.things import ThingState
from chorus_app.ui.gate import Right, event
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


class ServiceState(ThingState, rx.State):
    """One service: shown, put out of use and back."""

    card: ServiceCard = ServiceCard()

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
        found = await self._found(organisation.get_service, of_path(self.router.url.path))
        self.card = service_card(found) if found else ServiceCard()
        self.history = [change_line(change) for change in found.history] if found else []


class ServiceFormState(ThingFormState, rx.State):
    """The form of a new service, or of one that is being changed."""

    code: str = ""

    @classmethod
    def _fields(cls) -> tuple[str, ...]:
        return tuple(EMPTY)

    @classmethod
    def _boxes(cls) -> tuple[str, ...]:
        return ("engagement_required",)

    def _label(self, name: str) -> str:
        return t(f"structure_ui.services.field.{name}")

    @event(Right.ATTACHED)
    async def load(self) -> None:
        """An empty form, or that of the service in the address."""
        self.code = ""
        found = await self._open(
            of_path(self.router.url.path), found=organisation.get_service, may_add=_may_add, empty=EMPTY
        )
        if found:
            self.allowed, self.code = found.may_change, found.row.code
            self._fill_form(found.values, version=found.version)

    @event(Right.MANAGER)
    async def save(self, form: dict[str, Any]) -> EventSpec | None:
        """Save; where somebody was faster, show both versions."""
        return await self._submit(form, self._save, t("structure_ui.services.saved"))

    async def _save(self, typed: dict[str, str]) -> str:
        if not self.editing:
            return f"{SERVICES}/{await act(self, services.add_service, values=typed)}"
        await act(self, services.change_service, public_id=self.editing, version=self._version, values=typed)
        return f"{SERVICES}/{self.editing}"


def of_path(path: str) -> str:
    """The service's public id in an address; empty on the form of a new one."""
    name = path.removeprefix(f"{SERVICES}/").partition("/")[0]
    return "" if name == "ajouter" else name


def _listed(context: Context, *, place: Asked) -> tuple[Page[ServiceRow], bool]:
    filters = wanted(place.search, place.filters)
    return organisation.list_services(context, filters=filters, page=place.page), _may_add(context)


def _may_add(context: Context) -> bool:
    return context.structure_id is not None and may_manage(context, structure_id=context.structure_id)
