"""What happens on « Journal des appels »: narrow the list, look at a call, make it again."""

import asyncio

import reflex as rx
from reflex.event import EventSpec

from chorus_app.flux.queries import deposited_file
from chorus_app.kernel.context import product_world
from chorus_app.kernel.errors import AppError, Denied
from chorus_app.kernel.paging import PageRequest
from chorus_app.kernel.text import t
from chorus_app.raccordement import calls, replays
from chorus_app.raccordement.views import CallView
from chorus_app.ui.components.list_url import ListSpec
from chorus_app.ui.components.listing import ListState
from chorus_app.ui.components.things import ThingState
from chorus_app.ui.gate import Right, event
from chorus_app.ui.problems import told
from chorus_app.ui.raccordement.calls import asking
from chorus_app.ui.raccordement.calls.views import CallCard, CallLine, call_card, call_line
from chorus_app.ui.session import look


class CallsState(ListState, rx.State):
    """A page of the calls; `routes` are the addresses that were called."""

    allowed: bool = True  # every tab of the structure has it; here only managers see more than why not
    manages: bool = False
    routes: list[str] = []
    rows: list[CallLine] = []

    @classmethod
    def _spec(cls) -> ListSpec:
        return asking.SPEC

    @event(Right.ATTACHED)
    async def load(self) -> None:
        place = self._asked()
        filters = asking.call_filters(place.search, place.filters)
        await written()
        try:
            page = await look(self, calls.list_calls, filters=filters, page=PageRequest(page=place.page.page))
            self.routes = await look(self, calls.routes_called)
        except Denied:
            self.manages, self.rows, self.routes, self.loaded = False, [], [], True
        else:
            self.manages = True
            self._fill(place, page, [call_line(row) for row in page.rows])


class CallState(ThingState, rx.State):
    """One call; `asking` asks again before it is made again."""

    card: CallCard = CallCard()
    again: list[CallCard] = []
    asking: bool = False

    @event(Right.ATTACHED)
    async def load(self) -> None:
        self._hush()
        self.asking = False
        await self._read()

    @event(Right.MANAGER)
    def ask(self) -> None:
        """Ask again before the call is made again: it acts as the first time."""
        self._hush()
        self.asking = True

    @event(Right.MANAGER)
    def keep(self) -> None:
        """Do nothing after all."""
        self.asking = False

    @event(Right.MANAGER)
    async def replay(self) -> EventSpec | None:
        """Make the call again, in the name of the same technical account."""
        self._hush()
        self.asking = False
        try:
            again = await look(self, replays.prepare, public_id=self._public_id(), file_of=deposited_file)
        except AppError as error:
            self.problem = told(error)
            return None
        await replays.make(product_world(), again)
        self.message = t("raccordement.calls.replayed")
        await self._read()
        return rx.set_focus("again")

    def _public_id(self) -> str:
        return str(self.router.url.path).rstrip("/").rpartition("/")[2][:40]

    async def _read(self) -> None:
        await written()
        found: CallView | None = await self._found(calls.get_call, self._public_id())
        self.card = call_card(found) if found else CallCard()
        self.again = [call_card(one) for one in found.again] if found else []


async def written() -> None:
    """What was noted and not written yet is to be seen too."""
    await asyncio.to_thread(calls.write_waiting, product_world())
