"""The parts of an invoice that come back in several places: parties, addresses, references, allowances, notes.

What a value says is compared; where it stood (`place`, `places`) is not: the same invoice may be written elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple


class Place(NamedTuple):
    """Where a value stands: `path` in Chorus Pro's dotted style without namespaces, `line` counted from 1."""

    path: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    """A repeated group: where it stands, and where each of its values stands, by business term."""

    place: Place | None = field(default=None, compare=False, kw_only=True)
    places: Mapping[str, Place] = field(default_factory=dict, compare=False, repr=False, kw_only=True)


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
class Code:
    """A value with the list that it is taken from: an identifier of an item, of an object, of a mailbox."""

    value: str
    scheme: str | None = None


@dataclass(frozen=True, slots=True)
class Address:
    """A postal address (BG-5, BG-8, BG-12, BG-15). Iterating gives what a letter shows, country left out."""

    line_one: str | None = None  # BT-35
    line_two: str | None = None  # BT-36
    line_three: str | None = None  # BT-162
    postcode: str | None = None  # BT-38
    city: str | None = None  # BT-37
    subdivision: str | None = None  # BT-39
    country: str | None = None  # BT-40

    def __iter__(self) -> Iterator[str]:
        parts = (self.line_one, self.line_two, self.line_three, self.postcode, self.city)
        return (part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to ask (BG-6, BG-9). The service's name is `Party.service_name`."""

    name: str | None = None  # BT-41
    phone: str | None = None  # BT-42
    email: str | None = None  # BT-43
    fax: str | None = None  # Chorus Pro


@dataclass(frozen=True, slots=True)
class Party:
    """A party of the invoice: Seller (BG-4), Buyer (BG-7), Payee (BG-10), the tax representative (BG-11), where it is
    delivered (BG-13), or the valideur of Chorus Pro.

    `identifier` is the one that Chorus Pro looks at; read from a file it is also `legal_id` or one of `ids`.
    """

    identifier: Identifier | None = None  # BT-30 / BT-47
    name: str | None = None  # BT-27 / BT-44
    vat_number: str | None = None  # BT-31 / BT-48
    service_code: str | None = None  # of the supplier (Chorus Pro); the buyer's is Invoice.service_code
    service_name: str | None = None
    address: Address = Address()
    legal_id: Identifier | None = None  # BT-30 / BT-47 / BT-61, as it stands
    ids: tuple[Identifier, ...] = ()  # BT-29 / BT-46 / BT-60 / BT-71
    trading_name: str | None = None  # BT-28 / BT-45
    tax_number: str | None = None  # BT-32
    legal_form: str | None = None  # BT-33
    mailbox: Code | None = None  # BT-34 / BT-49, electronic address
    contact: Contact | None = None

    @property
    def country(self) -> str | None:
        """BT-40 / BT-55."""
        return self.address.country


@dataclass(frozen=True, slots=True)
class Period:
    """From when to when (BG-14, BG-26)."""

    start: date | None = None  # BT-73 / BT-134
    end: date | None = None  # BT-74 / BT-135
    description: str | None = None  # Chorus Pro


@dataclass(frozen=True, slots=True)
class Note(Placed):
    """A note (BG-1) with the code of what it is about (BT-21)."""

    text: str | None = None  # BT-22 / BT-127
    subject: str | None = None  # BT-21
    code: str | None = None  # of a text agreed beforehand (CII)


@dataclass(frozen=True, slots=True)
class Reference(Placed):
    """A preceding invoice (BG-3)."""

    number: str | None = None  # BT-25
    issue_date: date | None = None  # BT-26


@dataclass(frozen=True, slots=True)
class AllowanceCharge(Placed):
    """An amount taken off (BG-20, BG-27) or, when `charge`, put on (BG-21, BG-28)."""

    charge: bool = False
    amount: Decimal | None = None  # BT-92 / BT-99 / BT-136 / BT-141
    base: Decimal | None = None  # BT-93 / BT-100 / BT-137 / BT-142
    percent: Decimal | None = None  # BT-94 / BT-101 / BT-138 / BT-143
    vat_category: str | None = None  # BT-95 / BT-102
    vat_rate: Decimal | None = None  # BT-96 / BT-103
    reason: str | None = None  # BT-97 / BT-104 / BT-139 / BT-144
    reason_code: str | None = None  # BT-98 / BT-105 / BT-140 / BT-145


@dataclass(frozen=True, slots=True)
class PaymentMeans(Placed):
    """One way to pay (BG-16), with its account (BG-17), card (BG-18) or direct debit (BG-19)."""

    code: str | None = None  # BT-81
    text: str | None = None  # BT-82
    account: str | None = None  # BT-84, an IBAN or another number
    account_name: str | None = None  # BT-85
    bic: str | None = None  # BT-86
    card_number: str | None = None  # BT-87
    card_holder: str | None = None  # BT-88
    debited_account: str | None = None  # BT-91
    remittance: str | None = None  # BT-83, when it is not the invoice's
    mandate: str | None = None  # BT-89, likewise
    due_date: date | None = None  # BT-9, likewise


@dataclass(frozen=True, slots=True)
class PaymentTerms(Placed):
    """What is agreed on the payment (BT-20); a date of its own when it is not the invoice's."""

    text: str | None = None  # BT-20
    due_date: date | None = None  # BT-9
    mandate: str | None = None  # BT-89
