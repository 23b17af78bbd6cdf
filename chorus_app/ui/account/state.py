"""What happens in « Mon compte »: one State for each tab. Passwords are never kept."""

from typing import Any

import reflex as rx
from reflex.event import EventSpec

from chorus_app.accounts import addresses, own, sessions
from chorus_app.accounts.enums import AddressKind
from chorus_app.accounts.password_rules import LONGEST
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
from chorus_app.ui.components.faults import focus_first
from chorus_app.ui.frame import FrameState
from chorus_app.ui.gate import Right, event
from chorus_app.ui.problems import by_field, told
from chorus_app.ui.session import act, look, session_token
from chorus_app.ui.sign_up.sent_state import mail_waits

MOST = 400
FIELDS = ("last_name", "first_name", "phone")


class ParticularsState(rx.State):
    """« Mes informations »."""

    loaded: bool = False
    errors: dict[str, str] = {}
    problem: str = ""
    message: str = ""
    mine: Particulars = Particulars()

    @event(Right.SIGNED_IN)
    async def load(self) -> None:
        self.errors, self.problem, self.message = {}, "", ""
        await self._read()

    @event(Right.SIGNED_IN)
    async def save(self, form: dict[str, Any]) -> EventSpec | None:
        self.errors, self.problem, self.message = {}, "", ""
        given = {name: str(form.get(name, ""))[:MOST] for name in FIELDS}
        try:
            await act(self, own.change_particulars, **given)
        except AppError as error:
            self.errors = by_field(error)
            return focus_first(self.errors, FIELDS)
        self.message = t("account.particulars.done")
        await self._read()
        return None

    async def _read(self) -> None:
        self.mine = particulars(await look(self, own.own_account))
        self.loaded = True


class PasswordChangeState(rx.State):
    """« Mot de passe ». `turn` changes when the form is to be empty again."""

    errors: dict[str, str] = {}
    problem: str = ""
    message: str = ""
    shown: bool = False
    judged: bool = False
    fits: bool = False
    reasons: list[str] = []
    turn: int = 0

    @event(Right.SIGNED_IN)
    def load(self) -> None:
        self.problem, self.message = "", ""
        self._empty()

    @event(Right.SIGNED_IN)
    def show(self) -> None:
        self.shown = not self.shown

    @event(Right.SIGNED_IN)
    async def judge(self, password: str) -> None:
        """Say while it is typed what the new password still lacks."""
        typed = str(password)[: LONGEST + 1]
        self.errors = {}
        self.reasons = await look(self, own.lacks, password=typed) if typed else []
        self.judged, self.fits = bool(typed), bool(typed) and not self.reasons

    @event(Right.SIGNED_IN)
    async def change(self, form: dict[str, Any]) -> EventSpec | None:
        self.errors, self.problem, self.message = {}, "", ""
        try:
            ended = await act(
                self,
                own.change_password,
                token=session_token(self.router.headers.cookie) or "",
                current=str(form.get("current_password", "")),
                password=str(form.get("password", "")),
            )
        except AppError as error:
            self.errors = by_field(error)
            self.problem = self.errors.pop("", "")
            return focus_first(self.errors, ("current_password", "password"))
        self.message = t("account.password.done", count=ended)
        self._empty()
        return None

    def _empty(self) -> None:
        self.errors, self.reasons = {}, []
        self.shown = self.judged = self.fits = False
        self.turn += 1


