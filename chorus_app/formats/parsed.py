"""What an invoice says, whatever its syntax: one shape for UBL, CII and Factur-X.

Names follow EN 16931 (BT numbers in the comments); what only Chorus Pro knows keeps its French name.
Amounts are `Decimal` in the invoice's currency; dates are `date`. A value that the file does not carry is
`None` (never an empty string). Where each value stood in the file is kept in `places`, by business term.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands: `path` in Chorus Pro's dotted style without namespaces, `line` counted from 1."""

    path: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Identifier:
    """An identifier of a structure with the type that Chorus Pro gives it.

    `type` is one of SIRET, UE_HORS_FRANCE, HORS_UE, RIDET, TAHITI, AUTRE, PARTICULIER; `scheme` is the raw
    schemeID / schemeName of the file ("1", "0002", "SIRET"…).
    """

    type: str
    value: str
    scheme: str | None = None


@dataclass(frozen=True, slots=True)
class Party:
    """A party of the invoice: Seller (BG-4), Buyer (BG-7), Payee (BG-10) or the valideur of Chorus Pro."""

    identifier: Identifier | None = None  # BT-30 / BT-47
    name: str | None = None  # BT-27 / BT-44
    vat_number: str | None = None  # BT-31 / BT-48
    service_code: str | None = None  # of the supplier (Chorus Pro); the buyer's is Invoice.service_code
    service_name: str | None = None
    address: tuple[str, ...] = ()
    country: str | None = None  # BT-40 / BT-55


@dataclass(frozen=True, slots=True)
class VatBreakdown:
    """One row of BG-23."""

    category: str | None  # BT-118
    rate: Decimal | None  # BT-119, per cent
    base: Decimal | None  # BT-116
    amount: Decimal | None  # BT-117
    exemption_reason: str | None = None  # BT-120
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One invoice line, BG-25."""

    id: str | None  # BT-126
    name: str | None  # BT-153
    quantity: Decimal | None  # BT-129
    unit: str | None  # BT-130
    unit_price: Decimal | None  # BT-146
    net_amount: Decimal | None  # BT-131
    vat_category: str | None = None  # BT-151
    vat_rate: Decimal | None = None  # BT-152
    kind: str | None = None  # TYPE_LIGNE: REGROUPEMENT or INFORMATION lines stay out of the totals
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Attachment:
    """A document carried inside the XML (BG-24). `content` is None when it could not be decoded."""

    name: str | None
    mime_type: str | None
    main: bool
    content: bytes | None = field(default=None, repr=False)
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class ParsedInvoice:
    """All that EN 16931 and Chorus Pro name in one invoice."""

    schema: str  # "ubl" or "cii"
    number: str | None = None  # BT-1
    issue_date: date | None = None  # BT-2
    type_code: str | None = None  # BT-3
    currency: str | None = None  # BT-5
    vat_due_code: str | None = None  # BT-8 (régime de TVA)
    due_date: date | None = None  # BT-9
    service_code: str | None = None  # BT-10, code service exécutant of the recipient
    contract: str | None = None  # BT-12, marché
    engagement: str | None = None  # BT-13
    note: str | None = None  # BT-22
    cadre: str | None = None  # BT-23: "A1" … "A25", as written, before any default
    guideline: str | None = None  # BT-24
    original_invoice: str | None = None  # BT-25
    seller: Party = Party()
    buyer: Party = Party()
    payee: Party | None = None
    valideur: Party | None = None
    payment_means: str | None = None  # BT-81
    iban: str | None = None  # BT-84
    bic: str | None = None  # BT-86
    line_total: Decimal | None = None  # BT-106
    allowance_total: Decimal | None = None  # BT-107
    charge_total: Decimal | None = None  # BT-108
    tax_exclusive: Decimal | None = None  # BT-109
    tax_total: Decimal | None = None  # BT-110
    tax_inclusive: Decimal | None = None  # BT-112
    prepaid: Decimal | None = None  # BT-113
    rounding: Decimal | None = None  # BT-114
    payable: Decimal | None = None  # BT-115
    vat: tuple[VatBreakdown, ...] = ()
    lines: tuple[Line, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    places: Mapping[str, Place] = field(default_factory=dict)  # by business term: "BT-1", "BT-47", "CPP-VALIDEUR"…
    raw: Mapping[str, str] = field(default_factory=dict)  # text of terms that could not be read, e.g. BT-2 "12/13/24"

    def place(self, term: str) -> Place | None:
        """Where the business term stands in the file, or where its parent stands when it is missing."""
        return self.places.get(term)
