"""Reads a Cross Industry Invoice (D16B and later), alone or out of a Factur-X. Paths: Chorus Pro, section 6.2."""

from __future__ import annotations

from decimal import Decimal

from lxml import etree

from chorus_app.formats.parsed import Attachment, Line, ParsedInvoice, Party, Place, VatBreakdown
from chorus_app.formats.reading import Reading, decimal_of, decoded, identifier_of, line_of, text_of
from chorus_app.formats.xml import open_xml

NAMESPACE = "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"
NAMESPACES = {
    "": "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100",
    "rsm": NAMESPACE,
    "udt": "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100",
}
PREFIX = "FichierXml."  # what Chorus Pro's messages write for the root element
CONTEXT = "rsm:ExchangedDocumentContext"
DOCUMENT = "rsm:ExchangedDocument"
TRADE = "rsm:SupplyChainTradeTransaction"
AGREEMENT = f"{TRADE}/ApplicableHeaderTradeAgreement"
SETTLEMENT = f"{TRADE}/ApplicableHeaderTradeSettlement"
MEANS = f"{SETTLEMENT}/SpecifiedTradeSettlementPaymentMeans"
TOTALS = f"{SETTLEMENT}/SpecifiedTradeSettlementHeaderMonetarySummation"
VAT = f"{SETTLEMENT}/ApplicableTradeTax"
LINE = f"{TRADE}/IncludedSupplyChainTradeLineItem"
ATTACHMENT = f"{AGREEMENT}/AdditionalReferencedDocument"
ADDRESS = ("LineOne", "LineTwo", "LineThree", "PostcodeCode", "CityName")


def read(xml: bytes) -> ParsedInvoice:
    """What the document says. Raises `XmlRefused` when it is no readable XML; a missing value is None."""
    return read_tree(open_xml(xml))


def read_tree(root: etree._Element) -> ParsedInvoice:
    """As `read`, from a document that is open already."""
    r = Reading(root, tuple(NAMESPACES.items()), PREFIX)
    currency = r.text("BT-5", f"{SETTLEMENT}/InvoiceCurrencyCode")
    return ParsedInvoice(
        schema="cii",
        number=r.text("BT-1", f"{DOCUMENT}/ID"),
        issue_date=r.day("BT-2", f"{DOCUMENT}/IssueDateTime/udt:DateTimeString"),
        type_code=r.text("BT-3", f"{DOCUMENT}/TypeCode"),
        currency=currency,
        vat_due_code=r.text("BT-8", f"{VAT}/DueDateTypeCode"),
        due_date=r.day("BT-9", f"{SETTLEMENT}/SpecifiedTradePaymentTerms/DueDateDateTime/udt:DateTimeString"),
        service_code=r.text("BT-10", f"{AGREEMENT}/BuyerReference"),
        contract=r.text("BT-12", f"{AGREEMENT}/ContractReferencedDocument/IssuerAssignedID"),
        engagement=r.text("BT-13", f"{AGREEMENT}/BuyerOrderReferencedDocument/IssuerAssignedID"),
        note=r.text("BT-22", f"{DOCUMENT}/IncludedNote/Content"),
        cadre=r.text("BT-23", f"{CONTEXT}/BusinessProcessSpecifiedDocumentContextParameter/ID"),
        guideline=r.text("BT-24", f"{CONTEXT}/GuidelineSpecifiedDocumentContextParameter/ID"),
        original_invoice=r.text("BT-25", f"{SETTLEMENT}/InvoiceReferencedDocument/IssuerAssignedID"),
        seller=_seller(r),
        buyer=_party(r, f"{AGREEMENT}/BuyerTradeParty", "BT-47", "BT-44", "BT-48"),
        payee=_other_party(r, f"{SETTLEMENT}/PayeeTradeParty", "BT-61", "BT-59"),
        valideur=_other_party(r, f"{SETTLEMENT}/InvoiceeTradeParty", "CPP-VALIDEUR", "CPP-VALIDEUR-NOM"),
        payment_means=r.text("BT-81", f"{MEANS}/TypeCode"),
        iban=r.text("BT-84", f"{MEANS}/PayeePartyCreditorFinancialAccount/IBANID"),
        bic=r.text("BT-86", f"{MEANS}/PayeeSpecifiedCreditorFinancialInstitution/BICID"),
        line_total=r.amount("BT-106", f"{TOTALS}/LineTotalAmount"),
        allowance_total=r.amount("BT-107", f"{TOTALS}/AllowanceTotalAmount"),
        charge_total=r.amount("BT-108", f"{TOTALS}/ChargeTotalAmount"),
        tax_exclusive=r.amount("BT-109", f"{TOTALS}/TaxBasisTotalAmount"),
        tax_total=_tax_total(r, currency),
        tax_inclusive=r.amount("BT-112", f"{TOTALS}/GrandTotalAmount"),
        prepaid=r.amount("BT-113", f"{TOTALS}/TotalPrepaidAmount"),
        rounding=r.amount("BT-114", f"{TOTALS}/RoundingAmount"),
        payable=r.amount("BT-115", f"{TOTALS}/DuePayableAmount"),
        vat=tuple(_vat(r, element) for element in r.all(VAT)),
        lines=tuple(_line(r, element) for element in r.all(LINE)),
        attachments=_attachments(r),
        places=r.places,
        raw=r.raw,
    )


