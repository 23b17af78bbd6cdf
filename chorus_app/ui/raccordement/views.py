"""What « Raccordement » shows, ready to be read."""

from dataclasses import dataclass

from chorus_app.kernel import french
from chorus_app.kernel.text import t
from chorus_app.raccordement.views import ApplicationRow, CertificateRow, TechnicalAccountRow

APPLICATIONS = "/structure/raccordement/application"


@dataclass(frozen=True)
class KeyLine:
    """An application or a technical account. `open` is whether it can open the API again, `active` whether it does now;
    `tone` is that of its badge, `href` the page of an application."""

    id: str = ""
    name: str = ""
    login: str = ""
    since: str = ""
    state: str = ""
    tone: str = "neutral"
    open: bool = False
    active: bool = False
    href: str = ""


@dataclass(frozen=True)
class ShownSecret:
    """A secret that is seen this once; empty when there is none."""

    title: str = ""
    login_label: str = ""
    login: str = ""
    secret_label: str = ""
    secret: str = ""


def application_line(row: ApplicationRow) -> KeyLine:
    if row.revoked_at is not None:
        state, tone = t("raccordement.state.revoked"), "neutral"
    elif row.active:
        state, tone = t("raccordement.state.in_service"), "success"
    else:
        state, tone = t("raccordement.state.suspended"), "warning"
    return KeyLine(
        row.public_id,
        row.name,
        row.client_id,
        t("raccordement.secret_since", day=french.day(row.secret_at)),
        state,
        tone,
        row.revoked_at is None,
        row.active and row.revoked_at is None,
        f"{APPLICATIONS}/{row.public_id}",
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


@dataclass(frozen=True)
class CertificateCard:
    """The certificate of the structure; without an id there is none."""

    id: str = ""
    told: str = ""
    subject: str = ""
    issuer: str = ""
    since: str = ""
    fingerprint: str = ""
    over: bool = False


def certificate_card(row: CertificateRow | None) -> CertificateCard:
    if row is None:
        return CertificateCard()
    day = french.day(row.not_after)
    return CertificateCard(
        row.public_id,
        t("raccordement.certificate.over" if row.over else "raccordement.certificate.valid", day=day),
        row.subject,
        row.issuer,
        french.day(row.not_before),
        " ".join(row.fingerprint[start : start + 4] for start in range(0, len(row.fingerprint), 4)),
        row.over,
    )
