"""What the portal keeps about a person, handed to that person (articles 15 and 20 of the GDPR).

PARTS says where: one row for each table that tells of people. What a person did to others stands in EXCUSED: it tells
of them; the acts themselves come with the audit log.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from sqlalchemy import ColumnElement, Table, or_, select
from sqlmodel import col
from sqlmodel import select as select_one

from chorus_app.accounts.models import AccountLink, AddressChange, SignInTicket, User, WebSession
from chorus_app.audit.acts import Act, Kind
from chorus_app.audit.models import AuditEntry
from chorus_app.audit.service import record
from chorus_app.drafts.models import AccountFile, Draft
from chorus_app.flux.models import ChecklistAway, ChecklistTick, Flux, ReportReading, Upload
from chorus_app.invoices.models import Invoice, InvoiceEvent
from chorus_app.kernel.context import Context
from chorus_app.kernel.mail.models import Outbox
from chorus_app.kernel.text import has_text, t
from chorus_app.notifications.models import MailChoice, Notification
from chorus_app.preferences.models import ListLook, SavedSearch
from chorus_app.raccordement.models import ApiCall, Application, Certificate, EdiPartner, TechnicalAccount
from chorus_app.structures.models import (
    AttachmentRequest,
    HabilitationRequest,
    Membership,
    MembershipProfile,
    RequestProof,
    Structure,
    StructureChange,
)
from chorus_app.structures.perms import actor

AT_ONCE = 500
SECRETS = frozenset({"text", "html", "link"})  # and what ends in _hash
# Said elsewhere in the file, or of use to the machine only.
MACHINERY = frozenset(
    {"id", "public_id", "login_key", "name_key", "search_key", "file_key", "workflow_id", "idempotency_key"}
)


@dataclass(frozen=True, slots=True)
class Part:
    """The rows of a table that are about the person: `mine` is the condition on its columns."""

    name: str
    table: Any
    column: str
    through: Any = None  # a table with the same column, that `column` of this one points to


PARTS: tuple[Part, ...] = (
    Part("account", User, "id"),
    Part("sessions", WebSession, "user_id"),
    Part("links", AccountLink, "user_id"),
    Part("tickets", SignInTicket, "user_id"),
    Part("memberships", Membership, "user_id"),
    Part("profiles", MembershipProfile, "membership_id", Membership),
    Part("requests", AttachmentRequest, "user_id"),
    Part("habilitation_requests", HabilitationRequest, "user_id"),
    Part("proofs", RequestProof, "user_id"),
    Part("addresses", AddressChange, "user_id"),
    Part("notifications", Notification, "user_id"),
    Part("mail_choices", MailChoice, "user_id"),
    Part("searches", SavedSearch, "user_id"),
    Part("looks", ListLook, "user_id"),
    Part("drafts", Draft, "author_id"),
    Part("deposits", Flux, "depositor_id"),
    Part("uploads", Upload, "user_id"),
    Part("readings", ReportReading, "user_id"),
    Part("ticks", ChecklistTick, "user_id"),
    Part("put_away", ChecklistAway, "user_id"),
    Part("treated", InvoiceEvent, "actor_id"),
)
# Columns that name who did something to what is not about him.
EXCUSED: frozenset[tuple[str, str]] = frozenset(
    {
        (Structure.__tablename__, "created_by_id"),
        (Membership.__tablename__, "ended_by_id"),
        (MembershipProfile.__tablename__, "granted_by_id"),
        (MembershipProfile.__tablename__, "withdrawn_by_id"),
        (AttachmentRequest.__tablename__, "answered_by_id"),
        (HabilitationRequest.__tablename__, "answered_by_id"),
        (Notification.__tablename__, "about_id"),  # what others were told
        (StructureChange.__tablename__, "actor_id"),
        (ApiCall.__tablename__, "replayed_by_id"),
        (Certificate.__tablename__, "added_by_id"),
        (Application.__tablename__, "created_by_id"),
        (TechnicalAccount.__tablename__, "created_by_id"),
        (TechnicalAccount.__tablename__, "user_id"),  # an account that is nobody's
        (AccountFile.__tablename__, "user_id"),  # of such accounts
        (EdiPartner.__tablename__, "created_by_id"),
        (EdiPartner.__tablename__, "user_id"),  # the same
        (Invoice.__tablename__, "depositor_id"),  # of the deposits, which are there
    }
)


def note_handing_out(context: Context) -> None:
    """The log tells that the person took his data. Raises `SignInRequired`."""
    user = context.session.get_one(User, actor(context))
    record(context, act=Act.DATA_HANDED_OUT, kind=Kind.ACCOUNT, subject_id=user.public_id)


def as_json(context: Context) -> Iterator[str]:
    """The actor's data as one JSON document, piece by piece. Raises `SignInRequired`."""
    user = context.session.get_one(User, actor(context))
    yield "{\n" + f'"{t("personal_data.made")}": {_json(context.now())},\n'
    yield f'"{t("personal_data.about")}": {_json(t("personal_data.about_text"))}'
    for part in PARTS:
        yield from _list(t(f"personal_data.part.{part.name}"), _rows(context, part.table, _mine(part, user.id)))
    mine = col(Outbox.recipient).in_({user.login_email, user.contact_email})
    yield from _list(t("personal_data.mails"), _rows(context, Outbox, mine))
    logged = or_(col(AuditEntry.actor_id) == user.id, col(AuditEntry.subject_id) == user.public_id)
    yield from _list(t("personal_data.acts"), _rows(context, AuditEntry, logged))
    yield "\n}\n"


