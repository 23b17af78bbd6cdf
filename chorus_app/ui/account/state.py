"""What happens in « Mon compte »: one State for each tab. Passwords are never kept."""

from typing import Any

import reflex as rx
from reflex.event import EventSpec

from chorus_app.accounts import addresses, own, sessions
from chorus_app.accounts.enums import AddressKind
from chorus_app.kernel.errors import AppError
from chorus_app.kernel.text import t
from chorus_app.notifications import queries as told_before
from chorus_app.notifications.enums import MailTopic
from chorus_app.notifications.service import choose_mails
from chorus_app.structures import closing
from chorus_app.ui.account.views import (
    MailLine,
    Particulars,
    SessionLine,
    WaitingChange,
    mail_line,
    particulars,
    session_line,
    waiting_change,
)
from chorus_app.ui.components.answers import AnswerState
from chorus_app.ui.components.new_password import NewPasswordState
from chorus_app.ui.frame import FrameState
from chorus_app.ui.gate import Right, event
from chorus_app.ui.session import act, look, session_token
from chorus_app.ui.sign_up.sent_state import mail_waits

MOST = 400
FIELDS = ("last_name", "first_name", "phone")


class ParticularsState(AnswerState, rx.State):
    """« Mes informations »."""

    loaded: bool = False
    mine: Particulars = Particulars()

    @event(Right.SIGNED_IN)
    async def load(self) -> None:
        self._hush()
        await self._read()

    @event(Right.SIGNED_IN)
    async def save(self, form: dict[str, Any]) -> EventSpec | None:
        self._hush()
        given = {name: str(form.get(name, ""))[:MOST] for name in FIELDS}
        try:
            await act(self, own.change_particulars, **given)
        except AppError as error:
            return self._faulty(error, FIELDS)
        self.message = t("account.particulars.done")
        await self._read()
        return None

    async def _read(self) -> None:
        self.mine = particulars(await look(self, own.own_account))
        self.loaded = True


class PasswordChangeState(NewPasswordState, rx.State):
    """« Mot de passe ». `turn` changes when the form is to be empty again."""

    turn: int = 0

    @event(Right.SIGNED_IN)
    def load(self) -> None:
        self._hush()
        self._empty()

    @event(Right.SIGNED_IN)
    def show(self) -> None:
        self.shown = not self.shown

    @event(Right.SIGNED_IN)
    async def judge(self, password: str) -> None:
        """Say while it is typed what the new password still lacks."""
        await self._judge(password, lambda typed: look(self, own.lacks, password=typed))

    @event(Right.SIGNED_IN)
    async def change(self, form: dict[str, Any]) -> EventSpec | None:
        self._hush()
        try:
            ended = await act(
                self,
                own.change_password,
                token=session_token(self.router.headers.cookie) or "",
                current=str(form.get("current_password", "")),
                password=str(form.get("password", "")),
            )
        except AppError as error:
            return self._faulty(error, ("current_password", "password"))
        self.message = t("account.password.done", count=ended)
        self._empty()
        return None

    def _empty(self) -> None:
        self.errors = {}
        self._hide()
        self.turn += 1


class AddressesState(AnswerState, rx.State):
    """« Adresses mail »."""

    loaded: bool = False
    delayed: bool = False
    mine: Particulars = Particulars()
    waiting: WaitingChange = WaitingChange()
    kind: str = AddressKind.LOGIN.value
    turn: int = 0

    @event(Right.SIGNED_IN)
    async def load(self) -> None:
        self._hush()
        self.delayed = False
        self.kind = AddressKind.LOGIN.value
        await self._read()

    @event(Right.SIGNED_IN)
    def choose(self, kind: str) -> None:
        """Which of the two addresses is to change."""
        self.kind = str(kind) if kind in AddressKind.__members__ else AddressKind.LOGIN.value

    @event(Right.SIGNED_IN)
    async def ask(self, form: dict[str, Any]) -> EventSpec | None:
        self._hush()
        try:
            await act(
                self,
                addresses.ask,
                kind=AddressKind(self.kind),
                email=str(form.get("email", ""))[:MOST],
                password=str(form.get("current_password", "")),
            )
        except AppError as error:
            return self._faulty(error, ("email", "current_password"))
        self.message, self.delayed = t("account.addresses.asked"), await mail_waits()
        self.turn += 1
        await self._read()
        return None

    @event(Right.SIGNED_IN)
    async def cancel(self) -> None:
        await self._do(addresses.cancel, t("account.addresses.cancelled"))

    async def _read(self) -> None:
        self.mine = particulars(await look(self, own.own_account))
        self.waiting = waiting_change(await look(self, addresses.waiting))
        self.loaded = True


class SessionsState(AnswerState, rx.State):
    """« Connexions »."""

    loaded: bool = False
    rows: list[SessionLine] = []

    @event(Right.SIGNED_IN)
    async def load(self) -> None:
        self._hush()
        await self._read()

    @event(Right.SIGNED_IN)
    async def end(self, public_id: str) -> None:
        """Sign one device out."""
        await self._do(sessions.end_session, t("account.sessions.ended"), public_id=str(public_id))

    @event(Right.SIGNED_IN)
    async def end_others(self) -> None:
        """Sign all devices out but this one."""
        token = session_token(self.router.headers.cookie) or ""
        await self._do(sessions.end_others, lambda ended: t("account.sessions.ended_others", count=ended), token=token)

    async def _read(self) -> None:
        token = session_token(self.router.headers.cookie) or ""
        self.rows = [session_line(row) for row in await look(self, sessions.sessions_of, token=token)]
        self.loaded = True


class MailsState(AnswerState, rx.State):
    """« Notifications »: which mails are wanted."""

    loaded: bool = False
    address: str = ""
    rows: list[MailLine] = []

    @event(Right.SIGNED_IN)
    async def load(self) -> None:
        self._hush()
        await self._read()

    @event(Right.SIGNED_IN)
    async def save(self, form: dict[str, Any]) -> None:
        """A box that is not ticked is not sent along."""
        await act(self, choose_mails, wanted={topic: bool(form.get(topic.value)) for topic in MailTopic})
        self.message = t("account.mails.done")
        await self._read()

    async def _read(self) -> None:
        self.address = (await look(self, own.own_account)).contact_email
        chosen = await look(self, told_before.mail_choices)
        self.rows = [mail_line(topic, chosen[topic]) for topic in MailTopic]
        self.loaded = True


class ClosingState(AnswerState, rx.State):
    """« Fermer le compte ». `alone` says which structures nobody else manages: they keep the account open."""

    loaded: bool = False
    alone: str = ""
    sure: bool = False

    @event(Right.SIGNED_IN)
    async def load(self) -> None:
        self._hush()
        self.sure = False
        names = ", ".join(await look(self, closing.managed_alone))
        self.alone = t("account.closing.alone.text", names=names) if names else ""
        self.loaded = True

    @event(Right.SIGNED_IN)
    def ask(self) -> None:
        self._hush()
        self.sure = True

    @event(Right.SIGNED_IN)
    def keep(self) -> None:
        self.sure = False

    @event(Right.SIGNED_IN)
    async def close(self, form: dict[str, Any]) -> EventSpec | None:
        """Close it; the tab is then left as by a sign-out."""
        self._hush()
        try:
            await act(self, closing.close_account, password=str(form.get("current_password", "")))
        except AppError as error:
            return self._faulty(error, ("current_password",))
        self.sure = False
        return FrameState.sign_out()
