"""Backups: database, work queue and files of one instant, while the portal runs; and the way back.

One tar file: `manifest.json`, `chorus.sqlite` (the work queue lives in it too), `edi_host_key` if there is one (without
it every EDI partner would be warned of another server), `files/<aa>/<sha256>`. The database is copied in one read
transaction; files never change, and none is deleted meanwhile (`FileStore.held`).
"""

import hashlib
import io
import json
import os
import re
import shutil
import sqlite3
import tarfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any

from chorus_app.audit.acts import Act
from chorus_app.audit.service import record
from chorus_app.kernel import migrations
from chorus_app.kernel.context import Source, World
from chorus_app.kernel.errors import Conflict, Invalid
from chorus_app.raccordement import host_key

FORMAT = 1
MANIFEST, DATABASE, FILES = "manifest.json", "chorus.sqlite", "files"
# What stands beside the files, and where the manifest says its SHA-256.
ALONE = {DATABASE: "database_sha256", host_key.NAME: "edi_host_key_sha256"}
STORED = re.compile(r"files/([0-9a-f]{2})/(\1[0-9a-f]{62})")
CHUNK = 1 << 20
LARGEST_MANIFEST = 100_000
Told = Callable[[int, int], object]


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup holds; `missing` files are named by the database and were not in the store."""

    file: Path
    files: int
    size: int
    missing: int


def make_backup(world: World, target: Path, *, source: Source, told: Told = lambda _done, _all: None) -> Backup:
    """Write the backup, whole or not at all, and note it. Raises `Conflict` when there is such a file already."""
    if target.exists():
        raise Conflict("operations.backup.exists", file=str(target))
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    unfinished = target.with_name(f".{target.name}.unfinished")
    try:
        with TemporaryDirectory(dir=target.parent, prefix=".backup-") as folder, world.files.held():
            copy = Path(folder) / DATABASE
            copy_database(world.database, copy)
            names = named_files(copy)
            present = [name for name in names if world.files.path(name).exists()]
            with _private(unfinished) as opened:
                _write(world, opened, copy, present, told)
        unfinished.replace(target)
        _sync(target.parent)
    finally:
        unfinished.unlink(missing_ok=True)
    made = Backup(target, len(present), target.stat().st_size, len(names) - len(present))
    with world.transaction(source=source) as context:
        after = {"files": made.files, "size": made.size, "missing": made.missing}
        record(context, act=Act.BACKUP_MADE, subject=target.name, after=after)
    return made


def restore(archive: Path, world: World, *, source: Source, told: Told = lambda _done, _all: None) -> Backup:
    """Bring a backup back into the world's folder, which must be empty; then migrate, and note it.

    Raises `Conflict` for a folder that holds something, `Invalid` for what is no whole backup of this version or an
    older one; the folder is empty then.
    """
    folder = world.folder
    if folder.exists() and any(folder.iterdir()):
        raise Conflict("operations.backup.folder_used", folder=str(folder))
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        manifest, files = _unpack(archive, folder, told)
        _check_database(folder / DATABASE, manifest)
        wanted = set(named_files(folder / DATABASE))
        if len(wanted - files) != manifest["missing"]:
            raise Invalid("operations.backup.incomplete", file=archive.name)
    except (Invalid, OSError):
        _empty(folder)
        raise
    migrations.upgrade(world.engine)
    with world.transaction(source=source) as context:
        record(context, act=Act.BACKUP_RESTORED, subject=archive.name, after={"made_at": manifest["made_at"]})
    return Backup(archive, len(files), archive.stat().st_size, manifest["missing"])


def copy_database(database: Path, target: Path) -> None:
    """The database as it is at one instant, in a file of its own; writers go on meanwhile."""
    with (
        closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as source,
        closing(sqlite3.connect(target)) as copy,
    ):
        source.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, nothing beside it


def named_files(database: Path) -> list[str]:
    """The SHA-256 of every stored file that a table names, whichever table that is."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as opened:
        columns = opened.execute(
            "SELECT m.name, c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c "
            "WHERE m.type = 'table' AND m.name LIKE 'chorus!_%' ESCAPE '!' AND c.name LIKE '%sha256'"
        ).fetchall()
        found: set[str] = set()
        for table, column in columns:
            rows = opened.execute(f'SELECT DISTINCT "{column}" FROM "{table}"')  # noqa: S608 - names of our own tables
            found.update(value for (value,) in rows if value)
    return sorted(found)


