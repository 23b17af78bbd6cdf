"""On PostgreSQL too the database refuses to change the audit log; asked of a real server where there is one."""

import importlib.util
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import Connection, Engine, create_mock_engine, select, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import SQLModel

from chorus_app.audit.models import GUARDS, TABLE
from tests import postgresql

AUDIT = SQLModel.metadata.tables[TABLE]
MIGRATION = Path(__file__).parents[2] / "alembic" / "versions" / "20261129_2123_audit_log.py"
REFUSED = "chorus_audit is append-only"
DAY = datetime(2026, 11, 24, 13, 30, tzinfo=UTC)
needs_server = pytest.mark.skipif(not postgresql.reachable(), reason=postgresql.WITHOUT)


def declared(connection: Connection) -> None:
    """The table as the code declares it."""
    AUDIT.create(connection)


def migrated(connection: Connection) -> None:
    """The table as the migration makes it, which also adds a column to the accounts."""
    connection.execute(text("CREATE TABLE chorus_user (id integer PRIMARY KEY)"))
    spec = importlib.util.spec_from_file_location("audit_log_migration", MIGRATION)
    assert spec is not None
    assert spec.loader is not None
    migration = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(migration)
    with Operations.context(MigrationContext.configure(connection)):
        migration.upgrade()


MAKERS = (declared, migrated)


@pytest.fixture(scope="module")
def server() -> Iterator[Engine]:
    with postgresql.database() as engine:
        yield engine
        engine.dispose()


@pytest.fixture(params=MAKERS)
def log(request: pytest.FixtureRequest, server: Engine) -> Iterator[Connection]:
    """A log with two entries, in a transaction that is taken back."""
    make: Callable[[Connection], None] = request.param
    with server.connect() as connection, connection.begin() as transaction:
        make(connection)
        add(connection, DAY)
        add(connection, DAY + timedelta(days=10))
        yield connection
        transaction.rollback()


def add(connection: Connection, at: datetime, purged_before: datetime | None = None) -> None:
    values = {"at": at, "act": "structure_created", "door": "page", "purged_before": purged_before}
    empty = {"network": "", "kind": "", "subject_id": "", "subject": "", "reason": "", "search_key": ""}
    connection.execute(AUDIT.insert().values(**values, **empty, before={}, after={}))


def times(connection: Connection) -> list[datetime]:
    return list(connection.execute(select(AUDIT.c.at).order_by(AUDIT.c.id)).scalars())


def refused(connection: Connection, statement: str) -> None:
    before = times(connection)
    with pytest.raises(DBAPIError, match=REFUSED), connection.begin_nested():
        connection.execute(text(statement))
    assert times(connection) == before


@needs_server
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE chorus_audit SET reason = 'x'",
        "DELETE FROM chorus_audit",
        "TRUNCATE chorus_audit",
        "INSERT INTO chorus_audit SELECT * FROM chorus_audit ON CONFLICT (id) DO UPDATE SET reason = 'x'",
    ],
)
def test_database_refuses_to_change_or_delete(log: Connection, statement: str) -> None:
    refused(log, statement)


@needs_server
def test_purge_needs_its_trace_and_reaches_back_only(log: Connection) -> None:
    with pytest.raises(DBAPIError, match=REFUSED), log.begin_nested():
        add(log, DAY + timedelta(days=11), purged_before=DAY + timedelta(days=12))
    add(log, DAY + timedelta(days=11), purged_before=DAY + timedelta(days=5))
    deleted = log.execute(text("DELETE FROM chorus_audit WHERE at < '2026-11-29'"))
    assert deleted.rowcount == 1
    assert times(log) == [DAY + timedelta(days=10), DAY + timedelta(days=11)]
    refused(log, "DELETE FROM chorus_audit")


def test_guards_are_made_with_the_table() -> None:
    sent: list[str] = []

    def note(statement: object, *_: object, **__: object) -> None:
        compiled = statement.compile(dialect=engine.dialect)  # type: ignore[attr-defined]
        sent.append(str(compiled))

    engine = create_mock_engine("postgresql+psycopg://", note)
    AUDIT.create(engine, checkfirst=False)
    assert [statement for statement in sent if "chorus_audit_" in statement and "INDEX" not in statement] == list(
        GUARDS["postgresql"]
    )
    assert not [statement for statement in sent if "VIRTUAL TABLE" in statement]  # only SQLite has such an index
