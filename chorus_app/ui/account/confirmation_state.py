"""The page behind the link that confirms a change of address. Opening it changes nothing."""

import reflex as rx
from reflex.event import EventSpec

from chorus_app.accounts import addresses
from chorus_app.accounts.enums import AddressSide, ConfirmationState
from chorus_app.accounts.errors import ConfirmationRefused
from chorus_app.ui.gate import Right, event
from chorus_app.ui.session import public_act, public_look

MOST = 200


class ConfirmState(rx.State):
    """`step` is `""` (not looked up yet) or a `ConfirmationState`. The link is never shown."""

    step: str = ""
    new_side: bool = False
    new_email: str = ""
    _token: str = ""

    @event(Right.PUBLIC)
    async def load(self) -> EventSpec | None:
        """Take the link out of the address at once, so that it stays in no history; then see what it is worth."""
        token = self.router.url.query_parameters.get("lien", "")
        if token:
            self._token, self.step = token[:MOST], ""
            return rx.redirect(addresses.CONFIRMATION_PATH, replace=True)
        found = await public_look(addresses.look, token=self._token)
        self._show(found.state, found.side is AddressSide.NEW, found.new_email)
        return None

    @event(Right.PUBLIC)
    async def confirm(self) -> None:
        """The one act of this page."""
        try:
            found = await public_act(addresses.confirm, token=self._token)
        except ConfirmationRefused as refused:
            self._show(refused.state, self.new_side, "")
        else:
            self._show(found.state, found.side is AddressSide.NEW, found.new_email)

    def _show(self, state: ConfirmationState, new_side: bool, new_email: str) -> None:
        self.step, self.new_side, self.new_email = state.value, new_side, new_email