def _write(world: World, target: IO[bytes], copy: Path, names: list[str], told: Told) -> None:
    missing = len(named_files(copy)) - len(names)
    key = world.folder / host_key.NAME
    alone = {DATABASE: copy, **({host_key.NAME: key} if key.exists() else {})}
    manifest = {
        "format": FORMAT,
        "made_at": world.clock.now().isoformat(timespec="seconds"),
        "migration": migrations.current(world.engine),
        **{ALONE[name]: _sha256(path) for name, path in alone.items()},
        "files": len(names),
        "missing": missing,
    }
    with tarfile.open(fileobj=target, mode="w", format=tarfile.PAX_FORMAT) as tar:
        _add_bytes(tar, MANIFEST, json.dumps(manifest, indent=2).encode())
        for name, path in alone.items():
            _add(tar, name, path)
        for done, name in enumerate(names, 1):
            _add(tar, f"{FILES}/{name[:2]}/{name}", world.files.path(name))
            told(done, len(names))
    target.flush()
    os.fsync(target.fileno())


def _add(tar: tarfile.TarFile, name: str, path: Path) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = path.stat().st_size, 0o600
    with path.open("rb") as opened:
        tar.addfile(entry, opened)


def _add_bytes(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = len(content), 0o600
    tar.addfile(entry, io.BytesIO(content))


def _unpack(archive: Path, folder: Path, told: Told) -> tuple[dict[str, Any], set[str]]:
    """The manifest, and the files that were unpacked, each with the bytes that its name says."""
    files: set[str] = set()
    try:
        with tarfile.open(archive, mode="r:") as tar:
            manifest = _manifest(tar, archive)
            for entry in islice(tar, 1, None):  # from the first on again: the manifest is read
                stored = STORED.fullmatch(entry.name)
                if not entry.isreg() or not (stored or ALONE.get(entry.name) in manifest):
                    raise Invalid("operations.backup.foreign", file=archive.name, name=entry.name[:100])
                target = folder / entry.name
                target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                digest = _extract(tar, entry, target)
                if digest != (stored[2] if stored else manifest[ALONE[entry.name]]):
                    raise Invalid("operations.backup.damaged", file=archive.name)
                if stored:
                    files.add(stored[2])
                    told(len(files), manifest["files"])
    except (tarfile.TarError, EOFError, KeyError, TypeError, ValueError) as error:
        raise Invalid("operations.backup.damaged", file=archive.name) from error
    told_alone = {name for name, place in ALONE.items() if place in manifest}
    if not all((folder / name).exists() for name in {DATABASE, *told_alone}) or len(files) != manifest["files"]:
        raise Invalid("operations.backup.incomplete", file=archive.name)
    return manifest, files


def _manifest(tar: tarfile.TarFile, archive: Path) -> dict[str, Any]:
    entry = tar.next()
    opened = tar.extractfile(entry) if entry and entry.name == MANIFEST and entry.size <= LARGEST_MANIFEST else None
    manifest = json.loads(opened.read()) if opened else {}
    if manifest.get("format") != FORMAT:
        raise Invalid("operations.backup.no_backup", file=archive.name)
    return dict(manifest)


def _extract(tar: tarfile.TarFile, entry: tarfile.TarInfo, target: Path) -> str:
    """Write the entry and make it durable; returns the SHA-256 of what was written."""
    digest, opened = hashlib.sha256(), tar.extractfile(entry)
    if opened is None:
        raise tarfile.ReadError(entry.name)
    with _private(target) as out:
        while piece := opened.read(CHUNK):
            digest.update(piece)
            out.write(piece)
        out.flush()
        os.fsync(out.fileno())
    return digest.hexdigest()


def _check_database(database: Path, manifest: dict[str, Any]) -> None:
    """It is whole, and no newer than this version of the portal."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as opened:
        if opened.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            raise Invalid("operations.backup.damaged", file=database.name)
    if not migrations.knows(manifest["migration"]):
        raise Invalid("operations.backup.newer", migration=manifest["migration"])


@contextmanager
def _private(path: Path) -> Iterator[IO[bytes]]:
    """A new file that only this user reads."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as opened:
        yield opened


def _sha256(path: Path) -> str:
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _empty(folder: Path) -> None:
    for entry in folder.iterdir():
        if entry.is_dir():
            shutil.rmtree(entry)
        else:
            entry.unlink()
