"""Tell people; remember what they read and which mails they want. Everything rings `user:<id>`."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from sqlmodel import col, delete, select, update

from chorus_app.accounts.models import User
from chorus_app.accounts.queries import own
from chorus_app.kernel.context import Context
from chorus_app.kernel.errors import NotFound
from chorus_app.kernel.mail.service import send_later
from chorus_app.kernel.removal import batches, delete_rows
from chorus_app.notifications.enums import MailTopic, NewsKind
from chorus_app.notifications.models import MailChoice, Notification
from chorus_app.notifications.news import NEWS
from chorus_app.notifications.queries import wants


def tell(
    context: Context,
    people: Iterable[User],
    *,
    kind: NewsKind,
    path: str,
    about: User | None = None,
    **params: object,
) -> None:
    """A line behind the bell of each person, and the mail that goes with it, in the transaction of what happened.

    `about` is whom it is about: `who` in the texts. An account that no longer opens is told nothing. The mail goes to
    the contact address.
    """
    if about is not None:
        params["who"] = about.full_name
    news = NEWS[kind]
    kept = {name: str(params[name]) for name in news.keeps}
    for user in people:
        if user.disabled_at is not None:
            continue
        told = Notification(user_id=user.id, kind=kind, params=kept, path=path, at=context.now())
        told.about_id = about.id if about is not None else None
        context.session.add(told)
        context.session.flush()
        context.ring(f"user:{user.id}")
        if news.mail is not None and (news.topic is None or wants(context, user_id=user.id, topic=news.topic)):
            send_later(
                context,
                to=user.contact_email,
                template=news.mail,
                path=path,
                first_name=user.first_name,
                last_name=user.last_name,
                **params,
            )


def read(context: Context, *, public_id: str) -> str:
    """Mark one of the acting person's notifications as read; returns the page it leads to. Raises `NotFound`."""
    user = own(context)
    query = select(Notification).where(Notification.public_id == public_id, Notification.user_id == user.id)
    found = context.session.exec(query).one_or_none()
    if found is None:
        raise NotFound
    if found.read_at is None:
        found.read_at = context.now()
        context.session.add(found)
        context.ring(f"user:{user.id}")
    return found.path


def read_all(context: Context) -> int:
    """Mark all of them as read; returns how many were not."""
    user = own(context)
    unread = update(Notification).where(col(Notification.user_id) == user.id, col(Notification.read_at).is_(None))
    context.ring(f"user:{user.id}")
    return context.session.exec(unread.values(read_at=context.now())).rowcount


def choose_mails(context: Context, *, wanted: Mapping[MailTopic, bool]) -> None:
    """Switch kinds of mail on and off."""
    user = own(context)
    known = {row.topic: row for row in context.session.exec(select(MailChoice).where(MailChoice.user_id == user.id))}
    for topic, yes in wanted.items():
        row = known.get(topic) or MailChoice(user_id=user.id, topic=topic, wanted=yes, at=context.now())
        row.wanted, row.at = yes, context.now()
        context.session.add(row)
    context.session.flush()


def forget_all_of(context: Context, *, user_id: int) -> None:
    """Delete what a person was told and what he chose: he closes his account."""
    context.session.exec(delete(Notification).where(col(Notification.user_id) == user_id))
    context.session.exec(delete(MailChoice).where(col(MailChoice.user_id) == user_id))


def forget_old(context: Context) -> int:
    """Delete what was told a year ago; returns how many."""
    return forget_older(context, than=context.now() - timedelta(days=context.world.settings.keep_notifications_days))


def forget_older(context: Context, *, than: datetime) -> int:
    """Delete what was told before, read or not; returns how many."""
    return context.session.exec(delete(Notification).where(col(Notification.at) < than)).rowcount


def forget_paths(context: Context, paths: Sequence[str]) -> int:
    """Delete what led people to pages that are gone, read or not; returns how many."""
    of_whom: set[int] = set()
    for some in batches(paths):
        of_whom.update(context.session.exec(select(Notification.user_id).where(col(Notification.path).in_(some))))
    for user_id in of_whom:
        context.ring(f"user:{user_id}")
    return delete_rows(context.session, Notification, "path", paths)
