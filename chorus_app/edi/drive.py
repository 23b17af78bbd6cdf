"""The two folders that a partner sees over SFTP: `depot/` to write into, `retour/` to take from. Nothing else exists.

`depot/` holds only what is still on its way, under a name that says so; a file is taken when it is closed under its
real name, or gets it. A line that breaks takes nothing: the unfinished file stays for who goes on with it.
"""

import asyncio
import os
import posixpath
import stat
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, TypeVar
from urllib.parse import quote, unquote
from uuid import uuid4

import asyncssh
from asyncssh import SFTPAttrs, SFTPFailure, SFTPName, SFTPNoSuchFile, SFTPPermissionDenied

from chorus_app.edi import arrivals, returns
from chorus_app.edi.names import is_unfinished
from chorus_app.kernel.context import World
from chorus_app.kernel.errors import AppError
from chorus_app.kernel.text import t
from chorus_app.raccordement import edi_entry
from chorus_app.raccordement.views import EdiCaller

DEPOT, RETOUR = "depot", "retour"
FOLDERS = (DEPOT, RETOUR)
MOST_OPEN = 16  # files that one session has open
LONGEST_NAME = 200  # of a file, in letters as they stand on disk
WAITING, PRIVATE = "w-", "p-"
R = TypeVar("R")


@dataclass
class Opened:
    """An open file. `target` is the name in `depot/` that it is written under, None for one that is read; `broken` says
    why it will not be taken."""

    file: BinaryIO
    path: Path
    target: str | None = None
    broken: str = ""


