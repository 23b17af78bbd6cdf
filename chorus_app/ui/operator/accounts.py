"""« Comptes »: found, closed, opened again, given a link."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import reflex as rx
from reflex.event import EventSpec

from chorus_app.kernel import french
from chorus_app.kernel.errors import AppError
from chorus_app.kernel.text import t
from chorus_app.operations import accounts
from chorus_app.operations.accounts import AccountRow, AccountState
from chorus_app.ui.components.basics import Seen, badge, button, empty, labelled, notice
from chorus_app.ui.components.criteria import chosen_filter
from chorus_app.ui.components.list_url import ListSpec
from chorus_app.ui.components.listing import list_view
from chorus_app.ui.gate import Right, event
from chorus_app.ui.operator import asking
from chorus_app.ui.operator.base import OperatorListState
from chorus_app.ui.operator.parts import operator_page, reason_window
from chorus_app.ui.session import act, look

__all__ = ["AccountsState", "body"]
DISABLE, ENABLE = "disable", "enable"
TONES = {AccountState.ACTIVE: "success", AccountState.WAITING: "info", AccountState.DISABLED: "neutral"}


@dataclass(frozen=True)
class AccountLine:
    """An account of the list."""

    id: str
    name: str
    email: str
    state: str
    tone: str
    operator: bool
    disabled: bool
    created: str
    attachments: str


def account_line(row: AccountRow) -> AccountLine:
    return AccountLine(
        row.public_id,
        row.name,
        row.email,
        t(f"operator_ui.account_state.{row.state.value}"),
        TONES[row.state],
        row.operator,
        row.state is AccountState.DISABLED,
        french.day(row.created_at),
        str(row.attachments),
    )


class AccountsState(OperatorListState, rx.State):
    """The list, the account that is being closed or opened, and a link that was just made."""

    rows: list[AccountLine] = []
    link: str = ""
    link_for: str = ""

    @classmethod
    def _spec(cls) -> ListSpec:
        return asking.ACCOUNTS_SPEC

    @event(Right.OPERATOR)
    async def change(self, form: dict[str, Any]) -> EventSpec | None:
        """Close the account or open it again."""
        about, chosen = self.about, {"public_id": self.chosen, "reason": str(form.get("reason", ""))[:2000]}
        if self.doing == DISABLE:
            return await self._decide(
                accounts.disable, lambda ended: t("operator_ui.accounts.disabled", who=about, count=ended), **chosen
            )
        return await self._decide(accounts.enable, lambda _: t("operator_ui.accounts.enabled", who=about), **chosen)

    @event(Right.OPERATOR)
    async def sign_out_account(self, public_id: str, about: str) -> None:
        """End the person's sessions."""
        self._hush()
        try:
            ended = await act(self, accounts.sign_out, public_id=str(public_id))
        except AppError as error:
            self._refused(error)
        else:
            self.message = t("operator_ui.accounts.signed_out", who=str(about), count=ended)

    @event(Right.OPERATOR)
    async def make_link(self, public_id: str, about: str) -> None:
        """A one-time link, shown until the next act."""
        self._hush()
        try:
            self.link = await act(self, accounts.hand_out_link, public_id=str(public_id))
        except AppError as error:
            self._refused(error)
        else:
            self.link_for = str(about)

    async def _read(self) -> None:
        place = self._asked()
        state = place.filters.get("etat", "")
        page = await look(self, accounts.list_accounts, text=place.search, state=state, page=place.page)
        self._fill(place, page, [account_line(row) for row in page.rows])

    def _hush(self) -> None:
        super()._hush()
        self.link, self.link_for = "", ""


def body() -> rx.Component:
    states = [(state.value, t(f"operator_ui.account_state.{state.value}")) for state in AccountState]
    return operator_page(
        "accounts",
        asking.ACCOUNTS,
        AccountsState,
        rx.el.div(rx.cond(AccountsState.link != "", link_notice()), role="status"),
        list_view(
            AccountsState,
            row=cells,
            empty=rx.el.div(
                empty(t("operator_ui.accounts.none"), t("operator_ui.accounts.none_text")), class_name="sheet"
            ),
            filters=(
                chosen_filter(
                    AccountsState, "etat", t("operator_ui.column.state"), states, t("operator_ui.accounts.any")
                ),
            ),
            search_hint=t("operator_ui.accounts.search_hint"),
        ),
        rx.cond(AccountsState.doing != "", change_window()),
    )


def link_notice() -> rx.Component:
    """Shown once: it is not stored as such."""
    return notice(
        rx.fragment(t("operator_ui.accounts.link_for"), " ", AccountsState.link_for),
        rx.el.p(t("operator_ui.accounts.link_text")),
        rx.el.p(AccountsState.link, class_name="code breakable"),
        kind="warning",
    )


def cells(row: Seen) -> Mapping[str, Any]:
    quiet: dict[str, Any] = {"weight": "quiet"}
    return {
        "name": rx.el.div(
            rx.el.strong(row.name),
            rx.el.span(row.email, class_name="sub breakable"),
            rx.cond(row.operator, rx.el.span(t("operator_ui.accounts.operator"), class_name="sub")),
        ),
        "state": badge(row.state, row.tone),
        "created": row.created,
        "attachments": row.attachments,
        "act": rx.cond(
            row.disabled,
            button(
                labelled(t("operator_ui.accounts.enable"), row.name),
                weight="secondary",
                on_click=AccountsState.ask(ENABLE, row.id, row.name),
            ),
            rx.el.div(
                button(
                    labelled(t("operator_ui.accounts.disable"), row.name),
                    weight="secondary",
                    on_click=AccountsState.ask(DISABLE, row.id, row.name),
                ),
                button(
                    labelled(t("operator_ui.accounts.make_link"), row.name),
                    on_click=AccountsState.make_link(row.id, row.name),
                    **quiet,
                ),
                button(
                    labelled(t("operator_ui.accounts.sign_out"), row.name),
                    on_click=AccountsState.sign_out_account(row.id, row.name),
                    **quiet,
                ),
                class_name="row",
            ),
        ),
    }


def change_window() -> rx.Component:
    about = rx.el.p(rx.el.strong(AccountsState.about))
    stops = rx.el.ul(
        *[rx.el.li(t(f"operator_ui.accounts.stops.{name}")) for name in ("sign_in", "sessions", "deposits", "kept")],
        class_name="bullets",
    )
    return rx.cond(
        AccountsState.doing == DISABLE,
        reason_window(
            t("operator_ui.accounts.disable_title"),
            about,
            rx.el.div(rx.el.p(t("operator_ui.accounts.disable_text")), stops, class_name="stack-tight"),
            state=AccountsState,
            submit=t("operator_ui.accounts.disable"),
            on_submit=AccountsState.change,
        ),
        reason_window(
            t("operator_ui.accounts.enable_title"),
            about,
            rx.el.p(t("operator_ui.accounts.enable_text")),
            state=AccountsState,
            submit=t("operator_ui.accounts.enable"),
            on_submit=AccountsState.change,
            danger=False,
        ),
    )
