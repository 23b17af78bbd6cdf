"""What happens on the way to a structure: in the window of the first sign-ins and on the full pages."""

from typing import Any

import reflex as rx
from reflex.event import EventSpec

from chorus_app.kernel.errors import AppError
from chorus_app.kernel.identifiers import IdentifierType
from chorus_app.kernel.text import t
from chorus_app.structures import attachments, memberships, queries, service
from chorus_app.structures.errors import StructureExists
from chorus_app.ui.components.answers import AnswerState
from chorus_app.ui.components.faults import focus_first
from chorus_app.ui.gate import Right, event
from chorus_app.ui.live import keep_live
from chorus_app.ui.onboarding.views import AttachedLine, Found, RequestLine, attached_line, found, request_line
from chorus_app.ui.problems import by_field, told
from chorus_app.ui.session import act, look
from chorus_app.ui.sign_up.sent_state import mail_waits

ROOT = "/rattachement"
PARTS = frozenset({"create", "ask", "requests"})
PREFIX = "structure_"  # of the form's fields: the window must not repeat the ids of the page below it
CREATE_FIELDS = ("identifier_type", "identifier", "name", "address", "postcode", "city")
MOST = 400


class OnboardingState(rx.State):
    """The window. It opens once after each sign-in (`due`), until the person is attached.

    The third part stands in it from the sign-in on that follows a request.
    """

    open: bool = False
    part: str = ""
    with_requests: bool = False
    due: bool = False

    @event(Right.SIGNED_IN)
    async def offer(self) -> None:
        """Open the window if the person has just signed in; called by the frame for who is attached to nothing."""
        if self.due:
            self.due, self.open, self.part = False, True, ""
            self.with_requests = await look(self, queries.has_requests)

    @event(Right.SIGNED_IN)
    def reopen(self) -> None:
        self.open, self.part = True, ""

    @event(Right.SIGNED_IN)
    def close(self) -> None:
        self.open = False

    @event(Right.SIGNED_IN)
    def choose(self, part: str) -> list[EventSpec]:
        """Show one of the parts, or the choice again."""
        self.part = part if part in PARTS else ""
        return {"create": [CreateState.load], "ask": [AskState.load], "requests": [RequestsState.load]}.get(
            self.part, []
        )


class CreateState(AnswerState, rx.State):
    """« Créer une nouvelle structure ». `existing` is the structure that has the identifier already."""

    kind: str = IdentifierType.SIRET.value
    existing: Found = Found()
    created: str = ""

    @event(Right.SIGNED_IN)
    def load(self) -> None:
        self._hush()
        self.kind, self.existing, self.created = IdentifierType.SIRET.value, Found(), ""

    @event(Right.SIGNED_IN)
    def choose_kind(self, kind: str) -> None:
        """Another type of identifier: its hint changes."""
        self.kind = str(kind) if kind in IdentifierType.__members__ else IdentifierType.SIRET.value
        self.existing = Found()

    @event(Right.SIGNED_IN)
    async def create(self, form: dict[str, Any]) -> EventSpec | None:
        self._hush()
        self.existing = Found()
        given = {name: str(form.get(PREFIX + name, ""))[:MOST] for name in CREATE_FIELDS}
        try:
            self.created = (await act(self, service.create_structure, **given)).name
        except StructureExists as taken:
            self.existing = await self._known(taken.public_id, given["identifier"])
            return None
        except AppError as error:
            return self._faulty(error, CREATE_FIELDS, prefix=PREFIX)
        return None

    @event(Right.SIGNED_IN)
    async def ask_instead(self) -> EventSpec:
        """The structure is there already: go on with the request for its attachment."""
        asking = await self.get_state(AskState)
        asking._first = self.existing
        if str(self.router.url.path).startswith(ROOT):
            return rx.redirect(f"{ROOT}/demander")
        return OnboardingState.choose("ask")

    async def _known(self, public_id: str, identifier: str) -> Found:
        page = await look(self, queries.search_structures, text=identifier)
        return next(found(row) for row in page.rows if row.public_id == public_id)


