"""Reads a UBL 2.1 Invoice or CreditNote: Chorus Pro's own places first, those of EN 16931 after (section 6.3)."""

from __future__ import annotations

import re
from decimal import Decimal

from lxml import etree

from chorus_app.formats.parsed import Attachment, Line, ParsedInvoice, Party, Place, VatBreakdown
from chorus_app.formats.reading import Reading, decimal_of, decoded, identifier_of, line_of, text_of
from chorus_app.formats.xml import open_xml

INVOICE_NAMESPACE = "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
CREDITNOTE_NAMESPACE = "urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2"
CAC = "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
CBC = "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"
EXT = "urn:oasis:names:specification:ubl:schema:xsd:CommonExtensionComponents-2"
AIFE = "urn:AIFE:Facture:Extension"
PREFIXES = (("cac", CAC), ("cbc", CBC), ("ext", EXT), ("aife", AIFE))
EXTENSION = "ext:UBLExtensions/ext:UBLExtension/ext:ExtensionContent"
SUPPLIER = "cac:AccountingSupplierParty"
CUSTOMER = "cac:AccountingCustomerParty"
# Where a UBL flow names the valideur is published nowhere: this place is the project's own choice
# (docs/decisions/0016-valideur-in-ubl.md).
VALIDEUR = "cac:BuyerCustomerParty"
TOTALS = "cac:LegalMonetaryTotal"
ADDRESS = ("cbc:StreetName", "cbc:AdditionalStreetName", "cac:AddressLine/cbc:Line", "cbc:PostalZone", "cbc:CityName")


def read(xml: bytes) -> ParsedInvoice:
    """What the document says. Raises `XmlRefused` when it is no readable XML; a missing value is None."""
    return read_tree(open_xml(xml))


def read_tree(root: etree._Element) -> ParsedInvoice:
    """As `read`, from a document that is open already."""
    own = etree.QName(root).namespace or ""
    r = Reading(root, (("", own), *PREFIXES), "")
    credit = etree.QName(root).localname == "CreditNote"
    currency = r.text("BT-5", "cbc:DocumentCurrencyCode")
    return ParsedInvoice(
        schema="ubl",
        number=r.text("BT-1", "cbc:ID"),
        issue_date=r.day("BT-2", "cbc:IssueDate"),
        type_code=_type_code(r, credit=credit),
        currency=currency,
        vat_due_code=r.text(
            "BT-8",
            f"{SUPPLIER}/cac:Party/cac:PartyTaxScheme/cac:TaxScheme/cbc:TaxTypeCode",
            "cac:InvoicePeriod/cbc:DescriptionCode",
        ),
        due_date=r.day("BT-9", "cac:PaymentMeans/cbc:PaymentDueDate", "cbc:DueDate"),
        service_code=r.text("BT-10", f"{CUSTOMER}/cac:AccountingContact/cbc:ID", "cbc:BuyerReference"),
        contract=r.text("BT-12", "cac:ContractDocumentReference/cbc:ID"),
        engagement=r.text("BT-13", "cac:OrderReference/cbc:ID"),
        note=r.text("BT-22", "cbc:Note"),
        cadre=_cadre(r),
        guideline=r.text("BT-24", "cbc:CustomizationID"),
        original_invoice=r.text("BT-25", "cac:BillingReference/cac:InvoiceDocumentReference/cbc:ID"),
        seller=_party(r, SUPPLIER, ("BT-30", "BT-27", "BT-31"), "CPP-SERVICE-FOURNISSEUR"),
        buyer=_party(r, CUSTOMER, ("BT-47", "BT-44", "BT-48")),
        payee=_payee(r),
        valideur=_valideur(r),
        payment_means=r.text("BT-81", "cac:PaymentMeans/cbc:PaymentMeansCode"),
        iban=r.text("BT-84", "cac:PaymentMeans/cac:PayeeFinancialAccount/cbc:ID"),
        bic=_bic(r),
        line_total=r.amount("BT-106", f"{TOTALS}/cbc:LineExtensionAmount"),
        allowance_total=r.amount("BT-107", f"{TOTALS}/cbc:AllowanceTotalAmount"),
        charge_total=r.amount("BT-108", f"{TOTALS}/cbc:ChargeTotalAmount"),
        tax_exclusive=r.amount("BT-109", f"{TOTALS}/cbc:TaxExclusiveAmount"),
        tax_total=_tax_total(r, currency),
        tax_inclusive=r.amount("BT-112", f"{TOTALS}/cbc:TaxInclusiveAmount"),
        prepaid=r.amount("BT-113", f"{TOTALS}/cbc:PrepaidAmount"),
        rounding=r.amount("BT-114", f"{TOTALS}/cbc:PayableRoundingAmount"),
        payable=r.amount("BT-115", f"{TOTALS}/cbc:PayableAmount"),
        vat=tuple(_vat(r, element) for element in r.all("cac:TaxTotal/cac:TaxSubtotal")),
        lines=_lines(r, credit=credit),
        attachments=_attachments(r),
        places=r.places,
        raw=r.raw,
    )


