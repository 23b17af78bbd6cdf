"""Tables of the structures. Memberships, profiles and requests are never deleted: they end, with who and when."""

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import event
from sqlmodel import JSON, Field, Index, SQLModel, UniqueConstraint, text

from chorus_app.kernel.db import UtcDateTime
from chorus_app.kernel.identifiers import IdentifierType
from chorus_app.kernel.search import search_key
from chorus_app.kernel.tokens import new_public_id
from chorus_app.structures.enums import (
    Act,
    MembershipState,
    Profile,
    RequestKind,
    RequestState,
    Space,
    StructureKind,
    TimerKind,
)


class Structure(SQLModel, table=True):
    """A company, an administration or a person that sends or receives invoices.

    It is told apart by (type of identifier, identifier). `name_key` is the name folded for searching.
    The demands on its invoices: a service code, an engagement number, or one of them; the State (`is_state`): both.
    `closed_spaces` are those that it has switched off. The versions count the changes of data and of demands.
    """

    __tablename__ = "chorus_structure"
    __table_args__ = (UniqueConstraint("identifier_type", "identifier"),)

    id: int = Field(default=None, primary_key=True)
    public_id: str = Field(default_factory=new_public_id, unique=True, max_length=32)
    identifier_type: IdentifierType
    identifier: str = Field(max_length=80, index=True)
    name: str = Field(max_length=200)
    name_key: str = Field(max_length=200, index=True)
    kind: StructureKind = StructureKind.PRIVEE
    address: str = Field(default="", max_length=300)
    postcode: str = Field(default="", max_length=20)
    city: str = Field(default="", max_length=100)
    country: str = Field(default="FR", max_length=2)
    active: bool = True
    code_service_required: bool = False
    engagement_required: bool = False
    engagement_or_service: bool = False
    is_state: bool = False
    is_moe: bool = False
    is_moa: bool = False
    closed_spaces: list[Any] = Field(default_factory=list, sa_type=JSON)
    data_version: int = 1
    parameters_version: int = 1
    created_at: datetime = Field(sa_type=UtcDateTime)
    created_by_id: int | None = Field(default=None, foreign_key="chorus_user.id")


class Service(SQLModel, table=True):
    """A part of a structure that invoices can be addressed to (service exécutant). Its code never changes.

    `search_key` is set with each writing: name and code, folded for searching and sorting. `version` counts changes.
    """

    __tablename__ = "chorus_service"
    __table_args__ = (UniqueConstraint("structure_id", "code"),)

    id: int = Field(default=None, primary_key=True)
    public_id: str = Field(default_factory=new_public_id, unique=True, max_length=32)
    structure_id: int = Field(foreign_key="chorus_structure.id")
    code: str = Field(max_length=100, index=True)
    name: str = Field(max_length=200)
    active: bool = True
    valid_from: date | None = None
    valid_until: date | None = None
    engagement_required: bool = False
    search_key: str = Field(default="", max_length=600)
    version: int = 1


def _set_key(_mapper: Any, _connection: Any, service: Service) -> None:
    service.search_key = search_key(service.name, service.code)


event.listen(Service, "before_insert", _set_key)
event.listen(Service, "before_update", _set_key)


