"""Which values of a group are shown, under which term, in which words: tables, read from top to bottom."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from chorus_app.formats.parts import Code, Identifier
from chorus_app.formats.rendering import words
from chorus_app.formats.rendering.model import Fact
from chorus_app.kernel.french import amount, number, percent, plain_day
from chorus_app.kernel.text import has_text, t

Say = Callable[[Any], str]


@dataclass(frozen=True, slots=True)
class Term:
    """A value of a group: the field, its business term, how it is said, and its label where the field's name is that
    of several values."""

    field: str
    bt: str = ""
    say: Say | None = None
    label: str = ""


def facts(group: object, terms: Iterable[Term], *, currency: str | None = None) -> list[Fact]:
    """What the group says, in the order of the table; amounts in that currency. What it does not say is left out."""
    found: list[Fact] = []
    for term in terms:
        value = getattr(group, term.field)
        if text := (term.say(value) if term.say and value is not None else said(value, currency)):
            found += fact(term.label or term.field, text, term.bt)
    return found


def said(value: Any, currency: str | None = None) -> str:
    """A single value as it is read in French; empty when there is none."""
    if value is None or value is False:
        return ""
    if value is True:
        return t("sheet.yes")
    if isinstance(value, Decimal):
        return amount(value, currency) if currency else number(value)
    if isinstance(value, date):
        return plain_day(value)
    if isinstance(value, Identifier):
        return words.identifier(value)
    if isinstance(value, Code):
        return words.listed(value)
    if isinstance(value, tuple):
        return "\n".join(said(one, currency) for one in value)
    return str(value)


def fact(name: str, value: str, bt: str = "") -> list[Fact]:
    """One value that is no field of a group, as a list to be added."""
    if not value:
        return []
    meaning = f"sheet.meaning.{name}"
    return [
        Fact(
            t(f"sheet.term.{name}"),
            value,
            bt if bt.startswith("B") else "",
            t(meaning) if has_text(meaning) else "",
        )
    ]


def money(value: Decimal | None, currency: str | None) -> str:
    return amount(value, currency)


def per_cent(value: Decimal | None) -> str:
    return percent(value)
