"""A backup made while the portal runs is brought back into an empty folder, and work goes on from its instant."""

import gzip
import io
import json
import shutil
import sqlite3
import subprocess
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlmodel import select

from chorus_app.accounts.models import User
from chorus_app.audit.models import AuditEntry
from chorus_app.flux.enums import FluxState
from chorus_app.flux.models import Flux, Report
from chorus_app.kernel import migrations, workflows
from chorus_app.kernel.config import Settings
from chorus_app.kernel.context import World, adopted
from chorus_app.kernel.errors import Conflict, Invalid
from chorus_app.kernel.text import t
from chorus_app.operations.backup import copy_database, make_backup, restore
from chorus_app.raccordement import host_key
from tests.cli.conftest import Chorus, chorus
from tests.factories import make_user
from tests.flux import scenes
from tests.flux.crashing_server import Orders
from tests.makers.invoices import make_ubl
from tests.operations.cast import COMMAND

__all__ = ["chorus"]
ROOT = Path(__file__).parents[2]


@pytest.fixture
def served(tmp_path: Path) -> Iterator[World]:
    """A world as the migrations make it, with the work queue's tables."""
    world = World(Settings(data_dir=tmp_path / "served"))
    migrations.upgrade(world.engine)
    workflows.prepare(world)
    yield world
    world.close()


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[World]:
    world = World(Settings(data_dir=tmp_path / "restored"))
    yield world
    world.close()


def backup(world: World, folder: Path, name: str = "b.tar") -> Path:
    return make_backup(world, folder / name, source=COMMAND).file


def names(world: World) -> list[str]:
    with world.reading() as context:
        return list(context.session.exec(select(User.first_name).order_by(User.first_name)))


def test_backup_holds_one_instant_while_somebody_writes(served: World, tmp_path: Path) -> None:
    """What is written meanwhile is not in it, half or whole; and nobody had to wait."""
    make_user(served, "alice")
    file = served.files.put(b"kept")
    with served.transaction() as context:
        user = User(
            login_email="b@b.test",
            login_key="b@b.test",
            contact_email="b@b.test",
            last_name="B",
            first_name="Bob",
            created_at=context.now(),
        )
        context.session.add(user)
        context.session.flush()
        made = tmp_path / "copy.sqlite"
        copy_database(served.database, made)  # beside the open transaction
    assert names(served) == ["Alice", "Bob"]
    with sqlite3.connect(made) as opened:
        assert opened.execute("SELECT first_name FROM chorus_user").fetchall() == [("Alice",)]
    assert served.files.path(file.sha256).exists()


def test_edi_partners_recognise_the_server_after_the_restore(served: World, empty: World, tmp_path: Path) -> None:
    key = host_key.private_key(served.folder)
    restore(backup(served, tmp_path), empty, source=COMMAND)
    assert host_key.private_key(empty.folder) == key
    assert oct((empty.folder / host_key.NAME).stat().st_mode & 0o077) == "0o0"


def test_files_and_rows_come_back(served: World, empty: World, tmp_path: Path) -> None:
    cast = scenes.cast(served)
    receipt = scenes.put(served, cast, b"first", "FSO1137A")
    archive = backup(served, tmp_path)
    make_user(served, "later")
    done = restore(archive, empty, source=COMMAND)
    assert (done.files, done.missing) == (1, 0)
    assert "Later" not in names(empty)
    with empty.reading() as context:
        flux = context.session.exec(select(Flux)).one()
        acts = context.session.exec(select(AuditEntry.act)).all()
    assert flux.number == receipt.number
    assert empty.files.read(flux.sha256) == b"first"
    assert acts[-1] == "backup_restored"
    assert [oct(path.stat().st_mode & 0o077) for path in (archive, empty.database)] == ["0o0", "0o0"]
    with served.reading() as context:
        assert context.session.exec(select(AuditEntry.act)).all()[-1] == "backup_made"


