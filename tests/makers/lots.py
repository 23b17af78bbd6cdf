"""Lots of invoices, honest and hostile."""

from __future__ import annotations

import gzip
import stat
import tarfile
import zipfile
from collections.abc import Iterable
from io import BytesIO

from tests.makers.invoices import main_document, make_cpp, make_ubl

Files = Iterable[tuple[str, bytes]]
UNIT, UNIT_END = "<CPPFactureMixteUnitaire", "</CPPFactureMixteUnitaire>"


def ubl_files(
    count: int, *, wrong: Iterable[int] = (), prefix: str = "L", **changes: object
) -> list[tuple[str, bytes]]:
    """facture-001.xml… with the numbers L-001…; those of the positions `wrong` have no means of payment."""
    faulty = {position: {"payment_means": None, "iban": None, "bic": None} for position in wrong}
    return [
        (f"facture-{n:03d}.xml", make_ubl(number=f"{prefix}-{n:03d}", **{**changes, **faulty.get(n, {})}))
        for n in range(1, count + 1)
    ]


def zip_of(files: Files, *, stored: bool = False) -> bytes:
    """A zip of the files in their order."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def tar_gz(files: Files) -> bytes:
    """A tar.gz of the files in their order."""
    return gzip.compress(tar(files), 1, mtime=0)


def tar(files: Files, *others: tarfile.TarInfo) -> bytes:
    """A tar that is not packed; `others` are entries without content."""
    packed = BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for name, content in files:
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, BytesIO(content))
        for other in others:
            archive.addfile(other)
    return packed.getvalue()


def tar_entry(name: str, kind: bytes, target: str = "/etc/passwd") -> tarfile.TarInfo:
    """A link, a device, a folder."""
    entry = tarfile.TarInfo(name)
    entry.type, entry.linkname = kind, target
    return entry


def zip_with_link() -> bytes:
    """A zip with a symbolic link, as Unix writes it."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        entry = zipfile.ZipInfo("a.xml")
        entry.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(entry, "/etc/passwd")
    return packed.getvalue()


def locked_zip() -> bytes:
    """A zip that says of its file that it is encrypted."""
    content = bytearray(zip_of([("a.xml", make_ubl())]))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + at] |= 1
    return bytes(content)


def lying_zip() -> bytes:
    """A zip whose directory says that its file is 10 bytes long; it unpacks to many more."""
    content = bytearray(zip_of([("a.xml", make_ubl())]))
    for mark, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        start = content.index(mark) + at
        content[start : start + 4] = (10).to_bytes(4, "little")
    return bytes(content)


def cpp_of(count: int, *, wrong: Iterable[int] = (), **changes: object) -> bytes:
    """One CPPFactureMixte with the invoices C-001…; those of the positions `wrong` have no means of payment."""
    faulty = {position: {"payment_means": None, "iban": None, "bic": None} for position in wrong}
    documents = [
        make_cpp(
            number=f"C-{n:03d}", attachments=(main_document(b"%PDF-1.7"),), **{**changes, **faulty.get(n, {})}
        ).decode()
        for n in range(1, count + 1)
    ]
    head, _, rest = documents[0].partition(UNIT)
    tail = rest.rpartition(UNIT_END)[2]
    units = [UNIT + document.partition(UNIT)[2].rpartition(UNIT_END)[0] + UNIT_END for document in documents]
    return (head.replace('"1"', f'"{count}"') + "\n    ".join(units) + tail).encode()
