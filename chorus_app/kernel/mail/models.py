"""The outbox."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from chorus_app.kernel.db import UtcDateTime
from chorus_app.kernel.tokens import new_public_id


class Outbox(SQLModel, table=True):
    """A mail, written in the same transaction as what it tells of.

    `next_attempt_at` is when it is tried next; without it the mail is over: sent, failed, or kept in the local mailbox.
    `link` is the address of the mail's button. Outside demo mode text, HTML and link are emptied once the mail is over:
    they may carry the secret of an activation.
    """

    __tablename__ = "chorus_outbox"

    id: int = Field(default=None, primary_key=True)
    public_id: str = Field(default_factory=new_public_id, unique=True, max_length=32)
    recipient: str = Field(max_length=254, index=True)
    subject: str = Field(max_length=200)
    text: str
    html: str
    link: str = Field(default="", max_length=500)
    created_at: datetime = Field(sa_type=UtcDateTime)
    attempts: int = 0
    next_attempt_at: datetime | None = Field(default=None, sa_type=UtcDateTime, index=True)
    sent_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    failed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    last_error: str | None = Field(default=None, max_length=500)
