"""Writes a UBL 2.1 Invoice or CreditNote with Chorus Pro's own places, which the reader reads back."""

from __future__ import annotations

from lxml import etree

from chorus_app.formats import ubl
from chorus_app.formats.parsed import Line, ParsedInvoice, Party
from chorus_app.formats.writers.build import Builder, address_parts, day, encoded, number, scheme_of

ISO_DAY = "%Y-%m-%d"
CREDIT_NOTE = "381"


def write(invoice: ParsedInvoice) -> bytes:
    """The invoice as UBL; type 381 is a CreditNote. The cadre stands in AIFE's extension."""
    credit = invoice.type_code == CREDIT_NOTE
    own = ubl.CREDITNOTE_NAMESPACE if credit else ubl.INVOICE_NAMESPACE
    builder = Builder("CreditNote" if credit else "Invoice", {"": own, **dict(ubl.PREFIXES)})
    _header(builder, invoice, credit=credit)
    _references(builder, invoice)
    _parties(builder, invoice)
    _payment(builder, invoice)
    _vat(builder, invoice)
    _totals(builder, invoice)
    for line in invoice.lines:
        element = builder.add(builder.root, "cac:CreditNoteLine" if credit else "cac:InvoiceLine")
        _line(builder, element, line, quantity="CreditedQuantity" if credit else "InvoicedQuantity", invoice=invoice)
    return builder.to_bytes()


def _header(builder: Builder, invoice: ParsedInvoice, *, credit: bool) -> None:
    root = builder.root
    extension = f"{ubl.EXTENSION}/aife:FactureExtension/aife:CategoryCode"
    builder.put(root, extension, invoice.cadre)
    builder.put(root, "cbc:CustomizationID", invoice.guideline)
    builder.put(root, "cbc:ID", invoice.number)
    builder.put(root, "cbc:IssueDate", day(invoice.issue_date, ISO_DAY))
    if not credit and invoice.payment_means is None:
        builder.put(root, "cbc:DueDate", day(invoice.due_date, ISO_DAY))
    builder.put(root, "cbc:CreditNoteTypeCode" if credit else "cbc:InvoiceTypeCode", invoice.type_code)
    builder.put(root, "cbc:Note", invoice.note)
    builder.put(root, "cbc:DocumentCurrencyCode", invoice.currency)


def _references(builder: Builder, invoice: ParsedInvoice) -> None:
    root = builder.root
    builder.put(root, "cac:OrderReference/cbc:ID", invoice.engagement)
    builder.put(root, "cac:BillingReference/cac:InvoiceDocumentReference/cbc:ID", invoice.original_invoice)
    builder.put(root, "cac:ContractDocumentReference/cbc:ID", invoice.contract)
    for attachment in invoice.attachments:
        element = builder.add(root, "cac:AdditionalDocumentReference")
        builder.put(element, "cbc:ID", attachment.name)
        builder.put(element, "cbc:DocumentType", "01" if attachment.main else "02")
        builder.put(
            element,
            "cac:Attachment/cbc:EmbeddedDocumentBinaryObject",
            encoded(attachment.content or b""),
            {"mimeCode": attachment.mime_type or "application/pdf", "filename": attachment.name or ""},
        )


def _parties(builder: Builder, invoice: ParsedInvoice) -> None:
    seller, buyer = invoice.seller, invoice.buyer
    supplier = builder.add(builder.root, ubl.SUPPLIER)
    _party(builder, supplier, seller, vat_due_code=invoice.vat_due_code)
    builder.put(supplier, "cac:AccountingContact/cbc:ID", seller.service_code)
    builder.put(supplier, "cac:AccountingContact/cbc:Name", seller.service_name)
    customer = builder.add(builder.root, ubl.CUSTOMER)
    _party(builder, customer, buyer)
    builder.put(customer, "cac:AccountingContact/cbc:ID", invoice.service_code)
    builder.put(customer, "cac:AccountingContact/cbc:Name", buyer.service_name)
    if invoice.payee is not None:
        payee = builder.add(builder.root, "cac:PayeeParty")
        _identifier(builder, payee, invoice.payee)
        builder.put(payee, "cac:PartyName/cbc:Name", invoice.payee.name)
    if invoice.valideur is not None:
        _party(builder, builder.add(builder.root, ubl.VALIDEUR), invoice.valideur)


def _identifier(builder: Builder, element: etree._Element, party: Party) -> None:
    if party.identifier is not None:
        scheme = {"schemeName": scheme_of(party.identifier)}
        builder.put(element, "cac:PartyIdentification/cbc:ID", party.identifier.value, scheme)


