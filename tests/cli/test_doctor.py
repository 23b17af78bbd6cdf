"""`chorus doctor` tells what is wrong and what to do."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from chorus_app.cli import doctor
from chorus_app.kernel import migrations
from chorus_app.kernel.config import Settings
from chorus_app.kernel.context import World


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[World]:
    """A migrated world in a folder of its own."""
    world = World(Settings(data_dir=tmp_path / "var"))
    migrations.upgrade(world.engine)
    yield world
    world.close()


def world_with(tmp_path: Path, **chosen: object) -> World:
    return World(Settings.model_validate({"data_dir": tmp_path, **chosen}))


def test_fresh_world_is_well(fresh: World) -> None:
    checks = (doctor.check_folder, doctor.check_integrity, doctor.check_migration, doctor.check_openness)
    assert [check(fresh).advice for check in checks] == ["", "", "", ""]


def test_absent_database_is_told(tmp_path: Path) -> None:
    world = world_with(tmp_path)
    assert "chorus db upgrade" in doctor.check_integrity(world).advice
    assert "chorus db upgrade" in doctor.check_migration(world).advice


def test_damaged_database_is_told(fresh: World) -> None:
    fresh.close()
    fresh.database.write_bytes(b"not a database, but long enough to be looked at" * 100)
    assert not doctor.check_integrity(fresh).well


def test_folder_open_to_others_is_told(fresh: World) -> None:
    fresh.folder.chmod(0o755)
    assert "chmod 700" in doctor.check_folder(fresh).advice


def test_demonstration_open_to_the_network_is_told(tmp_path: Path) -> None:
    assert "CHORUS_DEMO=false" in doctor.check_openness(world_with(tmp_path, base_url="https://a.example")).advice
    assert "CHORUS_DEMO=false" in doctor.check_openness(world_with(tmp_path, host="0.0.0.0")).advice
    assert doctor.check_openness(world_with(tmp_path, base_url="https://a.example", demo=False)).well


def test_address_without_tls_away_from_this_machine_is_told(tmp_path: Path) -> None:
    assert not doctor.check_address(world_with(tmp_path, base_url="http://a.example")).well
    assert doctor.check_address(world_with(tmp_path, base_url="https://a.example")).well
    assert doctor.check_address(world_with(tmp_path)).well


def test_mail_server_is_needed_outside_demonstration(tmp_path: Path) -> None:
    assert doctor.check_mail(world_with(tmp_path)).well
    assert not doctor.check_mail(world_with(tmp_path, demo=False)).well


def test_silent_mail_server_is_told_without_its_password(tmp_path: Path) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    result = doctor.check_mail(world_with(tmp_path, smtp_url=f"smtp://moi:secret@127.0.0.1:{port}"))
    assert not result.well
    assert "secret" not in result.found + result.advice


def test_answering_mail_server_is_well(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert doctor.check_mail(world_with(tmp_path, smtp_url=f"smtp://127.0.0.1:{port}")).well
