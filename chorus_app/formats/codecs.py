"""How a value is written in an element: text, number, day, yes or no, identifier, bytes. One way to read each, one to
write."""

from __future__ import annotations

import binascii
import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pybase64
from lxml import etree

from chorus_app.formats.parts import Code, Identifier

DECIMAL = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)", re.ASCII)
DAY = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})(Z|[+-]\d{2}:\d{2})?", re.ASCII)
TIME = re.compile(r"T\d{2}:\d{2}(:\d{2}(\.\d+)?)?", re.ASCII)
MAX_NUMBER_LENGTH = 40  # characters; Chorus Pro's own limit, 19 digits and 6 decimals, is a rule and not a reader's
SCHEMES = {
    "1": "SIRET",
    "0002": "SIRET",
    "0009": "SIRET",
    "SIRET": "SIRET",
    "SIREN": "SIRET",
    "2": "UE_HORS_FRANCE",
    "0223": "UE_HORS_FRANCE",
    "UE_HORS_FRANCE": "UE_HORS_FRANCE",
    "3": "HORS_UE",
    "0227": "HORS_UE",
    "ETR": "HORS_UE",
    "HORS_UE": "HORS_UE",
    "4": "RIDET",
    "0228": "RIDET",
    "RIDET": "RIDET",
    "5": "TAHITI",
    "0229": "TAHITI",
    "TAHITI": "TAHITI",
    "6": "AUTRE",
    "AUTRE": "AUTRE",
    "0226": "PARTICULIER",
    "PARTICULIER": "PARTICULIER",
}  # schemeID / schemeName -> type of identifier: Chorus Pro's digits, ISO 6523 codes, letters of older files
SCHEME_BY_TYPE = {
    "SIRET": "1",
    "UE_HORS_FRANCE": "2",
    "HORS_UE": "3",
    "RIDET": "4",
    "TAHITI": "5",
    "AUTRE": "6",
    "PARTICULIER": "0226",
}
CHORUS_SCHEMES = frozenset({*"123456", "SIRET", "UE_HORS_FRANCE", "HORS_UE", "ETR", "RIDET", "TAHITI", "AUTRE"})

Written = tuple[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Codec:
    """`read` gets the element and its trimmed text, which is not empty, and answers None when it is no such value;
    None instead of a function means the text itself. `write` gives text and attributes. A `money` value carries the
    invoice's currency in UBL."""

    read: Callable[[etree._Element, str], object] | None
    write: Callable[[Any], Written]
    strict: bool = False  # a text that is no such value is worth telling
    money: bool = False


def text_of(element: etree._Element | None) -> str | None:
    """The trimmed text of an element, None when there is none."""
    if element is None or element.text is None:
        return None
    return element.text.strip() or None


def decimal_of(text: str) -> Decimal | None:
    """An XML decimal (point, no exponent, no blank); None when it is not one."""
    return Decimal(text) if len(text) <= MAX_NUMBER_LENGTH and DECIMAL.fullmatch(text) else None


def date_of(text: str) -> date | None:
    """A day written 20240131 or 2024-01-31 (a time zone after it is dropped); None when no such day exists."""
    match = DAY.fullmatch(text)
    try:
        return date(int(match[1]), int(match[2]), int(match[3])) if match else None
    except ValueError:
        return None


def bytes_of(text: str) -> bytes | None:
    """The bytes of a base64 text; None when it is none. Blanks and line ends inside do not count."""
    for written in (text, "".join(text.split())):
        with suppress(binascii.Error, ValueError):
            return pybase64.b64decode(written, validate=True)
    return None


def identifier_of(value: str, scheme: str | None) -> Identifier:
    """An identifier with the type that its scheme, or its look, gives it."""
    kind = SCHEMES.get((scheme or "").strip().upper())
    if kind is None:
        kind = "SIRET" if re.fullmatch(r"\d{14}", value, re.ASCII) else "AUTRE"
    return Identifier(type=kind, value=value, scheme=scheme)


def best_of(found: Sequence[Identifier]) -> Identifier | None:
    """The best identifier of a party: one whose scheme is known and, for a SIRET, that has its 14 digits."""
    full = [identifier for identifier in found if identifier.type != "SIRET" or len(identifier.value) == 14]
    known = [identifier for identifier in full if identifier.type != "AUTRE"]
    return next(iter(known or full or found), None)


def scheme_of(identifier: Identifier) -> str:
    """The scheme as it was read, or Chorus Pro's digit for the type."""
    return identifier.scheme or SCHEME_BY_TYPE[identifier.type]


def number(value: Decimal) -> str:
    """A decimal without exponent."""
    return f"{value:f}"


def _scheme(element: etree._Element) -> str | None:
    return element.get("schemeID") or element.get("schemeName")


def _scheme_id(scheme: str | None) -> Mapping[str, str]:
    return {"schemeID": scheme} if scheme else {}


def _scheme_name(scheme: str | None) -> Mapping[str, str]:
    """Chorus Pro's own schemes stand in schemeName in UBL."""
    return {"schemeName": scheme} if scheme and scheme in CHORUS_SCHEMES else _scheme_id(scheme)


def _compact(day: date) -> Written:
    return day.isoformat().replace("-", ""), {"format": "102"}  # strftime leaves out the zeros of an early year


TEXT = Codec(None, lambda value: (value, {}))
NUMBER = Codec(lambda _, text: decimal_of(text), lambda value: (number(value), {}), strict=True)
MONEY = Codec(NUMBER.read, NUMBER.write, strict=True, money=True)
ISO_DAY = Codec(lambda _, text: date_of(text), lambda value: (value.isoformat(), {}), strict=True)
COMPACT_DAY = Codec(ISO_DAY.read, _compact, strict=True)
COMPACT_MOMENT = Codec(
    lambda _, text: date_of(TIME.sub("", text)), _compact, strict=True
)  # a day, told with its hour by some
FLAG = Codec(lambda _, text: text.lower() in ("true", "1"), lambda value: ("true" if value else "false", {}))
IDENTIFIER = Codec(
    lambda element, text: identifier_of(text, _scheme(element)),
    lambda value: (value.value, _scheme_id(value.scheme)),
)
CHORUS_IDENTIFIER = Codec(IDENTIFIER.read, lambda value: (value.value, _scheme_name(value.scheme)))
CODE = Codec(lambda element, text: Code(text, _scheme(element)), lambda value: (value.value, _scheme_id(value.scheme)))
PRESENT = Codec(lambda _element, _text: True, lambda _: ("", {}))  # only read: there is something
BYTES = Codec(lambda _, text: bytes_of(text), lambda value: (pybase64.b64encode_as_string(value), {}))
