"""Lots: several invoices in one tar.gz, zip or XML document, opened within limits and only when every name in it is
harmless.

A lot is looked through first (`look_through`): what is wrong with it is known before a byte of it is written. Then its
files are written under names of our own (`unpack`). Both read it in pieces, in a child process.
"""

from __future__ import annotations

import gzip
import re
import stat
import tarfile
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path, PurePosixPath
from typing import IO, cast

from chorus_app.formats import archive, bundles, limits
from chorus_app.formats.kinds import FileKind
from chorus_app.formats.xml import looks_like_xml
from chorus_app.kernel.room import is_full

CHUNK = 1 << 20
HEAD = 512  # bytes that tell an archive from other files
HEADER_READ = 4 * CHUNK  # bytes that a tar may ask for at once: beyond, its headers are no honest ones
EMPTY_ZIP = b"PK\x05\x06"
ZIP_END, ZIP_END_SIZE, ZIP_COMMENT = b"PK\x05\x06", 22, 65_535
OTHER_PACKERS = (b"BZh", b"\xfd7zXZ\x00", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07")
SUFFIXES = {"zip": (".zip",), "tar.gz": (".tar.gz", ".tgz"), "xml": (".xml",)}
INVOICE_SUFFIXES = frozenset(archive.INVOICE_SUFFIXES)
NESTED_SUFFIXES = frozenset({".zip", ".gz", ".tgz", ".tar", ".7z", ".rar", ".bz2", ".xz"})
DRIVE = re.compile(r"[A-Za-z]:")
# What an operating system leaves in archives by itself.
LEFT_OUT_NAMES = frozenset({".ds_store", "thumbs.db", "desktop.ini"})
LEFT_OUT_FOLDER = "__MACOSX"
ENCRYPTED = 1  # bit of a zip entry
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


class Refused(StrEnum):
    """Why a lot is refused as a whole; the codes of the findings."""

    FORMAT = "LOT-FORMAT"
    NAME = "LOT-EXTENSION-ARCHIVE"
    UNREADABLE = "LOT-ILLISIBLE"
    PROTECTED = "LOT-PROTEGE"
    EMPTY = "LOT-VIDE"
    TOO_MANY = "LOT-TROP-DE-FACTURES"
    TOO_LARGE = "LOT-TROP-GRAND"
    BOMB = "LOT-BOMBE"
    PATH = "LOT-CHEMIN"
    LINK = "LOT-LIEN"
    NESTED = "LOT-IMBRIQUE"
    NO_SUFFIX = "LOT-SANS-EXTENSION"
    SUFFIX = "LOT-EXTENSION"
    TWICE = "LOT-NOM-DOUBLE"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a lot is refused; `name` is the file in it that is the reason, `params` what else the sentence says."""

    why: Refused
    name: str | None = None
    params: Mapping[str, str] = field(default_factory=dict)
    kind: FileKind = FileKind.ARCHIVE


@dataclass(frozen=True, slots=True)
class Member:
    """A file of a lot: its place from 1, its name with folders as the lot has it, its size in bytes."""

    position: int
    name: str
    size: int

    def path(self, folder: Path) -> Path:
        """Where it stands once the lot is unpacked into the folder: never under a name of the lot's."""
        return folder / f"{self.position:04d}"


@dataclass(frozen=True, slots=True)
class Lot:
    """What a lot holds. `left_out` are files that an operating system added: nobody misses them.

    Of one XML document each member is one of its invoices, under a name that tells its place.
    """

    members: tuple[Member, ...]
    left_out: tuple[str, ...] = ()
    kind: FileKind = FileKind.ARCHIVE

    @property
    def size(self) -> int:
        """Bytes, unpacked."""
        return sum(member.size for member in self.members)


class LotRefused(Exception):
    """Ends the reading of a lot."""

    def __init__(self, why: Refused, name: str | None = None, **params: str) -> None:
        super().__init__(why)
        self.refusal = Refusal(why, name, params)


class NoRoom(Exception):
    """The folder that a lot is unpacked into has no room for it."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """One entry of an archive's directory; `fault` is known from there alone: a link, a password."""

    name: str
    size: int
    folder: bool
    fault: Refused | None
    open: Callable[[], IO[bytes] | None]


def may_be_lot(path: Path) -> bool:
    """Whether the first bytes are those of an archive, or of a document that may hold several invoices.

    Reads nothing else, so that any process may ask.
    """
    with path.open("rb") as file:
        head = file.read(bundles.HEAD)
    packed = (*archive.PACKED_MARKS, archive.ZIP_MARK, EMPTY_ZIP)
    if head.startswith(packed) or archive.TAR_MARK in head[archive.TAR_MARK_AT : archive.TAR_MARK_AT + 5]:
        return True
    return looks_like_xml(head) and bundles.may_be_bundle(head)


def look_through(path: Path, name: str) -> Lot | Refusal | None:
    """What the lot holds, or why it is refused; None when the file is no lot at all (a Word or Excel file, the XML of
    one invoice).

    `name` is the one that its sender gave it. Never raises on bad content.
    """
    if _is_xml(path):
        return _looked_bundle(bundles.cut(path.read_bytes()), name)
    try:
        with _opened(path, name) as entries:
            return None if entries is None else _looked(entries, path.stat().st_size)
    except LotRefused as refused:
        return refused.refusal
    except archive.ARCHIVE_ERRORS:
        return Refusal(Refused.UNREADABLE)


def unpack(path: Path, name: str, folder: Path, looked: Lot | None = None) -> Lot | Refusal | None:
    """The same, and each file of the lot written into the folder. What was written before a fault stays there.

    `looked`: what the file was found to hold, when it was looked through before. Raises `NoRoom`.
    """
    lot = looked or look_through(path, name)
    if not isinstance(lot, Lot):
        return lot
    if lot.kind is FileKind.CPP_SEVERAL:
        _write_parts(path, lot, folder)
        return lot
    by_name = {member.name: member for member in lot.members}
    try:
        with _opened(path, name) as entries:
            for entry in entries or ():
                if entry.name in by_name and not entry.folder:
                    _write(entry, by_name[entry.name], folder)
    except LotRefused as refused:
        return refused.refusal
    except archive.ARCHIVE_ERRORS:
        return Refusal(Refused.UNREADABLE)
    return lot


def read_member(path: Path, name: str, position: int) -> bytes | None:
    """One file of a lot, by its place from 1; None when it has none there, or is no lot that may be opened."""
    lot = look_through(path, name)
    if not isinstance(lot, Lot) or not 1 <= position <= len(lot.members):
        return None
    wanted = lot.members[position - 1]
    if lot.kind is FileKind.CPP_SEVERAL:
        return (bundles.cut(path.read_bytes()) or ())[position - 1]
    try:
        with _opened(path, name) as entries:
            entry = next(entry for entry in entries or () if entry.name == wanted.name and not entry.folder)
            source = entry.open()
            content = source.read(wanted.size + 1) if source is not None else b""
    except (LotRefused, StopIteration, *archive.ARCHIVE_ERRORS):
        return None
    return content if len(content) == wanted.size else None


def pack(files: Sequence[tuple[str, Path]], into: Path) -> None:
    """Make a lot (zip) of files, each with the name that it has in the lot."""
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as made:
        for name, path in files:
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            with path.open("rb") as source, made.open(entry, "w") as target:
                while chunk := source.read(CHUNK):
                    target.write(chunk)


@contextmanager
def _opened(path: Path, name: str) -> Iterator[Iterator[_Entry] | None]:
    """The entries of the archive, in its order."""
    with path.open("rb") as file:
        head = file.read(HEAD)
        file.seek(0)
        if head.startswith((archive.ZIP_MARK, EMPTY_ZIP)):
            _check_directory(file)
            with zipfile.ZipFile(file) as opened:
                yield None if _is_office(opened) else _zip_entries(opened, name)
        elif head.startswith(archive.GZIP_MARK):
            with gzip.GzipFile(fileobj=file) as unpacked:
                bounded = cast("IO[bytes]", _Bounded(unpacked, path.stat().st_size))
                if not _holds_tar(bounded):
                    raise LotRefused(Refused.FORMAT)
                with tarfile.open(fileobj=bounded, mode="r:") as tar:
                    yield _tar_entries(tar, name)
        else:
            raise LotRefused(Refused.FORMAT)


def _is_xml(path: Path) -> bool:
    with path.open("rb") as file:
        return looks_like_xml(file.read(HEAD))


def _looked_bundle(parts: Sequence[bytes] | None, name: str) -> Lot | Refusal | None:
    """The invoices of one document as a lot."""
    if parts is None:
        return None
    several = FileKind.CPP_SEVERAL
    try:
        _check_suffix(name, "xml")
        if len(parts) > limits.MAX_LOT_INVOICES:
            raise LotRefused(Refused.TOO_MANY, count=str(len(parts)))
        members = [Member(place, f"facture-{place:03d}.xml", len(part)) for place, part in enumerate(parts, 1)]
        if sum(member.size for member in members) > limits.MAX_LOT_UNPACKED:
            raise LotRefused(Refused.TOO_LARGE)
    except LotRefused as refused:
        return replace(refused.refusal, kind=several)
    return Lot(tuple(members), kind=several)


def _write_parts(path: Path, lot: Lot, folder: Path) -> None:
    """Write the invoices of one document, each as a document of its own. Raises `NoRoom`."""
    for member, part in zip(lot.members, bundles.cut(path.read_bytes()) or (), strict=True):
        with _room(), member.path(folder).open("wb", buffering=0) as target:
            target.write(part)


def _looked(entries: Iterator[_Entry], packed: int) -> Lot:
    members: list[Member] = []
    left_out: list[str] = []
    unpacked = 0
    for number, entry in enumerate(entries):
        if number >= limits.MAX_LOT_ENTRIES:
            raise LotRefused(Refused.TOO_MANY)
        _check_path(entry.name)
        if entry.folder:
            continue
        if _is_left_out(entry.name):
            left_out.append(entry.name)
            continue
        unpacked += entry.size
        _check_entry(entry, unpacked, packed)
        members.append(Member(len(members) + 1, entry.name, entry.size))
    _check_number(members)
    return Lot(tuple(members), tuple(left_out))


def _check_entry(entry: _Entry, unpacked: int, packed: int) -> None:
    if entry.fault is not None:
        raise LotRefused(entry.fault, entry.name)
    if entry.size > limits.MAX_LOT_MEMBER or unpacked > limits.MAX_LOT_UNPACKED:
        raise LotRefused(Refused.TOO_LARGE, entry.name)
    _check_ratio(unpacked, packed)
    suffix = PurePosixPath(entry.name).suffix.casefold()
    if suffix in NESTED_SUFFIXES:
        raise LotRefused(Refused.NESTED, entry.name)
    if suffix not in INVOICE_SUFFIXES:
        raise LotRefused(Refused.SUFFIX if suffix else Refused.NO_SUFFIX, entry.name, suffix=suffix)


def _check_number(members: Sequence[Member]) -> None:
    if not members:
        raise LotRefused(Refused.EMPTY)
    if len(members) > limits.MAX_LOT_INVOICES:
        raise LotRefused(Refused.TOO_MANY, count=str(len(members)))
    name, times = Counter(member.name for member in members).most_common(1)[0]
    if times > 1:
        raise LotRefused(Refused.TWICE, name)


def _check_path(name: str) -> None:
    """No way out of the folder (zip slip), no absolute path, no letter that nobody sees."""
    parts = name.replace("\\", "/").split("/")
    hidden = any(unicodedata.category(letter)[0] == "C" for letter in name)
    if hidden or ".." in parts or name.startswith(("/", "\\")) or DRIVE.match(name) or not name.strip():
        raise LotRefused(Refused.PATH, name)


def _check_ratio(unpacked: int, packed: int) -> None:
    if unpacked > limits.LOT_RATIO_FROM and unpacked > limits.MAX_LOT_RATIO * packed:
        raise LotRefused(Refused.BOMB)


def _is_left_out(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return parts[0] == LEFT_OUT_FOLDER or parts[-1].casefold() in LEFT_OUT_NAMES or parts[-1].startswith("._")


def _check_suffix(name: str, form: str) -> None:
    """On the portal a file keeps its extension (section 2.2)."""
    if name and not name.casefold().endswith(SUFFIXES[form]):
        raise LotRefused(Refused.NAME, expected=SUFFIXES[form][0])


def _check_directory(file: IO[bytes]) -> None:
    """A directory of millions of entries is refused before it is read into memory."""
    size = file.seek(0, 2)
    file.seek(max(0, size - ZIP_END_SIZE - ZIP_COMMENT))
    tail = file.read()
    file.seek(0)
    end = tail.rfind(ZIP_END)
    if end < 0 or len(tail) < end + ZIP_END_SIZE:
        raise LotRefused(Refused.UNREADABLE)
    if int.from_bytes(tail[end + 12 : end + 16], "little") > limits.MAX_LOT_DIRECTORY:
        raise LotRefused(Refused.TOO_MANY)


def _is_office(opened: zipfile.ZipFile) -> bool:
    return any(name.casefold() in archive.OFFICE_MARKS for name in opened.namelist()[: limits.MAX_ARCHIVE_NAMES])


def _zip_entries(opened: zipfile.ZipFile, name: str) -> Iterator[_Entry]:
    _check_suffix(name, "zip")
    for info in opened.infolist():
        yield _Entry(info.orig_filename, info.file_size, info.is_dir(), _zip_fault(info), _zip_opener(opened, info))


def _zip_fault(info: zipfile.ZipInfo) -> Refused | None:
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        return Refused.LINK
    if info.flag_bits & ENCRYPTED:
        return Refused.PROTECTED
    return None if info.compress_type in METHODS else Refused.FORMAT


def _zip_opener(opened: zipfile.ZipFile, info: zipfile.ZipInfo) -> Callable[[], IO[bytes] | None]:
    return lambda: opened.open(info)


def _holds_tar(file: IO[bytes]) -> bool:
    head = file.read(HEAD)
    file.seek(0)
    return head[archive.TAR_MARK_AT : archive.TAR_MARK_AT + len(archive.TAR_MARK)] == archive.TAR_MARK


def _tar_entries(opened: tarfile.TarFile, name: str) -> Iterator[_Entry]:
    _check_suffix(name, "tar.gz")
    for info in opened:
        fault = None if info.isreg() or info.isdir() else Refused.LINK
        yield _Entry(_plain(info.name), info.size, info.isdir(), fault, _tar_opener(opened, info))


def _plain(name: str) -> str:
    """Without the « ./ » that tar puts before each name of a folder that was packed as a whole."""
    return name[2:] if name.startswith("./") and len(name) > 2 else name


def _tar_opener(opened: tarfile.TarFile, info: tarfile.TarInfo) -> Callable[[], IO[bytes] | None]:
    return lambda: opened.extractfile(info)


def _write(entry: _Entry, member: Member, folder: Path) -> None:
    """Write one file; the directory may have lied about its size. Raises `NoRoom`."""
    source = entry.open()
    left = member.size
    with _room(), member.path(folder).open("wb", buffering=0) as target:
        while source is not None and (chunk := source.read(CHUNK)):
            left -= len(chunk)
            if left < 0:
                raise LotRefused(Refused.UNREADABLE, member.name)
            target.write(chunk)
    if left:
        raise LotRefused(Refused.UNREADABLE, member.name)


@contextmanager
def _room() -> Iterator[None]:
    """A full disk is no fault of the lot."""
    try:
        yield
    except OSError as error:
        if is_full(error):
            raise NoRoom from error
        raise


class _Bounded:
    """An unpacked stream that ends the reading where it grows beyond the limits, before it has grown there."""

    def __init__(self, stream: gzip.GzipFile, packed: int) -> None:
        self._stream = stream
        self._packed = packed

    def read(self, size: int = -1) -> bytes:
        if size < 0 or size > HEADER_READ:
            raise LotRefused(Refused.UNREADABLE)
        self._check(self._stream.tell() + size)
        return self._stream.read(size)

    def seek(self, position: int, whence: int = 0) -> int:
        if whence == 0:
            self._check(position)
        return self._stream.seek(position, whence)

    def tell(self) -> int:
        return self._stream.tell()

    def _check(self, position: int) -> None:
        # Headers and padding come on top of what the files hold.
        if position > limits.MAX_LOT_UNPACKED + limits.MAX_LOT_ENTRIES * 4_096:
            raise LotRefused(Refused.TOO_LARGE)
        _check_ratio(position, self._packed)
