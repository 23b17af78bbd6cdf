"""What happens on a checklist, wherever it stands."""

from contextlib import aclosing

import reflex as rx

from chorus_app.flux import checklist
from chorus_app.flux.enums import ChecklistItem
from chorus_app.kernel.errors import NotFound
from chorus_app.ui.checklist.cards import ChecklistCard, checklist_card
from chorus_app.ui.gate import Right, event
from chorus_app.ui.live import PACE_OF_PROGRESS, changes
from chorus_app.ui.session import act, look, who


class ChecklistState(rx.State):
    """The checklists of this page: that of one flux, or those that still ask for attention.

    `flux` tells whose cards are there (empty: the open ones), so that a page never shows those that another page left.
    """

    cards: list[ChecklistCard] = []
    flux: str = ""
    _flux: str = ""

    @event(Right.ATTACHED, background=True)
    async def follow_open(self) -> None:
        """The open checklists of the person, kept live; load event of the home page."""
        await self._follow("")

    @event(Right.ATTACHED, background=True)
    async def follow_flux(self) -> None:
        """The checklist of the flux in the address, kept live."""
        async with self:
            flux = flux_of_path(self.router.url.path)
        await self._follow(flux)

    @event(Right.ATTACHED)
    async def tick(self, flux: str, item: str, ticked: bool) -> None:
        """The person has looked at an item, or takes it back."""
        if str(item) not in {known.value for known in ChecklistItem}:
            raise NotFound
        await act(self, checklist.tick, public_id=str(flux), item=ChecklistItem(item), ticked=ticked is True)
        await self._read()

    @event(Right.ATTACHED)
    async def put_away(self, flux: str) -> None:
        """The person does not want to see this checklist any more."""
        await act(self, checklist.put_away, public_id=str(flux))
        await self._read()

    async def _follow(self, flux: str) -> None:
        async with self:
            self._flux = flux
            tab, person = self.router.session.client_token, await who(self)
        topics = [f"user:{person.user_id}"] if person else []
        async with aclosing(
            changes(tab, "checklist", *topics, *([f"flux:{flux}"] if flux else []), pace=PACE_OF_PROGRESS)
        ) as rings:
            async for _ in rings:
                async with self:
                    if flux != self._flux or await who(self) is None:
                        return
                    await self._read()

    async def _read(self) -> None:
        self.flux = self._flux
        if not self._flux:
            self.cards = [checklist_card(found) for found in await look(self, checklist.open_checklists)]
            return
        try:
            self.cards = [checklist_card(await look(self, checklist.get_checklist, public_id=self._flux))]
        except NotFound:  # the page of the flux says so
            self.cards = []


def flux_of_path(path: str) -> str:
    """The public id in `/suivi-des-flux/<id>/…`; empty when there is none."""
    parts = str(path).strip("/").split("/")
    return parts[1] if len(parts) > 1 and parts[0] == "suivi-des-flux" else ""
