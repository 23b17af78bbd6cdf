"""What the page of the EDI raccordement shows, ready to be read."""

from dataclasses import dataclass

from chorus_app.formats.syntaxes import SYNTAXES
from chorus_app.kernel import french
from chorus_app.kernel.text import t
from chorus_app.raccordement.edi import INTERFACES
from chorus_app.raccordement.views import ArrivalRow, EdiView


@dataclass(frozen=True)
class EdiCard:
    """The raccordement; `code` is empty when none is declared. `mark` changes with what the forms hold."""

    code: str = ""
    active: bool = False
    has_password: bool = False
    password: str = ""
    public_key: str = ""
    fingerprint: str = ""
    networks: str = ""
    mark: str = ""


@dataclass(frozen=True)
class InterfaceLine:
    """A code that files can be deposited under."""

    code: str
    name: str
    chosen: bool


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
        "\n".join(found.networks),
        "|".join((*found.interfaces, *found.networks, found.key_fingerprint)),
    )


def interface_lines(found: EdiView | None) -> list[InterfaceLine]:
    names = {syntax.interface_code: t(syntax.name_key) for syntax in SYNTAXES if not syntax.b2b}
    scopes = {syntax.interface_code: t(syntax.scope_key) for syntax in SYNTAXES if not syntax.b2b}
    chosen = found.interfaces if found else ()
    return [InterfaceLine(code, f"{names[code]} · {scopes[code]}", code in chosen) for code in INTERFACES]


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
