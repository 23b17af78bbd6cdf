"""What happens on the page « Mes habilitations »."""

from typing import Any

import reflex as rx
from reflex.event import EventSpec

from chorus_app.kernel.errors import AppError
from chorus_app.kernel.text import t
from chorus_app.structures import habilitations
from chorus_app.structures.enums import Profile
from chorus_app.ui.components.answers import AnswerState
from chorus_app.ui.gate import Right, event
from chorus_app.ui.habilitations.views import Choice, GrantLine, HabilitationLine, grant_line, habilitation_line
from chorus_app.ui.live import keep_live
from chorus_app.ui.session import ActingState, act, look, who

FIELDS = ("structure", "profile", "space", "service")
PREFIX = "habilitation_"
MOST = 100


class HabilitationsState(AnswerState, rx.State):
    """The person's habilitations and requests, kept live, and the form that asks for another one."""

    loaded: bool = False
    grants: list[GrantLine] = []
    rows: list[HabilitationLine] = []
    structures: list[Choice] = []
    services: list[Choice] = []
    structure: str = ""
    profile: str = Profile.FACTURATION_CONSULTATION.value
    with_spaces: bool = True
    turn: int = 0

    @event(Right.SIGNED_IN)
    async def load(self) -> EventSpec:
        self._hush()
        self._choose_profile(Profile.FACTURATION_CONSULTATION.value)
        await self._read()
        acting = await self.get_state(ActingState)
        known = [one.id for one in self.structures]
        self.structure = acting.structure if acting.structure in known else next(iter(known), "")
        await self._read_services()
        self.turn += 1
        return HabilitationsState.follow

    @event(Right.SIGNED_IN, background=True)
    async def follow(self) -> None:
        await keep_live(self, "habilitations")

    @event(Right.SIGNED_IN)
    async def choose_structure(self, structure: str) -> None:
        """Another structure has other services."""
        self.structure = str(structure)[:MOST]
        await self._read_services()

    @event(Right.SIGNED_IN)
    def choose_profile(self, profile: str) -> None:
        """« Organisation » concerns no space."""
        self._choose_profile(str(profile))

    @event(Right.SIGNED_IN)
    async def ask(self, form: dict[str, Any]) -> EventSpec | None:
        self._hush()
        # A list that is not on the page comes as null.
        given = {name: str(form.get(PREFIX + name) or "")[:MOST] for name in FIELDS}
        try:
            wish = await act(self, habilitations.ask_habilitation, **given)
        except AppError as error:
            return self._faulty(error, FIELDS, prefix=PREFIX)
        self.message = t("habilitations.sent", wish=wish)
        self._choose_profile(Profile.FACTURATION_CONSULTATION.value)
        self.turn += 1
        await self._read()
        return None

    @event(Right.SIGNED_IN)
    async def cancel(self, public_id: str) -> None:
        """Take a request back."""
        await self._do(habilitations.cancel, t("onboarding.requests.cancel_done"), public_id=str(public_id))

    @event(Right.SIGNED_IN)
    async def remind(self, public_id: str) -> None:
        """Tell the managers again."""
        await self._do(habilitations.remind, t("habilitations.remind_done"), public_id=str(public_id))

    def _choose_profile(self, profile: str) -> None:
        known = Profile(profile) if profile in Profile.__members__ else Profile.FACTURATION_CONSULTATION
        self.profile, self.with_spaces = known.value, not known.of_organisation

    async def _read(self) -> None:
        person = await who(self)
        self.structures = [Choice(one.public_id, one.name) for one in person.attachments] if person else []
        self.grants = [grant_line(row) for row in await look(self, habilitations.my_grants)]
        self.rows = [habilitation_line(row) for row in await look(self, habilitations.my_habilitation_requests)]
        self.loaded = True

    async def _read_services(self) -> None:
        found = await look(self, habilitations.services_of, structure=self.structure)
        self.services = [Choice(row.public_id, f"{row.code} – {row.name}" if row.name else row.code) for row in found]
