"""What stands around every page: who is signed in, for whom he acts, what waits for him. Kept live by the bell."""

import secrets
from collections.abc import Collection
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any

import reflex as rx
from reflex.event import EventSpec

from chorus_app.accounts import sessions
from chorus_app.bank_details.perms import SEE as SEE_BANK_DETAILS
from chorus_app.invoices.enums import Scope
from chorus_app.invoices.lists import count_by_status
from chorus_app.invoices.status import TO_VALIDATE
from chorus_app.kernel.context import Context, product_world
from chorus_app.kernel.text import t
from chorus_app.notifications.queries import unread_count
from chorus_app.structures import approvals
from chorus_app.structures.enums import Profile, Space
from chorus_app.structures.people import Attachment
from chorus_app.structures.perms import SEE_ORGANISATION
from chorus_app.ui.gate import Right, event
from chorus_app.ui.live import changes, reads, retire, topics_of
from chorus_app.ui.menu import Shown
from chorus_app.ui.onboarding.state import OnboardingState
from chorus_app.ui.session import ActingState, Person, act, look, sign_out_here, who
from chorus_app.ui.way_back import to_sign_in


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
    unread: int = 0
    unread_told: str = ""
    receives: bool = False
    operator: bool = False
    issues: bool = False
    does_works: bool = False
    validates: bool = False
    to_validate: int = 0
    bank_details: bool = False
    organisation: bool = False
    menu_open: bool = False
    problem: str = ""
    message: str = ""
    demo: bool = False
    leaving: bool = False
    way_out: str = ""

    @event(Right.PUBLIC)
    async def enter(self) -> list[EventSpec] | None:
        """First event of every page: who is there, then watch for changes."""
        demo = product_world().settings.demo
        self._put(problem="", message="", way_out="", menu_open=False, leaving=False, demo=demo)
        reads(self.router.session.client_token, "frame")
        person = await who(self)
        await self._show(person)
        if person is None:
            retire(self.router.session.client_token)
            return None
        return [FrameState.follow] if person.attached or person.operator else [FrameState.follow, OnboardingState.offer]

    @event(Right.SIGNED_IN, background=True)
    async def follow(self) -> EventSpec | None:
        """Keep the frame true, until the person leaves or a newer load of the page takes over."""
        async with self:
            tab, person = self.router.session.client_token, await who(self)
        while person:
            topics = topics_of(person)
            async with aclosing(changes(tab, "frame", *topics)) as rings:
                async for _ in rings:
                    async with self:
                        person = await who(self)
                        await self._show(person)
                    if person is None or topics_of(person) != topics:
                        break
                else:
                    return None
        async with self:
            return rx.redirect(to_sign_in(self))

    @event(Right.SIGNED_IN)
    async def choose_structure(self, public_id: str) -> EventSpec:
        """Act for another structure, in this tab."""
        person = await who(self)
        chosen = person.attachment(str(public_id)) if person else None
        acting = await self.get_state(ActingState)
        acting.structure = chosen.public_id if chosen else ""
        return rx.redirect(str(self.router.url.path) or "/")

    @event(Right.PUBLIC)
    async def sign_out(self) -> None:
        """End this browser's session; its other tabs are told."""
        retire(self.router.session.client_token)
        await sign_out_here(self)
        self._leave()

    @event(Right.SIGNED_IN)
    async def sign_out_everywhere(self) -> None:
        """End all sessions of the person, on every device."""
        retire(self.router.session.client_token)
        await act(self, sessions.sign_out_everywhere)
        self._leave()

    @event(Right.SIGNED_IN)
    def ask_everywhere(self) -> None:
        self.leaving = True

    @event(Right.SIGNED_IN)
    def stay(self) -> None:
        self.leaving = False

    @event(Right.PUBLIC)
    def toggle_menu(self) -> None:
        self.menu_open = not self.menu_open

    @event(Right.PUBLIC)
    def show_problem(self, text: str) -> None:
        self.problem = str(text)

    @event(Right.PUBLIC)
    def sign_in_again(self) -> EventSpec:
        """To the sign-in page, which leads back to the page that is open."""
        return rx.redirect(to_sign_in(self), replace=True)

    @event(Right.PUBLIC)
    def show_message(self, text: str) -> None:
        self.message = str(text)

    def _leave(self) -> None:
        """Nothing of this person stays in the tab; a plain HTTP answer then drops the cookie."""
        self._get_root_state().reset()
        self.ready, self.way_out = True, f"/session/fermer?{secrets.token_hex(4)}"

    async def _show(self, person: Person | None) -> None:
        if person is None:
            if self.signed_in:
                self._get_root_state().reset()
            self.ready = True
            return
        acting = await self.get_state(ActingState)
        attachment = person.attachment(acting.structure)
        waiting = await look(self, _waiting, manager=person.manager)
        self._put(
            signed_in=True,
            attached=person.attached,
            name=person.full_name,
            structures=[StructureChoice(a.public_id, a.name) for a in person.attachments],
            acting=attachment.public_id if attachment else "",
            acting_name=attachment.name if attachment else "",
            operator=person.operator,
            receives=attachment is not None and attachment.public,
            issues=_uses(attachment, Space.FACTURES_EMISES),
            does_works=_uses(attachment, Space.FACTURES_DE_TRAVAUX),
            bank_details=_has_one_of(attachment, SEE_BANK_DETAILS),
            organisation=_has_one_of(attachment, SEE_ORGANISATION),
            validates=waiting.validates,
            to_validate=waiting.to_validate,
            approvals=waiting.approvals,
            unread=waiting.unread,
            unread_told=t("notifications.bell_count", count=waiting.unread),
            ready=True,
        )

    def _put(self, **values: Any) -> None:
        """Set what differs: what was only set again would travel, and be drawn, again with every page."""
        for name, value in values.items():
            if getattr(self, name) != value:
                setattr(self, name, value)


