"""Lots: what they hold is told, and the hostile ones are refused before a byte of them is written."""

import gzip
import tarfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from chorus_app.formats import limits, lots
from chorus_app.formats.lots import Lot, Refusal, Refused
from tests.makers import bombs
from tests.makers.invoices import make_ubl
from tests.makers.lots import (
    locked_zip,
    lying_zip,
    tar,
    tar_entry,
    tar_gz,
    ubl_files,
    zip_of,
    zip_with_link,
)

XML = b"<a/>"
ONE = [("a.xml", XML)]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    folder = tmp_path / "unpacked"
    folder.mkdir()
    return folder


def kept(folder: Path, content: bytes) -> Path:
    path = folder.parent / "lot"
    path.write_bytes(content)
    return path


def opened(folder: Path, content: bytes, name: str) -> Lot | Refusal | None:
    return lots.unpack(kept(folder, content), name, folder)


@pytest.mark.parametrize(("pack", "name"), [(zip_of, "lot.zip"), (tar_gz, "lot.tar.gz"), (tar_gz, "LOT.TGZ")])
def test_files_of_a_lot_are_unpacked_in_its_order_under_names_of_our_own(
    place: Path, pack: Callable[..., bytes], name: str
) -> None:
    files = [*ubl_files(3), ("dossier/été.pdf", b"%PDF-")]
    lot = opened(place, pack(files), name)
    assert isinstance(lot, Lot)
    assert [(member.name, member.size) for member in lot.members] == [(name, len(content)) for name, content in files]
    assert [member.path(place).read_bytes() for member in lot.members] == [content for _, content in files]
    assert sorted(path.name for path in place.iterdir()) == ["0001", "0002", "0003", "0004"]


def test_what_an_operating_system_adds_is_left_out(place: Path) -> None:
    added = [("__MACOSX/._a.xml", b"x"), (".DS_Store", b"x"), ("d/Thumbs.db", b"x"), ("._a.xml", b"x")]
    lot = opened(place, zip_of([*added, *ONE]), "lot.zip")
    assert isinstance(lot, Lot)
    assert ([member.name for member in lot.members], list(lot.left_out)) == (["a.xml"], [name for name, _ in added])


def test_folders_of_a_tar_are_no_files(place: Path) -> None:
    packed = gzip.compress(tar([("./d/a.xml", XML)], tar_entry("./", tarfile.DIRTYPE), tar_entry("d", tarfile.DIRTYPE)))
    lot = opened(place, packed, "lot.tar.gz")
    assert isinstance(lot, Lot)
    assert [member.name for member in lot.members] == ["d/a.xml"]


def linked(kind: bytes) -> bytes:
    return gzip.compress(tar(ONE, tar_entry("b.xml", kind)))


