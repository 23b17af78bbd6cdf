"""What comes back in a CII invoice beside its lines: notes, allowances, means of payment, taxes, documents."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from chorus_app.formats.binding import Fixed, Group, Part, Row, leaf, placed
from chorus_app.formats.cii.names import DAY
from chorus_app.formats.codecs import BYTES, COMPACT_DAY, COMPACT_MOMENT, FLAG, NUMBER, PRESENT
from chorus_app.formats.making import allowance, breakdown
from chorus_app.formats.parsed import (
    AllowanceCharge,
    Attachment,
    Note,
    PaymentMeans,
    PaymentTerms,
    Placed,
    Reference,
)
from chorus_app.formats.terms import ALLOWANCE, LINE_ALLOWANCE, PRICE_ALLOWANCE, Terms

if TYPE_CHECKING:
    pass

GOES_WITH, TENDER, OBJECT = "916", "50", "130"  # UNTDID 1001: what a document is to the invoice


@dataclass(frozen=True, slots=True)
class Document(Placed):
    """An AdditionalReferencedDocument of the header: an attachment (BG-24), the tender (BT-17), the invoiced object
    (BT-18)."""

    name: str | None = None
    location: str | None = None
    type_code: str | None = None
    description: str | None = None
    content: bytes | None = None
    mime_type: str | None = None
    filename: str | None = None
    scheme: str | None = None
    carried: bool = False


@dataclass(frozen=True, slots=True)
class TaxTotal(Placed):
    """A total of VAT, in the invoice's currency (BT-110) or in that of the accounts (BT-111)."""

    amount: Decimal | None = None
    currency: str | None = None


NOTE = Group(
    (
        leaf("code", "ram:ContentCode"),
        leaf("text", "ram:Content", term="BT-22"),
        leaf("subject", "ram:SubjectCode", term="BT-21"),
    ),
    {"": placed(Note)},
)
LINE_NOTE = Group(
    (
        leaf("code", "ram:ContentCode"),
        leaf("text", "ram:Content", term="BT-127"),
        leaf("subject", "ram:SubjectCode"),
    ),
    {"": placed(Note)},
)
PRECEDING = Group(
    (
        leaf("number", "ram:IssuerAssignedID", term="BT-25"),
        leaf("issue_date", "ram:FormattedIssueDateTime/qdt:DateTimeString", term="BT-26", codec=COMPACT_MOMENT),
    ),
    {"": placed(Reference)},
)


def _allowance_rows(terms: Terms) -> Iterator[Row]:
    indicator = "ram:ChargeIndicator/udt:Indicator"
    yield leaf("charge", indicator, f"{indicator}String", codec=FLAG)
    yield leaf("percent", "ram:CalculationPercent", term=terms.get("percent"), codec=NUMBER)
    yield leaf("base", "ram:BasisAmount", term=terms.get("base"), codec=NUMBER)
    yield leaf("amount", "ram:ActualAmount", term=terms.get("amount"), codec=NUMBER)
    yield leaf("reason_code", "ram:ReasonCode", term=terms.get("reason_code"))
    yield leaf("reason", "ram:Reason", term=terms.get("reason"))
    yield from _tax_rows("ram:CategoryTradeTax", terms)


def _tax_rows(path: str, terms: Terms) -> Iterator[Row]:
    yield Fixed(f"{path}/ram:TypeCode", "VAT", when=("vat_category", "vat_rate"))
    yield leaf("vat_category", f"{path}/ram:CategoryCode", term=terms.get("vat_category"))
    yield leaf("vat_rate", f"{path}/ram:RateApplicablePercent", term=terms.get("vat_rate"), codec=NUMBER)


ALLOWANCES = Group(tuple(_allowance_rows(ALLOWANCE)), {"": Part(allowance)})
LINE_ALLOWANCES = Group(tuple(_allowance_rows(LINE_ALLOWANCE)), {"": Part(allowance)})
PRICE_ALLOWANCES = Group(tuple(_allowance_rows({"amount": PRICE_ALLOWANCE["amount"]})), {"": Part(allowance)})
FREIGHT = Group(
    (
        leaf("reason", "ram:Description"),
        leaf("amount", "ram:AppliedAmount", codec=NUMBER),
        *_tax_rows("ram:AppliedTradeTax", {}),
    ),
    {"": Part(lambda found: AllowanceCharge(charge=True, place=found.place, **found.values))},
)

