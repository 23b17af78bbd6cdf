"""A UBL Invoice or CreditNote as a whole: its header's rows, in the order of each schema."""

from __future__ import annotations

from collections.abc import Iterator

from chorus_app.formats.binding import Group, Many, Part, Row, leaf, of, under
from chorus_app.formats.codecs import IDENTIFIER, ISO_DAY, MONEY
from chorus_app.formats.parsed import Period
from chorus_app.formats.terms import BUYER, DELIVER_TO, PAYEE, SELLER, TAX_REPRESENTATIVE, VALIDEUR
from chorus_app.formats.ubl import groups
from chorus_app.formats.ubl.lines import line_group
from chorus_app.formats.ubl.making import make, take
from chorus_app.formats.ubl.names import CUSTOMER, EXTENSION, SUPPLIER, TOTALS
from chorus_app.formats.ubl.names import VALIDEUR as VALIDEUR_PARTY
from chorus_app.formats.ubl.parties import address_rows, party_parts, party_rows

ROLES = {
    "seller": SELLER,
    "buyer": BUYER,
    "payee": PAYEE,
    "valideur": VALIDEUR,
    "tax_representative": TAX_REPRESENTATIVE,
    "deliver_to": DELIVER_TO,
}


def _rows(*, credit: bool) -> Iterator[Row]:
    yield from _head(credit=credit)
    yield from _references(credit=credit)
    yield from _parties()
    yield from _delivery()
    yield Many("payments", "cac:PaymentMeans", groups.PAYMENT)
    yield Many("payment_terms", "cac:PaymentTerms", groups.TERMS)
    yield Many("allowances", "cac:AllowanceCharge", groups.ALLOWANCES)
    yield Many("tax_totals", "cac:TaxTotal", groups.TAX_TOTAL)
    yield from _totals()
    line, quantity = ("CreditNoteLine", "CreditedQuantity") if credit else ("InvoiceLine", "InvoicedQuantity")
    yield Many("lines", f"cac:{line}", line_group(quantity), bulk=True)


def _head(*, credit: bool) -> Iterator[Row]:
    """The cadre (BT-23): AIFE's extension, the bare CategoryCode of its minimal template, or EN 16931's ProfileID."""
    aife = f"{EXTENSION}/aife:FactureExtension/aife:CategoryCode"
    yield leaf("cadre", aife, f"{EXTENSION}/CategoryCode", "CategoryCode", "cbc:ProfileID", term="BT-23")
    yield leaf("guideline", "cbc:CustomizationID", term="BT-24")
    yield leaf("process", "cbc:ProfileID")
    yield leaf("number", "cbc:ID", term="BT-1")
    yield leaf("issue_date", "cbc:IssueDate", term="BT-2", codec=ISO_DAY)
    tax_point = leaf("tax_point_date", "cbc:TaxPointDate", term="BT-7", codec=ISO_DAY)
    if credit:
        yield tax_point
        yield leaf("type_code", "cbc:CreditNoteTypeCode", term="BT-3")
        yield Many("notes", "cbc:Note", groups.NOTE)
    else:
        yield leaf("due_date", "cbc:DueDate", term="BT-9", codec=ISO_DAY)
        yield leaf("type_code", "cbc:InvoiceTypeCode", term="BT-3")
        yield Many("notes", "cbc:Note", groups.NOTE)
        yield tax_point
    yield leaf("currency", "cbc:DocumentCurrencyCode", term="BT-5")
    yield leaf("tax_currency", "cbc:TaxCurrencyCode", term="BT-6")
    yield leaf("accounting", "cbc:AccountingCost", term="BT-19")
    yield leaf("buyer_reference", "cbc:BuyerReference")
    yield leaf("period.start", "cac:InvoicePeriod/cbc:StartDate", term="BT-73", codec=ISO_DAY)
    yield leaf("period.end", "cac:InvoicePeriod/cbc:EndDate", term="BT-74", codec=ISO_DAY)
    yield leaf("due_code", "cac:InvoicePeriod/cbc:DescriptionCode", term="BT-8")
    yield leaf("period.description", "cac:InvoicePeriod/cbc:Description")


