"""A CII invoice as a whole: its header's rows, and how the values found make a `ParsedInvoice`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from chorus_app.formats.binding import Fixed, Group, Many, Part, Row, leaf, of
from chorus_app.formats.cii import groups
from chorus_app.formats.cii.lines import LINE
from chorus_app.formats.cii.names import AGREEMENT, DAY, DELIVERY, SETTLEMENT, TRADE
from chorus_app.formats.cii.parties import party_parts, party_rows
from chorus_app.formats.codecs import COMPACT_DAY, NUMBER
from chorus_app.formats.making import lift
from chorus_app.formats.parsed import Code, ParsedInvoice, Period
from chorus_app.formats.parts import PaymentTerms
from chorus_app.formats.terms import BUYER, DELIVER_TO, PAYEE, SELLER, TAX_REPRESENTATIVE, VALIDEUR

if TYPE_CHECKING:
    from chorus_app.formats.reading import Found

CONTEXT, DOCUMENT = "rsm:ExchangedDocumentContext", "rsm:ExchangedDocument"
TOTALS = f"{SETTLEMENT}/ram:SpecifiedTradeSettlementHeaderMonetarySummation"
ROLES = {
    "seller": SELLER,
    "buyer": BUYER,
    "tax_representative": TAX_REPRESENTATIVE,
    "deliver_to": DELIVER_TO,
    "valideur": VALIDEUR,
    "payee": PAYEE,
}
PROJECT_NAME = "Project reference"  # what the standard puts where the schema asks for a name


def _rows() -> Iterator[Row]:
    yield Fixed(CONTEXT)
    yield leaf("cadre", f"{CONTEXT}/ram:BusinessProcessSpecifiedDocumentContextParameter/ram:ID", term="BT-23")
    yield leaf("guideline", f"{CONTEXT}/ram:GuidelineSpecifiedDocumentContextParameter/ram:ID", term="BT-24")
    yield leaf("number", f"{DOCUMENT}/ram:ID", term="BT-1")
    yield leaf("type_code", f"{DOCUMENT}/ram:TypeCode", term="BT-3")
    yield leaf("issue_date", f"{DOCUMENT}/ram:IssueDateTime/{DAY}", term="BT-2", codec=COMPACT_DAY)
    yield Many("notes", f"{DOCUMENT}/ram:IncludedNote", groups.NOTE)
    yield Many("lines", f"{TRADE}/ram:IncludedSupplyChainTradeLineItem", LINE, bulk=True)
    yield from _agreement()
    yield from _delivery()
    yield from _settlement()
    yield from _totals()


def _agreement() -> Iterator[Row]:
    number = "ram:IssuerAssignedID"
    yield Fixed(AGREEMENT)
    yield leaf("service_code", f"{AGREEMENT}/ram:BuyerReference", term="BT-10")
    yield Fixed(f"{AGREEMENT}/ram:SellerTradeParty")
    yield from party_rows("seller", f"{AGREEMENT}/ram:SellerTradeParty", SELLER)
    yield Fixed(f"{AGREEMENT}/ram:BuyerTradeParty")
    yield from party_rows("buyer", f"{AGREEMENT}/ram:BuyerTradeParty", BUYER)
    representative = f"{AGREEMENT}/ram:SellerTaxRepresentativeTradeParty"
    yield from party_rows("tax_representative", representative, TAX_REPRESENTATIVE)
    yield leaf("sales_order", f"{AGREEMENT}/ram:SellerOrderReferencedDocument/{number}", term="BT-14")
    yield leaf("engagement", f"{AGREEMENT}/ram:BuyerOrderReferencedDocument/{number}", term="BT-13")
    yield leaf("contract", f"{AGREEMENT}/ram:ContractReferencedDocument/{number}", term="BT-12")
    yield leaf("contract_type", f"{AGREEMENT}/ram:ContractReferencedDocument/ram:ReferenceTypeCode")
    yield Many("documents", f"{AGREEMENT}/ram:AdditionalReferencedDocument", groups.DOCUMENT)
    yield leaf("project", f"{AGREEMENT}/ram:SpecifiedProcuringProject/ram:ID", term="BT-11")
    yield leaf("project_name", f"{AGREEMENT}/ram:SpecifiedProcuringProject/ram:Name")


def _delivery() -> Iterator[Row]:
    number = "ram:IssuerAssignedID"
    yield Fixed(DELIVERY)
    yield from party_rows("deliver_to", f"{DELIVERY}/ram:ShipToTradeParty", DELIVER_TO)
    event = f"{DELIVERY}/ram:ActualDeliverySupplyChainEvent/ram:OccurrenceDateTime/{DAY}"
    yield leaf("delivery_date", event, term="BT-72", codec=COMPACT_DAY)
    yield leaf("despatch", f"{DELIVERY}/ram:DespatchAdviceReferencedDocument/{number}", term="BT-16")
    yield leaf("receipt", f"{DELIVERY}/ram:ReceivingAdviceReferencedDocument/{number}", term="BT-15")


def _settlement() -> Iterator[Row]:
    yield Fixed(SETTLEMENT)
    yield leaf("creditor_id", f"{SETTLEMENT}/ram:CreditorReferenceID", term="BT-90")
    yield leaf("remittance", f"{SETTLEMENT}/ram:PaymentReference", term="BT-83")
    yield leaf("tax_currency", f"{SETTLEMENT}/ram:TaxCurrencyCode", term="BT-6")
    yield leaf("currency", f"{SETTLEMENT}/ram:InvoiceCurrencyCode", term="BT-5")
    yield leaf("seller.service_code", f"{SETTLEMENT}/ram:InvoiceIssuerReference", term="CPP-SERVICE-FOURNISSEUR")
    yield from party_rows("valideur", f"{SETTLEMENT}/ram:InvoiceeTradeParty", VALIDEUR)
    yield from party_rows("payee", f"{SETTLEMENT}/ram:PayeeTradeParty", PAYEE)
    yield Many("payments", f"{SETTLEMENT}/ram:SpecifiedTradeSettlementPaymentMeans", groups.PAYMENT)
    yield Many("vat", f"{SETTLEMENT}/ram:ApplicableTradeTax", groups.VAT)
    period = f"{SETTLEMENT}/ram:BillingSpecifiedPeriod"
    yield leaf("period.description", f"{period}/ram:Description")
    yield leaf("period.start", f"{period}/ram:StartDateTime/{DAY}", term="BT-73", codec=COMPACT_DAY)
    yield leaf("period.end", f"{period}/ram:EndDateTime/{DAY}", term="BT-74", codec=COMPACT_DAY)
    yield Many("allowances", f"{SETTLEMENT}/ram:SpecifiedTradeAllowanceCharge", groups.ALLOWANCES)
    yield Many("freight", f"{SETTLEMENT}/ram:SpecifiedLogisticsServiceCharge", groups.FREIGHT)
    yield Many("payment_terms", f"{SETTLEMENT}/ram:SpecifiedTradePaymentTerms", groups.TERMS)


def _totals() -> Iterator[Row]:
    for name, field, term in (
        ("LineTotalAmount", "line_total", "BT-106"),
        ("ChargeTotalAmount", "charge_total", "BT-108"),
        ("AllowanceTotalAmount", "allowance_total", "BT-107"),
        ("TaxBasisTotalAmount", "tax_exclusive", "BT-109"),
    ):
        yield leaf(field, f"{TOTALS}/ram:{name}", term=term, codec=NUMBER)
    yield Many("tax_totals", f"{TOTALS}/ram:TaxTotalAmount", groups.TAX_TOTAL)
    for name, field, term in (
        ("RoundingAmount", "rounding", "BT-114"),
        ("GrandTotalAmount", "tax_inclusive", "BT-112"),
        ("TotalPrepaidAmount", "prepaid", "BT-113"),
        ("DuePayableAmount", "payable", "BT-115"),
    ):
        yield leaf(field, f"{TOTALS}/ram:{name}", term=term, codec=NUMBER)
    yield Many("preceding", f"{SETTLEMENT}/ram:InvoiceReferencedDocument", groups.PRECEDING)
    account = f"{SETTLEMENT}/ram:ReceivableSpecifiedTradeAccountingAccount/ram:ID"
    yield leaf("accounting", account, term="BT-19")


def make(found: Found) -> ParsedInvoice:
    """The invoice of all that was found."""
    values = dict(found.values)
    _documents(values, found)
    _tax_totals(values, found)
    for name, group, field in (
        ("due_date", "payment_terms", "due_date"),
        ("mandate", "payment_terms", "mandate"),
        ("vat_due_code", "vat", "due_code"),
        ("tax_point_date", "vat", "tax_point_date"),
    ):
        values[name], values[group] = lift(cast("tuple[PaymentTerms, ...]", values.get(group, ())), field)
    terms = cast("tuple[PaymentTerms, ...]", values["payment_terms"])
    values["payment_terms"] = tuple(one for one in terms if one != PaymentTerms())
    if values.get("project_name") == PROJECT_NAME:
        del values["project_name"]
    return ParsedInvoice(schema="cii", **values, places=found.places, raw=found.reading.raw)


def _documents(values: dict[str, Any], found: Found) -> None:
    """The tender (BT-17) and the invoiced object (BT-18) stand among the attachments, told apart by a code."""
    rest = list(cast("tuple[groups.Document, ...]", values.pop("documents", ())))
    tender = next((one for one in rest if one.type_code == groups.TENDER), None)
    thing = next((one for one in rest if one.type_code == groups.OBJECT and one.name), None)
    for term, one in (("BT-17", tender), ("BT-18", thing)):
        if one is not None and "BT-122" in one.places:
            found.places[term] = one.places["BT-122"]
    values["tender"] = tender.name if tender else None
    values["invoiced_object"] = Code(thing.name or "", thing.scheme) if thing else None
    values["attachments"] = groups.attachments_of(tuple(one for one in rest if one is not tender and one is not thing))


def _tax_totals(values: dict[str, Any], found: Found) -> None:
    """Of two totals of VAT, the one in the invoice's currency is BT-110, the other BT-111."""
    totals = cast("tuple[groups.TaxTotal, ...]", values.pop("tax_totals", ()))
    currency = values.get("currency")
    main = next((one for one in totals if currency and one.currency == currency), totals[0] if totals else None)
    other = next((one for one in totals if one is not main), None)
    for name, term, total in (("tax_total", "BT-110", main), ("accounting_tax_total", "BT-111", other)):
        values[name] = total.amount if total else None
        if total is not None and "BT-110" in total.places:
            found.places[term] = total.places["BT-110"]


