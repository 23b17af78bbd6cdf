"""Names and envelopes: what is right, what is inadmissible and why."""

import gzip
import io
import tarfile
import zipfile

import pytest

from chorus_app.edi.names import Inadmissible, Named, Refusal, extension, is_unfinished, read_name
from chorus_app.kernel.text import t
from chorus_app.raccordement.limits import INTERFACES

CODE = "ABC123"
ALL = frozenset(INTERFACES)
RIGHT = "FSO1100A_ABC123_ABC1231100000000000000001"


@pytest.mark.parametrize("interface", INTERFACES)
def test_right_name_says_interface_and_number(interface: str) -> None:
    number = f"{CODE}{interface[3:7]}000000000000042"
    named = read_name(f"{interface}_{CODE}_{number}", code=CODE, interfaces=ALL)
    assert isinstance(named, Named)
    assert (named.syntax.interface_code, named.syntax.b2b, named.number) == (interface, False, number)


@pytest.mark.parametrize(
    "name",
    [
        "FSO1110A_ABC123_ABC12300000012345678",  # twenty characters, without the interface's digits
        "FSO1116A_ABC123_ABC1231116000000179",  # AIFE's own sample of a lot
        "FSO1100A_ABC123_ABC1231",
        "FSO1100A_ABC123_ABC123110000000000000001",  # one digit short
    ],
)
def test_shorter_number_is_taken_and_the_portal_gives_its_own(name: str) -> None:
    named = read_name(name, code=CODE, interfaces=ALL)
    assert isinstance(named, Named)
    assert (named.syntax.interface_code, named.number) == (name[:8], "")


WRONG = [
    ("facture.xml", "EDI-NOM"),
    ("", "EDI-NOM"),
    ("FSO1100A", "EDI-NOM"),
    ("FSO1100A_ABC123", "EDI-NOM"),
    ("FSO1100A_ABC123_", "EDI-NOM"),
    ("FSO1100A-ABC123-ABC1231100000000000000001", "EDI-NOM"),
    ("fso1100a_abc123_abc1231100000000000000001", "EDI-NOM"),
    (f"{RIGHT}1", "EDI-NOM"),
    (f"{RIGHT} ", "EDI-NOM"),
    (f" {RIGHT}", "EDI-NOM"),
    (f"{RIGHT}\n", "EDI-NOM"),
    ("FSO1100A_ABC12_ABC1231100000000000000001", "EDI-NOM"),
    ("FSO1100A_ABC123_ABC123é100000000000000001", "EDI-NOM"),
    ("../FSO1100A_ABC123_ABC1231100000000000000001", "EDI-NOM"),
    ("FSO1100A_ABC123_ABC12311000000000000000\u0661\u0662", "EDI-NOM"),
    (f"{RIGHT}.xml", "EDI-EXTENSION"),
    (f"{RIGHT}.pdf", "EDI-EXTENSION"),
    (f"{RIGHT}.tar.gz", "EDI-EXTENSION"),
    (f"{RIGHT}.ZIP", "EDI-EXTENSION"),
    ("FSO9999A_ABC123_ABC1239999000000000000001", "EDI-INTERFACE"),
    ("FSO1101A_ABC123_ABC1231101000000000000001", "EDI-INTERFACE"),
    ("FSO1100A_XYZ999_XYZ9991100000000000000001", "EDI-APPLICATION"),
    ("FSO1100A_CPP001_CPP0011100000000000000001", "EDI-APPLICATION"),
    ("FSO1100A_ABC123_XYZ9991100000000000000001", "EDI-NUMERO"),
    ("FSO1100A_ABC123_ABC1231110000000000000001", "EDI-NUMERO"),  # the digits of another interface
    ("FSO1100A_ABC123_ABC12311000000000000000AB", "EDI-NUMERO"),
    ("FSO1100A_ABC123_12345678901234567890", "EDI-NUMERO"),
]


@pytest.mark.parametrize(("name", "why"), WRONG)
def test_wrong_name_is_inadmissible_in_words_of_its_own(name: str, why: str) -> None:
    refusal = read_name(name, code=CODE, interfaces=ALL)
    assert isinstance(refusal, Refusal)
    assert refusal.why.value == why
    told = [t(f"{refusal.why.key}.{part}", "fr", **refusal.params) for part in ("title", "meaning", "todo")]
    assert all(told)
    assert "{" not in "".join(told)


def test_code_that_is_not_subscribed_is_inadmissible() -> None:
    refusal = read_name(RIGHT, code=CODE, interfaces={"FSO1137A", "FSO1117A"})
    assert isinstance(refusal, Refusal)
    assert refusal.why is Inadmissible.SUBSCRIPTION
    assert refusal.params["subscribed"] == "FSO1117A, FSO1137A"


@pytest.mark.parametrize("name", ["x.part", ".x", "x.FILEPART", "~x", "x.tmp", f"{RIGHT}.part"])
def test_passing_names_are_known(name: str) -> None:
    assert is_unfinished(name)
    assert not is_unfinished(RIGHT)


def test_extension_is_put_back_by_the_first_bytes() -> None:
    tar = io.BytesIO()
    with tarfile.open(fileobj=tar, mode="w") as packed:
        packed.addfile(tarfile.TarInfo("a.xml"), io.BytesIO())
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as zipped:
        zipped.writestr("a.xml", b"<a/>")
    assert extension(b"<?xml version='1.0'?><Invoice/>") == ".xml"
    assert extension(b"\xef\xbb\xbf<Invoice/>") == ".xml"
    assert extension(b"%PDF-1.7\n") == ".pdf"
    assert extension(gzip.compress(tar.getvalue())) == ".tar.gz"
    for packer in (
        made.getvalue(),
        tar.getvalue(),
        b"BZh91AY",
        b"\xfd7zXZ\x00",
        b"7z\xbc\xaf\x27\x1c",
        b"Rar!\x1a\x07",
    ):
        assert extension(packer) is Inadmissible.COMPRESSION
    assert extension(b"") is Inadmissible.EMPTY
    assert extension(b" \n") is Inadmissible.EMPTY
