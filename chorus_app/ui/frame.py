"""What stands around every page: who is signed in, for whom he acts, what waits for him. Kept live by the bell."""

from dataclasses import dataclass

import reflex as rx
from reflex.event import EventSpec

from chorus_app.kernel.config import settings
from chorus_app.kernel.context import Context, product_world
from chorus_app.structures import approvals
from chorus_app.ui.gate import Right, event
from chorus_app.ui.session import ActingState, Person, look, sign_out_here, who


@dataclass(frozen=True)
class StructureChoice:
    """A structure in the header's list."""

    id: str
    name: str


class FrameState(rx.State):
    """The frame. Page States never read it; what they need of the person they ask the session."""

    ready: bool = False
    signed_in: bool = False
    attached: bool = False
    name: str = ""
    structures: list[StructureChoice] = []
    acting: str = ""
    acting_name: str = ""
    approvals: int = 0
    menu_open: bool = False
    problem: str = ""
    message: str = ""
    demo: bool = settings().demo
    _turn: int = 0

    @event(Right.PUBLIC)
    async def enter(self) -> EventSpec | None:
        """First event of every page: who is there, then watch for changes."""
        self.problem = self.message = ""
        self.menu_open = False
        person = await who(self)
        await self._show(person)
        return FrameState.follow if person else None

    @event(Right.SIGNED_IN, background=True)
    async def follow(self) -> EventSpec | None:
        """Wait on the bell; the browser asks nothing. A newer load of the page retires this one."""
        async with self:
            self._turn += 1
            turn, person = self._turn, await who(self)
        while person:
            async with product_world().bell.watching(*_topics(person)) as watcher:
                await watcher.wait()
            async with self:
                if turn != self._turn:
                    return None
                person = await who(self)
                await self._show(person)
        return rx.redirect("/connexion")

    @event(Right.SIGNED_IN)
    async def choose_structure(self, public_id: str) -> EventSpec:
        """Act for another structure, in this tab."""
        person = await who(self)
        chosen = person.attachment(str(public_id)) if person else None
        acting = await self.get_state(ActingState)
        acting.structure = chosen.public_id if chosen else ""
        return rx.redirect(str(self.router.url.path) or "/")

    @event(Right.PUBLIC)
    async def sign_out(self) -> EventSpec:
        """End this browser's session; its other tabs are told."""
        await sign_out_here(self)
        self._get_root_state().reset()  # nothing of this person stays in the tab
        return rx.redirect("/session/fermer", is_external=True)

    @event(Right.PUBLIC)
    def toggle_menu(self) -> None:
        self.menu_open = not self.menu_open

    @event(Right.PUBLIC)
    def show_problem(self, text: str) -> None:
        self.problem = str(text)

    @event(Right.PUBLIC)
    def show_message(self, text: str) -> None:
        self.message = str(text)

    async def _show(self, person: Person | None) -> None:
        if person is None:
            self._show_nobody()
            return
        acting = await self.get_state(ActingState)
        attachment = person.attachment(acting.structure)
        self.signed_in, self.attached, self.name = True, person.attached, person.full_name
        self.structures = [StructureChoice(a.public_id, a.name) for a in person.attachments]
        self.acting = attachment.public_id if attachment else ""
        self.acting_name = attachment.name if attachment else ""
        self.approvals = await look(self, _waiting) if person.manager else 0
        self.ready = True

    def _show_nobody(self) -> None:
        self.signed_in = self.attached = False
        self.name = self.acting = self.acting_name = ""
        self.structures, self.approvals, self.ready = [], 0, True


def _waiting(context: Context) -> int:
    return approvals.pending_count(context)


def _topics(person: Person) -> list[str]:
    return [f"user:{person.user_id}", *(f"approvals:{a.structure_id}" for a in person.attachments)]