def take(invoice: ParsedInvoice) -> Mapping[str, object]:
    """The values of an invoice as CII writes them."""
    values = {name: getattr(invoice, name) for name in ParsedInvoice.__dataclass_fields__}
    return {
        **values,
        "documents": tuple(_references(invoice)),
        "tax_totals": tuple(_written_totals(invoice)),
        "payment_terms": _written_terms(invoice),
        "vat": tuple(
            replace(
                row,
                due_code=row.due_code or invoice.vat_due_code,
                tax_point_date=row.tax_point_date or invoice.tax_point_date,
            )
            for row in invoice.vat
        ),
        "project_name": invoice.project_name or (PROJECT_NAME if invoice.project else None),
    }


def _references(invoice: ParsedInvoice) -> Iterator[groups.Document]:
    if invoice.tender:
        yield groups.Document(name=invoice.tender, type_code=groups.TENDER)
    if invoice.invoiced_object:
        thing = invoice.invoiced_object
        yield groups.Document(name=thing.value, type_code=groups.OBJECT, scheme=thing.scheme)
    yield from map(groups.document_of, invoice.attachments)


def _written_totals(invoice: ParsedInvoice) -> Iterator[groups.TaxTotal]:
    if invoice.tax_total is not None:
        yield groups.TaxTotal(amount=invoice.tax_total, currency=invoice.currency or "EUR")
    if invoice.accounting_tax_total is not None:
        yield groups.TaxTotal(amount=invoice.accounting_tax_total, currency=invoice.tax_currency)


def _written_terms(invoice: ParsedInvoice) -> tuple[PaymentTerms, ...]:
    """The terms, the first with what the invoice says for all: terms of its own where the first says otherwise."""
    common = PaymentTerms(due_date=invoice.due_date, mandate=invoice.mandate)
    terms = invoice.payment_terms or (PaymentTerms(),)
    first, *others = (common, *terms) if _contradicts(common, terms[0]) else terms
    first = replace(first, due_date=first.due_date or common.due_date, mandate=first.mandate or common.mandate)
    return tuple(one for one in (first, *others) if one != PaymentTerms())


def _contradicts(common: PaymentTerms, terms: PaymentTerms) -> bool:
    pairs = ((common.due_date, terms.due_date), (common.mandate, terms.mandate))
    return any(one is not None and other not in (None, one) for one, other in pairs)


PARTS = {name: part for role, terms in ROLES.items() for name, part in party_parts(role, terms).items()}
INVOICE = Group(tuple(_rows()), {"": Part(make, take), "period": of(Period), **PARTS})
