"""Mails as the page shows them."""

import re
from dataclasses import dataclass, field

from chorus_app.kernel.french import moment
from chorus_app.kernel.mail.queries import Mail, MailRow
from chorus_app.ui.components.list_url import Asked

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


def line(row: MailRow, place: Asked) -> MailLine:
    """A line; its link opens the mail and stays on the same page of the same search."""
    return MailLine(
        row.public_id,
        row.recipient,
        row.subject,
        moment(row.created_at),
        place.href(courriel=row.public_id),
        row.public_id == place.filters.get("courriel"),
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
