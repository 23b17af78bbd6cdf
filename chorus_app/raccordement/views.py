"""What the interfaces are shown of a raccordement."""

from collections.abc import Mapping
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
    active: bool


@dataclass(frozen=True, slots=True)
class ApplicationView:
    """An application with what it is limited to: `networks` empty means any address."""

    row: ApplicationRow
    networks: tuple[str, ...]
    interfaces: tuple[str, ...]


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
    """Who calls the API: the account that acts, for which structure, and the program; all are row ids.

    `interfaces` are the codes under which the program may deposit.
    """

    user_id: int
    structure_id: int
    application_id: int
    account_id: int
    interfaces: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ArrivalRow:
    """A file that a partner sent by EDI: the flux it became, or why it is inadmissible (`refusal`, filled by
    `params`)."""

    name: str
    at: datetime
    flux_number: str
    refusal: str
    params: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class EdiView:
    """The EDI raccordement of a structure; `password_at` None: it has no password."""

    code: str
    active: bool
    password_at: datetime | None
    public_key: str
    key_fingerprint: str
    networks: tuple[str, ...]
    interfaces: tuple[str, ...]
    arrivals: tuple[ArrivalRow, ...]


@dataclass(frozen=True, slots=True)
class EdiCaller:
    """Who comes in by EDI: the partner, the account that deposits and its structure (row ids), and what he may send."""

    partner_id: int
    code: str
    user_id: int
    structure_id: int
    interfaces: frozenset[str]


@dataclass(frozen=True, slots=True)
class CallRow:
    """A call of the API in a list: `application` and `account` are names, `account` empty where none was recognised."""

    public_id: str
    at: datetime
    method: str
    path: str
    status: int
    milliseconds: int
    code: int | None
    label: str
    application: str
    account: str
    replayed: bool


@dataclass(frozen=True, slots=True)
class CallView:
    """A call with its bodies, secrets masked and long values cut, and the times that it was made again, newest first.

    `first` is the public id of the call that this one made again, or empty.
    """

    row: CallRow
    question: str
    answer: str
    first: str
    again: tuple["CallView", ...] = ()


@dataclass(frozen=True, slots=True)
class CertificateRow:
    """The certificate of the structure. `fingerprint` is its SHA-256 in hexadecimal; `over`: its time is over."""

    public_id: str
    subject: str
    issuer: str
    fingerprint: str
    not_before: datetime
    not_after: datetime
    over: bool
