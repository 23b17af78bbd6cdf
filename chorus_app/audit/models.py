"""The table of the audit log. The database itself refuses to change or to delete its rows.

A row may be deleted only when a newer one announces the purge of all that is older than a moment: a purge cannot happen
without its trace.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import DDL, JSON, event, text
from sqlmodel import Field, Index, SQLModel

from chorus_app.kernel.db import UtcDateTime
from chorus_app.kernel.search import TextIndex

TABLE = "chorus_audit"


class AuditEntry(SQLModel, table=True):
    """One act. People are named by their row and public ids only: a name that is deleted elsewhere is gone here too.

    `actor_id` is the person who acted (None: the command line, the server, or nobody signed in), `structure_id` the
    structure he acted for. `subject_id` is a public id; `subject` names what is no person. `before` and `after` hold
    the values that changed. No foreign keys: the log outlasts everything.
    """

    __tablename__ = TABLE
    __table_args__: ClassVar[Any] = (
        Index("ix_chorus_audit_act", "act", "id"),
        Index("ix_chorus_audit_actor", "actor_id", "id"),
        Index("ix_chorus_audit_subject", "subject_id", "id"),
        Index(
            "ix_chorus_audit_purge",
            "purged_before",
            sqlite_where=text("purged_before IS NOT NULL"),
            postgresql_where=text("purged_before IS NOT NULL"),
        ),
        {"sqlite_autoincrement": True},
    )

    id: int = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=UtcDateTime, index=True)
    act: str = Field(max_length=60)
    door: str = Field(max_length=20)
    network: str = Field(default="", max_length=50)
    actor_id: int | None = None
    structure_id: int | None = None
    kind: str = Field(default="", max_length=40)
    subject_id: str = Field(default="", max_length=32)
    subject: str = Field(default="", max_length=200)
    reason: str = Field(default="", max_length=500)
    before: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    after: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    purged_before: datetime | None = Field(default=None, sa_type=UtcDateTime)
    search_key: str = Field(default="", max_length=600)


WORDS = TextIndex(SQLModel.metadata.tables[TABLE])
GUARDS = {
    "sqlite": (
        "CREATE TRIGGER chorus_audit_no_update BEFORE UPDATE ON chorus_audit "
        "BEGIN SELECT RAISE(ABORT, 'chorus_audit is append-only'); END",
        "CREATE TRIGGER chorus_audit_no_delete BEFORE DELETE ON chorus_audit "
        "WHEN NOT EXISTS (SELECT 1 FROM chorus_audit WHERE purged_before > OLD.at) "
        "BEGIN SELECT RAISE(ABORT, 'chorus_audit is append-only'); END",
        # INSERT OR REPLACE would delete without asking the trigger above; and a purge reaches back only.
        "CREATE TRIGGER chorus_audit_no_replace BEFORE INSERT ON chorus_audit "
        "WHEN EXISTS (SELECT 1 FROM chorus_audit WHERE id = NEW.id) OR NEW.purged_before >= NEW.at "
        "BEGIN SELECT RAISE(ABORT, 'chorus_audit is append-only'); END",
    ),
    "postgresql": (
        "CREATE FUNCTION chorus_audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "IF TG_OP = 'DELETE' AND EXISTS (SELECT 1 FROM chorus_audit WHERE purged_before > OLD.at) "
        "THEN RETURN OLD; END IF; "
        "IF TG_OP = 'INSERT' AND (NEW.purged_before IS NULL OR NEW.purged_before < NEW.at) THEN RETURN NEW; END IF; "
        "RAISE EXCEPTION 'chorus_audit is append-only'; END $$",
        "CREATE TRIGGER chorus_audit_append_only BEFORE INSERT OR UPDATE OR DELETE ON chorus_audit "
        "FOR EACH ROW EXECUTE FUNCTION chorus_audit_refuse()",
        "CREATE TRIGGER chorus_audit_no_truncate BEFORE TRUNCATE ON chorus_audit "
        "FOR EACH STATEMENT EXECUTE FUNCTION chorus_audit_refuse()",
    ),
}


def _guard() -> None:
    """The triggers are made with the table."""
    make: Callable[..., Any] = DDL
    for dialect, statements in GUARDS.items():
        for statement in statements:
            ddl = make(statement.replace("%", "%%")).execute_if(dialect=dialect)
            event.listen(SQLModel.metadata.tables[TABLE], "after_create", ddl)


_guard()
