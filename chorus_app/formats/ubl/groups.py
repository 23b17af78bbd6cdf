"""What comes back in a UBL invoice beside its lines: notes, allowances, means of payment, taxes, documents."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from chorus_app.formats.binding import Fixed, Group, Many, Part, Row, leaf, placed
from chorus_app.formats.codecs import BYTES, CODE, FLAG, ISO_DAY, MONEY, NUMBER, PRESENT
from chorus_app.formats.making import allowance, breakdown
from chorus_app.formats.parsed import (
    Attachment,
    Code,
    Note,
    PaymentMeans,
    PaymentTerms,
    Placed,
    Reference,
    VatBreakdown,
)
from chorus_app.formats.terms import ALLOWANCE, LINE_ALLOWANCE, PRICE_ALLOWANCE, Terms

if TYPE_CHECKING:
    from chorus_app.formats.reading import Found

OBJECT, PROJECT = "130", "50"  # UNTDID 1001: what a document is to the invoice
MAIN, OTHER = "01", "02"  # Chorus Pro's DocumentType: the invoice itself, or what goes with it
SUBJECT = re.compile(r"#([A-Z]{3})#(.*)", re.DOTALL)  # UBL writes BT-21 before the note


@dataclass(frozen=True, slots=True)
class Document(Placed):
    """An AdditionalDocumentReference: an attachment (BG-24), the invoiced object (BT-18), a project (BT-11)."""

    id: Code | None = None
    type_code: str | None = None
    kind: str | None = None
    description: str | None = None
    content: bytes | None = None
    mime_type: str | None = None
    filename: str | None = None
    location: str | None = None
    carried: bool = False


@dataclass(frozen=True, slots=True)
class TaxTotal(Placed):
    """A total of VAT with its rows (BG-23): in the invoice's currency (BT-110) or in that of the accounts (BT-111)."""

    amount: Decimal | None = None
    currency: str | None = None
    rows: tuple[VatBreakdown, ...] = ()


def _note(found: Found) -> Note:
    text = str(found.values.get("text") or "")
    coded = SUBJECT.fullmatch(text)
    subject, rest = (coded[1], coded[2].strip()) if coded else (None, text)
    return Note(text=rest or None, subject=subject, place=found.place, places=found.places)


def _note_text(note: Note) -> Mapping[str, object]:
    return {"text": f"#{note.subject}#{note.text or ''}" if note.subject else note.text}


NOTE = Group((leaf("text", "", term="BT-22"),), {"": Part(_note, _note_text)})
LINE_NOTE = Group((leaf("text", "", term="BT-127"),), {"": placed(Note)})
PRECEDING = Group(
    (
        leaf("number", "cac:InvoiceDocumentReference/cbc:ID", term="BT-25"),
        leaf("issue_date", "cac:InvoiceDocumentReference/cbc:IssueDate", term="BT-26", codec=ISO_DAY),
    ),
    {"": placed(Reference)},
)


def tax_rows(path: str, terms: Terms) -> Iterator[Row]:
    """The rows of a category of VAT."""
    yield leaf("vat_category", f"{path}/cbc:ID", term=terms.get("vat_category"))
    yield leaf("vat_rate", f"{path}/cbc:Percent", term=terms.get("vat_rate"), codec=NUMBER)
    yield Fixed(f"{path}/cac:TaxScheme/cbc:ID", "VAT", when=("vat_category", "vat_rate"))


def _allowance_rows(terms: Terms) -> Iterator[Row]:
    yield leaf("charge", "cbc:ChargeIndicator", codec=FLAG)
    yield leaf("reason_code", "cbc:AllowanceChargeReasonCode", term=terms.get("reason_code"))
    yield leaf("reason", "cbc:AllowanceChargeReason", term=terms.get("reason"))
    yield leaf("percent", "cbc:MultiplierFactorNumeric", term=terms.get("percent"), codec=NUMBER)
    yield leaf("amount", "cbc:Amount", term=terms.get("amount"), codec=MONEY)
    yield leaf("base", "cbc:BaseAmount", term=terms.get("base"), codec=MONEY)
    yield from tax_rows("cac:TaxCategory", terms)


ALLOWANCES = Group(tuple(_allowance_rows(ALLOWANCE)), {"": Part(allowance)})
LINE_ALLOWANCES = Group(tuple(_allowance_rows(LINE_ALLOWANCE)), {"": Part(allowance)})
PRICE_ALLOWANCES = Group(tuple(_allowance_rows(PRICE_ALLOWANCE)), {"": Part(allowance)})