def _type_code(r: Reading, *, credit: bool) -> str | None:
    """BT-3; a credit note may leave it out, its root element says it."""
    if credit:
        return r.text("BT-3", "cbc:CreditNoteTypeCode") or "381"
    return r.text("BT-3", "cbc:InvoiceTypeCode")


def _cadre(r: Reading) -> str | None:
    """BT-23: AIFE's extension, the bare CategoryCode of its minimal template, or EN 16931's ProfileID."""
    return r.text(
        "BT-23",
        f"{EXTENSION}/aife:FactureExtension/aife:CategoryCode",
        f"{EXTENSION}/CategoryCode",
        "CategoryCode",
        "cbc:ProfileID",
    )


def _party(r: Reading, role: str, terms: tuple[str, str, str], service_term: str | None = None) -> Party:
    identifier_term, name_term, vat_term = terms
    path = f"{role}/cac:Party"
    id_paths = (f"{path}/cac:PartyIdentification/cbc:ID", f"{path}/cac:PartyLegalEntity/cbc:CompanyID")
    candidates = [element for id_path in id_paths for element in r.all(id_path)]
    identifier = identifier_of(candidates)
    _keep_identifier_place(r, identifier_term, id_paths, identifier.value if identifier else None)
    address = r.find(f"{path}/cac:PostalAddress")
    return Party(
        identifier=identifier,
        name=r.text(name_term, f"{path}/cac:PartyLegalEntity/cbc:RegistrationName", f"{path}/cac:PartyName/cbc:Name"),
        vat_number=_vat_number(r, f"{path}/cac:PartyTaxScheme", vat_term),
        service_code=r.text(service_term, f"{role}/cac:AccountingContact/cbc:ID") if service_term else None,
        service_name=text_of(r.find(f"{role}/cac:AccountingContact/cbc:Name")),
        address=() if address is None else tuple(filter(None, (r.inner(part, address) for part in ADDRESS))),
        country=None if address is None else r.inner("cac:Country/cbc:IdentificationCode", address),
    )


def _keep_identifier_place(r: Reading, term: str, paths: tuple[str, ...], value: str | None) -> None:
    r.text(term, *paths)
    for path in paths:
        for element in r.all(path):
            if value is not None and text_of(element) == value:
                r.places[term] = Place(r.spot(path).path, line_of(element))
                return


def _vat_number(r: Reading, path: str, term: str) -> str | None:
    for scheme in r.all(path):
        value = r.inner("cbc:CompanyID", scheme)
        if value and r.inner("cac:TaxScheme/cbc:ID", scheme) in ("VAT", "VA", None):
            r.places[term] = Place(r.spot(f"{path}/cbc:CompanyID").path, line_of(scheme))
            return value
    return None


def _valideur(r: Reading) -> Party | None:
    valideur = _party(r, VALIDEUR, ("CPP-VALIDEUR", "CPP-VALIDEUR-NOM", "CPP-VALIDEUR-TVA"))
    return None if r.find(VALIDEUR) is None else valideur


def _payee(r: Reading) -> Party | None:
    node = r.find("cac:PayeeParty")
    if node is None:
        return None
    elements = r.all("cac:PayeeParty/cac:PartyIdentification/cbc:ID")
    elements += r.all("cac:PayeeParty/cac:PartyLegalEntity/cbc:CompanyID")
    return Party(identifier=identifier_of(elements), name=r.text("BT-59", "cac:PayeeParty/cac:PartyName/cbc:Name"))


