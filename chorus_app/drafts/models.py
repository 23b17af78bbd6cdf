"""Tables of the drafts."""

from datetime import datetime
from typing import Any

from sqlmodel import JSON, Field, Index, SQLModel, text

from chorus_app.drafts.enums import Manner, Step
from chorus_app.formats.syntaxes import Space
from chorus_app.kernel.db import UtcDateTime
from chorus_app.kernel.tokens import new_public_id
from chorus_app.raccordement import models as _applications  # noqa: F401 - the table that application_id names


class Draft(SQLModel, table=True):
    """An invoice that is being prepared for a structure; once `invoice_id` is set it is sent and never changes again.

    `sha256` names the PDF in the file store (empty: the invoice is typed in, the portal draws the PDF when it is sent).
    `form` holds what was typed (`form.Form.stored`), `places` where values were read on the pages, `facts` what the
    file was. `version` counts the changes: who saves names the one he has read. `reached` is the furthest step.
    A program's invoice keeps the program, the key of the call that submitted it, and the hash of what the call said.
    """

    __tablename__ = "chorus_draft"
    __table_args__ = (
        Index("ix_chorus_draft_list", "structure_id", "space", "changed_at"),
        Index("ix_chorus_draft_sha256", "sha256"),
        Index(
            "ux_chorus_draft_call",
            "author_id",
            "call_key",
            unique=True,
            sqlite_where=text("call_key <> ''"),
            postgresql_where=text("call_key <> ''"),
        ),
    )

    id: int = Field(default=None, primary_key=True)
    public_id: str = Field(default_factory=new_public_id, unique=True, max_length=32)
    structure_id: int = Field(foreign_key="chorus_structure.id")
    author_id: int = Field(foreign_key="chorus_user.id")
    space: Space
    manner: Manner
    reached: Step = Step.DATA
    sha256: str = Field(default="", max_length=64)
    file_name: str = Field(default="", max_length=120)
    size: int = 0
    pages: int = 0
    form: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    places: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    facts: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    version: int = 1
    created_at: datetime = Field(sa_type=UtcDateTime)
    changed_at: datetime = Field(sa_type=UtcDateTime)
    invoice_id: int | None = Field(default=None, foreign_key="chorus_invoice.id", unique=True)
    sent_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    call_key: str = Field(default="", max_length=64)
    call_hash: str = Field(default="", max_length=64)
    application_id: int | None = Field(default=None, foreign_key="chorus_application.id", index=True)


class DraftFile(SQLModel, table=True):
    """A document that goes with a draft, in the order in which it was added. A program may say of which type it is and
    to which line it belongs."""

    __tablename__ = "chorus_draft_file"

    id: int = Field(default=None, primary_key=True)
    public_id: str = Field(default_factory=new_public_id, unique=True, max_length=32)
    draft_id: int = Field(foreign_key="chorus_draft.id", index=True)
    name: str = Field(max_length=120)
    mime_type: str = Field(max_length=100)
    sha256: str = Field(max_length=64, index=True)
    size: int
    type_code: str | None = Field(default=None, max_length=10)
    line: int | None = None


class PieceLink(SQLModel, table=True):
    """That a piece of works goes with an earlier one, in the same file (dossier de facturation)."""

    __tablename__ = "chorus_piece_link"

    invoice_id: int = Field(foreign_key="chorus_invoice.id", primary_key=True)
    previous_id: int = Field(foreign_key="chorus_invoice.id", index=True)


class AccountFile(SQLModel, table=True):
    """A file that a program put aside, to go with invoices that it submits later. It is its account's alone;
    `application_id` is the program.

    `taken_at` is when an invoice first took it.
    """

    __tablename__ = "chorus_account_file"

    id: int = Field(default=None, primary_key=True)
    user_id: int = Field(foreign_key="chorus_user.id", index=True)
    name: str = Field(max_length=120)
    mime_type: str = Field(max_length=100)
    sha256: str = Field(max_length=64, index=True)
    size: int
    added_at: datetime = Field(sa_type=UtcDateTime)
    taken_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    application_id: int | None = Field(default=None, foreign_key="chorus_application.id", index=True)
