"""Accounts as the operator sees them: found, closed, opened again, given a link."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_
from sqlmodel import col, func, select

from chorus_app.accounts import service
from chorus_app.accounts.models import User
from chorus_app.kernel.context import Context
from chorus_app.kernel.errors import Conflict, NotFound
from chorus_app.kernel.paging import Page, PageRequest
from chorus_app.kernel.search import MAX_TYPED, MAX_WORDS
from chorus_app.kernel.words import fold
from chorus_app.operations.lists import page_of
from chorus_app.operations.perms import require_operator
from chorus_app.operations.reasons import check_reason
from chorus_app.structures.enums import MembershipState
from chorus_app.structures.models import Membership

U: Any = User  # its columns, which the type checker takes for values
SORTS: dict[str, Any] = {"name": U.last_name, "created": U.created_at}


class AccountState(StrEnum):
    """How an account stands; the name is the text `operator_ui.account_state.<value>`."""

    ACTIVE = "active"
    WAITING = "waiting"
    DISABLED = "disabled"


CONDITIONS: dict[AccountState, ColumnElement[bool]] = {
    AccountState.ACTIVE: and_(U.activated_at.is_not(None), U.disabled_at.is_(None)),
    AccountState.WAITING: and_(U.activated_at.is_(None), U.disabled_at.is_(None)),
    AccountState.DISABLED: U.disabled_at.is_not(None),
}


@dataclass(frozen=True, slots=True)
class AccountRow:
    """An account in the list; `attachments` counts those in force."""

    public_id: str
    name: str
    email: str
    state: AccountState
    operator: bool
    created_at: datetime
    attachments: int


def list_accounts(
    context: Context, *, text: str = "", state: str = "", page: PageRequest | None = None
) -> Page[AccountRow]:
    """The accounts, by name; with `text` those whose name or address has each of its words.

    Raises `NotFound` for who is no operator.
    """
    require_operator(context)
    words = fold(text[:MAX_TYPED]).split()[:MAX_WORDS]
    where = [U.search_key.contains(word, autoescape=True) for word in words]
    if state in set(AccountState):
        where.append(CONDITIONS[AccountState(state)])
    found = page_of(context, User, where=where, sorts=SORTS, page=page)
    return Page(_rows(context, found.rows), found.total, found.page, found.size)


def account_by_id(context: Context, *, public_id: str) -> User:
    """Raises `NotFound`, also for who is no operator."""
    require_operator(context)
    found = context.session.exec(select(User).where(User.public_id == public_id)).one_or_none()
    if found is None:
        raise NotFound
    return found


def disable(context: Context, *, public_id: str, reason: str) -> int:
    """Close the account at once; returns how many sessions ended.

    Raises `NotFound`, `Invalid` (field `reason`), `Conflict` for the actor himself and for the last operator.
    """
    user = account_by_id(context, public_id=public_id)
    told = check_reason(reason)
    if user.id == context.actor_id:
        raise Conflict("operations.account.oneself")
    return service.disable_account(context, email=user.login_email, reason=told)


def enable(context: Context, *, public_id: str, reason: str) -> None:
    """Open a closed account again. Raises `NotFound`, `Invalid` (field `reason`)."""
    user = account_by_id(context, public_id=public_id)
    service.enable_account(context, email=user.login_email, reason=check_reason(reason))


def sign_out(context: Context, *, public_id: str) -> int:
    """End the person's sessions; returns how many. Raises `NotFound`."""
    return service.sign_out_account(context, email=account_by_id(context, public_id=public_id).login_email)


def hand_out_link(context: Context, *, public_id: str) -> str:
    """The address of a new one-time link, to be given to the person. Raises `NotFound`, `Conflict` for a closed one."""
    user = account_by_id(context, public_id=public_id)
    if user.disabled_at is not None:
        raise Conflict("operations.account.closed")
    return service.hand_out_link(context, email=user.login_email)


def state_of(user: User) -> AccountState:
    if user.disabled_at is not None:
        return AccountState.DISABLED
    return AccountState.ACTIVE if user.activated_at is not None else AccountState.WAITING


def _rows(context: Context, users: Sequence[User]) -> list[AccountRow]:
    attached = dict(
        context.session.exec(
            select(Membership.user_id, func.count())
            .where(
                col(Membership.user_id).in_([user.id for user in users]), Membership.state == MembershipState.VALIDEE
            )
            .group_by(col(Membership.user_id))
        ).all()
    )
    return [
        AccountRow(
            user.public_id,
            user.full_name,
            user.login_email,
            state_of(user),
            user.operator_since is not None,
            user.created_at,
            attached.get(user.id, 0),
        )
        for user in users
    ]
