"""What the interfaces are shown of a raccordement."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Secret:
    """A secret, shown once: `login` is the client id of an application, or the login of a technical account."""

    public_id: str
    login: str
    secret: str


@dataclass(frozen=True, slots=True)
class ApplicationRow:
    """An application of the structure."""

    public_id: str
    name: str
    client_id: str
    created_at: datetime
    secret_at: datetime
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True)
class TechnicalAccountRow:
    """A technical account of the structure."""

    public_id: str
    login: str
    created_at: datetime
    expires_at: datetime
    expired: bool
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls the API: the account that acts, for which structure, and the program. All are row ids."""

    user_id: int
    structure_id: int
    application_id: int
