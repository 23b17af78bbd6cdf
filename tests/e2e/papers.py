"""The files that the stories deposit."""

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

from chorus_app.formats.parsed import Address, ParsedInvoice, Party
from chorus_app.formats.writers import facturx, ubl
from tests.makers.invoices import make_ubl, make_works_invoice, siret
from tests.makers.layouts.drawing import layout
from tests.makers.layouts.truth import truth
from tests.makers.lots import zip_of

FRANCE = Address(country="FR")
MONTCLAIR = Party(siret("20000001600010"), "Ville de Montclair", address=FRANCE)
HORIZON = Party(siret("90000003500015"), "Atelier Horizon", address=FRANCE)
BUILDERS = Party(siret("90000001900019"), "Bâtisseurs du Centre", address=FRANCE)
OTHER_MOE = Party(siret("24590041000292"), "Valideur d’essai", address=FRANCE)
WITH_ENGAGEMENT = Party(siret("12345678200036"), "Destinataire à engagement obligatoire", address=FRANCE)


def works_invoice(schema: str, number: str, seller: Party, **changes: object) -> ParsedInvoice:
    """A projet de décompte mensuel to the town, which its MOE is to see."""
    moe = OTHER_MOE if seller is HORIZON else HORIZON
    fields = {"number": number, "seller": seller, "buyer": MONTCLAIR, "valideur": moe, **changes}
    return make_works_invoice(schema, **fields)


def works_facturx(folder: Path, number: str, seller: Party, **changes: object) -> Path:
    """A works Factur-X, as a file."""
    file = folder / f"{number}.pdf"
    file.write_bytes(facturx.write(works_invoice("cii", number, seller, **changes)))
    return file


def classic(number: str, *, seed: int = 0, recipient: Party = MONTCLAIR) -> bytes:
    """A classic PDF of the builders, in one of the layouts that the tests draw."""
    about = replace(
        truth(seed),
        number=number,
        supplier=("Bâtisseurs du Centre", "12 rue des Maçons", "45000 Orléans"),
        supplier_siret=identifier_of(BUILDERS),
        recipient=(recipient.name or "", "1 place de la Mairie", "45000 Orléans"),
        recipient_siret=identifier_of(recipient),
        service="",
        engagement="EJ-2026-77",
    )
    return layout(seed, about).content


def identifier_of(party: Party) -> str:
    """The SIRET."""
    assert party.identifier is not None
    return party.identifier.value


def works_ubl(folder: Path, number: str, seller: Party, **changes: object) -> Path:
    """A works UBL, as a file."""
    file = folder / f"{number}.xml"
    file.write_bytes(ubl.write(works_invoice("ubl", number, seller, **changes)))
    return file


def lot(folder: Path, name: str, count: int, *, wrong: Collection[int] = (), only: Collection[int] = ()) -> Path:
    """A lot of `lot_files`."""
    file = folder / f"{name}.zip"
    file.write_bytes(zip_of(lot_files(name, count, wrong=wrong, only=only)))
    return file


def lot_files(
    name: str, count: int, *, wrong: Collection[int] = (), only: Collection[int] = ()
) -> list[tuple[str, bytes]]:
    """UBL invoices to the town, numbered from 1 under that name; the `wrong` ones lack their means of payment. `only`
    some of them, when it is given."""
    faulty = {"payment_means": None, "iban": None, "bic": None}
    numbers = [number for number in range(1, count + 1) if not only or number in only]
    parties = {"seller": BUILDERS, "buyer": MONTCLAIR}
    return [
        (f"{name}-{n:02d}.xml", make_ubl(number=f"{name}-{n:02d}", **parties, **(faulty if n in wrong else {})))
        for n in numbers
    ]
