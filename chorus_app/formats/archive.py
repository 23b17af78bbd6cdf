"""Archives and all that is neither PDF nor XML: told apart by their first bytes, unpacked within limits only."""

from __future__ import annotations

import lzma
import tarfile
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BufferedIOBase, BytesIO
from typing import IO

from chorus_app.formats import limits
from chorus_app.formats.facts import Inside
from chorus_app.formats.kinds import FileKind

INVOICE_SUFFIXES = (".xml", ".pdf")
OFFICE_MARKS = ("[content_types].xml", "mimetype")  # a Word, Excel or OpenDocument file is a zip too
OTHER_MARKS = (
    (b"\x89PNG\r\n\x1a\n", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"BM", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "office"),
    (b"{\\rtf", "office"),
    (b"BEGIN:", "text"),
    (b"JournalCode", "accounts"),
)
GZIP_MARK = b"\x1f\x8b"
PACKED_MARKS = (GZIP_MARK, b"BZh", b"\xfd7zXZ\x00", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07")
TAR_MARK, TAR_MARK_AT = b"ustar", 257
ZIP_MARK = b"PK\x03\x04"
# What the libraries let out on damaged or hostile archives.
ARCHIVE_ERRORS = (
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    ValueError,
    RuntimeError,
    IndexError,
    KeyError,
    OverflowError,
)
KindOf = Callable[[bytes], FileKind]
Member = tuple[str, int | None, IO[bytes] | None]  # name, size as stated, and where its bytes come from


@dataclass(frozen=True, slots=True)
class Listing:
    """The members that were looked at; `left_out` counts the others, -1 when nobody knows how many there are."""

    members: tuple[Inside, ...]
    left_out: int = 0


class _TooMuch(Exception):
    """The archive unpacks beyond the limits."""


def is_archive(data: bytes) -> bool:
    """Whether the bytes are an archive that may hold invoices."""
    if data.startswith(PACKED_MARKS) or data[TAR_MARK_AT : TAR_MARK_AT + len(TAR_MARK)] == TAR_MARK:
        return True
    names = zip_names(data)
    holds_office = any(name.casefold() in OFFICE_MARKS for name in names)
    return not holds_office and any(name.casefold().endswith(INVOICE_SUFFIXES) for name in names)


def zip_names(data: bytes) -> tuple[str, ...]:
    """Names of the members of a zip, from its directory only; nothing is unpacked."""
    if not data.startswith(ZIP_MARK):
        return ()
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return tuple(archive.namelist()[: limits.MAX_ARCHIVE_NAMES])
    except ARCHIVE_ERRORS:
        return ()


def guess_other(data: bytes) -> str:
    """The name of the reason why a file is none of the known kinds."""
    start = data.lstrip()[:64].lower()
    if start.startswith((b"<html", b"<!doctype html", b"<head", b"<body")):
        return "html"
    if data.startswith(ZIP_MARK):
        return "office" if any(name.casefold() in OFFICE_MARKS for name in zip_names(data)) else "zip"
    return next((name for mark, name in OTHER_MARKS if data.startswith(mark)), "unknown")


def members(data: bytes, kind_of: KindOf) -> Listing:
    """The members with their kinds. Stops at the limits of `formats.limits`; never raises on bad content."""
    found: list[Inside] = []
    try:
        if data.startswith(ZIP_MARK):
            return _zip_members(data, kind_of, found)
        _look(_tar_members(data), kind_of, found)
    except (_TooMuch, *ARCHIVE_ERRORS):
        return Listing(tuple(found), -1)
    return Listing(tuple(found))


def _zip_members(data: bytes, kind_of: KindOf, found: list[Inside]) -> Listing:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        files = [info for info in archive.infolist() if not info.is_dir()]

        def opened() -> Iterator[Member]:
            for info in files:
                readable = info.file_size <= limits.MAX_MEMBER_BYTES and not info.flag_bits & 1  # 1: encrypted
                yield info.filename, info.file_size, archive.open(info) if readable else None

        try:
            _look(opened(), kind_of, found)
        except (_TooMuch, *ARCHIVE_ERRORS):
            pass  # the directory tells how many are left
        return Listing(tuple(found), len(files) - len(found))


def _tar_members(data: bytes) -> Iterator[Member]:
    """A tar, packed or not; a single packed file counts as its only member."""
    unpacked: BufferedIOBase = BytesIO(data)
    if data.startswith(GZIP_MARK):
        unpacked = BytesIO(_gunzip(data))
        if not _is_tar(unpacked.getvalue()):
            yield "", len(unpacked.getvalue()), unpacked
            return
    elif data.startswith(PACKED_MARKS):
        raise _TooMuch  # bzip2, xz, 7z, rar: not what Chorus Pro takes
    # A name that is no UTF-8 would else hold characters that can be neither printed nor stored.
    with tarfile.open(fileobj=unpacked, mode="r:", errors="replace") as archive:
        for info in archive:
            if info.isfile():
                readable = info.size <= limits.MAX_MEMBER_BYTES
                yield info.name, info.size, archive.extractfile(info) if readable else None


def _gunzip(data: bytes) -> bytes:
    """Unpacked up to the limit. Raises `_TooMuch` beyond it."""
    unpacker = zlib.decompressobj(wbits=31)
    unpacked = unpacker.decompress(data, limits.MAX_UNPACKED_BYTES)
    if unpacker.unconsumed_tail:
        raise _TooMuch
    return unpacked


def _is_tar(data: bytes) -> bool:
    return data[TAR_MARK_AT : TAR_MARK_AT + len(TAR_MARK)] == TAR_MARK


def _look(entries: Iterator[Member], kind_of: KindOf, found: list[Inside]) -> None:
    """Adds each member to `found`. Raises `_TooMuch` at the limits."""
    unpacked, until = 0, time.monotonic() + limits.ARCHIVE_SECONDS
    for name, size, source in entries:
        if len(found) >= limits.MAX_MEMBERS_READ or unpacked > limits.MAX_UNPACKED_BYTES or time.monotonic() > until:
            raise _TooMuch
        content = None if source is None else source.read(limits.MAX_MEMBER_BYTES + 1)  # the directory may lie
        unpacked += len(content or b"")
        small = content is not None and len(content) <= limits.MAX_MEMBER_BYTES
        found.append(Inside(name[:255], size, kind=kind_of(content) if small and content is not None else None))