class AddressesState(rx.State):
    """« Adresses mail »."""

    loaded: bool = False
    errors: dict[str, str] = {}
    problem: str = ""
    message: str = ""
    delayed: bool = False
    mine: Particulars = Particulars()
    waiting: WaitingChange = WaitingChange()
    kind: str = AddressKind.LOGIN.value
    turn: int = 0

    @event(Right.SIGNED_IN)
    async def load(self) -> None:
        self.errors, self.problem, self.message, self.delayed = {}, "", "", False
        self.kind = AddressKind.LOGIN.value
        await self._read()

    @event(Right.SIGNED_IN)
    def choose(self, kind: str) -> None:
        """Which of the two addresses is to change."""
        self.kind = str(kind) if kind in AddressKind.__members__ else AddressKind.LOGIN.value

    @event(Right.SIGNED_IN)
    async def ask(self, form: dict[str, Any]) -> EventSpec | None:
        self.errors, self.problem, self.message = {}, "", ""
        try:
            await act(
                self,
                addresses.ask,
                kind=AddressKind(self.kind),
                email=str(form.get("email", ""))[:MOST],
                password=str(form.get("current_password", "")),
            )
        except AppError as error:
            self.errors = by_field(error)
            self.problem = self.errors.pop("", "")
            return focus_first(self.errors, ("email", "current_password"))
        self.message, self.delayed = t("account.addresses.asked"), await mail_waits()
        self.turn += 1
        await self._read()
        return None

    @event(Right.SIGNED_IN)
    async def cancel(self) -> None:
        self.errors, self.problem, self.message = {}, "", ""
        try:
            await act(self, addresses.cancel)
        except AppError as error:
            self.problem = told(error)
        else:
            self.message = t("account.addresses.cancelled")
        await self._read()

    async def _read(self) -> None:
        self.mine = particulars(await look(self, own.own_account))
        self.waiting = waiting_change(await look(self, addresses.waiting))
        self.loaded = True


class SessionsState(rx.State):
    """« Connexions »."""

    loaded: bool = False
    problem: str = ""
    message: str = ""
    rows: list[SessionLine] = []

    @event(Right.SIGNED_IN)
    async def load(self) -> None:
        self.problem, self.message = "", ""
        await self._read()

    @event(Right.SIGNED_IN)
    async def end(self, public_id: str) -> None:
        """Sign one device out."""
        self.problem, self.message = "", ""
        try:
            await act(self, sessions.end_session, public_id=str(public_id))
        except AppError as error:
            self.problem = told(error)
        else:
            self.message = t("account.sessions.ended")
        await self._read()

    @event(Right.SIGNED_IN)
    async def end_others(self) -> None:
        """Sign all devices out but this one."""
        self.problem = ""
        ended = await act(self, sessions.end_others, token=session_token(self.router.headers.cookie) or "")
        self.message = t("account.sessions.ended_others", count=ended)
        await self._read()

    async def _read(self) -> None:
        token = session_token(self.router.headers.cookie) or ""
        self.rows = [session_line(row) for row in await look(self, sessions.sessions_of, token=token)]
        self.loaded = True


class MailsState(rx.State):
    """« Notifications »: which mails are wanted."""

    loaded: bool = False
    problem: str = ""
    message: str = ""
    address: str = ""
    rows: list[MailLine] = []

    @event(Right.SIGNED_IN)
    async def load(self) -> None:
        self.problem, self.message = "", ""
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


class ClosingState(rx.State):
    """« Fermer le compte ». `alone` says which structures nobody else manages: they keep the account open."""

    loaded: bool = False
    errors: dict[str, str] = {}
    problem: str = ""
    alone: str = ""
    sure: bool = False

    @event(Right.SIGNED_IN)
    async def load(self) -> None:
        self.errors, self.problem, self.sure = {}, "", False
        names = ", ".join(await look(self, closing.managed_alone))
        self.alone = t("account.closing.alone.text", names=names) if names else ""
        self.loaded = True

    @event(Right.SIGNED_IN)
    def ask(self) -> None:
        self.errors, self.problem, self.sure = {}, "", True

    @event(Right.SIGNED_IN)
    def keep(self) -> None:
        self.sure = False

    @event(Right.SIGNED_IN)
    async def close(self, form: dict[str, Any]) -> EventSpec | None:
        """Close it; the tab is then left as by a sign-out."""
        self.errors, self.problem = {}, ""
        try:
            await act(self, closing.close_account, password=str(form.get("current_password", "")))
        except AppError as error:
            self.errors = by_field(error)
            self.problem = self.errors.pop("", "")
            return focus_first(self.errors, ("current_password",))
        self.sure = False
        return FrameState.sign_out()
