"""Writes a Cross Industry Invoice that the reader reads back."""

from __future__ import annotations

from lxml import etree

from chorus_app.formats import cii
from chorus_app.formats.parsed import Line, ParsedInvoice, Party
from chorus_app.formats.writers.build import Builder, address_parts, day, encoded, number, scheme_of

NAMESPACES = {"ram": cii.NAMESPACES[""], "rsm": cii.NAMESPACE, "udt": cii.NAMESPACES["udt"]}
COMPACT_DAY = "%Y%m%d"
FORMAT_102 = {"format": "102"}
BILLING_DOCUMENT = "916"  # UNTDID 1001: a document that goes with the invoice


def write(invoice: ParsedInvoice) -> bytes:
    """The invoice as CII D16B (valid against D22B too)."""
    builder = Builder("rsm:CrossIndustryInvoice", NAMESPACES)
    _context(builder, invoice)
    _document(builder, invoice)
    trade = builder.add(builder.root, "rsm:SupplyChainTradeTransaction")
    for line in invoice.lines:
        _line(builder, builder.add(trade, "ram:IncludedSupplyChainTradeLineItem"), line)
    _agreement(builder, builder.add(trade, "ram:ApplicableHeaderTradeAgreement"), invoice)
    builder.add(trade, "ram:ApplicableHeaderTradeDelivery")
    _settlement(builder, builder.add(trade, "ram:ApplicableHeaderTradeSettlement"), invoice)
    return builder.to_bytes()


def _context(builder: Builder, invoice: ParsedInvoice) -> None:
    context = builder.add(builder.root, "rsm:ExchangedDocumentContext")
    builder.put(context, "ram:BusinessProcessSpecifiedDocumentContextParameter/ram:ID", invoice.cadre)
    builder.put(context, "ram:GuidelineSpecifiedDocumentContextParameter/ram:ID", invoice.guideline)


def _document(builder: Builder, invoice: ParsedInvoice) -> None:
    document = builder.add(builder.root, "rsm:ExchangedDocument")
    builder.put(document, "ram:ID", invoice.number)
    builder.put(document, "ram:TypeCode", invoice.type_code)
    issued = day(invoice.issue_date, COMPACT_DAY)
    builder.put(document, "ram:IssueDateTime/udt:DateTimeString", issued, FORMAT_102)
    builder.put(document, "ram:IncludedNote/ram:Content", invoice.note)


def _line(builder: Builder, element: etree._Element, line: Line) -> None:
    tax = "ram:SpecifiedLineTradeSettlement/ram:ApplicableTradeTax"
    total = "ram:SpecifiedLineTradeSettlement/ram:SpecifiedTradeSettlementLineMonetarySummation"
    price = "ram:SpecifiedLineTradeAgreement/ram:NetPriceProductTradePrice"
    unit = {"unitCode": line.unit} if line.unit else None
    builder.put(element, "ram:AssociatedDocumentLineDocument/ram:LineID", line.id)
    builder.put(element, "ram:SpecifiedTradeProduct/ram:Name", line.name)
    builder.put(element, f"{price}/ram:ChargeAmount", number(line.unit_price))
    builder.put(element, "ram:SpecifiedLineTradeDelivery/ram:BilledQuantity", number(line.quantity), unit)
    builder.put(element, f"{tax}/ram:TypeCode", "VAT" if line.vat_category else None)
    builder.put(element, f"{tax}/ram:CategoryCode", line.vat_category)
    builder.put(element, f"{tax}/ram:RateApplicablePercent", number(line.vat_rate))
    builder.put(element, f"{total}/ram:LineTotalAmount", number(line.net_amount))


def _agreement(builder: Builder, agreement: etree._Element, invoice: ParsedInvoice) -> None:
    builder.put(agreement, "ram:BuyerReference", invoice.service_code)
    _party(builder, builder.add(agreement, "ram:SellerTradeParty"), invoice.seller)
    _party(builder, builder.add(agreement, "ram:BuyerTradeParty"), invoice.buyer)
    builder.put(agreement, "ram:BuyerOrderReferencedDocument/ram:IssuerAssignedID", invoice.engagement)
    builder.put(agreement, "ram:ContractReferencedDocument/ram:IssuerAssignedID", invoice.contract)
    for attachment in invoice.attachments:
        element = builder.add(agreement, "ram:AdditionalReferencedDocument")
        kind = {"mimeCode": attachment.mime_type or "application/pdf", "filename": attachment.name or ""}
        builder.put(element, "ram:IssuerAssignedID", attachment.name)
        builder.put(element, "ram:TypeCode", BILLING_DOCUMENT)
        builder.put(element, "ram:AttachmentBinaryObject", encoded(attachment.content or b""), kind)


