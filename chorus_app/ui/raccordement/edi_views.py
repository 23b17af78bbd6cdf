"""What the page of the EDI raccordement shows, ready to be read."""

from dataclasses import dataclass

from chorus_app.kernel import french
from chorus_app.kernel.text import t
from chorus_app.raccordement.views import ArrivalRow, EdiView


@dataclass(frozen=True)
class EdiCard:
    """The raccordement; `code` is empty when none is declared."""

    code: str = ""
    active: bool = False
    has_password: bool = False
    password: str = ""
    public_key: str = ""
    fingerprint: str = ""


@dataclass(frozen=True)
class ArrivalLine:
    """A file that came: where it went (`flux`, with its address), or why it is inadmissible."""

    name: str
    at: str
    flux: str
    href: str
    title: str
    todo: str


@dataclass(frozen=True)
class ServerCard:
    """Where the SFTP server is, and how it is recognised."""

    open: bool = False
    host: str = ""
    port: str = ""
    fingerprint: str = ""
    command: str = ""


def card(found: EdiView | None) -> EdiCard:
    if found is None:
        return EdiCard()
    since = found.password_at
    return EdiCard(
        found.code,
        found.active,
        since is not None,
        t("raccordement.edi.password_since", day=french.day(since)) if since else t("raccordement.edi.no_password"),
        found.public_key,
        found.key_fingerprint,
    )


def arrival_line(row: ArrivalRow) -> ArrivalLine:
    key = f"edi.finding.{row.refusal}" if row.refusal else ""
    return ArrivalLine(
        row.name,
        french.moment(row.at),
        row.flux_number,
        f"/suivi-des-flux?numero={row.flux_number}" if row.flux_number else "",
        t(f"{key}.title", "fr", **row.params) if key else "",
        t(f"{key}.todo", "fr", **row.params) if key else "",
    )


def server_card(*, is_open: bool, host: str, port: int, fingerprint: str, code: str) -> ServerCard:
    return ServerCard(is_open, host, str(port), fingerprint, f"sftp -P {port} {code}@{host}")