def _party(builder: Builder, role: etree._Element, party: Party, *, vat_due_code: str | None = None) -> None:
    element = builder.add(role, "cac:Party")
    _identifier(builder, element, party)
    one, two, three, postcode, town = address_parts(party.address)
    address = "cac:PostalAddress"
    builder.put(element, f"{address}/cbc:StreetName", one)
    builder.put(element, f"{address}/cbc:AdditionalStreetName", two)
    builder.put(element, f"{address}/cbc:CityName", town)
    builder.put(element, f"{address}/cbc:PostalZone", postcode)
    builder.put(element, f"{address}/cac:AddressLine/cbc:Line", three)
    builder.put(element, f"{address}/cac:Country/cbc:IdentificationCode", party.country)
    builder.put(element, "cac:PartyTaxScheme/cbc:CompanyID", party.vat_number)
    if party.vat_number or vat_due_code:
        builder.put(element, "cac:PartyTaxScheme/cac:TaxScheme/cbc:ID", "VAT")
    builder.put(element, "cac:PartyTaxScheme/cac:TaxScheme/cbc:TaxTypeCode", vat_due_code)
    builder.put(element, "cac:PartyLegalEntity/cbc:RegistrationName", party.name)


def _payment(builder: Builder, invoice: ParsedInvoice) -> None:
    if invoice.payment_means is None:
        return
    means = builder.add(builder.root, "cac:PaymentMeans")
    account = "cac:PayeeFinancialAccount"
    builder.put(means, "cbc:PaymentMeansCode", invoice.payment_means)
    builder.put(means, "cbc:PaymentDueDate", day(invoice.due_date, ISO_DAY))
    builder.put(means, f"{account}/cbc:ID", invoice.iban)
    builder.put(means, f"{account}/cac:FinancialInstitutionBranch/cbc:ID", invoice.bic)


def _vat(builder: Builder, invoice: ParsedInvoice) -> None:
    if invoice.tax_total is None and not invoice.vat:
        return
    currency = _currency(invoice)
    total = builder.add(builder.root, "cac:TaxTotal")
    builder.put(total, "cbc:TaxAmount", number(invoice.tax_total), currency)
    for row in invoice.vat:
        element = builder.add(total, "cac:TaxSubtotal")
        builder.put(element, "cbc:TaxableAmount", number(row.base), currency)
        builder.put(element, "cbc:TaxAmount", number(row.amount), currency)
        builder.put(element, "cac:TaxCategory/cbc:ID", row.category)
        builder.put(element, "cac:TaxCategory/cbc:Percent", number(row.rate))
        builder.put(element, "cac:TaxCategory/cbc:TaxExemptionReason", row.exemption_reason)
        builder.put(element, "cac:TaxCategory/cac:TaxScheme/cbc:ID", "VAT")


def _totals(builder: Builder, invoice: ParsedInvoice) -> None:
    totals = builder.add(builder.root, ubl.TOTALS)
    for name, value in (
        ("LineExtensionAmount", invoice.line_total),
        ("TaxExclusiveAmount", invoice.tax_exclusive),
        ("TaxInclusiveAmount", invoice.tax_inclusive),
        ("AllowanceTotalAmount", invoice.allowance_total),
        ("ChargeTotalAmount", invoice.charge_total),
        ("PrepaidAmount", invoice.prepaid),
        ("PayableRoundingAmount", invoice.rounding),
        ("PayableAmount", invoice.payable),
    ):
        builder.put(totals, f"cbc:{name}", number(value), _currency(invoice))


def _line(builder: Builder, element: etree._Element, line: Line, *, quantity: str, invoice: ParsedInvoice) -> None:
    currency = _currency(invoice)
    builder.put(element, "cbc:ID", line.id)
    builder.put(element, f"cbc:{quantity}", number(line.quantity), {"unitCode": line.unit} if line.unit else None)
    builder.put(element, "cbc:LineExtensionAmount", number(line.net_amount), currency)
    builder.put(element, "cac:Item/cbc:Name", line.name)
    tax = "cac:Item/cac:ClassifiedTaxCategory"
    builder.put(element, f"{tax}/cbc:ID", line.vat_category)
    builder.put(element, f"{tax}/cbc:Percent", number(line.vat_rate))
    builder.put(element, f"{tax}/cac:TaxScheme/cbc:ID", "VAT" if line.vat_category else None)
    if line.kind is not None:
        builder.put(element, "cac:Item/cac:AdditionalItemProperty/cbc:Name", "TYPE_LIGNE")
        builder.put(element, "cac:Item/cac:AdditionalItemProperty/cbc:Value", line.kind)
    builder.put(element, "cac:Price/cbc:PriceAmount", number(line.unit_price), currency)


def _currency(invoice: ParsedInvoice) -> dict[str, str]:
    return {"currencyID": invoice.currency or "EUR"}
