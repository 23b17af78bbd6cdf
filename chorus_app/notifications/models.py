"""Tables of the notifications."""

from datetime import datetime
from typing import Any

from sqlmodel import JSON, Field, Index, SQLModel, UniqueConstraint

from chorus_app.kernel.db import UtcDateTime
from chorus_app.kernel.tokens import new_public_id
from chorus_app.notifications.enums import MailTopic, NewsKind


class Notification(SQLModel, table=True):
    """Something that one person is told, written with the act that it tells of. `path` is the page it leads to.

    `about_id` is the person that it is about, whose name is looked up when it is read: a closed account has none.
    """

    __tablename__ = "chorus_notification"
    __table_args__ = (
        Index("ix_chorus_notification_of", "user_id", "read_at"),
        Index("ix_chorus_notification_list", "user_id", "at"),
    )

    id: int = Field(default=None, primary_key=True)
    public_id: str = Field(default_factory=new_public_id, unique=True, max_length=32)
    user_id: int = Field(foreign_key="chorus_user.id")
    kind: NewsKind
    about_id: int | None = Field(default=None, foreign_key="chorus_user.id")
    params: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    path: str = Field(max_length=200)
    at: datetime = Field(sa_type=UtcDateTime, index=True)
    read_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class MailChoice(SQLModel, table=True):
    """A person switched a kind of mail on or off; without a row the kind's own default holds."""

    __tablename__ = "chorus_mail_choice"
    __table_args__ = (UniqueConstraint("user_id", "topic"),)

    id: int = Field(default=None, primary_key=True)
    user_id: int = Field(foreign_key="chorus_user.id")
    topic: MailTopic
    wanted: bool
    at: datetime = Field(sa_type=UtcDateTime)