def _party(builder: Builder, element: etree._Element, party: Party) -> None:
    builder.put(element, "ram:Name", party.name)
    if party.identifier is not None:
        scheme = {"schemeID": scheme_of(party.identifier)}
        builder.put(element, "ram:SpecifiedLegalOrganization/ram:ID", party.identifier.value, scheme)
    builder.put(element, "ram:DefinedTradeContact/ram:DepartmentName", party.service_name)
    one, two, three, postcode, town = address_parts(party.address)
    address = "ram:PostalTradeAddress"
    for name, text in (
        ("PostcodeCode", postcode),
        ("LineOne", one),
        ("LineTwo", two),
        ("LineThree", three),
        ("CityName", town),
        ("CountryID", party.country),
    ):
        builder.put(element, f"{address}/ram:{name}", text)
    builder.put(element, "ram:SpecifiedTaxRegistration/ram:ID", party.vat_number, {"schemeID": "VA"})


def _settlement(builder: Builder, settlement: etree._Element, invoice: ParsedInvoice) -> None:
    builder.put(settlement, "ram:InvoiceCurrencyCode", invoice.currency)
    builder.put(settlement, "ram:InvoiceIssuerReference", invoice.seller.service_code)
    if invoice.valideur is not None:
        _party(builder, builder.add(settlement, "ram:InvoiceeTradeParty"), invoice.valideur)
    if invoice.payee is not None:
        _party(builder, builder.add(settlement, "ram:PayeeTradeParty"), invoice.payee)
    means = "ram:SpecifiedTradeSettlementPaymentMeans"
    builder.put(settlement, f"{means}/ram:TypeCode", invoice.payment_means)
    builder.put(settlement, f"{means}/ram:PayeePartyCreditorFinancialAccount/ram:IBANID", invoice.iban)
    builder.put(settlement, f"{means}/ram:PayeeSpecifiedCreditorFinancialInstitution/ram:BICID", invoice.bic)
    _vat(builder, settlement, invoice)
    due = day(invoice.due_date, COMPACT_DAY)
    builder.put(settlement, "ram:SpecifiedTradePaymentTerms/ram:DueDateDateTime/udt:DateTimeString", due, FORMAT_102)
    _totals(builder, settlement, invoice)
    builder.put(settlement, "ram:InvoiceReferencedDocument/ram:IssuerAssignedID", invoice.original_invoice)


def _vat(builder: Builder, settlement: etree._Element, invoice: ParsedInvoice) -> None:
    for row in invoice.vat:
        tax = builder.add(settlement, "ram:ApplicableTradeTax")
        builder.put(tax, "ram:CalculatedAmount", number(row.amount))
        builder.put(tax, "ram:TypeCode", "VAT")
        builder.put(tax, "ram:ExemptionReason", row.exemption_reason)
        builder.put(tax, "ram:BasisAmount", number(row.base))
        builder.put(tax, "ram:CategoryCode", row.category)
        builder.put(tax, "ram:DueDateTypeCode", invoice.vat_due_code)
        builder.put(tax, "ram:RateApplicablePercent", number(row.rate))


def _totals(builder: Builder, settlement: etree._Element, invoice: ParsedInvoice) -> None:
    totals = builder.add(settlement, "ram:SpecifiedTradeSettlementHeaderMonetarySummation")
    builder.put(totals, "ram:LineTotalAmount", number(invoice.line_total))
    builder.put(totals, "ram:ChargeTotalAmount", number(invoice.charge_total))
    builder.put(totals, "ram:AllowanceTotalAmount", number(invoice.allowance_total))
    builder.put(totals, "ram:TaxBasisTotalAmount", number(invoice.tax_exclusive))
    currency = {"currencyID": invoice.currency or "EUR"}
    builder.put(totals, "ram:TaxTotalAmount", number(invoice.tax_total), currency)
    builder.put(totals, "ram:RoundingAmount", number(invoice.rounding))
    builder.put(totals, "ram:GrandTotalAmount", number(invoice.tax_inclusive))
    builder.put(totals, "ram:TotalPrepaidAmount", number(invoice.prepaid))
    builder.put(totals, "ram:DuePayableAmount", number(invoice.payable))