class AskState(AnswerState, rx.State):
    """« Demander un rattachement à une structure existante »: search, choose several, send."""

    searched: bool = False
    counted: str = ""
    found: list[Found] = []
    chosen: list[Found] = []
    send_label: str = ""
    _first: Found = Found()

    @event(Right.SIGNED_IN)
    def load(self) -> None:
        self._hush()
        self.searched, self.found = False, []
        self._choose([self._first] if self._first.id else [])
        self._first = Found()

    @event(Right.SIGNED_IN)
    async def find(self, form: dict[str, Any]) -> EventSpec | None:
        """Structures of a SIRET, or with the words in their name."""
        self._hush()
        field = PREFIX + "search"
        try:
            page = await look(self, queries.search_structures, text=str(form.get(field, ""))[:MOST])
        except AppError as error:
            self.errors = {field: told(error)}
            return focus_first(self.errors, (field,))
        taken = {one.id for one in self.chosen}
        self.found = [found(row, chosen=row.public_id in taken) for row in page.rows]
        self.searched = True
        shown = len(self.found)
        key = "onboarding.ask.counted" if shown == page.total else "onboarding.ask.counted_most"
        self.counted = t(key, count=shown)
        return None

    @event(Right.SIGNED_IN)
    def choose(self, public_id: str) -> None:
        """Add a structure that was found to the request."""
        self.message = ""
        added = [one for one in self.found if one.id == public_id and not one.why_not and not one.chosen]
        self._choose([*self.chosen, *added])

    @event(Right.SIGNED_IN)
    def remove(self, public_id: str) -> None:
        self._choose([one for one in self.chosen if one.id != public_id])

    @event(Right.SIGNED_IN)
    async def send(self) -> None:
        """Ask for all that were chosen: all or none."""
        self._hush()
        try:
            names = await act(self, attachments.ask_attachments, public_ids=[one.id for one in self.chosen])
        except AppError as error:
            self.problem = " ".join(by_field(error).values())
            return
        self.message = await _mailed(t("onboarding.ask.sent", count=len(names), names=", ".join(names)))
        self.searched, self.found = False, []
        self._choose([])

    def _choose(self, chosen: list[Found]) -> None:
        taken = {one.id for one in chosen}
        self.chosen = chosen
        self.found = [one.marked(one.id in taken) for one in self.found]
        self.send_label = t("onboarding.ask.send", count=len(chosen))


class RequestsState(AnswerState, rx.State):
    """« Consulter mes demandes de rattachement », kept live: an answer shows at once."""

    loaded: bool = False
    rows: list[RequestLine] = []

    @event(Right.SIGNED_IN)
    async def load(self) -> EventSpec:
        self._hush()
        await self._read()
        return RequestsState.follow

    @event(Right.SIGNED_IN, background=True)
    async def follow(self) -> None:
        await keep_live(self, "requests")

    @event(Right.SIGNED_IN)
    async def cancel(self, public_id: str) -> None:
        """Take a request back."""
        await self._do(attachments.cancel_request, t("onboarding.requests.cancel_done"), public_id=str(public_id))

    @event(Right.SIGNED_IN)
    async def remind(self, public_id: str) -> None:
        """Mail the managers again."""
        await self._do(attachments.remind, "", public_id=str(public_id))
        if not self.problem:
            self.message = await _mailed(t("onboarding.requests.remind_done"))

    async def _read(self) -> None:
        self.rows = [request_line(row) for row in await look(self, queries.my_requests)]
        self.loaded = True


class AttachedState(AnswerState, rx.State):
    """The person's attachments; `leaving` is the one that the window asks about."""

    loaded: bool = False
    rows: list[AttachedLine] = []
    leaving: str = ""
    leaving_name: str = ""

    @event(Right.SIGNED_IN)
    async def load(self) -> None:
        self._hush()
        self.leaving = ""
        await self._read()

    @event(Right.SIGNED_IN)
    def ask_leave(self, public_id: str) -> None:
        """Open the window that asks whether to leave a structure."""
        self._hush()
        for row in self.rows:
            if row.id == public_id and row.can_leave:
                self.leaving, self.leaving_name = row.id, row.name

    @event(Right.SIGNED_IN)
    def stay(self) -> None:
        self.leaving = ""

    @event(Right.SIGNED_IN)
    async def leave(self) -> None:
        """End one's own attachment."""
        leaving, self.leaving = self.leaving, ""
        await self._do(memberships.leave, t("onboarding.leave.done", name=self.leaving_name), public_id=leaving)

    async def _read(self) -> None:
        self.rows = [attached_line(row) for row in await look(self, memberships.my_memberships)]
        self.loaded = True


async def _mailed(message: str) -> str:
    """The message, and that its mail waits where that is so."""
    return f"{message} {t('onboarding.mail_waits')}" if await mail_waits() else message
