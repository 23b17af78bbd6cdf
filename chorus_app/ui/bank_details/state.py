"""What happens on « Coordonnées bancaires »: the list, one account, the form."""

from collections.abc import Callable
from typing import Any

import reflex as rx
from reflex.event import EventSpec

from chorus_app.bank_details import queries, service
from chorus_app.bank_details.enums import BankDetailKind
from chorus_app.bank_details.views import BankDetailRow
from chorus_app.kernel.context import Context
from chorus_app.kernel.errors import AppError, Denied
from chorus_app.kernel.text import t
from chorus_app.ui.bank_details.views import (
    ROUTE,
    BankDetailCard,
    BankDetailLine,
    bank_detail_card,
    bank_detail_line,
)
from chorus_app.ui.components.changes import change_line
from chorus_app.ui.components.forms import ThingFormState
from chorus_app.ui.components.things import ThingState
from chorus_app.ui.gate import Right, event
from chorus_app.ui.problems import told
from chorus_app.ui.session import act, look

EMPTY = {
    "name": "",
    "iban": "",
    "bic": "",
    "bank_code": "",
    "branch_code": "",
    "account_number": "",
    "rib_key": "",
    "factor": "",
    "factor_identifier_type": "SIRET",
    "factor_identifier": "",
    "factor_name": "",
}
CONFIRMED = frozenset({"deactivate", "delete"})


class BankDetailsState(rx.State):
    """The list of the structure that the tab acts for."""

    loaded: bool = False
    allowed: bool = False
    may_change: bool = False
    rows: list[BankDetailLine] = []
    message: str = ""

    @event(Right.ATTACHED)
    async def load(self) -> None:
        try:
            rows, self.may_change = await look(self, _listed)
        except Denied:
            self.allowed, self.may_change, self.rows = False, False, []
        else:
            self.allowed, self.rows = True, [bank_detail_line(row) for row in rows]
        told_before = await self.get_state(BankDetailState)
        self.message, told_before.deleted = told_before.deleted, ""
        self.loaded = True


class BankDetailState(ThingState, rx.State):
    """One account: shown, put first, put away. `asking` names the act that waits for a yes."""

    card: BankDetailCard = BankDetailCard()
    asking: str = ""
    deleted: str = ""

    @event(Right.ATTACHED)
    async def load(self) -> None:
        form = await self.get_state(BankDetailFormState)
        self._hush()
        self.asking, self.message, form.saved = "", form.saved, ""
        await self._read()

    @event(Right.MANAGER)
    async def make_default(self) -> None:
        """Propose this account first."""
        await self._switch(service.make_default, t("bank_details.done.default"))

    @event(Right.MANAGER)
    def ask(self, what: str) -> None:
        """Ask again before an act."""
        self._hush()
        self.asking = what if what in CONFIRMED else ""

    @event(Right.MANAGER)
    def keep(self) -> None:
        """Do nothing after all."""
        self.asking = ""

    @event(Right.MANAGER)
    async def deactivate(self) -> None:
        """Propose the account no more."""
        await self._switch(service.deactivate, t("bank_details.done.deactivated"))

    @event(Right.MANAGER)
    async def reactivate(self) -> None:
        """Propose the account again."""
        await self._switch(service.reactivate, t("bank_details.done.reactivated"))

    @event(Right.MANAGER)
    async def delete(self) -> EventSpec | None:
        """Take the account out of the list."""
        try:
            name = await act(self, service.delete_bank_detail, public_id=self._public_id())
        except AppError as error:
            self.problem, self.asking = told(error), ""
            return None
        self.deleted = t("bank_details.done.deleted", name=name)
        return rx.redirect(ROUTE)

    async def _switch(self, service_act: Callable[..., None], done: str) -> None:
        self.asking = ""
        await self._do(service_act, done, public_id=self._public_id())

    async def _read(self) -> None:
        found = await self._found(queries.get_bank_detail, self._public_id())
        self.card = bank_detail_card(found) if found else BankDetailCard()
        self.history = [change_line(change) for change in found.history] if found else []

    def _public_id(self) -> str:
        return of_path(self.router.url.path)


class BankDetailFormState(ThingFormState, rx.State):
    """The form of a new account, or of one that is being changed: only the fields of its kind are there."""

    kind: str = BankDetailKind.IBAN.value
    title: str = ""

    @classmethod
    def _fields(cls) -> tuple[str, ...]:
        return tuple(EMPTY)

    @classmethod
    def _boxes(cls) -> tuple[str, ...]:
        return ("factor",)

    def _label(self, name: str) -> str:
        return t(f"bank_details.field.{name}")

    def _shown(self, name: str, value: str) -> str:
        if name == "factor_identifier_type" and value:
            return t(f"onboarding.identifier_type.{value.lower()}")
        return super()._shown(name, value)

    @event(Right.ATTACHED)
    async def load(self) -> None:
        """An empty form, or that of the account in the address."""
        self.title, self.kind = "", BankDetailKind.IBAN.value
        found = await self._open(
            of_path(self.router.url.path), found=queries.get_bank_detail, may_add=queries.may_change_here, empty=EMPTY
        )
        if found:
            self.allowed, self.title, self.kind = found.may_change, found.row.name, found.row.kind.value
            self._fill_form(found.values if found.may_change else EMPTY, version=found.version)

    @event(Right.MANAGER)
    def choose_kind(self, kind: str) -> None:
        """Another kind of a new account: its own fields are shown, the others not."""
        if not self.editing and kind in BankDetailKind.__members__:
            self.kind, self.errors = str(kind), {}

    @event(Right.MANAGER)
    async def save(self, form: dict[str, Any]) -> EventSpec | None:
        """Save; where somebody was faster, show both versions."""
        return await self._submit(form, self._save, t("bank_details.done.saved"))

    async def _save(self, typed: dict[str, str]) -> str:
        if not self.editing:
            return f"{ROUTE}/{await act(self, service.add_bank_detail, kind=self.kind, values=typed)}"
        await act(self, service.change_bank_detail, public_id=self.editing, version=self._version, values=typed)
        return f"{ROUTE}/{self.editing}"


def of_path(path: str) -> str:
    """The account's public id in an address; empty on the form of a new one."""
    name = path.removeprefix(f"{ROUTE}/").partition("/")[0]
    return "" if name == "ajouter" else name


def _listed(context: Context) -> tuple[list[BankDetailRow], bool]:
    return queries.list_bank_details(context), queries.may_change_here(context)