@pytest.mark.slow
def test_import_that_waited_is_finished_after_the_restore(served: World, empty: World, tmp_path: Path) -> None:
    cast = scenes.cast(served)
    scenes.put(served, cast, make_ubl(cadre="A1", number="F-1"), "FSO1100A", name="f.xml")
    restore(backup(served, tmp_path), empty, source=COMMAND)
    orders = Orders(str(empty.folder), cast.alice, cast.supplier)
    subprocess.run(orders.command(), cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    with empty.reading() as context:
        flux = context.session.exec(select(Flux)).one()
        assert context.session.exec(select(Report.flux_id)).all() == [flux.id]
    assert flux.state.final
    assert flux.state is not FluxState.INCIDENT
    with served.reading() as context:
        assert not context.session.exec(select(Flux)).one().state.final


def test_no_file_is_deleted_while_a_backup_holds_the_store(served: World) -> None:
    file = served.files.put(b"held")
    with served.files.held():
        assert not served.files.remove(file.sha256)
        assert served.files.path(file.sha256).exists()
    assert served.files.remove(file.sha256)
    assert not served.files.path(file.sha256).exists()


def test_missing_file_is_told_and_does_not_stop_a_backup(served: World, empty: World, tmp_path: Path) -> None:
    cast = scenes.cast(served)
    scenes.put(served, cast, b"gone", "FSO1137A")
    with served.reading() as context:
        served.files.remove(context.session.exec(select(Flux.sha256)).one())
    made = make_backup(served, tmp_path / "b.tar", source=COMMAND)
    assert (made.files, made.missing) == (0, 1)
    assert restore(made.file, empty, source=COMMAND).missing == 1


def test_backup_never_overwrites(served: World, tmp_path: Path) -> None:
    (tmp_path / "b.tar").write_bytes(b"mine")
    with pytest.raises(Conflict):
        backup(served, tmp_path)
    assert (tmp_path / "b.tar").read_bytes() == b"mine"


def test_folder_that_holds_something_is_left_alone(served: World, empty: World, tmp_path: Path) -> None:
    empty.folder.mkdir()
    (empty.folder / "mine").write_text("x")
    with pytest.raises(Conflict):
        restore(backup(served, tmp_path), empty, source=COMMAND)
    assert [path.name for path in empty.folder.iterdir()] == ["mine"]


Change = Callable[[list[tuple[tarfile.TarInfo, bytes]]], list[tuple[tarfile.TarInfo, bytes]]]


def _renamed(name: str) -> Change:
    def change(entries: list[tuple[tarfile.TarInfo, bytes]]) -> list[tuple[tarfile.TarInfo, bytes]]:
        entries[2][0].name = name
        return entries

    return change


def _link(entries: list[tuple[tarfile.TarInfo, bytes]]) -> list[tuple[tarfile.TarInfo, bytes]]:
    entries[2][0].type, entries[2][0].linkname = tarfile.SYMTYPE, "/etc/passwd"
    return entries


def _manifest(**changes: object) -> Change:
    def change(entries: list[tuple[tarfile.TarInfo, bytes]]) -> list[tuple[tarfile.TarInfo, bytes]]:
        content = json.dumps({**json.loads(entries[0][1]), **changes}).encode()
        entries[0] = (entries[0][0], content)
        return entries

    return change


def _flipped(index: int) -> Change:
    def change(entries: list[tuple[tarfile.TarInfo, bytes]]) -> list[tuple[tarfile.TarInfo, bytes]]:
        entry, content = entries[index]
        entries[index] = (entry, content[:-1] + bytes([content[-1] ^ 1]))
        return entries

    return change


@pytest.mark.parametrize(
    ("change", "key"),
    [
        (_renamed("../../outside"), "foreign"),
        (_renamed("/etc/cron.d/x"), "foreign"),
        (_renamed("files/aa/short"), "foreign"),
        (_link, "foreign"),
        (_flipped(1), "damaged"),
        (_flipped(2), "damaged"),
        (_flipped(3), "damaged"),
        (lambda entries: entries[:3], "incomplete"),
        (lambda entries: entries[:2] + entries[3:], "incomplete"),
        (lambda entries: [entries[0], *entries[2:]], "incomplete"),
        (lambda entries: entries[1:], "no_backup"),
        (_manifest(format=99), "no_backup"),
        (_manifest(migration="ffffffffffff"), "newer"),
        (_manifest(missing=5), "incomplete"),
        (_manifest(files="x"), "incomplete"),
    ],
)
def test_what_is_no_whole_backup_is_refused_and_leaves_nothing(
    served: World, empty: World, tmp_path: Path, change: Change, key: str
) -> None:
    scenes.put(served, scenes.cast(served), b"content", "FSO1137A")
    host_key.private_key(served.folder)
    archive = backup(served, tmp_path)
    with tarfile.open(archive) as tar:
        entries = [(entry, (opened.read() if (opened := tar.extractfile(entry)) else b"")) for entry in tar]
    with tarfile.open(archive, "w") as tar:
        for entry, content in change(entries):
            entry.size = len(content)
            tar.addfile(entry, io.BytesIO(content))
    with pytest.raises(Invalid) as refused:
        restore(archive, empty, source=COMMAND)
    assert refused.value.key == f"operations.backup.{key}"
    assert list(empty.folder.iterdir()) == []
    assert not (tmp_path / "outside").exists()


def test_what_is_no_tar_is_refused(empty: World, tmp_path: Path) -> None:
    for content in (b"", b"x" * 5_000):
        (tmp_path / "b.tar").write_bytes(content)
        with pytest.raises(Invalid):
            restore(tmp_path / "b.tar", empty, source=COMMAND)


def test_commands_make_and_bring_back(served: World, empty: World, chorus: Chorus, tmp_path: Path) -> None:
    file = tmp_path / "kept" / "b.tar"
    with adopted(served):
        done = chorus("backup", str(file))
        assert (done.exit_code, "aucun fichier déposé" in done.output) == (0, True)
        assert chorus("backup", str(file)).exit_code == 1
    with adopted(empty):
        none = chorus("backup", str(tmp_path / "none.tar"))
        assert (none.exit_code, "rien à sauvegarder" in none.output) == (1, True)
        shutil.rmtree(empty.folder, ignore_errors=True)
        done = chorus("restore", str(file))
        assert (done.exit_code, "Démarrez le portail" in done.output) == (0, True)
        assert chorus("restore", str(file)).exit_code == 1


OLDER = Path(__file__).with_name("older") / "before-the-audit-log.tar.gz"


@pytest.mark.slow
def test_newer_version_migrates_and_finishes_what_an_older_one_began(empty: World, tmp_path: Path) -> None:
    """A backup of an older version: one import was killed after its step « check », one had not begun."""
    archive = tmp_path / "older.tar"
    archive.write_bytes(gzip.decompress(OLDER.read_bytes()))
    with tarfile.open(archive) as tar:
        assert json.loads(tar.extractfile("manifest.json").read())["migration"] != migrations.head()  # type: ignore[union-attr] # it is there
    restore(archive, empty, source=COMMAND)
    assert migrations.current(empty.engine) == migrations.head()
    orders = Orders(str(empty.folder), 1, 1)
    subprocess.run(orders.command(), cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    with empty.reading() as context:
        flux = {row.file_name: row.state for row in context.session.exec(select(Flux))}
        reports = context.session.exec(select(Report.flux_id)).all()
    assert flux == {"facture.xml": FluxState.INTEGRATED, "OLD-2.xml": FluxState.INTEGRATED}
    assert sorted(reports) == [1, 2]


def test_restore_of_a_file_that_is_not_there_says_so(empty: World, chorus: Chorus, tmp_path: Path) -> None:
    with adopted(empty):
        refused = chorus("restore", str(tmp_path / "none.tar"))
    assert refused.exit_code == 1
    assert t("operator.restore.no_file", file=tmp_path / "none.tar") in refused.output
    assert not empty.folder.exists()