CARD = "ram:ApplicableTradeSettlementFinancialCard"
ACCOUNT = "ram:PayeePartyCreditorFinancialAccount"
PAYMENT = Group(
    (
        leaf("code", "ram:TypeCode", term="BT-81"),
        leaf("text", "ram:Information", term="BT-82"),
        leaf("card_number", f"{CARD}/ram:ID", term="BT-87"),
        leaf("card_holder", f"{CARD}/ram:CardholderName", term="BT-88"),
        leaf("debited_account", "ram:PayerPartyDebtorFinancialAccount/ram:IBANID", term="BT-91"),
        leaf("account", f"{ACCOUNT}/ram:IBANID", f"{ACCOUNT}/ram:ProprietaryID", term="BT-84"),
        leaf("account_name", f"{ACCOUNT}/ram:AccountName", term="BT-85"),
        leaf("bic", "ram:PayeeSpecifiedCreditorFinancialInstitution/ram:BICID", term="BT-86"),
    ),
    {"": placed(PaymentMeans)},
)
TERMS = Group(
    (
        leaf("text", "ram:Description", term="BT-20"),
        leaf("due_date", f"ram:DueDateDateTime/{DAY}", term="BT-9", codec=COMPACT_DAY),
        leaf("mandate", "ram:DirectDebitMandateID", term="BT-89"),
    ),
    {"": placed(PaymentTerms)},
)


VAT = Group(
    (
        leaf("amount", "ram:CalculatedAmount", term="BT-117", codec=NUMBER),
        Fixed("ram:TypeCode", "VAT"),
        leaf("exemption_reason", "ram:ExemptionReason", term="BT-120"),
        leaf("base", "ram:BasisAmount", term="BT-116", codec=NUMBER),
        leaf("category", "ram:CategoryCode", term="BT-118"),
        leaf("exemption_code", "ram:ExemptionReasonCode", term="BT-121"),
        leaf("tax_point_date", "ram:TaxPointDate/udt:DateString", term="BT-7", codec=COMPACT_DAY),
        leaf("due_code", "ram:DueDateTypeCode", term="BT-8"),
        leaf("rate", "ram:RateApplicablePercent", term="BT-119", codec=NUMBER),
    ),
    {"": Part(breakdown)},
)
TAX_TOTAL = Group(
    (leaf("amount", "", term="BT-110", codec=NUMBER), leaf("currency", "@currencyID")),
    {"": placed(TaxTotal)},
)
BINARY = "ram:AttachmentBinaryObject"
DOCUMENT = Group(
    (
        leaf("name", "ram:IssuerAssignedID", term="BT-122"),
        leaf("location", "ram:URIID", term="BT-124"),
        leaf("type_code", "ram:TypeCode"),
        leaf("description", "ram:Name", term="BT-123"),
        leaf("content", BINARY, term="BT-125", codec=BYTES),
        leaf("carried", BINARY, codec=PRESENT, read_only=True),
        leaf("mime_type", f"{BINARY}/@mimeCode"),
        leaf("filename", f"{BINARY}/@filename"),
        leaf("scheme", "ram:ReferenceTypeCode"),
    ),
    {"": placed(Document)},
)


def attachments_of(documents: tuple[Document, ...]) -> tuple[Attachment, ...]:
    """The documents of BG-24. The first PDF is the readable invoice of a mixed flow."""
    main = next((document for document in documents if document.mime_type == "application/pdf"), None)
    return tuple(_attachment(document, main=document is main) for document in documents)


def _attachment(document: Document, *, main: bool) -> Attachment:
    return Attachment(
        name=document.name or document.filename,
        mime_type=document.mime_type,
        main=main,
        content=document.content,
        description=document.description,
        location=document.location,
        filename=document.filename if document.filename != document.name and document.name else None,
        type_code=None if document.type_code == GOES_WITH else document.type_code,
        embedded=bool(document.carried or document.mime_type or document.filename),
        place=document.place,
        places=document.places,
    )


def document_of(attachment: Attachment) -> Document:
    """An attachment as CII writes it."""
    inside = attachment.embedded
    return Document(
        name=attachment.name,
        location=attachment.location,
        type_code=attachment.type_code or GOES_WITH,
        description=attachment.description,
        content=(attachment.content or b"") if inside else None,
        mime_type=attachment.mime_type if inside else None,
        filename=(attachment.filename or attachment.name) if inside else None,
    )
