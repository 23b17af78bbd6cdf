"""The watched folder: `<code application>/depot/` is looked into, `<code application>/retour/` is filled.

A file is whole when two looks one after the other find it unchanged and nobody holds a lock on it. It is taken out of
the folder after its flux is written: killed in between, the next look finds the same file, which is then known.
"""

import fcntl
import logging
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from sqlmodel import col, select

from chorus_app.edi import arrivals
from chorus_app.edi.arrivals import NotWhole
from chorus_app.edi.drive import DEPOT, RETOUR
from chorus_app.edi.names import is_unfinished
from chorus_app.kernel.context import World
from chorus_app.kernel.errors import AppError
from chorus_app.raccordement import edi_entry
from chorus_app.raccordement.models import EdiReturn
from chorus_app.raccordement.views import EdiCaller

LOCK = ".chorus-app.lock"
Seen = tuple[int, int, int]  # inode, size in bytes, last change in nanoseconds
log = logging.getLogger(__name__)


@dataclass
class WatchedFolder:
    """What was seen at the last look, by path."""

    world: World
    folder: Path
    seen: dict[Path, Seen] = field(default_factory=dict)
    told: bool = False  # that another server has the folder

    @contextmanager
    def held(self) -> Iterator[bool]:
        """Whether this server is the only one that watches the folder, for as long as the block lasts."""
        self.folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self.folder / LOCK, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
        try:
            yield _locked(descriptor)
        finally:
            os.close(descriptor)

    def look_if_alone(self) -> int:
        """Look, unless another server watches the folder: that is told once."""
        with self.held() as alone:
            if alone:
                self.told = False
                return self.look()
            if not self.told:
                self.told = True
                log.warning("EDI: another server watches %s", self.folder)
            return 0

    def look(self) -> int:
        """Take what is whole, put what waits; returns how many files were taken."""
        with self.world.reading() as context:
            partners = edi_entry.active_partners(context)
        before, self.seen = self.seen, {}
        taken = 0
        for caller in partners:
            depot, retour = self.folder / caller.code / DEPOT, self.folder / caller.code / RETOUR
            for place in (depot, retour):
                place.mkdir(parents=True, exist_ok=True)
            taken += sum(self._look_at(caller, path, before) for path in sorted(depot.iterdir()))
            self._place(caller, retour)
        return taken

    def _look_at(self, caller: EdiCaller, path: Path, before: dict[Path, Seen]) -> bool:
        if is_unfinished(path.name):
            return False
        with suppress(OSError), _open(path) as source:
            seen = _seen(source)
            if before.get(path) == seen and seen is not None:
                return self._take(caller, path, source, seen)
            if seen is not None:
                self.seen[path] = seen
        return False

    def _take(self, caller: EdiCaller, path: Path, source: BinaryIO, seen: Seen) -> bool:
        def whole() -> bool:
            return _seen(source) == seen and path.stat().st_ino == seen[0]

        try:
            arrivals.take(self.world, caller, name=path.name, source=source, door="folder", whole=whole)
        except (NotWhole, AppError):
            return False
        if path.stat().st_ino == seen[0]:
            path.unlink()
        return True

    def _place(self, caller: EdiCaller, retour: Path) -> None:
        """Put what waits for the partner into his folder, each file once."""
        with self.world.reading() as context:
            query = select(EdiReturn).where(EdiReturn.partner_id == caller.partner_id)
            rows = context.session.exec(query.where(col(EdiReturn.placed_at).is_(None))).all()
        for row in rows:
            _write(retour / row.name, self.world.files.path(row.sha256))
            with self.world.transaction() as context:
                if (placed := context.session.get(EdiReturn, row.id)) is not None:
                    placed.placed_at = context.now()


def _open(path: Path) -> BinaryIO:
    """A plain file of the folder itself: no link leads out of it. Raises `OSError`, also while somebody locks it."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode) or not _locked(descriptor):
        os.close(descriptor)
        raise OSError("not to be taken")
    return os.fdopen(descriptor, "rb")


def _seen(source: BinaryIO) -> Seen | None:
    found = os.fstat(source.fileno())
    return (found.st_ino, found.st_size, found.st_mtime_ns) if found.st_nlink == 1 else None


def _locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _write(path: Path, source: Path) -> None:
    """The file appears whole."""
    made = path.with_name(f".{path.name}.tmp")
    with made.open("wb") as target:
        target.write(source.read_bytes())
        target.flush()
        os.fsync(target.fileno())
    made.replace(path)
