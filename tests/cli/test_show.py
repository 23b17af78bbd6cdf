"""`chorus show`: every value of a file, once, in French."""

import json
from pathlib import Path

from tests.cli.conftest import Chorus
from tests.makers.invoices import make_facturx, make_pdf


def test_values_are_said_with_their_terms(chorus: Chorus, tmp_path: Path) -> None:
    file = tmp_path / "f.pdf"
    file.write_bytes(make_facturx())
    done = chorus("show", str(file))
    said = done.output.replace("\u00a0", " ").splitlines()
    assert done.exit_code == 0
    for line in (
        "Factur-X",
        "  Numéro : FA-2026-001",
        "  Date : 02/11/2026",
        "    Nom : Menuiserie Martin",
        "      Valeur : 12345678200051",
        "  Montant à payer (BT-115) : 1800",
        "  Ligne (BG-25) 2",
    ):
        assert line in said


def test_json_is_the_object_of_check(chorus: Chorus, tmp_path: Path) -> None:
    file = tmp_path / "f.pdf"
    file.write_bytes(make_facturx())
    shown = json.loads(chorus("show", "--format", "json", str(file)).stdout)
    (checked,) = json.loads(chorus("check", "--rapide", "--format", "json", str(file)).stdout)
    assert {**shown, "ms": 0} == {**checked, "ms": 0}


def test_file_without_data_says_so(chorus: Chorus, tmp_path: Path) -> None:
    file = tmp_path / "f.pdf"
    file.write_bytes(make_pdf())
    done = chorus("show", str(file))
    assert (done.exit_code, "La facture\n" in done.output) == (0, False)
    file.write_bytes(b"%PDF-1.4")
    assert chorus("show", str(file)).exit_code == 2
