"""What happens on the members of a structure: the list, one member with his profiles."""

from typing import Any

import reflex as rx
from reflex.event import EventSpec

from chorus_app.kernel.errors import AppError, Denied
from chorus_app.kernel.text import t
from chorus_app.structures import memberships, organisation, profiles
from chorus_app.structures.enums import Profile
from chorus_app.ui.components.changes import change_line
from chorus_app.ui.components.list_url import ListSpec
from chorus_app.ui.components.listing import ListState
from chorus_app.ui.components.things import ThingState
from chorus_app.ui.gate import Right, event
from chorus_app.ui.problems import told
from chorus_app.ui.session import act, look
from chorus_app.ui.structure.asking import MEMBERS, MEMBERS_SPEC
from chorus_app.ui.structure.views import (
    GrantLine,
    MemberCard,
    MemberLine,
    grant_line,
    member_card,
    member_line,
)

INVOICING = [profile.value for profile in profiles.INVOICING]


class MembersState(ListState, rx.State):
    """The members of the structure that the tab acts for."""

    allowed: bool = False
    rows: list[MemberLine] = []
    message: str = ""

    @classmethod
    def _spec(cls) -> ListSpec:
        return MEMBERS_SPEC

    @event(Right.ATTACHED)
    async def load(self) -> None:
        one, place = await self.get_state(MemberState), self._asked()
        self.message, one.ended = one.ended, ""
        try:
            page = await look(self, organisation.list_members, text=place.search, page=place.page)
        except Denied:
            self.allowed, self.rows, self.loaded = False, [], True
        else:
            self.allowed = True
            self._fill(place, page, [member_line(row) for row in page.rows])


class MemberState(ThingState, rx.State):
    """One member; `ending` asks again before his attachment ends."""

    card: MemberCard = MemberCard()
    grants: list[GrantLine] = []
    chosen: str = Profile.FACTURATION_CONSULTATION.value
    mark: str = ""  # changes when the form is emptied
    ending: bool = False
    ended: str = ""

    @event(Right.ATTACHED)
    async def load(self) -> None:
        self._hush()
        self.mark, self.ending = "", False
        self.chosen = Profile.FACTURATION_CONSULTATION.value
        await self._read()

    @rx.var
    def limitable(self) -> bool:
        """Whether the chosen profile can be limited to a service or a space."""
        return self.chosen in INVOICING

    @event(Right.MANAGER)
    def choose(self, profile: str) -> None:
        """Another profile to give."""
        if profile in Profile.__members__:
            self.chosen, self.errors = str(profile), {}

    @event(Right.MANAGER)
    async def give(self, form: dict[str, Any]) -> EventSpec | None:
        """Give a profile."""
        self._hush()
        wanted = {name: str(form.get(name) or "")[:200] for name in ("service_code", "space")}
        try:
            await act(self, profiles.give_profile, membership_id=self._public_id(), profile=self.chosen, **wanted)
        except AppError as error:
            return self._faulty(error, ("profile", "service_code", "space"))
        self.message = t("structure_ui.members.profile_given", name=self.card.name)
        self.mark += "·"
        await self._read()
        return None

    @event(Right.MANAGER)
    async def take(self, profile: str, service_id: str, space: str) -> None:
        """Take a profile back."""
        limits = {"service_id": str(service_id), "space": str(space)}
        await self._do(
            profiles.take_profile,
            t("structure_ui.members.profile_taken", name=self.card.name),
            membership_id=self._public_id(),
            profile=str(profile),
            **limits,
        )

    @event(Right.MANAGER)
    def ask(self) -> None:
        """Ask again before the attachment ends."""
        self._hush()
        self.ending = True

    @event(Right.MANAGER)
    def keep(self) -> None:
        """Leave the attachment as it is."""
        self.ending = False

    @event(Right.MANAGER)
    async def end(self) -> EventSpec | None:
        """End the attachment."""
        name = self.card.name
        self._hush()
        self.ending = False
        try:
            await act(self, memberships.end_membership, public_id=self._public_id())
        except AppError as error:
            self.problem = told(error)
            return None
        self.ended = t("structure_ui.members.ended", name=name)
        return rx.redirect(MEMBERS)

    def _public_id(self) -> str:
        return self.router.url.path.removeprefix(f"{MEMBERS}/").partition("/")[0]

    async def _read(self) -> None:
        found = await self._found(organisation.get_member, self._public_id())
        self.card = member_card(found) if found else MemberCard()
        self.grants = [grant_line(grant) for grant in found.row.grants] if found else []
        self.history = [change_line(change) for change in found.history] if found else []