HOSTILE: dict[str, tuple[bytes, str, Refused]] = {
    "zip slip": (zip_of([*ONE, ("../../b.xml", XML)]), "lot.zip", Refused.PATH),
    "tar slip": (tar_gz([*ONE, ("d/../../b.xml", XML)]), "lot.tar.gz", Refused.PATH),
    "slip with backslashes": (zip_of([("..\\b.xml", XML)]), "lot.zip", Refused.PATH),
    "absolute": (tar_gz([("/etc/b.xml", XML)]), "lot.tar.gz", Refused.PATH),
    "drive": (zip_of([("C:\\b.xml", XML)]), "lot.zip", Refused.PATH),
    "letters nobody sees": (zip_of([("fac\u202elmx.xml", XML)]), "lot.zip", Refused.PATH),
    "control letters": (tar_gz([("a\n.xml", XML)]), "lot.tar.gz", Refused.PATH),
    "symbolic link": (linked(tarfile.SYMTYPE), "lot.tar.gz", Refused.LINK),
    "hard link": (linked(tarfile.LNKTYPE), "lot.tar.gz", Refused.LINK),
    "device": (linked(tarfile.CHRTYPE), "lot.tar.gz", Refused.LINK),
    "pipe": (linked(tarfile.FIFOTYPE), "lot.tar.gz", Refused.LINK),
    "link in a zip": (zip_with_link(), "lot.zip", Refused.LINK),
    "password": (locked_zip(), "lot.zip", Refused.PROTECTED),
    "archive inside": (zip_of([("a.zip", zip_of(ONE))]), "lot.zip", Refused.NESTED),
    "archives deep inside": (bombs.zip_in_zip(), "lot.zip", Refused.NESTED),
    "no extension": (zip_of([("FSO1100A_CPP001", XML)]), "lot.zip", Refused.NO_SUFFIX),
    "another extension": (zip_of([*ONE, ("lisezmoi.txt", b"x")]), "lot.zip", Refused.SUFFIX),
    "same name twice": (tar_gz([*ONE, *ONE]), "lot.tar.gz", Refused.TWICE),
    "empty zip": (zip_of([]), "lot.zip", Refused.EMPTY),
    "empty tar": (tar_gz([]), "lot.tar.gz", Refused.FORMAT),
    "only a folder": (gzip.compress(tar([], tar_entry("d", tarfile.DIRTYPE))), "lot.tar.gz", Refused.EMPTY),
    "501 invoices": (tar_gz((f"{n}.xml", XML) for n in range(501)), "lot.tar.gz", Refused.TOO_MANY),
    "very many folders": (
        zip_of((f"{n}/", b"") for n in range(limits.MAX_LOT_ENTRIES + 1)),
        "lot.zip",
        Refused.TOO_MANY,
    ),
    "huge directory": (zip_of((f"{n:0200d}.xml", b"") for n in range(17_000)), "lot.zip", Refused.TOO_MANY),
    "zip of zeros": (bombs.zip_of_zeros(members=4, megabytes=100), "lot.zip", Refused.BOMB),
    "tar of zeros": (bombs.tar_of_zeros(512), "lot.tar.gz", Refused.BOMB),
    "gzip of zeros": (bombs.gzipped(256), "lot.tar.gz", Refused.FORMAT),
    "large file": (bombs.zip_of_zeros(members=1, megabytes=130), "lot.zip", Refused.TOO_LARGE),
    "gzip of one invoice": (gzip.compress(make_ubl()), "facture.xml.gz", Refused.FORMAT),
    "tar that is not packed": (tar(ONE), "lot.tar", Refused.FORMAT),
    "7z": (b"7z\xbc\xaf\x27\x1c" + bytes(60), "lot.7z", Refused.FORMAT),
    "name of another format": (zip_of(ONE), "lot.tar.gz", Refused.NAME),
    "name without extension": (tar_gz(ONE), "FSO1100A_CPP001_CPP0011100000000000000001", Refused.NAME),
    "cut zip": (zip_of(ubl_files(3))[:-200], "lot.zip", Refused.UNREADABLE),
    "cut tar": (tar_gz(ubl_files(30))[:-500], "lot.tar.gz", Refused.UNREADABLE),
    "zip that lies": (lying_zip(), "lot.zip", Refused.UNREADABLE),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_hostile_lot_is_refused_with_its_reason(place: Path, what: str) -> None:
    content, name, why = HOSTILE[what]
    begun = time.process_time()
    refusal = opened(place, content, name)
    assert isinstance(refusal, Refusal)
    assert refusal.why is why
    assert time.process_time() - begun < 10
    if why is not Refused.UNREADABLE:  # that shows only while it is read
        assert list(place.iterdir()) == []


def test_tar_that_announces_a_terabyte_is_refused_unread(place: Path) -> None:
    entry = tarfile.TarInfo("a.xml")
    entry.size = 1 << 40
    packed = gzip.compress(entry.tobuf(tarfile.GNU_FORMAT) + bytes(1024))
    assert opened(place, packed, "lot.tar.gz") == Refusal(Refused.TOO_LARGE, "a.xml")


def test_tar_whose_header_announces_a_gigabyte_is_refused_unread(place: Path) -> None:
    entry = tarfile.TarInfo("././@PaxHeader")
    entry.type, entry.size = tarfile.XHDTYPE, 1 << 30
    packed = gzip.compress(entry.tobuf(tarfile.GNU_FORMAT) + bytes(1024))
    assert opened(place, packed, "lot.tar.gz") == Refusal(Refused.UNREADABLE)


def test_word_file_is_no_lot(place: Path) -> None:
    assert opened(place, zip_of([("[Content_Types].xml", XML), ("word/document.xml", XML)]), "lettre.docx") is None


@pytest.mark.parametrize(
    ("content", "answer"),
    [(zip_of(ONE), True), (zip_of([]), True), (tar_gz(ONE), True), (tar(ONE), True), (make_ubl(), False), (b"", False)],
)
def test_first_bytes_tell_what_may_be_a_lot(place: Path, content: bytes, answer: bool) -> None:
    assert lots.may_be_lot(kept(place, content)) is answer


def test_what_is_packed_is_read_again(place: Path) -> None:
    lot = opened(place, tar_gz(ubl_files(3)), "lot.tar.gz")
    assert isinstance(lot, Lot)
    again = place.parent / "again.zip"
    lots.pack([(lot.members[1].name, lot.members[1].path(place))], again)
    found = lots.look_through(again, "again.zip")
    assert isinstance(found, Lot)
    assert [(member.name, member.size) for member in found.members] == [("facture-002.xml", lot.members[1].size)]


def test_full_disk_is_no_fault_of_the_lot(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    path = kept(place, zip_of(ONE))
    monkeypatch.setattr(Path, "open", lambda self, *mode, **_: full() if "wb" in mode else open(self, *mode))  # noqa: SIM115, PTH123 - the real one
    with pytest.raises(lots.NoRoom):
        lots.unpack(path, "lot.zip", place)
