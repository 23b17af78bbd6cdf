"""What happens before a route is asked, beyond the seed: works pieces, flux, programs' files."""

import base64
import csv
import io
import zipfile
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

from sqlmodel import select

from chorus_app.drafts.models import PieceLink
from chorus_app.flux.models import Flux
from chorus_app.formats.parsed import Party
from chorus_app.invoices.enums import Status
from chorus_app.invoices.models import Invoice
from chorus_app.invoices.service import Origin, integrate
from tests.api.client import program
from tests.api.every_field.seed import Seed
from tests.api.every_field.typing_in import JSON
from tests.api.test_answering import moved
from tests.api.test_deposit import CII, DEPOSIT, UBL, asked, ended
from tests.makers.invoices import MOE_SIRET, make_cii, make_invoice, make_pdf, make_ubl, siret

WORKS_FLUX = ("CPP0011130000000000000001", "CPP0011130000000000000002", "CPP0011130000000000000003")
PAPER = make_pdf()


async def works_pieces(seed: Seed, cadre: str = "A4") -> None:
    """Three pieces of a works market, each of which goes with the one before; the second is asked for."""
    for n, flux in enumerate(WORKS_FLUX, 1):
        parsed = make_invoice(
            "ubl",
            number=f"SIT-{n}",
            cadre=cadre,
            valideur=Party(siret(MOE_SIRET), "Atelier MOE", service_code="ETUDES"),
            contract="M-7",
            service_code="SERV1",
            seller=Party(siret("81034732800017"), service_code="AGENCE"),
        )
        origin = Origin(flux, "FSO1130A", "UPLOAD_API", seed.users["alice"], datetime(2026, 11, 24, 13, 30, tzinfo=UTC))
        with seed.world.transaction() as context:
            piece = integrate(context, parsed=parsed, origin=origin, documents=())
            if n > 1:
                context.session.add(PieceLink(invoice_id=piece.id, previous_id=piece.id - 1))
            seed.invoice = piece.id - (n == len(WORKS_FLUX))


def piece_standing(*path: Status, cadre: str = "A4") -> Callable[[Seed], Awaitable[None]]:
    """The same pieces; the second has had these statuses since."""

    async def prepare(seed: Seed) -> None:
        await works_pieces(seed, cadre)
        moved(seed.world, seed.invoice, *path)

    return prepare


async def refused_invoice(seed: Seed) -> None:
    """A flux whose invoice names no means of payment: rejected."""
    await _deposited(seed, make_cii(number="FAUTE-1", payment_means=None), CII, "UNCEFACT-FAUTE-1.xml")


async def refused_file(seed: Seed) -> None:
    """A flux with an element that no schema knows: rejected."""
    wrong = make_ubl(number="FAUTE-2").replace(b"IssueDate>", b"DateDEmission>")
    await _deposited(seed, wrong, UBL, "facture.xml")


async def _deposited(seed: Seed, content: bytes, syntax: str, name: str) -> None:
    async with program(seed.world, seed.keys["alice"]) as one:
        receipt = await one.post(DEPOSIT, asked(content, syntax=syntax, name=name))
        await ended(seed.world, one, receipt["numeroFluxDepot"])
    seed.flux = receipt["numeroFluxDepot"]


def newest_flux(seed: Seed) -> str:
    """The number of the flux that was deposited last."""
    with seed.world.reading() as context:
        return context.session.exec(select(Flux.number).order_by(Flux.id.desc())).first() or ""  # type: ignore[attr-defined]


def newest_invoice(seed: Seed) -> int:
    """The row id of the invoice that was submitted last."""
    return int(seed.row(Invoice).id)


def unzipped(field: str, answer: JSON) -> JSON:
    """The archive in that field as its files, by name."""
    with zipfile.ZipFile(io.BytesIO(base64.b64decode(answer[field]))) as archive:
        return {**answer, field: {name: archive.read(name) for name in archive.namelist()}}


def lines_of(answer: JSON) -> JSON:
    """The directory as the lines of its one file."""
    (content,) = unzipped("fichierResultat", answer)["fichierResultat"].values()
    return {**answer, "fichierResultat": list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))}