def _seller(r: Reading) -> Party:
    seller = _party(r, f"{AGREEMENT}/SellerTradeParty", "BT-30", "BT-27", "BT-31")
    service = r.text("CPP-SERVICE-FOURNISSEUR", f"{SETTLEMENT}/InvoiceIssuerReference")
    return Party(seller.identifier, seller.name, seller.vat_number, service, None, seller.address, seller.country)


def _other_party(r: Reading, path: str, identifier_term: str, name_term: str) -> Party | None:
    """A party that an invoice may lack: the payee (BG-10), the valideur."""
    party = _party(r, path, identifier_term, name_term, None)
    return None if r.find(path) is None else party


def _party(r: Reading, path: str, identifier_term: str, name_term: str, vat_term: str | None) -> Party:
    # Chorus Pro asks for SpecifiedLegalOrganization (BT-30, BT-47); ID and GlobalID (BT-29, BT-46) come after it.
    id_paths = (f"{path}/SpecifiedLegalOrganization/ID", f"{path}/GlobalID", f"{path}/ID")
    r.text(identifier_term, *id_paths)
    identifier = next(filter(None, (identifier_of(r.all(id_path)) for id_path in id_paths)), None)
    node = r.find(path)
    address = None if node is None else r.find("PostalTradeAddress", node)
    return Party(
        identifier=identifier,
        name=r.text(name_term, f"{path}/Name"),
        vat_number=_vat_number(r, path, vat_term) if vat_term else None,
        service_name=None if node is None else r.inner("DefinedTradeContact/DepartmentName", node),
        address=() if address is None else tuple(filter(None, (r.inner(part, address) for part in ADDRESS))),
        country=None if address is None else r.inner("CountryID", address),
    )


def _vat_number(r: Reading, path: str, term: str) -> str | None:
    registrations = r.all(f"{path}/SpecifiedTaxRegistration/ID")
    element = next((e for e in registrations if e.get("schemeID") in ("VA", "VAT", None)), None)
    if element is not None:
        r.places[term] = Place(r.spot(f"{path}/SpecifiedTaxRegistration/ID").path, line_of(element))
    return text_of(element)


def _tax_total(r: Reading, currency: str | None) -> Decimal | None:
    """BT-110: of two totals (BT-111 is the same in the accounting currency), the one in the invoice's currency."""
    first = r.amount("BT-110", f"{TOTALS}/TaxTotalAmount")
    for element in r.all(f"{TOTALS}/TaxTotalAmount")[1:]:
        text = text_of(element)
        if currency and element.get("currencyID") == currency and text:
            r.places["BT-110"] = Place(r.spot(f"{TOTALS}/TaxTotalAmount").path, line_of(element))
            return decimal_of(text)
    return first


def _vat(r: Reading, element: etree._Element) -> VatBreakdown:
    return VatBreakdown(
        category=r.inner("CategoryCode", element),
        rate=r.number("RateApplicablePercent", element, "BT-119"),
        base=r.number("BasisAmount", element, "BT-116"),
        amount=r.number("CalculatedAmount", element, "BT-117"),
        exemption_reason=r.inner("ExemptionReason", element),
        place=r.place_of(element, VAT),
    )


def _line(r: Reading, element: etree._Element) -> Line:
    quantity = r.find("SpecifiedLineTradeDelivery/BilledQuantity", element)
    price = "SpecifiedLineTradeAgreement/{}ProductTradePrice/ChargeAmount"
    return Line(
        id=r.inner("AssociatedDocumentLineDocument/LineID", element),
        name=r.inner("SpecifiedTradeProduct/Name", element),
        quantity=r.number("SpecifiedLineTradeDelivery/BilledQuantity", element, "BT-129"),
        unit=None if quantity is None else quantity.get("unitCode"),
        unit_price=r.number(price.format("NetPrice"), element, "BT-146"),
        net_amount=r.number(
            "SpecifiedLineTradeSettlement/SpecifiedTradeSettlementLineMonetarySummation/LineTotalAmount",
            element,
            "BT-131",
        ),
        vat_category=r.inner("SpecifiedLineTradeSettlement/ApplicableTradeTax/CategoryCode", element),
        vat_rate=r.number("SpecifiedLineTradeSettlement/ApplicableTradeTax/RateApplicablePercent", element, "BT-152"),
        place=r.place_of(element, LINE),
    )


def _attachments(r: Reading) -> tuple[Attachment, ...]:
    """The documents of BG-24 that are inside the file. The first PDF is the readable invoice of a mixed flow."""
    found = [
        (element, binary)
        for element in r.all(ATTACHMENT)
        if (binary := r.find("AttachmentBinaryObject", element)) is not None
    ]
    main = next((element for element, binary in found if binary.get("mimeCode") == "application/pdf"), None)
    return tuple(
        Attachment(
            name=r.inner("IssuerAssignedID", element) or binary.get("filename"),
            mime_type=binary.get("mimeCode"),
            main=element is main,
            content=decoded(binary),
            place=r.place_of(element, ATTACHMENT),
        )
        for element, binary in found
    )
