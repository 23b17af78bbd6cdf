"""One XML document of several invoices is a lot of documents with one invoice each."""

from pathlib import Path

import pytest

from chorus_app.formats import bundles, cpp, limits, lots
from chorus_app.formats.detect import detect
from chorus_app.formats.kinds import FileKind
from chorus_app.formats.lots import Lot, Refusal, Refused
from chorus_app.rules.as_json import as_json
from chorus_app.rules.verdict import verdict
from tests.formats.test_cpp import PIVOT
from tests.makers.invoices import make_cpp, make_ubl
from tests.makers.lots import cpp_of

UNIT, END = "<CPPFacturePivotUnitaire", "</CPPFacturePivotUnitaire>"


def pivot_of_two(between: str = "\n    ", *, inside: str = "") -> str:
    """The public pivot with a second invoice, F-2."""
    head, _, rest = PIVOT.partition(UNIT)
    body, _, tail = rest.rpartition(END)
    second = (inside + body).replace("F-1", "F-2")
    return head + UNIT + body + END + between + UNIT + second + END + tail


def line_in(text: str, words: str) -> int:
    return next(number for number, line in enumerate(text.split("\n"), 1) if words in line)


@pytest.mark.parametrize(
    "text",
    [
        pivot_of_two(),
        pivot_of_two("<!-- <CPPFacturePivotUnitaire/>\n\n-->\n"),
        pivot_of_two("</CPPFactures>\n<CPPFactures Compteur='1'>"),
        pivot_of_two(""),
        pivot_of_two(inside=' Note="a &gt; b > c"\n  '),
        pivot_of_two().replace("\n", "\r\n"),
    ],
    ids=["plain", "comment", "two blocks", "same line", "odd attribute", "windows"],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1"])
def test_each_part_is_a_document_of_one_invoice_with_the_lines_of_the_whole(text: str, encoding: str) -> None:
    declared = {"utf-8-sig": "UTF-8", "latin-1": "ISO-8859-1"}.get(encoding, encoding.upper())
    text = text.replace("Brasserie", "Bière à façon").replace('encoding="UTF-8"', f'encoding="{declared}"')
    parts = bundles.cut(text.encode(encoding))
    assert parts is not None
    assert len(parts) == 2
    read = [cpp.read(part) for part in parts]
    assert [(invoice.number, invoice.seller.name) for invoice in read] == [
        ("F-1", "Bière à façon du Nord"),
        ("F-2", "Bière à façon du Nord"),
    ]
    assert [detect(part).kind for part in parts] == [FileKind.CPP] * 2
    assert [invoice.places["BT-1"].line for invoice in read] == [line_in(text, "<Id>F-1"), line_in(text, "<Id>F-2")]
    assert b'Compteur="1"' in parts[1]
    assert b"<Enveloppe>" in parts[1]


@pytest.mark.parametrize(
    "content",
    [
        make_cpp(),
        make_ubl(),
        pivot_of_two().encode()[:-30],
        pivot_of_two().replace("<CPPFacturePivot ", "<!DOCTYPE a><CPPFacturePivot ", 1).encode(),
        pivot_of_two().replace("CPPFacturePivot ", "Autre ", 1).encode(),
        b"CPPFacture",
    ],
    ids=["one invoice", "ubl", "cut", "doctype", "other root", "text"],
)
def test_other_files_are_not_cut(content: bytes) -> None:
    assert bundles.cut(content) is None


def kept(tmp_path: Path, content: bytes) -> Path:
    path = tmp_path / "lot"
    path.write_bytes(content)
    return path


def test_parts_are_unpacked_and_read_as_those_of_any_lot(tmp_path: Path) -> None:
    path, folder = kept(tmp_path, cpp_of(3)), tmp_path / "unpacked"
    folder.mkdir()
    assert lots.may_be_lot(path)
    lot = lots.unpack(path, "mixte.XML", folder)
    assert isinstance(lot, Lot)
    assert (lot.kind, [member.name for member in lot.members]) == (
        FileKind.CPP_SEVERAL,
        ["facture-001.xml", "facture-002.xml", "facture-003.xml"],
    )
    written = [member.path(folder).read_bytes() for member in lot.members]
    assert [cpp.read(content).number for content in written] == ["C-001", "C-002", "C-003"]
    assert [len(content) for content in written] == [member.size for member in lot.members]
    assert [lots.read_member(path, "mixte.xml", place) for place in (0, 2, 4)] == [None, written[1], None]


def test_one_invoice_and_wrong_xml_are_no_lot(tmp_path: Path) -> None:
    for content in (make_cpp(), cpp_of(2)[:-30]):
        assert lots.look_through(kept(tmp_path, content), "f.xml") is None


@pytest.mark.parametrize(
    ("count", "name", "why"), [(2, "mixte", Refused.NAME), (limits.MAX_LOT_INVOICES + 1, "m.xml", Refused.TOO_MANY)]
)
def test_limits_of_lots_count(tmp_path: Path, count: int, name: str, why: Refused) -> None:
    refusal = lots.look_through(kept(tmp_path, cpp_of(count)), name)
    assert isinstance(refusal, Refusal)
    assert (refusal.why, refusal.kind) == (why, FileKind.CPP_SEVERAL)


def test_parts_that_grow_together_beyond_the_limit_are_refused(tmp_path: Path) -> None:
    """What stands around the invoices comes with each of them."""
    around = "x" * 8_000_000
    content = cpp_of(200).replace(b"<CPPFactures ", f"<Enveloppe>{around}</Enveloppe><CPPFactures ".encode(), 1)
    refusal = lots.look_through(kept(tmp_path, content), "mixte.xml")
    assert isinstance(refusal, Refusal)
    assert refusal.why is Refused.TOO_LARGE


def test_where_one_invoice_is_looked_at_the_file_is_refused_in_words() -> None:
    found = verdict(cpp_of(2), name="mixte.xml")
    assert ([finding.code for finding in found.findings], found.accepted) == (["FICHIER-LOT"], False)


def test_programs_are_told_the_kind_that_they_know() -> None:
    found = verdict(cpp_of(2), name="mixte.xml")
    told = as_json(found, file="mixte.xml", milliseconds=1.0)
    assert (told["kind"], told["verdict"]) == ("cpp", "refuse")
