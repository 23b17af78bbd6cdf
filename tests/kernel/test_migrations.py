"""The migrations make exactly the tables that the code declares, and leave the work queue's alone."""

import sqlite3
from pathlib import Path

from sqlalchemy import inspect

from chorus_app.kernel import migrations
from chorus_app.kernel.config import Settings
from chorus_app.kernel.context import World
from chorus_app.tables import metadata


def test_migrated_database_has_the_declared_tables(tmp_path: Path) -> None:
    world, declared = World(Settings(data_dir=tmp_path / "migrated")), World(Settings(data_dir=tmp_path / "declared"))
    migrations.upgrade(world.engine)
    migrations.check(world.engine)
    metadata.create_all(declared.engine)
    assert tables(world) == tables(declared) | {"alembic_version"}  # the index of words and its inner tables too
    assert migrations.current(world.engine) == migrations.head()
    world.close()
    declared.close()


def tables(world: World) -> set[str]:
    return set(inspect(world.engine).get_table_names())


def test_tables_of_the_work_queue_are_left_alone(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "chorus.sqlite") as connection:
        connection.execute("CREATE TABLE workflow_status (id TEXT)")
    connection.close()
    world = World(Settings(data_dir=tmp_path))
    migrations.upgrade(world.engine)
    migrations.check(world.engine)
    assert "workflow_status" in inspect(world.engine).get_table_names()
    world.close()


def test_foreign_keys_are_enforced_after_a_migration(tmp_path: Path) -> None:
    world = World(Settings(data_dir=tmp_path))
    migrations.upgrade(world.engine)
    with world.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    world.close()
