"""How values are written on French invoices: amounts, days, rates, SIRET, numbers. Texts come in as they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Generic, TypeVar

from stdnum import iban
from stdnum.fr import siret, tva

from chorus_app.formats.printed.layout import plain

Value = TypeVar("Value")
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("janvier", "janv", "jan"),
            ("fevrier", "fevr", "fev"),
            ("mars", "mar"),
            ("avril", "avr"),
            ("mai",),
            ("juin",),
            ("juillet", "juil"),
            ("aout", "aou"),
            ("septembre", "sept", "sep"),
            ("octobre", "oct"),
            ("novembre", "nov"),
            ("decembre", "dec"),
        ),
        1,
    )
    for name in names
}
DAY = re.compile(
    r"(?<![\d/.-])(?:(?P<d>\d{1,2})\s?(?P<s>[/.-])\s?(?P<m>\d{1,2})\s?(?P=s)\s?(?P<y>\d{4}|\d{2})"
    r"|(?P<y2>(?:19|20)\d\d)-(?P<m2>\d\d)-(?P<d2>\d\d)"
    r"|(?P<y3>20\d\d)(?P<m3>0[1-9]|1[0-2])(?P<d3>[0-3]\d)"
    r"|(?P<d4>\d{1,2})(?:er)?\s(?P<m4>[a-z]{3,9})\.?\s(?P<y4>\d{4}))(?![./-]?\d)"
)
# 1 234,56 · 1.234,56 · 1234.56 · 1,234.56; with its cents, or followed by the currency.
AMOUNT = re.compile(
    r"(?<![\d,./-])(?P<sign>-\s?)?(?:€\s?|eur\s)?"
    r"(?P<whole>\d{1,3}(?:[ .,']\d{3})+|\d+)"
    r"(?:(?P<mark>[.,])(?P<cents>\d{2,4})(?!\d))?"
    r"(?P<currency>\s?(?:€|eur\b|euros?\b))?(?![\d/%]|,\d|\s?%)"
)
RATE = re.compile(r"(?<![\d,.])(\d{1,2}(?:[.,]\d{1,2})?)\s?%")
SIRET = re.compile(r"(?<!\d)\d(?:[ .]?\d){13}(?!\d)")
VAT_NUMBER = re.compile(r"\bfr\s?([0-9a-z]{2})\s?(\d{3})\s?(\d{3})\s?(\d{3})(?!\d)")
IBAN = re.compile(r"\b[a-z]{2}\d{2}(?: ?[0-9a-z]{2,4}){3,8}\b")
CODE = re.compile(r"[A-Z0-9][A-Z0-9_/.\-]*", re.IGNORECASE)
SPACED = re.compile(r"[\s:]*([A-Za-z]{1,6}(?: \d{1,6}){1,3})\s*")
FRENCH_RATES = frozenset(map(Decimal, ("20", "10", "5.5", "2.1", "8.5")))  # per cent; the last in Guadeloupe and so on
CURRENCIES = {"€": "EUR", "eur": "EUR", "euro": "EUR", "euros": "EUR"}


@dataclass(frozen=True)
class Written(Generic[Value]):
    """A value, and from which character to which of the text it stands."""

    value: Value
    start: int
    end: int


def days(text: str) -> Iterator[Written[date]]:
    """Each day that exists in the calendar."""
    for found in DAY.finditer(plain(text)):
        parts = {name.rstrip("234"): value for name, value in found.groupdict().items() if value is not None}
        month = MONTHS.get(parts["m"]) if parts["m"].isalpha() else int(parts["m"])
        year = int(parts["y"]) + (2000 if len(parts["y"]) == 2 else 0)
        try:
            yield Written(date(year, month or 0, int(parts["d"])), *found.span())
        except ValueError:
            continue


def amounts(text: str) -> Iterator[Written[Decimal]]:
    """Each amount of money: with two decimals or more, or with its currency."""
    for found in AMOUNT.finditer(plain(text)):
        if found["cents"] is None and found["currency"] is None:
            continue
        whole = re.sub(r"\D", "", found["whole"])
        value = Decimal(f"{whole}.{found['cents'] or '0'}")
        yield Written(-value if found["sign"] else value, *found.span())


def rates(text: str) -> Iterator[Written[Decimal]]:
    """Each percentage."""
    for found in RATE.finditer(plain(text)):
        yield Written(Decimal(found[1].replace(",", ".")), *found.span())


def sirets(text: str) -> Iterator[Written[str]]:
    """Each number of 14 digits, alone or in groups. Whether its key holds is another question (`has_key`)."""
    for found in SIRET.finditer(plain(text)):
        yield Written(re.sub(r"\D", "", found[0]), *found.span())


def has_key(number: str) -> bool:
    """Whether a SIRET ends with the right digit."""
    return bool(siret.is_valid(number))


def vat_numbers(text: str) -> Iterator[Written[str]]:
    """Each French VAT number whose key holds."""
    for found in VAT_NUMBER.finditer(plain(text)):
        value = "FR" + "".join(found.groups()).upper()
        if tva.is_valid(value):
            yield Written(value, *found.span())


def ibans(text: str) -> Iterator[Written[str]]:
    """Each IBAN whose key holds."""
    for found in IBAN.finditer(plain(text)):
        value = found[0].replace(" ", "").upper()
        while len(value) > 14 and not iban.is_valid(value, check_country=False):
            value = value[:-1]
        if len(value) > 14:
            yield Written(value, *found.span())


def services(text: str, most: int) -> Iterator[Written[str]]:
    """Each code of a service: as `codes`, or a word of capitals, as « STECH »."""
    taken = {written.start: written for written in codes(text, most)}
    for found in CODE.finditer(text):
        value = found[0].rstrip("/.-_")
        if found.start() in taken:
            yield taken[found.start()]
        elif len(value) >= 3 and value.isupper():
            yield Written(value[:most], found.start(), found.start() + len(value))


def spaced(text: str) -> Written[str] | None:
    """A number in pieces that is all that the text holds: « EJP 2026 0415 »."""
    found = SPACED.fullmatch(text)
    return Written(found[1], *found.span(1)) if found else None


def codes(text: str, most: int) -> Iterator[Written[str]]:
    """Each word of letters, digits and - _ / . that holds a digit, has `most` characters at most, and is no day."""
    taken = list(days(text))
    for found in CODE.finditer(text):
        value = found[0].rstrip("/.-_")
        inside = any(day.start < found.end() and day.end > found.start() for day in taken)
        if any(letter.isdigit() for letter in value) and len(value) <= most and not (inside and len(value) < 12):
            yield Written(value, found.start(), found.start() + len(value))
