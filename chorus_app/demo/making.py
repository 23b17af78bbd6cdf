"""Makes the files of the demonstration's deposits: real ones, which the import opens like any other."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby

from chorus_app.demo.deposits import CREDIT_NOTE, DemoDeposit, DemoInvoice, DemoLine
from chorus_app.demo.structures import BY_SLUG
from chorus_app.formats.parsed import (
    Address,
    Attachment,
    Identifier,
    Line,
    ParsedInvoice,
    Party,
    PaymentMeans,
    Reference,
    VatBreakdown,
)
from chorus_app.formats.syntaxes import DepositFormat, Syntax, get
from chorus_app.formats.writers import cii, cpp, facturx, page, ubl
from chorus_app.kernel.text import t

CENT = Decimal("0.01")
WRITERS: dict[str, Callable[[ParsedInvoice], bytes]] = {"cii": cii.write, "ubl": ubl.write, "cpp": cpp.write}
IBAN, BIC = "FR7630001007941234567890185", "BDFEFRPPCCT"  # the Banque de France's published example
TERM = timedelta(days=30)


def make_file(deposit: DemoDeposit, *, today: date) -> tuple[str, bytes]:
    """The name and the bytes of a deposit's file."""
    syntax = get(deposit.syntax)
    if syntax is None:
        raise LookupError(deposit.syntax)
    parsed = parsed_invoice(deposit.invoice, syntax, issued=today - timedelta(days=2))
    content = _written(parsed, syntax)
    suffix = "pdf" if syntax.format is DepositFormat.FACTURX else "xml"
    name = "".join(letter if letter.isalnum() or letter in "-_" else "_" for letter in deposit.invoice.number)
    return f"{name}.{suffix}", content[: len(content) - deposit.cut]


def parsed_invoice(row: DemoInvoice, syntax: Syntax, *, issued: date) -> ParsedInvoice:
    """What the file says."""
    lines = tuple(_line(position, line) for position, line in enumerate(row.lines, 1))
    vat = tuple(_vat(lines))
    net = sum((line.net_amount or Decimal() for line in lines), Decimal())
    tax = sum((part.amount or Decimal() for part in vat), Decimal())
    refund = row.type_code == CREDIT_NOTE
    return ParsedInvoice(
        schema=syntax.schema,
        number=row.number,
        issue_date=issued,
        type_code=row.type_code,
        currency="EUR",
        vat_due_code="72",
        due_date=None if refund else issued + TERM,
        service_code=row.service,
        contract=row.contract,
        engagement=row.engagement,
        cadre=row.cadre,
        preceding=(Reference(number=row.original),) if row.original else (),
        seller=_party(row.supplier),
        buyer=_party(row.recipient),
        valideur=_party(row.valideur) if row.valideur else None,
        payments=() if refund else (PaymentMeans(code="30", account=IBAN, bic=BIC),),
        line_total=net,
        tax_exclusive=net,
        tax_total=tax,
        tax_inclusive=net + tax,
        payable=net + tax,
        vat=vat,
        lines=lines,
    )


def _written(invoice: ParsedInvoice, syntax: Syntax) -> bytes:
    if syntax.format is DepositFormat.FACTURX:
        return facturx.write(invoice)
    if syntax.format is DepositFormat.XML_MIXTE:
        name = f"{invoice.number}.pdf"
        readable = Attachment(name=name, mime_type="application/pdf", main=True, content=page.draw(invoice))
        invoice = replace(invoice, attachments=(readable,))
    return WRITERS[syntax.schema](invoice)


def _line(position: int, line: DemoLine) -> Line:
    return Line(
        id=str(position),
        name=t(f"demo.item.{line.item}"),
        quantity=Decimal(line.quantity),
        unit="C62",
        unit_price=line.price,
        net_amount=line.price * line.quantity,
        vat_category="S",
        vat_rate=line.rate,
    )


def _vat(lines: tuple[Line, ...]) -> list[VatBreakdown]:
    by_rate = sorted(((line.vat_rate or Decimal(), line.net_amount or Decimal()) for line in lines), reverse=True)
    rows = []
    for rate, group in groupby(by_rate, key=lambda pair: pair[0]):
        base = sum((net for _, net in group), Decimal())
        rows.append(VatBreakdown(category="S", rate=rate, base=base, amount=(base * rate / 100).quantize(CENT)))
    return rows


def _party(slug: str) -> Party:
    """A structure of the demonstration, or an identifier that no directory knows."""
    structure = BY_SLUG.get(slug)
    if structure is None:
        return Party(
            identifier=Identifier("SIRET", slug), name=t("demo.unknown_structure"), address=Address(country="FR")
        )
    return Party(
        identifier=Identifier(structure.type, structure.identifier),
        name=t(f"demo.structure.{slug}"),
        address=Address(postcode=structure.postcode or None, city=structure.city or None, country=structure.country),
    )
