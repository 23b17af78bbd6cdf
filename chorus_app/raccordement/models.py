"""Tables of the raccordement. Secrets are long random values, stored as SHA-256: they are asked with every call."""

from datetime import datetime

from sqlalchemy import JSON
from sqlmodel import Field, Index, SQLModel, UniqueConstraint

from chorus_app.kernel.db import UtcDateTime
from chorus_app.kernel.tokens import new_public_id


class Limited(SQLModel):
    """What every raccordement has: `networks` are the addresses it may come from (none: any), `interfaces` the codes it
    may deposit under; it enters while it is `active`."""

    networks: list[str] = Field(default_factory=list, sa_type=JSON)
    interfaces: list[str] = Field(default_factory=list, sa_type=JSON)
    active: bool = False


class Application(Limited, table=True):
    """A program that may ask for tokens (an application of PISTE). `secret_at` is when its secret was last made; one
    that is not `active` is suspended, one with `revoked_at` never comes back."""

    __tablename__ = "chorus_application"

    id: int = Field(default=None, primary_key=True)
    public_id: str = Field(default_factory=new_public_id, unique=True, max_length=32)
    structure_id: int = Field(foreign_key="chorus_structure.id", index=True)
    name: str = Field(max_length=100)
    client_id: str = Field(unique=True, max_length=36)
    secret_hash: str = Field(max_length=64)
    created_at: datetime = Field(sa_type=UtcDateTime)
    created_by_id: int = Field(foreign_key="chorus_user.id")
    secret_at: datetime = Field(sa_type=UtcDateTime)
    revoked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class TechnicalAccount(SQLModel, table=True):
    """A compte technique: in its name programs act for the structure. `user_id` is the account that deposits; nobody
    can sign in to the portal with it. `login` is TECH_<n>_<SIRET>@cpro.fr; `told_days` is the last reminder of its
    end: so many days before."""

    __tablename__ = "chorus_technical_account"

    id: int = Field(default=None, primary_key=True)
    public_id: str = Field(default_factory=new_public_id, unique=True, max_length=32)
    structure_id: int = Field(foreign_key="chorus_structure.id", index=True)
    user_id: int = Field(unique=True, foreign_key="chorus_user.id")
    login: str = Field(unique=True, max_length=120)
    secret_hash: str = Field(max_length=64)
    created_at: datetime = Field(sa_type=UtcDateTime)
    created_by_id: int = Field(foreign_key="chorus_user.id")
    expires_at: datetime = Field(sa_type=UtcDateTime)
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    told_days: int | None = None


class AccessToken(SQLModel, table=True):
    """What an application received for its secret; it opens the API until `expires_at`."""

    __tablename__ = "chorus_access_token"

    token_hash: str = Field(primary_key=True, max_length=64)
    application_id: int = Field(foreign_key="chorus_application.id", index=True)
    created_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime, index=True)


class EdiPartner(Limited, table=True):
    """A structure that sends its files by EDI. `code` are its six characters (code application); `user_id` is the
    account that deposits, nobody's like a technical account's.

    It enters by its password or its key; `told_event_id` is the last step of an invoice's life that was put into its
    folder (None: it is told what happens from now on).
    """

    __tablename__ = "chorus_edi_partner"

    id: int = Field(default=None, primary_key=True)
    structure_id: int = Field(unique=True, foreign_key="chorus_structure.id")
    user_id: int = Field(unique=True, foreign_key="chorus_user.id")
    code: str = Field(unique=True, max_length=6)
    password_hash: str | None = Field(default=None, max_length=64)
    password_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    public_key: str | None = Field(default=None, max_length=2000)
    created_at: datetime = Field(sa_type=UtcDateTime)
    created_by_id: int | None = Field(default=None, foreign_key="chorus_user.id")
    told_event_id: int | None = None


