"""Invoices and the files made of them. `make_invoice(number="F2")` is an ordinary one with that number."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from chorus_app.formats.cpp import MIXED
from chorus_app.formats.parsed import (
    Address,
    Attachment,
    Identifier,
    Line,
    Note,
    ParsedInvoice,
    Party,
    PaymentMeans,
    Reference,
    VatBreakdown,
)
from chorus_app.formats.syntaxes import DepositFormat, Syntax
from chorus_app.formats.writers import cii, cpp, facturx, page, ubl

SUPPLIER_SIRET = "81034732800017"
RECIPIENT_SIRET = "12345678200051"
MOE_SIRET = "24590041000292"
PAID = {"payment_means": "code", "iban": "account", "bic": "bic"}


def siret(value: str) -> Identifier:
    """A SIRET, with Chorus Pro's scheme."""
    return Identifier("SIRET", value, "1")


def make_invoice(schema: str = "cii", **changes: object) -> ParsedInvoice:
    """An invoice of two lines that no rule has anything against; `changes` are fields of `ParsedInvoice`, or values
    of its first note, preceding invoice and means of payment."""
    invoice = ParsedInvoice(
        schema=schema,
        number="FA-2026-001",
        issue_date=date(2026, 11, 2),
        type_code="380",
        currency="EUR",
        vat_due_code="72",
        due_date=date(2026, 12, 2),
        notes=(Note(text="Travaux de novembre"),),
        cadre="A1",
        guideline="urn:cen.eu:en16931:2017",
        seller=Party(
            siret(SUPPLIER_SIRET),
            "Menuiserie Martin",
            "FR60810347328",
            address=Address(line_one="3 rue Haute", postcode="45000", city="Orléans", country="FR"),
        ),
        buyer=Party(
            siret(RECIPIENT_SIRET),
            "Commune de Valmont",
            address=Address(line_one="1 place de la Mairie", postcode="76540", city="Valmont", country="FR"),
        ),
        payments=(PaymentMeans(code="30", account="FR7630006000011234567890189", bic="AGRIFRPP"),),
        line_total=Decimal("1500.00"),
        tax_exclusive=Decimal("1500.00"),
        tax_total=Decimal("300.00"),
        tax_inclusive=Decimal("1800.00"),
        payable=Decimal("1800.00"),
        vat=(VatBreakdown("S", Decimal("20.00"), Decimal("1500.00"), Decimal("300.00")),),
        lines=(
            Line(
                "1", "Porte en chêne", Decimal("2"), "C62", Decimal("600.00"), Decimal("1200.00"), "S", Decimal("20.00")
            ),
            Line("2", "Pose", Decimal("6"), "HUR", Decimal("50.00"), Decimal("300.00"), "S", Decimal("20.00")),
        ),
    )
    return replace(invoice, **_spread(invoice, changes))  # type: ignore[arg-type]  # replace checks the names


def _spread(invoice: ParsedInvoice, changes: dict[str, object]) -> dict[str, object]:
    """The changes as fields: a note, a preceding invoice and a means of payment stand in groups of their own."""
    fields = dict(changes)
    if "note" in fields:
        fields["notes"] = (Note(text=str(note)),) if (note := fields.pop("note")) else ()
    if "original_invoice" in fields:
        fields["preceding"] = (Reference(number=str(number)),) if (number := fields.pop("original_invoice")) else ()
    given = {PAID[name]: fields.pop(name) for name in PAID if name in fields}
    if given:
        paid = replace(invoice.payments[0], **given)  # type: ignore[arg-type]  # replace checks the names
        fields["payments"] = () if paid == PaymentMeans() else (paid,)
    return fields


def make_works_invoice(schema: str = "cii", **changes: object) -> ParsedInvoice:
    """A titulaire's projet de décompte mensuel, with its MOE."""
    return make_invoice(schema, **{"cadre": "A4", "valideur": Party(siret(MOE_SIRET), "Atelier MOE"), **changes})


def make_cii(**changes: object) -> bytes:
    """A CII file."""
    return cii.write(make_invoice("cii", **changes))


def make_ubl(**changes: object) -> bytes:
    """A UBL file; `type_code="381"` makes it a CreditNote."""
    return ubl.write(make_invoice("ubl", **changes))


def make_cpp(**changes: object) -> bytes:
    """Chorus Pro's own XML, as it is deposited."""
    return cpp.write(make_invoice("cpp", **changes), root=MIXED)


def make_facturx(pdf: bytes | None = None, **changes: object) -> bytes:
    """A Factur-X without fault."""
    return facturx.write(make_invoice("cii", **changes), pdf)


def make_pdf(**changes: object) -> bytes:
    """A plain PDF of one page."""
    return page.draw(make_invoice("cii", **changes))


def main_document(content: bytes | None = None, *, zipped: bool = False) -> Attachment:
    """The readable invoice that a mixed flow carries."""
    mime_type = "application/zip" if zipped else "application/pdf"
    return Attachment("facture.pdf", mime_type, main=True, content=make_pdf() if content is None else content)


def make_sample(syntax: Syntax, **changes: object) -> bytes:
    """A file that the syntax accepts. A row of SYNTAXES that no branch here serves fails its test."""
    if syntax.schema == "cpp":
        return make_cpp(attachments=(main_document(),), **changes)
    if syntax.format is DepositFormat.FACTURX:
        return make_facturx(None, **changes)
    make = {"cii": make_cii, "ubl": make_ubl}[syntax.schema]
    mixed = syntax.format is DepositFormat.XML_MIXTE
    return make(attachments=(main_document(),), **changes) if mixed else make(**changes)
