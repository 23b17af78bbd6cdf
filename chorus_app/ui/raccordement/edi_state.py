"""What happens on the page of the EDI raccordement. The password is shown once."""

from collections.abc import Callable, Collection
from typing import Any

import reflex as rx
from reflex.event import EventSpec

from chorus_app.kernel.config import settings
from chorus_app.kernel.context import Context
from chorus_app.kernel.errors import AppError, Denied
from chorus_app.kernel.text import t
from chorus_app.raccordement import edi, host_key
from chorus_app.raccordement.views import EdiView
from chorus_app.ui.gate import Right, event
from chorus_app.ui.raccordement.edi_views import (
    ArrivalLine,
    EdiCard,
    ServerCard,
    arrival_line,
    card,
    server_card,
)
from chorus_app.ui.raccordement.limits import LONGEST, LimitsState
from chorus_app.ui.raccordement.views import ShownSecret
from chorus_app.ui.session import act, look

CONFIRMED = ("suspend", "renew")


class EdiState(LimitsState, rx.State):
    """The page."""

    loaded: bool = False
    allowed: bool = True  # every tab of the structure has it; here only managers see more than why not
    manages: bool = False
    card: EdiCard = EdiCard()
    arrivals: list[ArrivalLine] = []
    server: ServerCard = ServerCard()
    secret: ShownSecret = ShownSecret()

    @classmethod
    def _acts(cls) -> tuple[Callable[..., None], Callable[..., None]]:
        return edi.subscribe, edi.limit_networks

    @classmethod
    def _questions(cls) -> Collection[str]:
        return CONFIRMED

    @event(Right.ATTACHED)
    async def load(self) -> None:
        self._begin()
        await self._read()

    @event(Right.MANAGER)
    async def declare(self) -> None:
        """Declare the raccordement."""
        self._begin()
        await self._do(edi.declare, lambda code: t("raccordement.edi.done.declared", code=code))

    @event(Right.MANAGER)
    async def change_key(self, form: dict[str, Any]) -> EventSpec | None:
        """Keep the public key."""
        self._begin()
        try:
            await act(self, edi.change_key, pasted=str(form.get("public_key", ""))[:LONGEST])
        except AppError as error:
            return self._faulty(error, ("public_key",))
        self.message = t("raccordement.edi.done.key")
        await self._read()
        return None

    @event(Right.MANAGER)
    async def make_password(self) -> EventSpec | None:
        """A first password: it ends nothing."""
        self._begin()
        return await self._reveal()

    @event(Right.MANAGER)
    async def activate(self) -> None:
        """Open the door."""
        self._begin()
        await self._do(edi.activate, t("raccordement.edi.done.activated"))

    @event(Right.MANAGER)
    async def confirm(self) -> EventSpec | None:
        """Do what was asked again."""
        asking = self.asking
        self._begin()
        if asking == "renew":
            return await self._reveal()
        if asking == "suspend":
            await self._do(edi.suspend, t("raccordement.edi.done.suspended"))
        return None

    @event(Right.MANAGER)
    def noted(self) -> None:
        """The password was noted: take it off the page."""
        self.secret = ShownSecret()

    async def _reveal(self) -> EventSpec | None:
        try:
            secret = await act(self, edi.renew_password)
        except AppError as error:
            return self._faulty(error, ())
        self.secret = ShownSecret(
            t("raccordement.secret.edi.title"),
            t("raccordement.secret.edi.login"),
            secret.login,
            t("raccordement.secret.edi.secret"),
            secret.secret,
        )
        await self._read()
        return rx.set_focus("secret")

    def _begin(self) -> None:
        self._hush()
        self.secret, self.asking = ShownSecret(), ""

    async def _read(self) -> None:
        try:
            found, fingerprint = await look(self, _seen)
        except Denied:
            self.manages, self.card, self.arrivals = False, EdiCard(), []
            self.server = ServerCard()
            self._limit((), ())
        else:
            self.manages, self.card = True, card(found)
            self._limit(found.networks if found else (), found.interfaces if found else ())
            self.arrivals = [arrival_line(row) for row in found.arrivals] if found else []
            here = settings()
            self.server = server_card(
                is_open=here.edi,
                host=here.base_url.host or "",
                port=here.edi_port,
                fingerprint=fingerprint,
                code=self.card.code,
            )
        self.loaded = True


def _seen(context: Context) -> tuple[EdiView | None, str]:
    found = edi.view(context)
    return found, host_key.fingerprint(context.world.folder) if found else ""
