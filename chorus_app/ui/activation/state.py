"""Links of mails: set the first password (activation) or a new one (reset), and ask for another link."""

from typing import Any

import reflex as rx
from reflex.event import EventSpec

from chorus_app.accounts import links, passwords
from chorus_app.accounts.enums import LinkPurpose, LinkState
from chorus_app.accounts.errors import LinkRefused
from chorus_app.kernel.errors import AppError
from chorus_app.ui.components.answers import AnswerState
from chorus_app.ui.components.new_password import NewPasswordState
from chorus_app.ui.gate import Right, event
from chorus_app.ui.session import public_act, public_look
from chorus_app.ui.sign_up.sent_state import ask_mail_server

PURPOSES = {"/activation": LinkPurpose.ACTIVATION, "/reinitialisation": LinkPurpose.RESET}
MOST = 200


class PasswordState(NewPasswordState, rx.State):
    """The page behind the link of a mail. Opening it changes nothing; neither password nor link is ever shown.

    `step` is `""` (not looked up yet), `form`, `done`, `renewed`, or the link's state when it is worth nothing.
    """

    step: str = ""
    _token: str = ""
    _path: str = ""

    @event(Right.PUBLIC)
    async def load(self) -> EventSpec | None:
        """Take the link out of the address at once, so that it stays in no history; then see what it is worth."""
        path = str(self.router.url.path).rstrip("/")
        token = self.router.url.query_parameters.get("lien", "")
        if token:
            self._token, self._path, self.step = token[:MOST], path, ""
            return rx.redirect(path if path in PURPOSES else "/", replace=True)
        if path != self._path:
            self._token = ""
        self._hush()
        self._hide()
        await self._look_up(path)
        return None

    @event(Right.PUBLIC)
    def show(self) -> None:
        """Show the password, or hide it again."""
        self.shown = not self.shown

    @event(Right.PUBLIC)
    async def judge(self, password: str) -> None:
        """Say while it is typed what the password still lacks."""
        await self._judge(password, lambda typed: public_look(passwords.lacks, password=typed, token=self._token))

    @event(Right.PUBLIC)
    async def confirm(self, form: dict[str, Any]) -> EventSpec | None:
        """Use the link: the one act of this page."""
        self.errors = {}
        purpose = PURPOSES.get(self._path, LinkPurpose.ACTIVATION)
        password = str(form.get("password", ""))
        try:
            await public_act(links.use, token=self._token, purpose=purpose, password=password)
        except LinkRefused as refused:
            self.step = refused.state.value
            return None
        except AppError as error:
            return self._faulty(error, ("password",))
        self.step = "done"
        return None

    @event(Right.PUBLIC)
    async def renew(self) -> None:
        """Mail a new link to the owner of this one."""
        await public_act(links.renew, token=self._token)
        await ask_mail_server(self)
        self.step = "renewed"

    async def _look_up(self, path: str) -> None:
        purpose = PURPOSES.get(path, LinkPurpose.ACTIVATION)
        state = await public_look(links.state_of, token=self._token, purpose=purpose)
        self.step = "form" if state is LinkState.VALID else state.value


class LinkRequestState(AnswerState, rx.State):
    """Ask for a link by mail: the same answer for every address."""

    sent_to: str = ""

    @event(Right.PUBLIC)
    def load(self) -> None:
        self._hush()
        self.sent_to = ""

    @event(Right.PUBLIC)
    async def resend(self, form: dict[str, Any]) -> EventSpec | None:
        """Another activation link."""
        return await self._ask(form, LinkPurpose.ACTIVATION)

    @event(Right.PUBLIC)
    async def forgot(self, form: dict[str, Any]) -> EventSpec | None:
        """A link to choose another password."""
        return await self._ask(form, LinkPurpose.RESET)

    async def _ask(self, form: dict[str, Any], purpose: LinkPurpose) -> EventSpec | None:
        self._hush()
        address = str(form.get("email", ""))[:MOST].strip()
        try:
            await public_act(links.ask, email=address, purpose=purpose, client_ip=self.router.session.client_ip)
        except AppError as error:
            return self._faulty(error, ("email",))
        await ask_mail_server(self)
        self.sent_to = address
        return None
