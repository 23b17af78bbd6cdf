"""The audit log: written with the act, without secrets, and only ever added to."""

import sqlite3
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from chorus_app.audit.acts import Act, Kind
from chorus_app.audit.models import WORDS, AuditEntry
from chorus_app.audit.networks import shortened
from chorus_app.audit.service import purge, record
from chorus_app.kernel import migrations
from chorus_app.kernel.config import Settings
from chorus_app.kernel.context import Context, Source, World
from tests.factories import make_user

REFUSED = "chorus_audit is append-only"


def written(world: World) -> list[AuditEntry]:
    with world.reading() as context:
        return list(context.session.exec(select(AuditEntry).order_by(col(AuditEntry.id))))


def write(world: World, count: int = 1) -> None:
    with world.transaction() as context:
        for number in range(count):
            record(context, act=Act.STRUCTURE_CREATED, kind=Kind.STRUCTURE, subject=f"Structure {number}")


def migrated(folder: Path) -> World:
    """A world whose tables were made by the migrations."""
    world = World(Settings(data_dir=folder))
    migrations.upgrade(world.engine)
    return world


def test_entry_tells_who_what_when_and_from_where(world: World) -> None:
    alice = make_user(world)
    with world.transaction(actor_id=alice.id, structure_id=7, source=Source("page", "203.0.113.77")) as context:
        record(
            context,
            act=Act.STRUCTURE_DISABLED,
            kind=Kind.STRUCTURE,
            subject_id="abc",
            subject="Béton\n& Cie",
            reason="fusion",
            before={"active": True},
            after={"active": False, "until": context.now().date()},
        )
    (entry,) = written(world)
    assert (entry.act, entry.kind, entry.subject_id, entry.subject, entry.reason) == (
        "structure_disabled",
        "structure",
        "abc",
        "Béton & Cie",
        "fusion",
    )
    assert (entry.actor_id, entry.structure_id, entry.door, entry.network) == (alice.id, 7, "page", "203.0.113.0/24")
    assert (entry.before, entry.after) == ({"active": True}, {"active": False, "until": "2026-11-24"})
    assert entry.at == world.clock.now()


def test_act_that_fails_leaves_no_entry(world: World) -> None:
    with pytest.raises(ZeroDivisionError), world.transaction() as context:
        record(context, act=Act.STRUCTURE_CREATED)
        raise ZeroDivisionError
    assert written(world) == []


def test_secrets_are_never_written(world: World) -> None:
    secrets = {"password": "girafe", "new_token": "abc", "password_hash": "$argon2", "cookie": "x", "lien": "y"}
    with world.transaction() as context:
        record(context, act=Act.PASSWORD_RESET, before=secrets, after={**secrets, "mail": "a@b.test", "jeton": ""})
    (entry,) = written(world)
    assert entry.before == dict.fromkeys(secrets, "***")
    assert entry.after == {**dict.fromkeys(secrets, "***"), "mail": "a@b.test", "jeton": ""}


@pytest.mark.parametrize("made", ["declared", "migrated"])
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE chorus_audit SET reason = 'x'",
        "DELETE FROM chorus_audit",
        "INSERT OR REPLACE INTO chorus_audit SELECT * FROM chorus_audit",
    ],
)
def test_database_refuses_to_change_or_delete(world: World, tmp_path: Path, made: str, statement: str) -> None:
    tested = migrated(tmp_path / "migrated") if made == "migrated" else world
    write(tested, 2)
    before = written(tested)
    with sqlite3.connect(tested.database) as connection, pytest.raises(sqlite3.IntegrityError, match=REFUSED):
        connection.execute(statement)
    connection.close()
    assert written(tested) == before
    tested.close()


@pytest.mark.parametrize(
    "change",
    [
        lambda _, entry: setattr(entry, "reason", "autre"),
        lambda session, entry: session.delete(entry),
    ],
)
def test_code_of_the_portal_cannot_either(world: World, change: Callable[..., object]) -> None:
    write(world)
    with pytest.raises(IntegrityError, match=REFUSED), world.transaction() as context:
        entry = context.session.exec(select(AuditEntry)).one()
        change(context.session, entry)
        context.session.flush()


def test_purge_deletes_what_is_older_and_leaves_its_trace(world: World) -> None:
    write(world, 3)
    world.clock.move(timedelta(days=10))
    write(world, 1)
    with world.transaction() as context:
        assert purge(context, before=context.now() - timedelta(days=5)) == 3
        assert purge(context, before=context.now() - timedelta(days=5)) == 0
    assert [(entry.act, entry.after) for entry in written(world)] == [
        ("structure_created", {}),
        ("data_purged", {"audit": 3}),
    ]
    with world.reading() as context:
        assert found(context, "Structure") == 1  # the index of words forgot them too


def test_purge_that_reaches_the_present_is_refused(world: World) -> None:
    write(world)
    world.clock.move(timedelta(seconds=1))
    with pytest.raises(IntegrityError, match=REFUSED), world.transaction() as context:
        purge(context, before=context.now())
    assert len(written(world)) == 1


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("2001:db8:1:2:3::4", "2001:db8:1::/48"),
        ("127.0.0.1", "127.0.0.0/24"),
        ("", ""),
        ("nowhere", ""),
    ],
)
def test_network_is_kept_not_the_address(address: str, network: str) -> None:
    assert shortened(address) == network


def found(context: Context, words: str) -> int:
    index = WORDS.found(words)
    assert index is not None
    return len(context.session.execute(select(index.c.id)).all())
