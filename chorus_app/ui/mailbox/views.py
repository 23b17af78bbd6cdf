"""Mails as the page shows them."""

import re
from dataclasses import dataclass, field
from urllib.parse import urlencode

from chorus_app.kernel.french import moment
from chorus_app.kernel.mail.queries import Mail, MailRow

LINK = re.compile(r"https?://[^\s<>\"]+")


@dataclass(frozen=True)
class MailLine:
    """A mail in the list."""

    id: str
    recipient: str
    subject: str
    received: str
    href: str
    opened: bool


@dataclass(frozen=True)
class MailView:
    """A mail, opened; `frame` is the address of its HTML, shown in a sandbox."""

    id: str = ""
    recipient: str = ""
    subject: str = ""
    received: str = ""
    text: str = ""
    frame: str = ""
    links: list[str] = field(default_factory=list)


def line(row: MailRow, opened: str, recipient: str) -> MailLine:
    """A line; its link keeps the filter by recipient."""
    query = urlencode({name: value for name, value in (("adresse", recipient), ("courriel", row.public_id)) if value})
    return MailLine(
        row.public_id,
        row.recipient,
        row.subject,
        moment(row.created_at),
        f"/boite-mail?{query}",
        row.public_id == opened,
    )


def view(mail: Mail) -> MailView:
    return MailView(
        mail.public_id,
        mail.recipient,
        mail.subject,
        moment(mail.created_at),
        mail.text,
        f"/boite-mail/contenu/{mail.public_id}",
        links(mail),
    )


def links(mail: Mail) -> list[str]:
    """The web addresses of the mail, its button's first; other schemes are left out."""
    found = [mail.link, *(match.rstrip(".,;:)") for match in LINK.findall(mail.text))]
    return list(dict.fromkeys(address for address in found if LINK.fullmatch(address)))