def _mine(part: Part, user_id: int) -> ColumnElement[bool]:
    column: ColumnElement[Any] = getattr(part.table, part.column)
    if part.through is None:
        return column == user_id
    return column.in_(select(part.through.id).where(part.through.user_id == user_id))


def _list(name: str, rows: Iterator[Mapping[str, Any]]) -> Iterator[str]:
    yield f",\n{_json(name)}: ["
    for number, row in enumerate(rows):
        yield ("," if number else "") + "\n  " + _json(row)
    yield "]"


def _rows(context: Context, model: Any, mine: ColumnElement[bool]) -> Iterator[dict[str, Any]]:
    table: Table = model.__table__
    shown = [column for column in table.columns if _shown(column)]
    named = [column for column in table.columns if _structure(column)]
    query = select(*shown, *named).where(mine).order_by(*table.primary_key.columns)
    names: dict[int, str] = {}
    for row in context.session.execute(query.execution_options(yield_per=AT_ONCE)):
        told = {_label(column.name): _plain(value) for column, value in zip(shown, row, strict=False)}
        for column, value in zip(named, row[len(shown) :], strict=True):
            told[_label(column.name)] = _structure_name(context, names, value)
        yield {label: value for label, value in told.items() if value not in (None, "", {}, [])}


def _shown(column: Any) -> bool:
    return column.name not in SECRETS | MACHINERY and not column.name.endswith("_hash") and not _other(column)


def _other(column: Any) -> bool:
    """Whether the column points to another row, or is a row id of the log: of no use outside the portal."""
    return bool(column.foreign_keys) or column.name in {"actor_id", "structure_id", "purged_before"}


def _structure(column: Any) -> bool:
    return any(key.target_fullname == f"{Structure.__tablename__}.id" for key in column.foreign_keys)


def _structure_name(context: Context, names: dict[int, str], row_id: int | None) -> str:
    if row_id is None:
        return ""
    if row_id not in names:
        found = context.session.exec(
            select_one(Structure.name, Structure.identifier).where(Structure.id == row_id)
        ).one_or_none()
        names[row_id] = f"{found[0]} ({found[1]})" if found else ""
    return names[row_id]


def _label(column: str) -> str:
    return t(f"personal_data.field.{column}") if has_text(f"personal_data.field.{column}") else column


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def _json(value: Any) -> str:
    return json.dumps(_plain(value), ensure_ascii=False)