class Drive(asyncssh.SFTPServer):
    """One session of a partner. Who he is and what he may is asked afresh at each act."""

    def __init__(self, channel: "asyncssh.SSHServerChannel[bytes]", world: World, caller: EdiCaller, ip: str) -> None:
        super().__init__(channel)
        self._world, self._partner_id, self._ip = world, caller.partner_id, ip
        self._folder = world.folder / "edi" / str(caller.partner_id)
        self._opened = 0
        self._taken: dict[str, int] = {}  # sizes of what was taken in this session: clients look whether it is there
        self.lost = False

    # What is there

    async def stat(self, path: bytes) -> SFTPAttrs:
        folder, name = _place(path)
        if not name:
            return _attrs(directory=True)
        if folder == DEPOT:
            return self._attrs_in_depot(name)
        found = await self._ask(lambda caller: self._find(caller, name))
        return _attrs(size=found.size, at=found.made_at.timestamp())

    async def lstat(self, path: bytes) -> SFTPAttrs:
        return await self.stat(path)

    def fstat(self, file_obj: object) -> os.stat_result:
        opened = _opened(file_obj)
        opened.file.flush()
        return os.fstat(opened.file.fileno())

    def realpath(self, path: bytes) -> bytes:
        return _normal(path).encode()

    async def scandir(self, path: bytes) -> AsyncIterator[SFTPName]:
        folder, name = _place(path)
        if name:
            raise SFTPFailure(t("edi.sftp.no_folder"))
        for entry, attrs in [(".", _attrs(directory=True)), ("..", _attrs(directory=True)), *await self._list(folder)]:
            yield SFTPName(entry.encode(), attrs=attrs)

    async def _list(self, folder: str) -> list[tuple[str, SFTPAttrs]]:
        if not folder:
            return [(name, _attrs(directory=True)) for name in FOLDERS]
        if folder == DEPOT:
            await self._ask(lambda caller: caller)
            return [(name, self._attrs_in_depot(name)) for name in self._unfinished()]
        rows = await self._ask(self._waiting)
        return [(row.name, _attrs(size=row.size, at=row.made_at.timestamp())) for row in rows]

    # Reading and writing

    async def open(self, path: bytes, pflags: int, attrs: SFTPAttrs) -> object:
        del attrs
        folder, name = _place(path)
        if not name:
            raise SFTPFailure(t("edi.sftp.no_file"))
        if self._opened >= MOST_OPEN:
            raise SFTPFailure(t("edi.sftp.too_many_open", most=MOST_OPEN))
        if folder == RETOUR:
            opened = await self._open_to_read(name, pflags)
        else:
            opened = await self._open_to_write(name, pflags)
        self._opened += 1
        return opened

    async def _open_to_read(self, name: str, pflags: int) -> Opened:
        if pflags & ~asyncssh.FXF_READ:
            raise SFTPPermissionDenied(t("edi.sftp.retour_only_read"))
        found = await self._ask(lambda caller: self._find(caller, name))
        path = self._world.files.path(found.sha256)
        return Opened(path.open("rb"), path)

    async def _open_to_write(self, name: str, pflags: int) -> Opened:
        if not pflags & asyncssh.FXF_WRITE:
            raise SFTPPermissionDenied(t("edi.sftp.depot_only_written"))
        await self._ask(lambda caller: caller)
        self._check_room(name)
        private = self._folder / f"{PRIVATE}{uuid4().hex}"
        waiting = self._waiting_path(name)
        if waiting.exists() and not pflags & asyncssh.FXF_TRUNC:
            waiting.replace(private)  # who resumes goes on with what there is
        return Opened(private.open("r+b" if private.exists() else "w+b"), private, name)

    def read(self, file_obj: object, offset: int, size: int) -> bytes:
        opened = _opened(file_obj)
        opened.file.seek(offset)
        return opened.file.read(size)

    def write(self, file_obj: object, offset: int, data: bytes) -> int:
        opened = _opened(file_obj)
        most = self._world.settings.max_upload_bytes
        if opened.target is None:
            raise SFTPPermissionDenied(t("edi.sftp.retour_only_read"))
        if offset + len(data) > most:
            opened.broken = t("kernel.file_too_large", megabytes=most // 1_000_000)
            raise SFTPFailure(opened.broken)
        opened.file.seek(offset)
        return opened.file.write(data)

    async def close(self, file_obj: object) -> None:
        """What is closed under its real name is taken before the client hears that it is closed."""
        opened = _opened(file_obj)
        self._opened -= 1
        if opened.target is None:
            opened.file.close()
            return
        await asyncio.to_thread(_sync, opened.file)
        if is_unfinished(opened.target) and not opened.broken:
            opened.path.replace(self._waiting_path(opened.target))
        elif self.lost or opened.broken:
            opened.path.unlink(missing_ok=True)
        else:
            await self._take(opened.path, opened.target)
        if opened.broken and not self.lost:
            raise SFTPFailure(opened.broken)

    async def fsync(self, file_obj: object) -> None:
        await asyncio.to_thread(os.fsync, _opened(file_obj).file.fileno())

    # Moving and taking away

    async def rename(self, oldpath: bytes, newpath: bytes) -> None:
        (before, old), (after, new) = _place(oldpath), _place(newpath)
        waiting = self._waiting_path(old) if before == DEPOT and old else None
        if after != DEPOT or not new:
            raise SFTPPermissionDenied(t("edi.sftp.stays_in_depot"))
        if waiting is None or not waiting.is_file():
            raise SFTPNoSuchFile(t("edi.sftp.unknown"))
        if is_unfinished(new):
            self._check_room(new)
            waiting.replace(self._waiting_path(new))
        else:
            await self._take(waiting, new)

    async def posix_rename(self, oldpath: bytes, newpath: bytes) -> None:
        await self.rename(oldpath, newpath)

    async def remove(self, path: bytes) -> None:
        folder, name = _place(path)
        if folder == RETOUR and name:
            if not await self._ask(lambda caller: self._remove(caller, name)):
                raise SFTPNoSuchFile(t("edi.sftp.unknown"))
            return
        try:
            self._waiting_path(name).unlink()
        except FileNotFoundError:
            raise SFTPNoSuchFile(t("edi.sftp.unknown")) from None

    def setstat(self, path: bytes, attrs: SFTPAttrs) -> None:
        """Clients set times and rights after they have written: nothing here has any."""

    def lsetstat(self, path: bytes, attrs: SFTPAttrs) -> None:
        """The same."""

    def fsetstat(self, file_obj: object, attrs: SFTPAttrs) -> None:
        """The same, but for the size, which some set before they write."""
        opened = _opened(file_obj)
        if attrs.size is not None and opened.target is not None:
            opened.file.truncate(min(attrs.size, self._world.settings.max_upload_bytes))

    def mkdir(self, path: bytes, attrs: SFTPAttrs) -> None:
        raise SFTPPermissionDenied(t("edi.sftp.no_folder"))

    def rmdir(self, path: bytes) -> None:
        raise SFTPPermissionDenied(t("edi.sftp.no_folder"))

    def symlink(self, oldpath: bytes, newpath: bytes) -> None:
        raise SFTPPermissionDenied(t("edi.sftp.no_link"))

    def link(self, oldpath: bytes, newpath: bytes) -> None:
        raise SFTPPermissionDenied(t("edi.sftp.no_link"))

    def readlink(self, path: bytes) -> bytes:
        raise SFTPNoSuchFile(t("edi.sftp.unknown"))

    def statvfs(self, path: bytes) -> "asyncssh.SFTPVFSAttrs":
        raise asyncssh.SFTPOpUnsupported("statvfs")

    def fstatvfs(self, file_obj: object) -> "asyncssh.SFTPVFSAttrs":
        raise asyncssh.SFTPOpUnsupported("fstatvfs")

    # Within

    async def _take(self, path: Path, name: str) -> None:
        def take(caller: EdiCaller) -> int:
            with path.open("rb") as source:
                arrivals.take(self._world, caller, name=name, source=source, door="sftp", client_ip=self._ip)
            size = path.stat().st_size
            path.unlink()
            return size

        self._taken[name] = await self._ask(take)

    async def _ask(self, act: Callable[[EdiCaller], R]) -> R:
        """Act as the partner, beside the event loop. Refusals are told in the client's own form."""
        try:
            return await asyncio.to_thread(self._as_partner, act)
        except AppError as error:
            raise SFTPFailure(t(error.key, **error.params)) from error

    def _as_partner(self, act: Callable[[EdiCaller], R]) -> R:
        with self._world.reading() as context:
            caller = edi_entry.again(context, partner_id=self._partner_id, client_ip=self._ip)
        if caller is None:
            raise SFTPPermissionDenied(t("edi.sftp.suspended"))
        return act(caller)

    def _find(self, caller: EdiCaller, name: str) -> returns.Waiting:
        with self._world.reading() as context:
            found = returns.find(context, caller.partner_id, name)
        if found is None:
            raise SFTPNoSuchFile(t("edi.sftp.unknown"))
        return found

    def _waiting(self, caller: EdiCaller) -> list[returns.Waiting]:
        with self._world.reading() as context:
            return returns.waiting_for(context, caller.partner_id)

    def _remove(self, caller: EdiCaller, name: str) -> bool:
        with self._world.transaction(actor_id=caller.user_id, structure_id=caller.structure_id) as context:
            return returns.remove(context, caller.partner_id, name)

    def _check_room(self, name: str) -> None:
        """A name that a disk takes, and room for one more unfinished file."""
        if len(quote(name, safe="")) > LONGEST_NAME:
            raise SFTPFailure(t("edi.sftp.name_too_long", most=LONGEST_NAME))
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        limits = self._world.settings
        sizes = [entry.stat().st_size for entry in os.scandir(self._folder)]
        if len(sizes) >= limits.max_waiting_files or sum(sizes) >= limits.max_waiting_bytes:
            raise SFTPFailure(t("edi.sftp.depot_full", files=limits.max_waiting_files))

    def _waiting_path(self, name: str) -> Path:
        return self._folder / f"{WAITING}{quote(name, safe='')}"

    def _unfinished(self) -> list[str]:
        return sorted(unquote(path.name.removeprefix(WAITING)) for path in self._folder.glob(f"{WAITING}*"))

    def _attrs_in_depot(self, name: str) -> SFTPAttrs:
        with suppress(FileNotFoundError):
            found = self._waiting_path(name).stat()
            return _attrs(size=found.st_size, at=found.st_mtime)
        if name in self._taken:
            return _attrs(size=self._taken[name])
        raise SFTPNoSuchFile(t("edi.sftp.unknown"))


def _normal(path: bytes) -> str:
    try:
        text = path.decode()
    except UnicodeDecodeError:
        raise SFTPNoSuchFile(t("edi.sftp.unknown")) from None
    return "/" + posixpath.normpath("/" + text).lstrip("/")


def _place(path: bytes) -> tuple[str, str]:
    """Folder and name; both empty for the root. Whatever else is asked for is not there."""
    folder, _, name = _normal(path)[1:].partition("/")
    if (folder and folder not in FOLDERS) or "/" in name or "\0" in name:
        raise SFTPNoSuchFile(t("edi.sftp.unknown"))
    return folder, name


def _opened(file_obj: object) -> Opened:
    assert isinstance(file_obj, Opened)  # noqa: S101 - what `open` answered
    return file_obj


def _attrs(*, directory: bool = False, size: int = 0, at: float = 0) -> SFTPAttrs:
    kind = stat.S_IFDIR | 0o700 if directory else stat.S_IFREG | 0o600
    moment = int(at)
    return SFTPAttrs(size=size, uid=0, gid=0, permissions=kind, atime=moment, mtime=moment, nlink=1)


def _sync(file: BinaryIO) -> None:
    with file:
        file.flush()
        os.fsync(file.fileno())
