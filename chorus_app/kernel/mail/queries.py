"""The local mailbox (demonstration mode only)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, func, select

from chorus_app.kernel.context import Context
from chorus_app.kernel.errors import NotFound
from chorus_app.kernel.mail.models import Outbox
from chorus_app.kernel.paging import Page, PageRequest

MAX_WORDS = 8
MAX_TYPED = 200


@dataclass(frozen=True, slots=True)
class MailRow:
    """A mail in the list."""

    public_id: str
    recipient: str
    subject: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail, opened. `html` is a whole document: show it in a sandboxed frame only."""

    public_id: str
    recipient: str
    subject: str
    created_at: datetime
    text: str
    html: str
    link: str


def mailbox(context: Context, *, text: str = "", page: PageRequest | None = None) -> Page[MailRow]:
    """The mails of the portal, newest first; with `text` those whose recipient or subject has each of its words.

    Raises `NotFound` outside demonstration mode.
    """
    _demo_only(context)
    asked = page or PageRequest()
    about = col(Outbox.recipient) + " " + col(Outbox.subject)
    conditions = [about.icontains(word, autoescape=True) for word in text[:MAX_TYPED].split()[:MAX_WORDS]]
    total = context.session.exec(select(func.count(col(Outbox.id))).where(*conditions)).one()
    order = col(Outbox.id).desc() if asked.descending else col(Outbox.id).asc()
    query = select(Outbox).where(*conditions).order_by(order).offset(asked.offset).limit(asked.size)
    return Page(_rows(context.session.exec(query).all()), total, max(asked.page, 1), asked.size)


def mail(context: Context, *, public_id: str) -> Mail:
    """One mail. Raises `NotFound`, also outside demonstration mode."""
    _demo_only(context)
    found = context.session.exec(select(Outbox).where(Outbox.public_id == public_id)).one_or_none()
    if found is None:
        raise NotFound
    return Mail(found.public_id, found.recipient, found.subject, found.created_at, found.text, found.html, found.link)


def _rows(rows: Sequence[Outbox]) -> list[MailRow]:
    return [MailRow(row.public_id, row.recipient, row.subject, row.created_at) for row in rows]


def _demo_only(context: Context) -> None:
    if not context.world.settings.demo:
        raise NotFound
