"""`chorus classic`: a Factur-X becomes a classic PDF, written whole or not at all."""

from pathlib import Path

from chorus_app.formats.detect import detect
from chorus_app.formats.kinds import FileKind
from tests.cli.conftest import Chorus
from tests.makers import pdfs
from tests.makers.invoices import make_facturx, make_pdf


def test_facturx_becomes_a_classic_pdf(chorus: Chorus, tmp_path: Path) -> None:
    source, target = tmp_path / "f.pdf", tmp_path / "c.pdf"
    source.write_bytes(make_facturx())
    done = chorus("classic", str(source), str(target))
    assert (done.exit_code, detect(target).kind) == (0, FileKind.PDF_PLAIN)
    assert "factur-x.xml" in done.output


def test_signature_is_only_lost_when_asked(chorus: Chorus, tmp_path: Path) -> None:
    source, target = tmp_path / "f.pdf", tmp_path / "c.pdf"
    source.write_bytes(pdfs.sign(make_facturx()))
    refused = chorus("classic", str(source), str(target))
    assert (refused.exit_code, target.exists(), "signature" in refused.output) == (1, False, True)
    done = chorus("classic", "--perdre-la-signature", str(source), str(target))
    assert (done.exit_code, "1 signature électronique est perdue" in done.output) == (0, True)


def test_classic_pdf_is_refused(chorus: Chorus, tmp_path: Path) -> None:
    source, target = tmp_path / "f.pdf", tmp_path / "c.pdf"
    source.write_bytes(make_pdf())
    assert (chorus("classic", str(source), str(target)).exit_code, target.exists()) == (1, False)


def test_what_is_there_stays_unless_it_may_be_replaced(chorus: Chorus, tmp_path: Path) -> None:
    source, target = tmp_path / "f.pdf", tmp_path / "c.pdf"
    source.write_bytes(make_facturx())
    target.write_bytes(b"mine")
    assert (chorus("classic", str(source), str(target)).exit_code, target.read_bytes()) == (2, b"mine")
    assert chorus("classic", str(source), str(source), "--remplacer").exit_code == 2
    assert chorus("classic", str(source), str(target), "--remplacer").exit_code == 0
    assert target.read_bytes().startswith(b"%PDF")
    assert [path.name for path in tmp_path.glob("tmp*")] == []
