"""Archives and all that is neither PDF nor XML: told apart by their first bytes, never unpacked."""

from __future__ import annotations

import zipfile
from io import BytesIO

from chorus_app.formats import limits

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
)
PACKED_MARKS = (b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07")
TAR_MARK, TAR_MARK_AT = b"ustar", 257
ZIP_MARK = b"PK\x03\x04"


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
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, UnicodeDecodeError):
        return ()


def guess_other(data: bytes) -> str:
    """The name of the reason why a file is none of the known kinds."""
    start = data.lstrip()[:64].lower()
    if start.startswith((b"<html", b"<!doctype html", b"<head", b"<body")):
        return "html"
    if data.startswith(ZIP_MARK):
        return "office" if any(name.casefold() in OFFICE_MARKS for name in zip_names(data)) else "zip"
    return next((name for mark, name in OTHER_MARKS if data.startswith(mark)), "unknown")