def _bic(r: Reading) -> str | None:
    branch = "cac:PaymentMeans/cac:PayeeFinancialAccount/cac:FinancialInstitutionBranch"
    return r.text("BT-86", f"{branch}/cbc:ID", f"{branch}/cac:FinancialInstitution/cbc:ID")


def _tax_total(r: Reading, currency: str | None) -> Decimal | None:
    """BT-110: of two totals (BT-111 is the same in the accounting currency), the one in the invoice's currency."""
    first = r.amount("BT-110", "cac:TaxTotal/cbc:TaxAmount")
    for element in r.all("cac:TaxTotal/cbc:TaxAmount")[1:]:
        text = text_of(element)
        if currency and element.get("currencyID") == currency and text:
            r.places["BT-110"] = Place(r.spot("cac:TaxTotal/cbc:TaxAmount").path, line_of(element))
            return decimal_of(text)
    return first


def _vat(r: Reading, element: etree._Element) -> VatBreakdown:
    rate = r.number("cac:TaxCategory/cbc:Percent", element, "BT-119")
    return VatBreakdown(
        category=r.inner("cac:TaxCategory/cbc:ID", element)
        or r.inner("cac:TaxCategory/cac:TaxScheme/cbc:TaxTypeCode", element),
        rate=rate if rate is not None else r.number("cbc:Percent", element, "BT-119"),
        base=r.number("cbc:TaxableAmount", element, "BT-116"),
        amount=r.number("cbc:TaxAmount", element, "BT-117"),
        exemption_reason=r.inner("cac:TaxCategory/cbc:TaxExemptionReason", element),
        place=r.place_of(element, "cac:TaxTotal/cac:TaxSubtotal"),
    )


def _lines(r: Reading, *, credit: bool) -> tuple[Line, ...]:
    name, quantity = ("CreditNoteLine", "CreditedQuantity") if credit else ("InvoiceLine", "InvoicedQuantity")
    return tuple(_line(r, element, name, quantity) for element in r.all(f"cac:{name}"))


def _line(r: Reading, element: etree._Element, name: str, quantity: str) -> Line:
    amount = r.find(f"cbc:{quantity}", element)
    return Line(
        id=r.inner("cbc:ID", element),
        name=r.inner("cac:Item/cbc:Name", element),
        quantity=r.number(f"cbc:{quantity}", element, "BT-129"),
        unit=None if amount is None else amount.get("unitCode"),
        unit_price=r.number("cac:Price/cbc:PriceAmount", element, "BT-146"),
        net_amount=r.number("cbc:LineExtensionAmount", element, "BT-131"),
        vat_category=r.inner("cac:Item/cac:ClassifiedTaxCategory/cbc:ID", element),
        vat_rate=r.number("cac:Item/cac:ClassifiedTaxCategory/cbc:Percent", element, "BT-152"),
        kind=_line_kind(r, element),
        place=r.place_of(element, f"cac:{name}"),
    )


def _line_kind(r: Reading, element: etree._Element) -> str | None:
    for prop in r.all("cac:Item/cac:AdditionalItemProperty", element):
        if r.inner("cbc:Name", prop) == "TYPE_LIGNE":
            return r.inner("cbc:Value", prop)
    return None


def _attachments(r: Reading) -> tuple[Attachment, ...]:
    """The documents of BG-24 that are inside the file; Chorus Pro's mixed flow carries its PDF zipped."""
    binary_path = "cac:Attachment/cbc:EmbeddedDocumentBinaryObject"
    return tuple(
        Attachment(
            name=r.inner("cbc:ID", element) or binary.get("filename"),
            mime_type=binary.get("mimeCode"),
            main=_is_main(r, element),
            content=decoded(binary),
            place=r.place_of(element, "cac:AdditionalDocumentReference"),
        )
        for element in r.all("cac:AdditionalDocumentReference")
        if (binary := r.find(binary_path, element)) is not None
    )


def _is_main(r: Reading, element: etree._Element) -> bool:
    kind = r.inner("cbc:DocumentType", element) or r.inner("cbc:DocumentTypeCode", element) or ""
    return bool(re.fullmatch(r"0?1", kind))
