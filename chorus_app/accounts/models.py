"""Tables of the accounts. Secrets are stored as hashes only."""

from datetime import datetime
from typing import Any

from sqlalchemy import event
from sqlmodel import Field, SQLModel, UniqueConstraint

from chorus_app.accounts.enums import AddressKind, LinkPurpose, ThrottleScope
from chorus_app.kernel.db import UtcDateTime
from chorus_app.kernel.text import t
from chorus_app.kernel.tokens import new_public_id
from chorus_app.kernel.words import fold


class User(SQLModel, table=True):
    """A person. `login_key` is the sign-in address folded for comparison: it alone decides who is who.

    Without `activated_at` there is no password yet; with `disabled_at` the account no longer opens. Since
    `operator_since` the person runs the portal. With `closed_at` its owner closed it: nothing that tells who he was is
    left, only the row that histories point to. `search_key` is set with each writing: name and addresses, folded.
    """

    __tablename__ = "chorus_user"

    id: int = Field(default=None, primary_key=True)
    public_id: str = Field(default_factory=new_public_id, unique=True, max_length=32)
    login_email: str = Field(max_length=254)
    login_key: str = Field(unique=True, max_length=254)
    contact_email: str = Field(max_length=254)
    last_name: str = Field(max_length=100)
    first_name: str = Field(max_length=100)
    phone: str | None = Field(default=None, max_length=20)  # E.164
    password_hash: str | None = Field(default=None, max_length=255)
    activated_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    disabled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    operator_since: datetime | None = Field(default=None, sa_type=UtcDateTime)
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    created_at: datetime = Field(sa_type=UtcDateTime)
    search_key: str = Field(default="", max_length=600)

    @property
    def full_name(self) -> str:
        if self.closed_at is not None:
            return t("accounts.closed_account")
        return f"{self.first_name} {self.last_name}"


def _set_key(_mapper: Any, _connection: Any, user: User) -> None:
    addresses = dict.fromkeys((user.login_email, user.contact_email))
    user.search_key = fold(" ".join((user.full_name, *addresses)))[:600]


event.listen(User, "before_insert", _set_key)
event.listen(User, "before_update", _set_key)


class AccountLink(SQLModel, table=True):
    """The link of an activation or reset mail: usable once, until `expires_at`, unless a newer one voided it."""

    __tablename__ = "chorus_account_link"

    id: int = Field(default=None, primary_key=True)
    user_id: int = Field(foreign_key="chorus_user.id", index=True)
    purpose: LinkPurpose
    token_hash: str = Field(unique=True, max_length=64)
    created_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    voided_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class AddressChange(SQLModel, table=True):
    """Another mail address that somebody asked for: it takes effect when both sides have confirmed it."""

    __tablename__ = "chorus_address_change"

    id: int = Field(default=None, primary_key=True)
    user_id: int = Field(foreign_key="chorus_user.id", index=True)
    kind: AddressKind
    new_email: str = Field(max_length=254)
    sign_in_token_hash: str = Field(unique=True, max_length=64)
    new_token_hash: str = Field(unique=True, max_length=64)
    asked_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    sign_in_confirmed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    new_confirmed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    voided_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    done_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class WebSession(SQLModel, table=True):
    """A browser that is signed in; the cookie carries the token, the row its hash."""

    __tablename__ = "chorus_web_session"

    id: int = Field(default=None, primary_key=True)
    public_id: str = Field(default_factory=new_public_id, unique=True, max_length=32)
    token_hash: str = Field(unique=True, max_length=64)
    user_id: int = Field(foreign_key="chorus_user.id", index=True)
    user_agent: str = Field(default="", max_length=255)
    created_at: datetime = Field(sa_type=UtcDateTime)
    last_seen_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class SignInTicket(SQLModel, table=True):
    """Carries a successful sign-in from the page to the HTTP route that sets the cookie. Lives 30 seconds, once."""

    __tablename__ = "chorus_sign_in_ticket"

    id: int = Field(default=None, primary_key=True)
    token_hash: str = Field(unique=True, max_length=64)
    user_id: int = Field(foreign_key="chorus_user.id")
    expires_at: datetime = Field(sa_type=UtcDateTime, index=True)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Throttle(SQLModel, table=True):
    """How often somebody tried something since `window_started_at`, and when the next try is heard."""

    __tablename__ = "chorus_throttle"
    __table_args__ = (UniqueConstraint("scope", "key_hash"),)

    id: int = Field(default=None, primary_key=True)
    scope: ThrottleScope
    key_hash: str = Field(max_length=64)
    count: int = 0
    window_started_at: datetime = Field(sa_type=UtcDateTime, index=True)
    next_allowed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
