"""Moments, days, amounts, sizes and identifiers as French readers write them. Moments are in the time of Paris."""

from datetime import date, datetime
from decimal import Decimal
from functools import cache

from babel import Locale
from babel.numbers import NumberPattern, format_decimal, parse_pattern

from chorus_app.kernel.clock import PARIS
from chorus_app.kernel.text import t

NBSP = "\u00a0"
AMOUNT = "#,##0.00####"


def day(at: datetime) -> str:
    """The day of a moment, JJ/MM/AAAA."""
    return plain_day(at.astimezone(PARIS))


def time_of_day(at: datetime) -> str:
    """HH:MM."""
    return f"{at.astimezone(PARIS):%H:%M}"


def moment(at: datetime) -> str:
    """The day and the time of day, which no line end parts."""
    return t("kernel.moment", day=day(at), time=time_of_day(at))


def plain_day(when: date | None) -> str:
    """JJ/MM/AAAA of a day without a time, such as an invoice's date; empty when there is none."""
    return f"{when:%d/%m/%Y}" if when else ""


def amount(value: Decimal | None, currency: str | None = "EUR") -> str:
    """« 1 234,50 € »; an unknown currency code stays a code."""
    if value is None:
        return ""
    form = f"{AMOUNT}{NBSP}¤" if currency else AMOUNT
    return str(_pattern(form).apply(value, _french(), currency=currency, currency_digits=False))


@cache
def _pattern(form: str) -> NumberPattern:
    """Babel's own functions read it again for each number, which takes longer than to write the number."""
    return parse_pattern(form)


@cache
def _french() -> Locale:
    return Locale("fr", "FR")


def number(value: Decimal | None) -> str:
    """A number without needless zeros: 10, 5,5."""
    return "" if value is None else f"{value.normalize():f}".replace(".", ",")


def percent(value: Decimal | None) -> str:
    """« 5,5 % »."""
    return f"{number(value)}{NBSP}%" if value is not None else ""


def count(how_many: int) -> str:
    """« 12 345 »."""
    return f"{how_many:,}".replace(",", NBSP)


def size(octets: int) -> str:
    """« 84 Ko », « 1,2 Mo »."""
    if octets < 1_000:
        return t("kernel.size.octets", number=octets)
    if octets < 1_000_000:
        return t("kernel.size.kilo", number=round(octets / 1_000))
    return t("kernel.size.mega", number=format_decimal(round(octets / 1_000_000, 1), locale="fr_FR"))


NAMED_KINDS = {  # the others are called as they are written
    "UE_HORS_FRANCE": "identifiers.short.ue_hors_france",
    "HORS_UE": "identifiers.short.hors_ue",
    "AUTRE": "identifiers.short.autre",
    "PARTICULIER": "identifiers.short.particulier",
}


def identifier(kind: str | None, value: str | None) -> str:
    """The name of its kind, then the identifier: a SIRET in groups 3-3-3-5, others as they are."""
    if not value:
        return ""
    if kind == "SIRET" and len(value) == 14:
        value = NBSP.join((value[:3], value[3:6], value[6:9], value[9:]))
    name = t(NAMED_KINDS[kind]) if kind in NAMED_KINDS else kind
    return f"{name}{NBSP}{value}" if name else value


def country(code: str) -> str:
    """« France » for FR; an unknown code stays a code."""
    return str(Locale("fr").territories.get(code, code))


def party(name: str | None, kind: str | None, value: str | None) -> str:
    """« Ville de Démo, SIRET 123 456 789 00012 », as far as it is known."""
    return ", ".join(part for part in (name or "", identifier(kind, value)) if part)
