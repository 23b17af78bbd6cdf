"""What happens on the page of one application: suspend it, take it into service again, limit it."""

from collections.abc import Callable, Collection

import reflex as rx

from chorus_app.kernel import french
from chorus_app.kernel.context import Context, product_world
from chorus_app.kernel.errors import Denied, NotFound
from chorus_app.kernel.text import t
from chorus_app.operations.sandbox import Removed, reset_own
from chorus_app.raccordement import applications
from chorus_app.raccordement.views import ApplicationView
from chorus_app.ui.components.things import ThingState
from chorus_app.ui.gate import Right, event
from chorus_app.ui.raccordement.limits import LimitsState
from chorus_app.ui.raccordement.views import KeyLine, application_line

CONFIRMED = ("suspend", "reset")


class ApplicationState(LimitsState, ThingState, rx.State):
    """One application."""

    card: KeyLine = KeyLine()
    sandbox: bool = False

    @classmethod
    def _acts(cls) -> tuple[Callable[..., None], Callable[..., None]]:
        return applications.subscribe, applications.limit_networks

    @classmethod
    def _questions(cls) -> Collection[str]:
        return CONFIRMED

    def _which(self) -> dict[str, str]:
        return {"public_id": str(self.router.url.path).rstrip("/").rpartition("/")[2][:40]}

    @event(Right.ATTACHED)
    async def load(self) -> None:
        self._begin()
        self.sandbox = product_world().settings.sandbox
        await self._read()

    @event(Right.MANAGER)
    async def reactivate(self) -> None:
        """Take it into service again."""
        self._begin()
        await self._do(applications.reactivate, t("raccordement.done.reactivated"), **self._which())

    @event(Right.MANAGER)
    async def confirm(self) -> None:
        """Do what was asked again."""
        asking = self.asking
        self._begin()
        if asking == "suspend":
            await self._do(applications.suspend, t("raccordement.done.suspended"), **self._which())
        if asking == "reset":
            await self._do(reset_own, removed, **self._which())

    async def _read(self) -> None:
        found: ApplicationView | None = await self._found(_seen, **self._which())
        self.card = application_line(found.row) if found else KeyLine()
        self._limit(found.networks if found else (), found.interfaces if found else ())


def removed(found: Removed) -> str:
    """What went, in words."""
    flux, invoices = (french.count(number) for number in (found.flux, found.invoices))
    return t("raccordement.application.reset_done", flux=flux, invoices=invoices)


def _seen(context: Context, *, public_id: str) -> ApplicationView:
    """Who does not manage the structure sees no more than who does not belong to it."""
    try:
        return applications.get_application(context, public_id=public_id)
    except Denied:
        raise NotFound from None