def _references(*, credit: bool) -> Iterator[Row]:
    order = "cac:OrderReference"
    yield leaf("engagement", f"{order}/cbc:ID", term="BT-13")
    yield leaf("sales_order", f"{order}/cbc:SalesOrderID", term="BT-14")
    yield leaf("engagement_type", f"{order}/cac:DocumentReference/cbc:DocumentTypeCode")
    yield Many("preceding", "cac:BillingReference", groups.PRECEDING)
    yield leaf("despatch", "cac:DespatchDocumentReference/cbc:ID", term="BT-16")
    yield leaf("receipt", "cac:ReceiptDocumentReference/cbc:ID", term="BT-15")
    tender = leaf("tender", "cac:OriginatorDocumentReference/cbc:ID", term="BT-17")
    if not credit:
        yield tender
    yield leaf("contract", "cac:ContractDocumentReference/cbc:ID", term="BT-12")
    yield leaf("contract_type", "cac:ContractDocumentReference/cbc:DocumentTypeCode")
    yield Many("documents", "cac:AdditionalDocumentReference", groups.DOCUMENT)
    yield tender if credit else leaf("project", "cac:ProjectReference/cbc:ID", term="BT-11")


def _parties() -> Iterator[Row]:
    yield from party_rows("seller", f"{SUPPLIER}/cac:Party", SELLER)
    contact = "cac:AccountingContact"
    yield leaf("seller.service_code", f"{SUPPLIER}/{contact}/cbc:ID", term="CPP-SERVICE-FOURNISSEUR")
    yield leaf("seller.service_name", f"{SUPPLIER}/{contact}/cbc:Name")
    yield from party_rows("buyer", f"{CUSTOMER}/cac:Party", BUYER)
    yield leaf("service_code", f"{CUSTOMER}/{contact}/cbc:ID", "cbc:BuyerReference", term="BT-10")
    yield leaf("buyer.service_name", f"{CUSTOMER}/{contact}/cbc:Name")
    yield from party_rows("payee", "cac:PayeeParty", PAYEE, named=True)
    yield from party_rows("valideur", f"{VALIDEUR_PARTY}/cac:Party", VALIDEUR)
    yield from party_rows("tax_representative", "cac:TaxRepresentativeParty", TAX_REPRESENTATIVE, named=True)


def _delivery() -> Iterator[Row]:
    place = "cac:Delivery/cac:DeliveryLocation"
    yield leaf("delivery_date", "cac:Delivery/cbc:ActualDeliveryDate", term="BT-72", codec=ISO_DAY)
    yield leaf("deliver_to.ids", f"{place}/cbc:ID", term="BT-71", codec=IDENTIFIER, many=True)
    yield from under("deliver_to", "", address_rows(f"{place}/cac:Address", DELIVER_TO))
    yield leaf("deliver_to.name", "cac:Delivery/cac:DeliveryParty/cac:PartyName/cbc:Name", term="BT-70")


def _totals() -> Iterator[Row]:
    for name, field, term in (
        ("LineExtensionAmount", "line_total", "BT-106"),
        ("TaxExclusiveAmount", "tax_exclusive", "BT-109"),
        ("TaxInclusiveAmount", "tax_inclusive", "BT-112"),
        ("AllowanceTotalAmount", "allowance_total", "BT-107"),
        ("ChargeTotalAmount", "charge_total", "BT-108"),
        ("PrepaidAmount", "prepaid", "BT-113"),
        ("PayableRoundingAmount", "rounding", "BT-114"),
        ("PayableAmount", "payable", "BT-115"),
    ):
        yield leaf(field, f"{TOTALS}/cbc:{name}", term=term, codec=MONEY)


PARTS = {name: part for role, terms in ROLES.items() for name, part in party_parts(role, terms).items()}


def _group(*, credit: bool) -> Group:
    parts = {
        "": Part(lambda found: make(found, credit=credit), lambda invoice: take(invoice, credit=credit)),
        "period": of(Period),
        **PARTS,
    }
    return Group(tuple(_rows(credit=credit)), parts)


INVOICE, CREDIT_NOTE = _group(credit=False), _group(credit=True)