class Membership(SQLModel, table=True):
    """The attachment of a person to a structure; at most one that is in force for each pair."""

    __tablename__ = "chorus_membership"
    __table_args__: ClassVar[Any] = (
        Index(
            "ux_chorus_membership_in_force",
            "user_id",
            "structure_id",
            unique=True,
            sqlite_where=text("state = 'VALIDEE'"),
            postgresql_where=text("state = 'VALIDEE'"),
        ),
    )

    id: int = Field(default=None, primary_key=True)
    public_id: str = Field(default_factory=new_public_id, unique=True, max_length=32)
    user_id: int = Field(foreign_key="chorus_user.id")
    structure_id: int = Field(foreign_key="chorus_structure.id", index=True)
    state: MembershipState = MembershipState.VALIDEE
    main_manager: bool = False
    since: datetime = Field(sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    ended_by_id: int | None = Field(default=None, foreign_key="chorus_user.id")


class MembershipProfile(SQLModel, table=True):
    """A profile of a membership, for the whole structure or one service, for all spaces or one."""

    __tablename__ = "chorus_membership_profile"

    id: int = Field(default=None, primary_key=True)
    membership_id: int = Field(foreign_key="chorus_membership.id", index=True)
    profile: Profile
    service_id: int | None = Field(default=None, foreign_key="chorus_service.id")
    space: Space | None = None
    granted_at: datetime = Field(sa_type=UtcDateTime)
    granted_by_id: int | None = Field(default=None, foreign_key="chorus_user.id")
    withdrawn_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    withdrawn_by_id: int | None = Field(default=None, foreign_key="chorus_user.id")


class RequestColumns(SQLModel):
    """What every request of a person to the managers of a structure has."""

    id: int = Field(default=None, primary_key=True)
    public_id: str = Field(default_factory=new_public_id, unique=True, max_length=32)
    user_id: int = Field(foreign_key="chorus_user.id")
    structure_id: int = Field(foreign_key="chorus_structure.id", index=True)
    state: RequestState = RequestState.EN_COURS_DE_VALIDATION
    asked_at: datetime = Field(sa_type=UtcDateTime)
    answered_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    answered_by_id: int | None = Field(default=None, foreign_key="chorus_user.id")
    reason: str | None = Field(default=None, max_length=500)
    last_reminder_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class AttachmentRequest(RequestColumns, table=True):
    """A person asks to be attached to a structure; at most one that waits for each pair."""

    __tablename__ = "chorus_attachment_request"
    __table_args__: ClassVar[Any] = (
        Index(
            "ux_chorus_attachment_request_waiting",
            "user_id",
            "structure_id",
            unique=True,
            sqlite_where=text("state = 'EN_COURS_DE_VALIDATION'"),
            postgresql_where=text("state = 'EN_COURS_DE_VALIDATION'"),
        ),
        Index("ix_chorus_attachment_request_asked", "state", "asked_at"),
    )


class HabilitationRequest(RequestColumns, table=True):
    """An attached person asks for a profile, for the whole structure or one service, for all spaces or one."""

    __tablename__ = "chorus_habilitation_request"
    __table_args__: ClassVar[Any] = (
        Index("ix_chorus_habilitation_request_of", "user_id", "state"),
        Index("ix_chorus_habilitation_request_asked", "state", "asked_at"),
    )

    profile: Profile
    service_id: int | None = Field(default=None, foreign_key="chorus_service.id")
    space: Space | None = None


class RequestTimer(SQLModel, table=True):
    """Something that is due on a date unless the request is answered before; `request_id` is a row id of its table."""

    __tablename__ = "chorus_request_timer"
    __table_args__ = (Index("ix_chorus_request_timer_due", "done_at", "due_at"),)

    id: int = Field(default=None, primary_key=True)
    kind: TimerKind
    request_kind: RequestKind
    request_id: int
    due_at: datetime = Field(sa_type=UtcDateTime)
    done_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class RequestProof(SQLModel, table=True):
    """A paper that an asker sent to the operator; `request_id` is a row id of the request's table."""

    __tablename__ = "chorus_request_proof"
    __table_args__ = (Index("ix_chorus_request_proof_of", "request_kind", "request_id"),)

    id: int = Field(default=None, primary_key=True)
    public_id: str = Field(default_factory=new_public_id, unique=True, max_length=32)
    request_kind: RequestKind
    request_id: int
    user_id: int = Field(foreign_key="chorus_user.id", index=True)
    sha256: str = Field(max_length=64, index=True)
    size: int
    name: str = Field(max_length=120)
    sent_at: datetime = Field(sa_type=UtcDateTime)


class StructureChange(SQLModel, table=True):
    """A line of a structure's history: who did what to which thing, and what differs. Only ever added.

    `subject` is what the thing was called then, `object_id` its public id (or which part of the structure it is).
    `changes` are triples of field, value before and value after; account numbers are masked before they come here.
    Nobody (`actor_id`) is the operator's command line.
    """

    __tablename__ = "chorus_structure_change"
    __table_args__ = (
        Index("ix_chorus_structure_change_list", "structure_id", "id"),
        Index("ix_chorus_structure_change_object", "object_id", "id"),
    )

    id: int = Field(default=None, primary_key=True)
    structure_id: int = Field(foreign_key="chorus_structure.id")
    at: datetime = Field(sa_type=UtcDateTime)
    actor_id: int | None = Field(default=None, foreign_key="chorus_user.id")
    act: Act
    subject: str = Field(default="", max_length=300)
    object_id: str = Field(default="", max_length=32)
    changes: list[Any] = Field(default_factory=list, sa_type=JSON)