@dataclass(frozen=True, slots=True)
class Waiting:
    """How much waits for the person: requests to answer, notifications to read, invoices to validate.

    Whether his structure `validates` is whether an invoice ever named it as its valideur.
    """

    approvals: int
    unread: int
    to_validate: int
    validates: bool


def _waiting(context: Context, *, manager: bool) -> Waiting:
    named = count_by_status(context, scope=Scope.VALIDER)
    to_validate = sum(named.get(status, 0) for status in TO_VALIDATE)
    return Waiting(
        approvals.pending_count(context) if manager else 0, unread_count(context), to_validate, validates=bool(named)
    )


def counted(shown: Shown) -> Any:
    """How many wait behind an entry of the menu."""
    return {Shown.APPROVALS_WAIT: FrameState.approvals, Shown.VALIDATES: FrameState.to_validate}[shown]


def condition(shown: Shown, frame: Any = FrameState) -> Any:
    """Whether what is shown then is shown: of a frame that is held, or as the browser shall ask."""
    return {
        Shown.SIGNED_IN: frame.signed_in,
        Shown.ATTACHED: frame.attached,
        Shown.RECEIVES: frame.receives,
        Shown.APPROVALS_WAIT: frame.approvals > 0,
        Shown.BANK_DETAILS: frame.bank_details,
        Shown.OPERATOR: frame.operator,
        Shown.ORGANISATION: frame.organisation,
        Shown.ISSUES: frame.issues,
        Shown.DOES_WORKS: frame.does_works,
        Shown.VALIDATES: frame.validates,
    }[shown]


def _uses(attachment: Attachment | None, space: Space) -> bool:
    """Whether the structure uses the space: its entry stands in the menu."""
    return attachment is not None and space not in attachment.closed_spaces


def _has_one_of(attachment: Attachment | None, profiles: Collection[Profile]) -> bool:
    return attachment is not None and not attachment.profiles.isdisjoint(profiles)
