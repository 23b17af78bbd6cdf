"""The store of deposited files: each under the SHA-256 of its bytes, written so that an acknowledged file stays."""

import fcntl
import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from chorus_app.kernel.errors import TooLarge

CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file of the store: `sha256` in hexadecimal, `size` in bytes."""

    sha256: str
    size: int


class FileStore:
    """Files by content. The name that a person gave is never used on disk."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, sha256: str) -> Path:
        """Where the file with this hash stands (or would stand)."""
        if len(sha256) != 64 or not set(sha256) <= set("0123456789abcdef"):
            raise ValueError("not a SHA-256")
        return self.folder / sha256[:2] / sha256

    def read(self, sha256: str) -> bytes:
        return self.path(sha256).read_bytes()

    def put(self, content: bytes) -> StoredFile:
        """Store bytes held in memory."""
        return self.receive([content], max_bytes=len(content))

    def receive(self, chunks: Iterable[bytes], *, max_bytes: int) -> StoredFile:
        """Store a stream: temp file on the same file system, hash, fsync, rename, fsync of the folder.

        Raises `TooLarge` as soon as the limit is passed; nothing stays on disk then.
        """
        incoming = self.incoming()
        try:
            for chunk in chunks:
                incoming.write(chunk, max_bytes=max_bytes)
            return incoming.keep()
        finally:
            incoming.discard()

    def incoming(self) -> "Incoming":
        """Start a file that arrives piece by piece."""
        spool = self.folder / "incoming"
        spool.mkdir(parents=True, exist_ok=True, mode=0o700)
        return Incoming(self, spool)

    @contextmanager
    def held(self) -> Iterator[None]:
        """No file is removed inside the block, whichever process wants to."""
        with self._locked(fcntl.LOCK_SH):
            yield

    def remove(self, sha256: str) -> bool:
        """Delete a file that nobody names any more. While the store is held it stays: whether it is gone."""
        try:
            with self._locked(fcntl.LOCK_EX | fcntl.LOCK_NB):
                self.path(sha256).unlink(missing_ok=True)
        except BlockingIOError:
            return False
        return True

    def every(self) -> Iterator[tuple[str, float]]:
        """Each file: its SHA-256, and since when it is there (seconds of the epoch)."""
        for path in self.folder.glob("[0-9a-f][0-9a-f]/*"):
            with suppress(FileNotFoundError):
                yield path.name, path.stat().st_mtime

    @contextmanager
    def _locked(self, how: int) -> Iterator[None]:
        self.folder.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(
            self.folder.with_name(f"{self.folder.name}.lock"), os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600
        )
        try:
            fcntl.flock(descriptor, how)
            yield
        finally:
            os.close(descriptor)

    def forget_incoming(self) -> int:
        """Delete what a stopped server left half received; returns how many."""
        leftovers = list((self.folder / "incoming").glob("*"))
        for leftover in leftovers:
            leftover.unlink(missing_ok=True)
        return len(leftovers)


class Incoming:
    """A file on its way in."""

    def __init__(self, store: FileStore, spool: Path) -> None:
        self._store = store
        descriptor, name = tempfile.mkstemp(dir=spool)
        self._file = os.fdopen(descriptor, "wb")
        self.path = Path(name)
        self._hash = hashlib.sha256()
        self.size = 0

    def write(self, chunk: bytes, *, max_bytes: int) -> None:
        self.size += len(chunk)
        if self.size > max_bytes:
            raise TooLarge("kernel.file_too_large", megabytes=max_bytes // 1_000_000)
        self._hash.update(chunk)
        self._file.write(chunk)

    def written(self) -> Path:
        """Where others may read what has come so far."""
        self._file.flush()
        return self.path

    def keep(self) -> StoredFile:
        """Make the file durable and put it in its place."""
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        sha256 = self._hash.hexdigest()
        place = self._store.path(sha256)
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.path.replace(place)
        _sync_folder(place.parent)
        return StoredFile(sha256, self.size)

    def discard(self) -> None:
        """Drop what was not kept. Harmless after `keep`."""
        try:
            self._file.close()  # writes what is buffered, and fails when the disk is full
        finally:
            self.path.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
