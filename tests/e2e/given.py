"""Files that a person gives. Their folders last as long as the tests: the browser reads a file when it sends it."""

import asyncio
from collections.abc import Callable
from functools import partial
from pathlib import Path
from secrets import token_hex
from tempfile import TemporaryDirectory, mkdtemp

from tests.e2e.papers import BUILDERS, WITH_ENGAGEMENT, classic, works_facturx, works_ubl
from tests.makers.invoices import make_cii, make_facturx, make_pdf
from tests.makers.pdfs import attach, scan, sign

FOLDERS = TemporaryDirectory(prefix="chorus-given-")


def new_folder() -> Path:
    return Path(mkdtemp(dir=FOLDERS.name))


async def made(kind: str) -> Path:
    """A file of that kind (`MAKERS`)."""
    return await asyncio.to_thread(MAKERS[kind], new_folder())


def _accepted(folder: Path) -> Path:
    return works_facturx(folder, "VU-BON", BUILDERS)


def _rejected(folder: Path) -> Path:
    return works_facturx(folder, "VU-EJ", BUILDERS, buyer=WITH_ENGAGEMENT)


def _wrong(folder: Path) -> Path:
    """A Factur-X with several faults, in its container too."""
    content = make_facturx(number="F-2026/Ⅷ-" + "0" * 20, engagement="e" * 51)
    return written("facture-fausse.pdf", content, folder)


def _ubl(folder: Path) -> Path:
    return works_ubl(folder, "VU-UBL", BUILDERS)


def written(name: str, content: bytes, folder: Path) -> Path:
    file = folder / name
    file.write_bytes(content)
    return file


def _classic(folder: Path) -> Path:
    return written("classique.pdf", make_pdf(), folder)


def _printed(folder: Path) -> Path:
    return written("facture-2026-118.pdf", classic(f"FC-{token_hex(3)}", seed=9), folder)


def _scan(folder: Path) -> Path:
    return written("facture-scannée.pdf", scan(), folder)


def _signed_data(folder: Path) -> Path:
    return written("facture-signée.pdf", sign(make_facturx()), folder)


def _signed(folder: Path) -> Path:
    return written("signée.pdf", sign(make_pdf()), folder)


def _half(folder: Path) -> Path:
    return written("presque-une-factur-x.pdf", attach(make_pdf(), "bon.xml", make_cii()), folder)


MAKERS: dict[str, Callable[[Path], Path]] = {
    "accepted": _accepted,
    "rejected": _rejected,
    "ubl": _ubl,
    "wrong": _wrong,
    "classic": _classic,
    "signed": _signed,
    "signed_data": _signed_data,
    "printed": _printed,
    "scan": _scan,
    "half": _half,
    "none": partial(written, "photo-du-chantier.pdf", b"\x89PNG\r\n\x1a\n" + bytes(4_000)),
    "broken": partial(written, "facture-coupée.xml", b'<?xml version="1.0"?><Invoice><ID>F-1'),
}
