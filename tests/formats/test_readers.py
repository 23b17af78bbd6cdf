"""What an invoice says: read, written, read again; each value with its place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from datetime import date
from decimal import Decimal

import pytest

from chorus_app.formats import cii, ubl
from chorus_app.formats.parsed import Address, Identifier, ParsedInvoice, Party, Place
from chorus_app.formats.writers import cii as cii_writer
from chorus_app.formats.writers import ubl as ubl_writer
from chorus_app.formats.writers.fitting import fitted
from tests.makers.invoices import main_document, make_cii, make_invoice, make_ubl, make_works_invoice, siret
from tests.samples import Sample, needs_samples, samples

READ = {"cii": cii.read, "ubl": ubl.read}
WORDED = ("raw", "places", "seller", "buyer", "payee", "valideur", "schema")
WRITE = {"cii": cii_writer.write, "ubl": ubl_writer.write}


def without_places(invoice: ParsedInvoice) -> ParsedInvoice:
    """The invoice as it says, wherever it says it."""
    return replace(
        invoice,
        places={},
        vat=tuple(replace(row, place=None) for row in invoice.vat),
        lines=tuple(replace(line, place=None) for line in invoice.lines),
        attachments=tuple(replace(attachment, place=None) for attachment in invoice.attachments),
    )


def told(invoice: ParsedInvoice) -> dict[str, object]:
    """All fields but those that a writer words in its own way: schemes, and the slots of an address."""
    whole = without_places(invoice)
    parties = [whole.seller, whole.buyer, whole.payee or Party(), whole.valideur or Party()]
    values = {field.name: getattr(whole, field.name) for field in fields(whole) if field.name not in WORDED}
    identifiers = [found and (found.type, found.value) for found in (party.identifier for party in parties)]
    return {**values, "identifiers": identifiers, "names": [party.name for party in parties]}


FULL: Callable[[str], ParsedInvoice] = lambda schema: make_works_invoice(  # noqa: E731
    schema,
    service_code="SERV1",
    contract="M-2026-12",
    engagement="1501966748",
    original_invoice="FA-2026-000",
    payee=Party(siret("40668031401116"), "Affacturage SA"),
    allowance_total=Decimal("0"),
    charge_total=Decimal("10.5"),
    prepaid=Decimal("100"),
    attachments=(main_document(),),
    seller=Party(
        siret("81034732800017"),
        "Menuiserie Martin",
        "FR60810347328",
        "CSF",
        address=Address("3 rue Haute", country="FR"),
    ),
    buyer=Party(siret("12345678200051"), "Valmont", "FR11", None, "Voirie", Address("1", "2", "3", "76540", "Valmont")),
)


@pytest.mark.parametrize("schema", READ)
@pytest.mark.parametrize("make", [make_invoice, FULL], ids=["plain", "full"])
def test_what_is_written_is_read_back(schema: str, make: Callable[[str], ParsedInvoice]) -> None:
    invoice = make(schema)
    assert READ[schema](WRITE[schema](invoice)) == fitted(invoice, schema)


def test_credit_note_in_ubl_is_read_back() -> None:
    invoice = make_invoice("ubl", type_code="381", original_invoice="FA-2026-000")
    xml = ubl_writer.write(invoice)
    assert b"<CreditNote" in xml
    assert ubl.read(xml) == fitted(invoice, "ubl")


def test_ubl_credit_note_without_type_is_one_by_its_root() -> None:
    xml = make_ubl(type_code="381").replace(b"<cbc:CreditNoteTypeCode>381</cbc:CreditNoteTypeCode>", b"")
    assert ubl.read(xml).type_code == "381"


@needs_samples
@pytest.mark.parametrize("sample", samples(), ids=lambda sample: sample.file)
def test_real_invoice_is_read_and_written_the_same(sample: Sample) -> None:
    schema = {"cii": "cii", "ubl_invoice": "ubl", "ubl_invoice|ubl_creditnote": "ubl"}.get("|".join(sample.kinds))
    if schema is None:
        return
    first = READ[schema](sample.path.read_bytes())
    again = READ[schema](WRITE[schema](first))
    assert told(again) == told(first)


def test_place_is_that_of_chorus_pro_with_its_line() -> None:
    xml = make_cii(engagement="E1")
    line = 1 + xml[: xml.index(b"<ram:IssuerAssignedID>E1")].count(b"\n")
    path = "SupplyChainTradeTransaction.ApplicableHeaderTradeAgreement.BuyerOrderReferencedDocument.IssuerAssignedID"
    assert cii.read(xml).place("BT-13") == Place(f"FichierXml.{path}.value", line)
    assert ubl.read(make_ubl(engagement="E1")).places["BT-13"].path == "OrderReference.ID.value"


def test_missing_value_has_its_path_and_the_line_of_its_nearest_parent() -> None:
    xml = make_cii()
    line = 1 + xml[: xml.index(b"<ram:ApplicableHeaderTradeAgreement>")].count(b"\n")
    invoice = cii.read(xml)
    place = invoice.place("BT-13")
    assert invoice.engagement is None
    assert place is not None
    assert (place.path.rpartition("Agreement.")[2], place.line) == (
        "BuyerOrderReferencedDocument.IssuerAssignedID.value",
        line,
    )


@pytest.mark.parametrize("text", ["20260231", "2026", "31/12/2026", "20261301", "demain", "２０２６1102"])
def test_date_that_is_none_goes_to_raw(text: str) -> None:
    invoice = cii.read(make_cii().replace(b">20261102<", f">{text}<".encode()))
    assert (invoice.issue_date, invoice.raw["BT-2"]) == (None, text)


@pytest.mark.parametrize("text", ["20261102", "2026-11-02"])
def test_date_in_both_forms_is_read(text: str) -> None:
    assert cii.read(make_cii().replace(b">20261102<", f">{text}<".encode())).issue_date == date(2026, 11, 2)


@pytest.mark.parametrize("text", ["1 800,00", "1800,00", "1.8E3", "NaN", "dix", "9" * 60, "١٢"])
def test_amount_that_is_none_goes_to_raw(text: str) -> None:
    xml = make_cii().replace(b"<ram:GrandTotalAmount>1800.00<", f"<ram:GrandTotalAmount>{text}<".encode())
    invoice = cii.read(xml)
    assert (invoice.tax_inclusive, invoice.raw["BT-112"]) == (None, text)


@pytest.mark.parametrize(
    ("scheme", "value", "kind"),
    [
        ("1", "81034732800017", "SIRET"),
        ("0002", "40668031401116", "SIRET"),
        ("SIRET", "81034732800017", "SIRET"),
        ("2", "BE0429958042", "UE_HORS_FRANCE"),
        ("ETR", "KRSAMSUNG", "HORS_UE"),
        ("RIDET", "1234567890", "RIDET"),
        ("5", "123456", "TAHITI"),
        ("6", "X1", "AUTRE"),
        ("0226", "MARTIN", "PARTICULIER"),
        ("0088", "4000001123452", "AUTRE"),
        (None, "81034732800017", "SIRET"),
        (None, "X1", "AUTRE"),
    ],
)
def test_type_of_identifier_follows_its_scheme(scheme: str | None, value: str, kind: str) -> None:
    attribute = f' schemeID="{scheme}"' if scheme else ""
    xml = make_cii().replace(b'<ram:ID schemeID="1">81034732800017', f"<ram:ID{attribute}>{value}".encode())
    assert cii.read(xml).seller.identifier == Identifier(kind, value, scheme)


def test_ubl_reads_both_places_of_the_siret_and_prefers_the_full_one() -> None:
    number = b'<cbc:ID schemeName="1">81034732800017</cbc:ID>'
    own = b"<cac:PartyIdentification>\n        " + number + b"\n      </cac:PartyIdentification>"
    legal = b'<cbc:CompanyID schemeID="0002">%s</cbc:CompanyID></cac:PartyLegalEntity>'
    xml = make_ubl()
    assert own in xml
    end = b"</cac:PartyLegalEntity>"
    moved = xml.replace(own, b"").replace(end, legal % b"81034732800017", 1)
    siren = xml.replace(own, b"").replace(end, legal % b"810347328", 1)
    both = xml.replace(end, legal % b"810347328", 1)
    assert ubl.read(moved).seller.identifier == Identifier("SIRET", "81034732800017", "0002")
    assert ubl.read(moved).places["BT-30"].path.endswith("PartyLegalEntity.CompanyID.value")
    assert ubl.read(siren).seller.identifier == Identifier("SIRET", "810347328", "0002")
    assert ubl.read(both).seller.identifier == Identifier("SIRET", "81034732800017", "1")


def test_ubl_reads_both_places_of_the_service_code() -> None:
    accounting = make_ubl(service_code="SERV1")
    reference = make_ubl().replace(
        b"<cac:AccountingSupplierParty>",
        b"<cbc:BuyerReference>SERV2</cbc:BuyerReference><cac:AccountingSupplierParty>",
        1,
    )
    assert ubl.read(accounting).service_code == "SERV1"
    assert ubl.read(reference).service_code == "SERV2"


def test_ubl_reads_the_three_places_of_the_cadre() -> None:
    extension = make_ubl(cadre="A4")
    start = extension.index(b"<ext:UBLExtensions>")
    end = extension.index(b"</ext:UBLExtensions>") + len(b"</ext:UBLExtensions>")
    bare = extension[:start] + b"<CategoryCode>A10</CategoryCode>" + extension[end:]
    profile = extension[:start] + b"<cbc:ProfileID>A2</cbc:ProfileID>" + extension[end:]
    assert [ubl.read(xml).cadre for xml in (extension, bare, profile)] == ["A4", "A10", "A2"]
    inside = extension.replace(b"<aife:FactureExtension>", b"").replace(b"</aife:FactureExtension>", b"")
    renamed = inside.replace(b"aife:CategoryCode", b"CategoryCode")
    assert ubl.read(renamed).cadre == "A4"


def test_of_two_vat_totals_the_one_in_the_invoice_currency_counts() -> None:
    total = b'<ram:TaxTotalAmount currencyID="EUR">300.00</ram:TaxTotalAmount>'
    other = b'<ram:TaxTotalAmount currencyID="USD">330.00</ram:TaxTotalAmount>'
    xml = make_cii().replace(total, other + total)
    assert cii.read(xml).tax_total == Decimal("300.00")


def test_attachment_that_is_no_base64_has_no_content() -> None:
    xml = make_cii(attachments=(main_document(b"%PDF-1.7"),)).replace(b"JVBERi0xLjc=", b"***")
    assert [(found.name, found.content) for found in cii.read(xml).attachments] == [("facture.pdf", None)]


def test_line_kind_of_chorus_pro_is_read() -> None:
    lines = make_invoice().lines
    xml = make_ubl(lines=(replace(lines[0], kind="REGROUPEMENT"), lines[1]))
    assert [line.kind for line in ubl.read(xml).lines] == ["REGROUPEMENT", None]
