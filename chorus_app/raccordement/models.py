"""Tables of the raccordement. Secrets are long random values, stored as SHA-256: they are asked with every call."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from chorus_app.kernel.db import UtcDateTime
from chorus_app.kernel.tokens import new_public_id


class Application(SQLModel, table=True):
    """A program that may ask for tokens (an application of PISTE). `secret_at` is when its secret was last made."""

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
    can sign in to the portal with it. `login` is TECH_<n>_<SIRET>@cpro.fr."""

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


class AccessToken(SQLModel, table=True):
    """What an application received for its secret; it opens the API until `expires_at`."""

    __tablename__ = "chorus_access_token"

    token_hash: str = Field(primary_key=True, max_length=64)
    application_id: int = Field(foreign_key="chorus_application.id", index=True)
    created_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime, index=True)
