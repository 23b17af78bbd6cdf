"""What « Raccordement » shows, ready to be read."""

from dataclasses import dataclass

from chorus_app.kernel import french
from chorus_app.kernel.text import t
from chorus_app.raccordement.views import ApplicationRow, TechnicalAccountRow


@dataclass(frozen=True)
class KeyLine:
    """An application or a technical account. `open` is whether it still opens the API; `tone` is that of its badge."""

    id: str
    name: str
    login: str
    since: str
    state: str
    tone: str
    open: bool


@dataclass(frozen=True)
class ShownSecret:
    """A secret that is seen this once; empty when there is none."""

    title: str = ""
    login_label: str = ""
    login: str = ""
    secret_label: str = ""
    secret: str = ""


def application_line(row: ApplicationRow) -> KeyLine:
    in_force = row.revoked_at is None
    return KeyLine(
        row.public_id,
        row.name,
        row.client_id,
        t("raccordement.secret_since", day=french.day(row.secret_at)),
        t("raccordement.state.in_service") if in_force else t("raccordement.state.revoked"),
        "success" if in_force else "neutral",
        in_force,
    )


def account_line(row: TechnicalAccountRow) -> KeyLine:
    day = french.day(row.expires_at)
    if row.closed_at is not None:
        state, tone = t("raccordement.state.closed"), "neutral"
    elif row.expired:
        state, tone = t("raccordement.state.expired"), "danger"
    else:
        state, tone = t("raccordement.state.open"), "success"
    until = t("raccordement.expired_on" if row.expired else "raccordement.expires_on", day=day)
    since = until if row.closed_at is None else t("raccordement.closed_on", day=french.day(row.closed_at))
    return KeyLine(row.public_id, row.login, row.login, since, state, tone, row.closed_at is None)


def example(token_address: str, api_address: str) -> str:
    """A token and a deposit, to be pasted into a terminal."""
    return "\n".join(
        (
            f"TOKEN=$(curl -s {token_address} \\",
            "  -d grant_type=client_credentials -d client_id=… -d client_secret=… | jq -r .access_token)",
            f"curl -s {api_address}/factures/v1/deposer/flux \\",
            '  -H "Authorization: Bearer $TOKEN" \\',
            '  -H "cpro-account: $(printf %s "TECH_…@cpro.fr:…" | base64 -w0)" \\',
            "  -H 'Content-Type: application/json' \\",
            '  -d "{\\"fichierFlux\\": \\"$(base64 -w0 facture.pdf)\\", \\"nomFichier\\": \\"facture.pdf\\",',
            '       \\"syntaxeFlux\\": \\"IN_DP_E2_CII_FACTURX\\"}"',
        )
    )
