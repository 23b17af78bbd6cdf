"""`chorus make`: a classic PDF and the data of an invoice become a Factur-X, or nothing is written."""

import re
from pathlib import Path

import pytest

from chorus_app.formats.detect import detect
from chorus_app.formats.kinds import FACTURX_KINDS
from chorus_app.rules.verdict import verdict
from tests.cli.conftest import Chorus
from tests.makers import pdfs
from tests.makers.invoices import make_cii, make_facturx, make_pdf
from tests.source import PROJECT

GUIDE = (PROJECT / "docs" / "guides" / "verification.md").read_text(encoding="utf-8")
FORM = re.findall(r"```toml\n(.*?)```", GUIDE, re.DOTALL)[0]


@pytest.fixture
def classic(tmp_path: Path) -> Path:
    file = tmp_path / "classique.pdf"
    file.write_bytes(make_pdf())
    return file


def test_form_of_the_guide_becomes_a_facturx(chorus: Chorus, classic: Path, tmp_path: Path) -> None:
    form, target = tmp_path / "facture.toml", tmp_path / "facturx.pdf"
    form.write_text(FORM, encoding="utf-8")
    done = chorus("make", str(classic), str(form), str(target))
    found = verdict(target)
    assert (done.exit_code, found.kind in FACTURX_KINDS, found.accepted) == (0, True, True)
    assert found.invoice is not None
    assert (found.invoice.number, str(found.invoice.payable)) == ("FA-2026-001", "1440.00")


def test_document_of_another_syntax_is_taken_too(chorus: Chorus, classic: Path, tmp_path: Path) -> None:
    document, target = tmp_path / "facture.xml", tmp_path / "facturx.pdf"
    document.write_bytes(make_cii())
    assert chorus("make", "--niveau", "EXTENDED", str(classic), str(document), str(target)).exit_code == 0
    assert detect(target).facts.level == "EXTENDED"


def test_what_chorus_pro_would_refuse_is_only_written_when_asked(chorus: Chorus, classic: Path, tmp_path: Path) -> None:
    form, target = tmp_path / "facture.toml", tmp_path / "facturx.pdf"
    form.write_text(FORM.replace("FA-2026-001", "F" * 21), encoding="utf-8")
    refused = chorus("make", str(classic), str(form), str(target))
    assert (refused.exit_code, target.exists(), "CPP-NUMERO-LONGUEUR" in refused.output) == (1, False, True)
    assert chorus("make", "--malgre-tout", str(classic), str(form), str(target)).exit_code == 0
    assert detect(target).kind in FACTURX_KINDS


@pytest.mark.parametrize("name", ["facture.toml", "facture.json"])
def test_form_that_cannot_be_read_is_told(chorus: Chorus, classic: Path, tmp_path: Path, name: str) -> None:
    form, target = tmp_path / name, tmp_path / "facturx.pdf"
    for text in ("[[", "number = {", "{"):
        form.write_text(text, encoding="utf-8")
        done = chorus("make", str(classic), str(form), str(target))
        assert (done.exit_code, target.exists(), name in done.output) == (1, False, True)


def test_document_that_is_no_invoice_is_told(chorus: Chorus, classic: Path, tmp_path: Path) -> None:
    document, target = tmp_path / "commande.xml", tmp_path / "facturx.pdf"
    document.write_bytes(b"<commande/>")
    done = chorus("make", str(classic), str(document), str(target))
    assert (done.exit_code, target.exists(), "commande.xml" in done.output) == (1, False, True)


def test_unknown_field_is_named(chorus: Chorus, classic: Path, tmp_path: Path) -> None:
    form = tmp_path / "facture.toml"
    form.write_text(f'numero = "F1"\n{FORM}', encoding="utf-8")
    done = chorus("make", str(classic), str(form), str(tmp_path / "facturx.pdf"))
    assert (done.exit_code, "numero" in done.output) == (1, True)


@pytest.mark.parametrize("content", [make_facturx(), pdfs.protect(make_pdf(), user="x"), b"bonjour"])
def test_unfit_pdf_is_refused(chorus: Chorus, tmp_path: Path, content: bytes) -> None:
    source, form, target = tmp_path / "s.pdf", tmp_path / "facture.toml", tmp_path / "facturx.pdf"
    source.write_bytes(content)
    form.write_text(FORM, encoding="utf-8")
    assert (chorus("make", str(source), str(form), str(target)).exit_code, target.exists()) == (1, False)
