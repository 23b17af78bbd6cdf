"""`chorus check` on many files and on one, and factur-x's own check of the same file in the same run."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from io import BytesIO
from itertools import cycle, islice
from pathlib import Path
from random import Random

import pikepdf
import pytest
from facturx import xml_check_xsd  # type: ignore[import-untyped] # it declares no types

from chorus_app.cli.batch import Input, Question
from chorus_app.cli.judging import answers
from chorus_app.formats.xml import open_xml
from chorus_app.rules import xsd
from chorus_app.rules.verdict import verdict
from tests.bench.figures import Figures
from tests.bench.test_verdict import FILES, ten_lines
from tests.makers.invoices import make_cii, make_facturx, make_pdf, make_ubl
from tests.samples import samples

MANY = 1_000
JOBS = 2
BIG = 1_000_000  # bytes: invoices are smaller
WEIGHT = 100_000  # bytes of the Factur-X that is read again and again
TIMES = 60


def mixed(folder: Path) -> list[Path]:
    """Real files of all kinds when they are there, else own ones."""
    real = [sample.path for sample in samples() if "bomb" not in sample.folder and sample.path.stat().st_size < BIG]
    if real:
        return real
    made: dict[str, Callable[..., bytes]] = {
        "a.xml": make_ubl,
        "b.xml": make_cii,
        "c.pdf": make_facturx,
        "d.pdf": make_pdf,
    }
    for name, make in made.items():
        (folder / name).write_bytes(make())
    return [folder / name for name in made]


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Children start as where the portal is in use: from compiled modules, read from the disk before."""
    monkeypatch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
    list(answers([Input("", path) for path in mixed(tmp_path)], Question("chorus-pro", standards=True), jobs=JOBS))


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize("standards", [False, True], ids=["quick", "all layers"])
def test_many_files(figures: Figures, tmp_path: Path, standards: bool) -> None:
    """From the start of the children until the last answer, and how fast it goes on."""
    files = [Input(str(number), path) for number, path in enumerate(islice(cycle(mixed(tmp_path)), 3 * MANY))]
    question = Question("chorus-pro", standards, None if standards else "json")
    begun = time.perf_counter()
    assert len(list(answers(files[:MANY], question, jobs=JOBS))) == MANY
    taken = time.perf_counter() - begun
    arrived = [time.perf_counter() for _ in answers(files, question, jobs=JOBS)]
    layers = "all layers" if standards else "without EN 16931 and BR-FR"
    what = f"mixed files, {JOBS} children, {layers}"
    figures.add(f"{MANY} {what}", MANY / taken, unit="files/s")
    figures.add(f"the next {2 * MANY} {what}", 2 * MANY / (arrived[-1] - arrived[MANY - 1]), unit="files/s")


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize("option", ["--rapide", "--format=text"])
def test_one_file_from_the_shell(figures: Figures, tmp_path: Path, option: str) -> None:
    file = tmp_path / "facture.pdf"
    file.write_bytes(ten_lines(make_facturx))
    for _ in range(5):
        begun = time.perf_counter()
        command = [sys.executable, "-m", "chorus_app.cli.main", "check", option, str(file)]
        assert subprocess.run(command, capture_output=True, check=False).returncode == 0
        figures.add(f"chorus check {option}, one Factur-X", time.perf_counter() - begun, unit="s")


def with_picture(content: bytes) -> bytes:
    """The Factur-X with a picture on its page that makes it `WEIGHT` bytes."""
    with pikepdf.open(BytesIO(content)) as pdf:
        shades = Random(1).randbytes(WEIGHT - len(content))
        picture = pdf.make_stream(shades, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image)
        picture.Width, picture.Height, picture.BitsPerComponent = len(shades), 1, 8
        picture.ColorSpace = pikepdf.Name.DeviceGray
        page = pdf.pages[0]
        page.add_resource(picture, pikepdf.Name.XObject)
        out = BytesIO()
        pdf.save(out, fix_metadata_version=False)
    return out.getvalue()


def with_tail(content: bytes) -> bytes:
    """The Factur-X with so much after its end that its index is no longer found: it has to be repaired."""
    return content + b"%" + b"x" * (WEIGHT - len(content) - 2) + b"\n"


@pytest.mark.parametrize("grown", [with_picture, with_tail])
def test_factur_x_of_100_kilobytes(figures: Figures, grown: Callable[[bytes], bytes]) -> None:
    content = grown(ten_lines(make_facturx))
    assert verdict(content).facts.repaired is (grown is with_tail)
    what = "detect, read, XSD and Chorus rules: Factur-X of 100 kB"
    for _ in range(TIMES):
        begun = time.perf_counter()
        assert verdict(content).accepted
        figures.add(what if grown is with_picture else f"{what}, to be repaired", 1000 * (time.perf_counter() - begun))


@pytest.mark.parametrize("kind", ["UBL", "CII"])
def test_structure_beside_a_peer(figures: Figures, kind: str) -> None:
    """factur-x compiles the schema at each call; ours is kept. Both start from bytes."""
    content = ten_lines(FILES[kind])
    flavor = {"UBL": "ubl-2.1-invoice", "CII": "factur-x"}[kind]
    theirs = timed(lambda: xml_check_xsd(content, flavor=flavor))
    ours = timed(lambda: not xsd.check(open_xml(content), content))
    figures.add(f"XSD, {kind}: ours", *(1000 * taken for taken in ours))
    figures.add(f"XSD, {kind}: factur-x", *(1000 * taken for taken in theirs))
    figures.add(f"XSD, {kind}: times as fast as factur-x", *(a / b for a, b in zip(theirs, ours, strict=True)), unit="")


def timed(valid: Callable[[], bool]) -> list[float]:
    """Seconds of each of ten checks, after a first one that is not counted."""
    found = []
    for counts in (False, *[True] * 10):
        begun = time.perf_counter()
        assert valid()
        if counts:
            found.append(time.perf_counter() - begun)
    return found
