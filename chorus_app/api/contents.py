"""Files inside messages: in base64, both ways; and how many heavy answers are made at the same time."""

import threading
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePath
from tempfile import TemporaryFile

import pybase64

from chorus_app.api.errors import REFUSED, Refused, Shut
from chorus_app.invoices.attachments import MAX_TOGETHER
from chorus_app.kernel.text import t

PATIENCE = 20.0  # seconds that a heavy answer waits for its turn
_turn = threading.BoundedSemaphore(1)  # such an answer stands in memory four times over: file, base64, text, bytes


@dataclass(frozen=True, slots=True)
class Packed:
    """A file of the store under the name that it has in an archive; `size` in bytes."""

    name: str
    path: Path
    size: int


def decoded(encoded: str, *, field: str) -> bytes:
    """The bytes of a field. Raises `Refused` for what is no base64, and for an empty file."""
    try:
        content = pybase64.b64decode(encoded.encode("ascii"), validate=True)
    except ValueError:
        raise Refused(REFUSED, t("api.base64", field=field)) from None
    if not content:
        raise Refused(REFUSED, t("api.empty_file", field=field))
    return content


@contextmanager
def heavy() -> Iterator[None]:
    """Around an answer that may be as heavy as an invoice's file. Raises `Shut` (429) when others are in the way."""
    if not _turn.acquire(timeout=PATIENCE):
        raise Shut(429, t("api.busy", seconds=round(PATIENCE)), Retry_After=str(round(PATIENCE)))
    try:
        yield
    finally:
        _turn.release()


def check_weight(files: Iterable[Packed]) -> None:
    """Raises `Shut` (413) for more than 120 Mo."""
    if sum(one.size for one in files) > MAX_TOGETHER:
        raise Shut(413, t("api.group_too_large", megabytes=MAX_TOGETHER // 1_000_000))


def archived(files: Iterable[Packed]) -> str:
    """A ZIP of the files, in base64; two of one name get a number. Raises `Shut` (413) for more than 120 Mo."""
    wanted = list(files)
    check_weight(wanted)
    with TemporaryFile() as spool:
        with zipfile.ZipFile(spool, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            for name, one in zip(_apart(one.name for one in wanted), wanted, strict=True):
                archive.write(one.path, name)
        spool.seek(0)
        return encoded(spool.read())


def encoded(content: bytes) -> str:
    """The bytes in base64."""
    return pybase64.b64encode(content).decode("ascii")


def _apart(names: Iterable[str]) -> Iterator[str]:
    given: set[str] = set()
    for name in names:
        free, number = name, 1
        while free.casefold() in given:
            number += 1
            free = str(PurePath(name).with_stem(f"{PurePath(name).stem} ({number})"))
        given.add(free.casefold())
        yield free
