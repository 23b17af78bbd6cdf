"""The mail server: the one file that knows aiosmtplib."""

import asyncio
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any
from urllib.parse import unquote, urlsplit

import aiosmtplib

from chorus_app.kernel.mail.models import Outbox

TIMEOUT_SECONDS = 20.0
# Somebody waits for a page meanwhile.
PROBE_SECONDS = 4.0
DEFAULT_PORTS = {"smtp": 25, "smtps": 465}


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a mail did not go; `final` when trying again is of no use."""

    reason: str
    final: bool


async def hand_over(mail: Outbox, *, url: str, sender: str) -> Refusal | None:
    """Give the mail to the server at `url` (smtp://user:password@host:587, smtps://…); None when it took it.

    Over smtp:// the connection is encrypted as soon as the server offers it.
    """
    try:
        await aiosmtplib.send(_message(mail, sender), **_connection(url, TIMEOUT_SECONDS))
    except (aiosmtplib.SMTPException, OSError) as error:
        return Refusal(f"{type(error).__name__}: {error}"[:500], _is_final(error))
    return None


async def answers(url: str) -> bool:
    """Whether the server at `url` takes a connection, and the credentials, now. Nothing is sent."""
    try:
        async with asyncio.timeout(PROBE_SECONDS):
            async with aiosmtplib.SMTP(**_connection(url, PROBE_SECONDS)) as client:
                await client.noop()
    except (aiosmtplib.SMTPException, OSError):
        return False
    return True


def _connection(url: str, seconds: float) -> dict[str, Any]:
    server = urlsplit(url)
    return {
        "hostname": server.hostname,
        "port": server.port or DEFAULT_PORTS[server.scheme],
        "username": unquote(server.username) if server.username else None,
        "password": unquote(server.password) if server.password else None,
        "use_tls": server.scheme == "smtps",
        "timeout": seconds,
    }


def _message(mail: Outbox, sender: str) -> EmailMessage:
    message = EmailMessage()
    message["From"] = sender
    message["To"] = mail.recipient
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(mail.created_at)
    message["Message-ID"] = f"<{mail.public_id}@{_domain(sender)}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.text)
    message.add_alternative(mail.html, subtype="html")
    return message


def _domain(sender: str) -> str:
    return sender.rpartition("@")[2].rstrip("> ")


def _is_final(error: Exception) -> bool:
    """A 5xx about this mail. About the connection or the credentials it is the operator's matter, and may pass."""
    if isinstance(error, aiosmtplib.SMTPRecipientsRefused):
        return all(refused.code >= 500 for refused in error.recipients)
    if isinstance(error, aiosmtplib.SMTPRecipientRefused | aiosmtplib.SMTPSenderRefused | aiosmtplib.SMTPDataError):
        return error.code >= 500
    return False
