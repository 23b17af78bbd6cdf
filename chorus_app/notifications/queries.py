"""What the acting person was told, and which mails he wants."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, func, select

from chorus_app.accounts.models import User
from chorus_app.accounts.queries import own
from chorus_app.kernel.context import Context
from chorus_app.kernel.paging import Page, PageRequest
from chorus_app.notifications.enums import MailTopic, NewsKind
from chorus_app.notifications.models import MailChoice, Notification


@dataclass(frozen=True, slots=True)
class Told:
    """A notification; `params` fill the text of its kind."""

    public_id: str
    kind: NewsKind
    params: Mapping[str, str]
    path: str
    at: datetime
    read: bool


def unread_count(context: Context) -> int:
    """How many of the acting person's notifications are not read."""
    query = select(func.count()).where(Notification.user_id == context.actor_id, col(Notification.read_at).is_(None))
    return context.session.exec(query).one()


def my_notifications(context: Context, *, page: PageRequest, unread_only: bool = False) -> Page[Told]:
    """The acting person's notifications, newest first."""
    user = own(context)
    conditions = [col(Notification.user_id) == user.id]
    if unread_only:
        conditions.append(col(Notification.read_at).is_(None))
    total = context.session.exec(select(func.count(col(Notification.id))).where(*conditions)).one()
    nothing: Page[Told] = Page((), total, page.page, page.size)
    asked = nothing.within()
    rows = context.session.exec(
        select(Notification, User)
        .outerjoin(User, col(User.id) == Notification.about_id)
        .where(*conditions)
        .order_by(col(Notification.at).desc(), col(Notification.id).desc())
        .offset((asked.page - 1) * asked.size)
        .limit(asked.size)
    ).all()
    told = [_told(row, about) for row, about in rows]
    return Page(told, total, asked.page, asked.size)


def _told(row: Notification, about: User | None) -> Told:
    params = row.params | ({"who": about.full_name} if about else {})
    return Told(row.public_id, row.kind, params, row.path, row.at, row.read_at is not None)


def mail_choices(context: Context) -> dict[MailTopic, bool]:
    """Which mails the acting person wants."""
    user = own(context)
    rows = context.session.exec(select(MailChoice).where(MailChoice.user_id == user.id)).all()
    return {topic: topic.by_default for topic in MailTopic} | {row.topic: row.wanted for row in rows}


def wants(context: Context, *, user_id: int, topic: MailTopic) -> bool:
    """Whether the person wants the mails of that kind."""
    query = select(MailChoice.wanted).where(MailChoice.user_id == user_id, MailChoice.topic == topic)
    chosen = context.session.exec(query).one_or_none()
    return topic.by_default if chosen is None else chosen