class EdiArrival(SQLModel, table=True):
    """A file that came whole: either a flux (`flux_number`; its storey is above), or inadmissible (`refusal`, a code
    of `edi.names`, with what its sentences say). `digest` is its SHA-256: the bytes themselves are the flux's.

    `answered_at`: when its compte-rendu was put into the partner's folder.
    """

    __tablename__ = "chorus_edi_arrival"

    id: int = Field(default=None, primary_key=True)
    partner_id: int = Field(foreign_key="chorus_edi_partner.id", index=True)
    name: str = Field(max_length=200)
    digest: str = Field(max_length=64)
    size: int
    door: str = Field(max_length=10)
    at: datetime = Field(sa_type=UtcDateTime)
    flux_number: str | None = Field(default=None, max_length=25, index=True)
    refusal: str | None = Field(default=None, max_length=30)
    params: dict[str, str] = Field(default_factory=dict, sa_type=JSON)
    answered_at: datetime | None = Field(default=None, sa_type=UtcDateTime, index=True)


class EdiReturn(SQLModel, table=True):
    """A file that waits in a partner's folder until he takes it; `placed_at`: when it was put into a watched one."""

    __tablename__ = "chorus_edi_return"
    __table_args__ = (UniqueConstraint("partner_id", "name"),)

    id: int = Field(default=None, primary_key=True)
    partner_id: int = Field(foreign_key="chorus_edi_partner.id")
    name: str = Field(max_length=160)
    sha256: str = Field(max_length=64)
    size: int
    made_at: datetime = Field(sa_type=UtcDateTime, index=True)
    placed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class ApiCall(SQLModel, table=True):
    """A call of the API as it was asked and answered: secrets are masked, long values cut (`whole`: none was).

    `account_id` is None where no technical account was recognised. `code` and `label` are those of the answer;
    `flux_number` is the flux that the answer or the question names. `replay_of_id` is the call that a person,
    `replayed_by_id`, made again.
    """

    __tablename__ = "chorus_api_call"
    __table_args__ = (Index("ix_chorus_api_call_list", "structure_id", "id"),)

    id: int = Field(default=None, primary_key=True)
    public_id: str = Field(default_factory=new_public_id, unique=True, max_length=32)
    structure_id: int = Field(foreign_key="chorus_structure.id")
    application_id: int = Field(foreign_key="chorus_application.id")
    account_id: int | None = Field(default=None, foreign_key="chorus_technical_account.id")
    at: datetime = Field(sa_type=UtcDateTime, index=True)
    method: str = Field(max_length=8)
    path: str = Field(max_length=200)
    status: int
    milliseconds: int
    code: int | None = None
    label: str = Field(default="", max_length=500)
    headers: dict[str, str] = Field(default_factory=dict, sa_type=JSON)
    question: str = ""
    answer: str = ""
    whole: bool = True
    flux_number: str = Field(default="", max_length=25)
    replay_of_id: int | None = Field(default=None, index=True)
    replayed_by_id: int | None = Field(default=None, foreign_key="chorus_user.id")


class Certificate(SQLModel, table=True):
    """The raccordement's certificate of a structure. One is in force: another one replaces it (`ended_at`).

    `told_days` is the last reminder of its end: so many days before.
    """

    __tablename__ = "chorus_certificate"

    id: int = Field(default=None, primary_key=True)
    public_id: str = Field(default_factory=new_public_id, unique=True, max_length=32)
    structure_id: int = Field(foreign_key="chorus_structure.id", index=True)
    pem: str
    subject: str = Field(max_length=300)
    issuer: str = Field(max_length=300)
    fingerprint: str = Field(max_length=64)
    not_before: datetime = Field(sa_type=UtcDateTime)
    not_after: datetime = Field(sa_type=UtcDateTime, index=True)
    added_at: datetime = Field(sa_type=UtcDateTime)
    added_by_id: int = Field(foreign_key="chorus_user.id")
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    told_days: int | None = None
