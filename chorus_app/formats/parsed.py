"""What an invoice says, whatever its syntax: one shape for UBL, CII, Factur-X and CPP.

Names follow EN 16931 (BT numbers in the comments); what only Chorus Pro knows keeps its French name.
Amounts are `Decimal` in the invoice's currency; dates are `date`. A value that the file does not carry is
`None` (never an empty string). Where each value stood in the file is kept in `places`, by business term: those of
the header in the invoice's, those of a line, an attachment… in its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from chorus_app.formats.parts import (
    Address,
    AllowanceCharge,
    Code,
    Contact,
    Identifier,
    Note,
    Party,
    PaymentMeans,
    PaymentTerms,
    Period,
    Place,
    Placed,
    Reference,
)

__all__ = [
    "Address",
    "AllowanceCharge",
    "Attachment",
    "Attribute",
    "Classification",
    "Code",
    "Contact",
    "Identifier",
    "Line",
    "Note",
    "ParsedInvoice",
    "Party",
    "PaymentMeans",
    "PaymentTerms",
    "Period",
    "Place",
    "Placed",
    "Reference",
    "VatBreakdown",
]

NOBODY = Party()
OUT_OF_TOTALS = frozenset({"REGROUPEMENT", "GROUP", "INFORMATION"})  # kinds of lines: Chorus Pro's, Factur-X's


@dataclass(frozen=True, slots=True)
class VatBreakdown(Placed):
    """One row of BG-23."""

    category: str | None  # BT-118
    rate: Decimal | None  # BT-119, per cent
    base: Decimal | None  # BT-116
    amount: Decimal | None  # BT-117
    exemption_reason: str | None = None  # BT-120
    exemption_code: str | None = None  # BT-121
    due_code: str | None = None  # BT-8, when it is not the invoice's
    tax_point_date: date | None = None  # BT-7, when it is not the invoice's


@dataclass(frozen=True, slots=True)
class Attribute(Placed):
    """A property of the item (BG-32)."""

    name: str | None = None  # BT-160
    value: str | None = None  # BT-161


@dataclass(frozen=True, slots=True)
class Classification(Placed):
    """A class that the item belongs to, in a list (BT-158)."""

    code: str | None = None
    list: str | None = None
    version: str | None = None


@dataclass(frozen=True, slots=True)
class Line(Placed):
    """One invoice line, BG-25."""

    id: str | None  # BT-126
    name: str | None  # BT-153
    quantity: Decimal | None  # BT-129
    unit: str | None  # BT-130
    unit_price: Decimal | None  # BT-146
    net_amount: Decimal | None  # BT-131
    vat_category: str | None = None  # BT-151
    vat_rate: Decimal | None = None  # BT-152
    kind: str | None = None  # Chorus Pro, TYPE_LIGNE: REGROUPEMENT or INFORMATION lines stay out of the totals
    subkind: str | None = None  # Chorus Pro, "sous-type"
    parent: str | None = None  # the line of which it is a sub-line
    notes: tuple[Note, ...] = ()  # BT-127
    objects: tuple[Code, ...] = ()  # BT-128
    order_line: str | None = None  # BT-132
    accounting: str | None = None  # BT-133
    period: Period | None = None  # BG-26
    delivery_date: date | None = None  # Chorus Pro
    delivered_to: tuple[Code, ...] = ()  # Chorus Pro, site de livraison
    allowances: tuple[AllowanceCharge, ...] = ()  # BG-27, BG-28
    gross_price: Decimal | None = None  # BT-148
    price_allowances: tuple[AllowanceCharge, ...] = ()  # BT-147 is the first one's amount
    base_quantity: Decimal | None = None  # BT-149
    base_unit: str | None = None  # BT-150
    gross_base_quantity: Decimal | None = None  # the same of the gross price, where a syntax tells them apart
    gross_base_unit: str | None = None
    exemption_reason: str | None = None  # Chorus Pro, of the line's VAT
    exemption_code: str | None = None
    description: str | None = None  # BT-154
    seller_item: str | None = None  # BT-155
    buyer_item: str | None = None  # BT-156
    standard_item: Code | None = None  # BT-157
    classifications: tuple[Classification, ...] = ()  # BT-158
    origin: str | None = None  # BT-159
    attributes: tuple[Attribute, ...] = ()  # BG-32

    @property
    def in_totals(self) -> bool:
        """Whether the line counts: those that group or inform do not."""
        return not {self.kind, self.subkind} & OUT_OF_TOTALS

    @property
    def price_discount(self) -> Decimal | None:
        """BT-147."""
        return self.price_allowances[0].amount if self.price_allowances else None


@dataclass(frozen=True, slots=True)
class Attachment(Placed):
    """A document that goes with the invoice (BG-24): inside the file, or named by its address (`location`).

    `content` is None when it could not be decoded.
    """

    name: str | None  # BT-122
    mime_type: str | None
    main: bool  # the readable invoice of a mixed flow
    content: bytes | None = field(default=None, repr=False)  # BT-125
    description: str | None = None  # BT-123
    location: str | None = None  # BT-124
    filename: str | None = None  # when it is not the name
    type_code: str | None = None  # as the file gives it
    embedded: bool = True  # there is a place for the content in the file


@dataclass(frozen=True, slots=True)
class ParsedInvoice:
    """All that EN 16931 and Chorus Pro name in one invoice."""

    schema: str  # "ubl", "cii" or "cpp"
    number: str | None = None  # BT-1
    issue_date: date | None = None  # BT-2
    type_code: str | None = None  # BT-3
    currency: str | None = None  # BT-5
    tax_currency: str | None = None  # BT-6
    tax_point_date: date | None = None  # BT-7
    vat_due_code: str | None = None  # BT-8 (régime de TVA)
    due_date: date | None = None  # BT-9
    service_code: str | None = None  # BT-10, code service exécutant of the recipient
    buyer_reference: str | None = None  # the other place of BT-10 in UBL, when it says something else
    project: str | None = None  # BT-11
    project_name: str | None = None
    contract: str | None = None  # BT-12, marché
    contract_type: str | None = None  # Chorus Pro: CT (contrat) or BC (marché)
    engagement: str | None = None  # BT-13
    engagement_type: str | None = None  # Chorus Pro: "Engagement" or "Bon de commande"
    sales_order: str | None = None  # BT-14
    receipt: str | None = None  # BT-15
    despatch: str | None = None  # BT-16
    tender: str | None = None  # BT-17
    invoiced_object: Code | None = None  # BT-18
    accounting: str | None = None  # BT-19
    payment_terms: tuple[PaymentTerms, ...] = ()  # BT-20
    notes: tuple[Note, ...] = ()  # BG-1
    cadre: str | None = None  # BT-23: "A1" … "A25", as written, before any default
    process: str | None = None  # BT-23 of other networks, where UBL carries it beside the cadre
    guideline: str | None = None  # BT-24
    preceding: tuple[Reference, ...] = ()  # BG-3; in works, the piece that this one goes with
    seller: Party = NOBODY
    buyer: Party = NOBODY
    payee: Party | None = None
    valideur: Party | None = None
    tax_representative: Party | None = None  # BG-11
    deliver_to: Party | None = None  # BG-13, BG-15
    delivery_date: date | None = None  # BT-72
    period: Period | None = None  # BG-14
    payments: tuple[PaymentMeans, ...] = ()  # BG-16
    remittance: str | None = None  # BT-83
    mandate: str | None = None  # BT-89
    creditor_id: str | None = None  # BT-90
    allowances: tuple[AllowanceCharge, ...] = ()  # BG-20, BG-21
    freight: tuple[AllowanceCharge, ...] = ()  # charges for carriage, which CII may name apart (EXTENDED)
    line_total: Decimal | None = None  # BT-106
    allowance_total: Decimal | None = None  # BT-107
    charge_total: Decimal | None = None  # BT-108
    tax_exclusive: Decimal | None = None  # BT-109
    tax_total: Decimal | None = None  # BT-110
    accounting_tax_total: Decimal | None = None  # BT-111, in the currency of BT-6
    tax_inclusive: Decimal | None = None  # BT-112
    prepaid: Decimal | None = None  # BT-113
    rounding: Decimal | None = None  # BT-114
    payable: Decimal | None = None  # BT-115
    vat: tuple[VatBreakdown, ...] = ()
    lines: tuple[Line, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    # By business term: "BT-1", "BT-47", "CPP-VALIDEUR"…
    places: Mapping[str, Place] = field(default_factory=dict, compare=False)
    raw: Mapping[str, str] = field(default_factory=dict)  # text of terms that could not be read, e.g. BT-2 "12/13/24"

    def place(self, term: str) -> Place | None:
        """Where the business term stands in the file, or where its parent stands when it is missing."""
        return self.places.get(term)

    @property
    def note(self) -> str | None:
        """BT-22 of the first note."""
        return next((note.text for note in self.notes), None)

    @property
    def original_invoice(self) -> str | None:
        """BT-25 of the first preceding invoice."""
        return next((reference.number for reference in self.preceding), None)

    @property
    def payment_means(self) -> str | None:
        """BT-81 of the first means of payment that has one."""
        return next((means.code for means in self.payments if means.code), None)

    @property
    def iban(self) -> str | None:
        """BT-84 of the first means of payment that has one."""
        return next((means.account for means in self.payments if means.account), None)

    @property
    def bic(self) -> str | None:
        """BT-86 of the first means of payment that has one."""
        return next((means.bic for means in self.payments if means.bic), None)

    @property
    def documents(self) -> tuple[Attachment, ...]:
        """The attachments that are inside the file."""
        return tuple(attachment for attachment in self.attachments if attachment.embedded)
