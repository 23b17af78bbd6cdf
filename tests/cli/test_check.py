"""`chorus check`: one answer a file, and the exit code of the worst."""

import io
import json
import os
import tarfile
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import pytest

from chorus_app.cli.batch import Input, Question
from chorus_app.cli.judging import asked, ruled_by
from chorus_app.kernel.children import RULES_MEMORY_BYTES, Children
from chorus_app.rules.layers import all_skipped
from tests.cli.conftest import Chorus
from tests.makers import pdfs
from tests.makers.invoices import RECIPIENT_SIRET, make_cii, make_facturx, make_pdf, make_ubl

GOOD, REFUSED, UNREADABLE = make_ubl(), make_pdf(), pdfs.protect(make_pdf(), user="x")
KEYS = ["file", "kind", "facts", "syntaxes", "verdict", "findings", "invoice", "ms"]
FINDING_KEYS = ["layer", "severity", "code", "key", "term", "path", "line", "value", "params"]


def put(folder: Path, name: str, content: bytes) -> str:
    file = folder / name
    file.write_bytes(content)
    return str(file)


@pytest.mark.parametrize(
    ("contents", "code"),
    [([GOOD], 0), ([REFUSED], 1), ([UNREADABLE], 2), ([GOOD, REFUSED], 1), ([UNREADABLE, REFUSED, GOOD], 2)],
)
def test_exit_code_is_that_of_the_worst_file(chorus: Chorus, tmp_path: Path, contents: list[bytes], code: int) -> None:
    files = [put(tmp_path, f"{number}", content) for number, content in enumerate(contents)]
    assert chorus("check", "--jobs", "1", *files).exit_code == code


def test_json_is_one_object_a_file_in_the_order_given(chorus: Chorus, tmp_path: Path) -> None:
    files = [put(tmp_path, "b.xml", make_cii(number="F" * 21)), put(tmp_path, "a.pdf", make_facturx())]
    done = chorus("check", "--rapide", "--format", "json", *files)
    refused, accepted = json.loads(done.stdout)
    assert [list(found) for found in (refused, accepted)] == [KEYS, KEYS]
    assert [(found["file"], found["kind"], found["verdict"]) for found in (refused, accepted)] == [
        (files[0], "cii", "refuse"),
        (files[1], "facturx", "accept"),
    ]
    (finding,) = refused["findings"]
    assert (list(finding), finding["code"], finding["term"]) == (FINDING_KEYS, "CPP-NUMERO-LONGUEUR", "BT-1")
    assert (accepted["invoice"]["number"], accepted["invoice"]["payable"]) == ("FA-2026-001", "1800.00")
    assert (accepted["syntaxes"], accepted["findings"]) == (["FSO1117A", "FSO1137A"], [])


def test_names_that_are_no_utf_8_are_told_and_do_not_stop_the_others(chorus: Chorus, tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / os.fsdecode(b"\xe9t\xe9.xml")).write_bytes(GOOD)
    lot = io.BytesIO()
    with tarfile.open(fileobj=lot, mode="w:gz", format=tarfile.GNU_FORMAT, encoding="latin-1") as archive:
        archive.addfile(tarfile.TarInfo("été.xml"))
    put(folder, "lot.tar.gz", lot.getvalue())
    done = chorus("check", "--rapide", "--format", "json", str(folder))
    packed, named = json.loads(done.stdout.encode())
    assert (packed["facts"]["attachments"], Path(named["file"]).name) == (["\ufffdt\ufffd.xml"], "\ufffdt\ufffd.xml")
    assert named["verdict"] == "accept"


def test_folder_and_pattern_name_each_file_once(chorus: Chorus, tmp_path: Path) -> None:
    inner = tmp_path / "lot"
    inner.mkdir()
    files = [put(inner, "1.xml", GOOD), put(inner, "2.xml", GOOD)]
    done = chorus("check", "--format", "json", str(inner), str(inner / "*.xml"), files[0])
    assert [found["file"] for found in json.loads(done.stdout)] == files


def test_standard_input_is_a_file_too(chorus_with_input: Chorus) -> None:
    done = chorus_with_input("check", "--format", "json", "-", content=make_ubl())
    assert [(found["file"], found["kind"]) for found in json.loads(done.stdout)] == [("-", "ubl_invoice")]


def test_text_says_what_is_wrong_where_and_what_to_do(chorus: Chorus, tmp_path: Path) -> None:
    said = chorus("check", put(tmp_path, "f.xml", make_cii(number="F" * 21))).output
    for part in ("refusée", "CPP-NUMERO-LONGUEUR", "BT-1", "ligne", "l’annuaire des structures"):
        assert part in said


def test_word_that_names_nothing_is_a_misunderstood_command(chorus: Chorus, tmp_path: Path) -> None:
    done = chorus("check", str(tmp_path / "rien.xml"))
    assert (done.exit_code, "ne désigne aucun fichier" in done.output) == (2, True)


