"""Put a mail into the outbox."""

from collections.abc import Collection

from sqlmodel import col, delete

from chorus_app.kernel.context import Context
from chorus_app.kernel.identifiers import check_email
from chorus_app.kernel.mail.models import Outbox
from chorus_app.kernel.mail.templates import Template, write

TOPIC = "outbox"


def send_later(context: Context, *, to: str, template: Template, path: str, **params: object) -> None:
    """Write the mail with the act that causes it: it goes out after the commit, and not at all after a rollback.

    `path` is a path of the portal; the address in the mail is built from the configured base URL, never from a request.
    Raises `Invalid` for an address that is none (also one that would smuggle a header in).
    """
    letter = write(template, link=context.world.settings.origin + path, language=context.language, **params)
    now = context.now()
    context.session.add(
        Outbox(
            recipient=check_email(to, field="to"),
            subject=letter.subject,
            text=letter.text,
            html=letter.html,
            link=letter.link,
            created_at=now,
            next_attempt_at=now if context.world.settings.smtp_url else None,
        )
    )
    context.session.flush()
    context.ring(TOPIC)


def forget_mails_to(context: Context, addresses: Collection[str]) -> None:
    """Delete the mails to these addresses, those that wait too: their owner closes his account."""
    context.session.exec(delete(Outbox).where(col(Outbox.recipient).in_(addresses)))
