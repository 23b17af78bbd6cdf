"""What the readers share: elements found by short paths, values parsed, and the place of each kept."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from typing import TypeVar, cast

from lxml import etree

from chorus_app.formats.parsed import Identifier, Place

T = TypeVar("T")
DECIMAL = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)", re.ASCII)
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


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a term stands in a schema: `steps` in Clark notation, `path` as Chorus Pro writes it."""

    steps: tuple[str, ...]
    path: str
    clark: str


@dataclass(slots=True)
class Reading:
    """One pass over a document: finds values, remembers where they stood and which could not be read."""

    root: etree._Element
    namespaces: tuple[tuple[str, str], ...]  # prefix used in the short paths, URI
    prefix: str
    places: dict[str, Place] = field(default_factory=dict)
    raw: dict[str, str] = field(default_factory=dict)

    def spot(self, path: str) -> Spot:
        """The spot named by a short path such as "rsm:ExchangedDocument/ID" (no prefix: the default namespace)."""
        return make_spot(path, self.prefix, self.namespaces)

    def find(self, path: str, parent: etree._Element | None = None) -> etree._Element | None:
        """The first element of that path."""
        return (self.root if parent is None else parent).find(self.spot(path).clark)

    def all(self, path: str, parent: etree._Element | None = None) -> list[etree._Element]:
        """All elements of that path, in their order."""
        return (self.root if parent is None else parent).findall(self.spot(path).clark)

    def text(self, term: str, *paths: str) -> str | None:
        """The first value of a term that is not empty; its place, or its parent's line, is kept either way."""
        for path in paths:
            element = self.find(path)
            value = text_of(element)
            if element is not None and value is not None:
                self.places[term] = Place(self.spot(path).path, line_of(element))
                return value
        self.places[term] = Place(self.spot(paths[0]).path, self._nearest_line(self.spot(paths[0])))
        return None

    def amount(self, term: str, *paths: str) -> Decimal | None:
        """A term that is a number; a text that is none goes to `raw`."""
        return self._kept(term, self.text(term, *paths), decimal_of)

    def day(self, term: str, *paths: str) -> date | None:
        """A term that is a date (AAAAMMJJ or AAAA-MM-JJ by schema); a text that is none goes to `raw`."""
        return self._kept(term, self.text(term, *paths), date_of)

    def inner(self, path: str, parent: etree._Element) -> str | None:
        """A value inside a repeated element, without a term of its own."""
        return text_of(parent.find(self.spot(path).clark))

    def number(self, path: str, parent: etree._Element, term: str) -> Decimal | None:
        """A number inside a repeated element; the first text of the term that is none goes to `raw`."""
        element = parent.find(self.spot(path).clark)
        text = text_of(element)
        value = None if text is None else decimal_of(text)
        if element is not None and text is not None and value is None and term not in self.raw:
            self.raw[term] = text[:200]
            self.places[term] = Place(self.spot(path).path.removeprefix(self.prefix), line_of(element))
        return value

    def place_of(self, element: etree._Element, path: str) -> Place:
        """The place of a repeated element; `path` is where its kind stands."""
        return Place(self.spot(path).path.removesuffix(".value"), line_of(element))

    def _kept(self, term: str, text: str | None, parse: Callable[[str], T | None]) -> T | None:
        value = None if text is None else parse(text)
        if text is not None and value is None:
            self.raw[term] = text[:200]
        return value

    def _nearest_line(self, spot: Spot) -> int | None:
        element = self.root
        for step in spot.steps:
            child = element.find(step)
            if child is None:
                break
            element = child
        return line_of(element)


@cache
def make_spot(path: str, prefix: str, namespaces: tuple[tuple[str, str], ...]) -> Spot:
    """Builds a `Spot`; kept, as the same few hundred paths come back for each file."""
    known = dict(namespaces)
    names = [step.rpartition(":") for step in path.split("/")]
    steps = tuple(f"{{{known[ns]}}}{name}" for ns, _, name in names)
    return Spot(steps, f"{prefix}{'.'.join(name for _, _, name in names)}.value", "/".join(steps))


def line_of(element: etree._Element) -> int | None:
    """The line of the element's start tag, counted from 1."""
    return cast("int | None", element.sourceline)


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
    match = re.fullmatch(r"(\d{4})-?(\d{2})-?(\d{2})(Z|[+-]\d{2}:\d{2})?", text, re.ASCII)
    try:
        return date(int(match[1]), int(match[2]), int(match[3])) if match else None
    except ValueError:
        return None


def identifier_of(elements: Sequence[etree._Element]) -> Identifier | None:
    """The best identifier of a party: one whose scheme is known and, for a SIRET, that has its 14 digits."""
    found = [
        _identifier(value, element.get("schemeID") or element.get("schemeName"))
        for element in elements
        if (value := text_of(element)) is not None
    ]
    full = [identifier for identifier in found if identifier.type != "SIRET" or len(identifier.value) == 14]
    known = [identifier for identifier in full if identifier.type != "AUTRE"]
    return next(iter(known or full or found), None)


def _identifier(value: str, scheme: str | None) -> Identifier:
    kind = SCHEMES.get((scheme or "").strip().upper())
    if kind is None:
        kind = "SIRET" if re.fullmatch(r"\d{14}", value, re.ASCII) else "AUTRE"
    return Identifier(type=kind, value=value, scheme=scheme)


def decoded(element: etree._Element | None) -> bytes | None:
    """The bytes of a base64 element; None when it is empty or is no base64."""
    text = text_of(element)
    if text is None:
        return None
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        return None