def test_empty_folder_is_told(chorus: Chorus, tmp_path: Path) -> None:
    (tmp_path / "vide").mkdir()
    done = chorus("check", str(tmp_path / "vide"))
    assert (done.exit_code, "ne contient aucun fichier" in done.output) == (2, True)


def test_standards_refuse_only_where_the_profile_says_so(chorus: Chorus, tmp_path: Path) -> None:
    """BR-CO-15: the total with VAT is not the sum of its parts."""
    file = put(tmp_path, "f.xml", make_ubl(tax_inclusive=Decimal("1700.00"), payable=Decimal("1700.00")))
    outcomes = {}
    for words in ([], ["--profil", "en16931"], ["--profil", "en16931", "--rapide"]):
        (found,) = json.loads(chorus("check", "--format", "json", *words, file).stdout)
        codes = {finding["code"]: finding["severity"] for finding in found["findings"]}
        outcomes[" ".join(words)] = (found["verdict"], codes.get("BR-CO-15"))
    assert outcomes == {
        "": ("accept", "warning"),
        "--profil en16931": ("refuse", "blocking"),
        "--profil en16931 --rapide": ("accept", None),
    }


def test_profile_whose_standard_was_not_asked_accepts_nothing(chorus: Chorus, tmp_path: Path) -> None:
    file = put(tmp_path, "f.xml", make_ubl())
    heads = {}
    for words in (["--rapide"], ["--profil", "en16931", "--rapide"]):
        heads[" ".join(words)] = chorus("check", *words, file).stdout.splitlines()[0].rpartition(": ")[2]
    assert heads == {
        "--rapide": "acceptée",
        "--profil en16931 --rapide": "rien ne la refuse, mais la norme n’a pas été entièrement contrôlée",
    }


def test_directory_of_a_file_brings_what_the_recipient_demands(chorus: Chorus, tmp_path: Path) -> None:
    directory = tmp_path / "annuaire.csv"
    directory.write_text(
        f"identifiant;raison_sociale;engagement_obligatoire\n{RECIPIENT_SIRET};Ville;oui\n", encoding="utf-8"
    )
    file = put(tmp_path, "f.xml", make_ubl())
    (without,) = json.loads(chorus("check", "--rapide", "--format", "json", file).stdout)
    (found,) = json.loads(chorus("check", "--rapide", "--format", "json", "--annuaire", str(directory), file).stdout)
    assert (without["verdict"], found["verdict"]) == ("accept", "refuse")
    assert [finding["code"] for finding in found["findings"]] == ["CPP-EJ-OBLIGATOIRE"]


def test_directory_with_errors_ends_the_command_line_by_line(chorus: Chorus, tmp_path: Path) -> None:
    directory = tmp_path / "annuaire.csv"
    directory.write_text("identifiant;raison_sociale\n1;Ville\n", encoding="utf-8")
    done = chorus("check", "--annuaire", str(directory), put(tmp_path, "f.xml", GOOD))
    assert (done.exit_code, "Ligne 2" in done.output) == (2, True)


def test_file_that_kills_its_child_costs_only_its_own_answer(tmp_path: Path) -> None:
    swelling = b"<Invoice>" + b'<a b="cccccccccccccccc"/>' * 900_000 + b"</Invoice>"
    named = (("1.xml", GOOD), ("2.xml", swelling), ("3.xml", GOOD))
    files = [Input(name, Path(put(tmp_path, name, content))) for name, content in named]
    with closing(Children(1, memory_bytes=260_000_000, seconds=60)) as children:
        found = asked(children, Question("chorus-pro"), files)
    assert [(answer.file, answer.outcome) for answer in found] == [
        ("1.xml", "accept"),
        ("2.xml", "unreadable"),
        ("3.xml", "accept"),
    ]
    lost = found[1].verdict
    assert lost is not None
    assert "mémoire" in lost.findings[0].params["reason"]


def test_standards_are_put_beside_the_file_that_they_were_asked_of(chorus: Chorus, tmp_path: Path) -> None:
    """Eight files are asked of one child four at a time; BR-CO-15 is broken by the fourth of each four."""
    wrong = make_ubl(tax_inclusive=Decimal("1700.00"), payable=Decimal("1700.00"))
    for number, content in enumerate([make_pdf(), GOOD, b"none", wrong] * 2):
        put(tmp_path, f"{number}.bin", content)
    found = json.loads(chorus("check", "--format", "json", "--jobs", "1", f"{tmp_path}/*.bin").stdout)
    assert ["BR-CO-15" in {finding["code"] for finding in one["findings"]} for one in found] == [
        *(False, False, False, True),
        *(False, False, False, True),
    ]


def test_standards_that_kill_their_child_are_left_out_for_each_document() -> None:
    document = (make_cii(), "cii", "EN 16931", "chorus-pro")
    with closing(Children(1, memory_bytes=RULES_MEMORY_BYTES, seconds=0.001, counted="data")) as hasty:
        found = ruled_by(hasty, [document, document])
    assert found == [(all_skipped("not_answered"), 0.0)] * 2