ACCOUNT = "cac:PayeeFinancialAccount"
BRANCH = f"{ACCOUNT}/cac:FinancialInstitutionBranch"
CARD = "cac:CardAccount"
PAYMENT = Group(
    (
        leaf("code", "cbc:PaymentMeansCode", term="BT-81"),
        leaf("text", "cbc:PaymentMeansCode/@name", "cbc:InstructionNote", term="BT-82"),
        leaf("due_date", "cbc:PaymentDueDate", codec=ISO_DAY),
        leaf("remittance", "cbc:PaymentID", term="BT-83"),
        leaf("card_number", f"{CARD}/cbc:PrimaryAccountNumberID", term="BT-87"),
        Fixed(f"{CARD}/cbc:NetworkID", "NA", when=("card_number", "card_holder")),
        leaf("card_holder", f"{CARD}/cbc:HolderName", term="BT-88"),
        leaf("account", f"{ACCOUNT}/cbc:ID", term="BT-84"),
        leaf("account_name", f"{ACCOUNT}/cbc:Name", term="BT-85"),
        leaf("bic", f"{BRANCH}/cbc:ID", f"{BRANCH}/cac:FinancialInstitution/cbc:ID", term="BT-86"),
        leaf("mandate", "cac:PaymentMandate/cbc:ID", term="BT-89"),
        leaf("debited_account", "cac:PaymentMandate/cac:PayerFinancialAccount/cbc:ID", term="BT-91"),
    ),
    {"": placed(PaymentMeans)},
)
TERMS = Group((leaf("text", "cbc:Note", term="BT-20"),), {"": placed(PaymentTerms)})


CATEGORY = "cac:TaxCategory"
VAT = Group(
    (
        leaf("base", "cbc:TaxableAmount", term="BT-116", codec=MONEY),
        leaf("amount", "cbc:TaxAmount", term="BT-117", codec=MONEY),
        leaf("category", f"{CATEGORY}/cbc:ID", f"{CATEGORY}/cac:TaxScheme/cbc:TaxTypeCode", term="BT-118"),
        leaf("rate", f"{CATEGORY}/cbc:Percent", "cbc:Percent", term="BT-119", codec=NUMBER),
        leaf("exemption_code", f"{CATEGORY}/cbc:TaxExemptionReasonCode", term="BT-121"),
        leaf("exemption_reason", f"{CATEGORY}/cbc:TaxExemptionReason", term="BT-120"),
        Fixed(f"{CATEGORY}/cac:TaxScheme/cbc:ID", "VAT"),
    ),
    {"": Part(breakdown)},
)
TAX_TOTAL = Group(
    (
        leaf("amount", "cbc:TaxAmount", term="BT-110", codec=MONEY),
        leaf("currency", "cbc:TaxAmount/@currencyID"),
        Many("rows", "cac:TaxSubtotal", VAT),
    ),
    {"": placed(TaxTotal)},
)
BINARY = "cac:Attachment/cbc:EmbeddedDocumentBinaryObject"
DOCUMENT = Group(
    (
        leaf("id", "cbc:ID", term="BT-122", codec=CODE),
        leaf("type_code", "cbc:DocumentTypeCode"),
        leaf("kind", "cbc:DocumentType"),
        leaf("description", "cbc:DocumentDescription", term="BT-123"),
        leaf("content", BINARY, term="BT-125", codec=BYTES),
        leaf("carried", BINARY, codec=PRESENT, read_only=True),
        leaf("mime_type", f"{BINARY}/@mimeCode"),
        leaf("filename", f"{BINARY}/@filename"),
        leaf("location", "cac:Attachment/cac:ExternalReference/cbc:URI", term="BT-124"),
    ),
    {"": placed(Document)},
)


def attachment_of(document: Document) -> Attachment:
    """A document of BG-24; Chorus Pro's mixed flow carries its PDF zipped."""
    name = document.id.value if document.id else None
    return Attachment(
        name=name or document.filename,
        mime_type=document.mime_type,
        main=bool(re.fullmatch(r"0?1", document.kind or document.type_code or "")),
        content=document.content,
        description=document.description,
        location=document.location,
        filename=document.filename if name and document.filename != name else None,
        type_code=document.type_code,
        embedded=bool(document.carried or document.mime_type or document.filename),
        place=document.place,
        places=document.places,
    )


def document_of(attachment: Attachment) -> Document:
    """An attachment as UBL writes it."""
    inside = attachment.embedded
    return Document(
        id=Code(attachment.name or ""),
        type_code=attachment.type_code,
        kind=(MAIN if attachment.main else OTHER) if inside else None,
        description=attachment.description,
        content=(attachment.content or b"") if inside else None,
        mime_type=attachment.mime_type if inside else None,
        filename=(attachment.filename or attachment.name) if inside else None,
        location=attachment.location,
    )
