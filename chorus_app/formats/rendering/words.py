"""Codes as words, and values as French readers write them. A code without a word stays as it is."""

from __future__ import annotations

from decimal import Decimal

from babel import Locale

from chorus_app.formats.parsed import Address, Code, Identifier
from chorus_app.kernel import french
from chorus_app.kernel.french import NBSP
from chorus_app.kernel.text import has_text, t

KNOWN_SCHEMES = frozenset({*"123456", "AUTRE", "0226"})  # those that the identifier's type says already
NO_LONGER_SAID = {"FACTURE": "380", "AVOIR": "381"}  # UBL flows may carry Chorus Pro's words


def known(key: str, code: str | None) -> str:
    """The word for a code with the code itself, or the code alone."""
    if not code:
        return ""
    return t("sheet.coded", word=t(key), code=code) if has_text(key) else code


def kind_of_document(code: str | None) -> str:
    """« Facture (380) »."""
    return known(f"sheet.document.{NO_LONGER_SAID.get(code or '', code)}", code)


def kind_word(code: str | None) -> str:
    """« Facture », « Avoir », alone."""
    key = f"sheet.document.{NO_LONGER_SAID.get(code or '', code)}"
    return t(key) if has_text(key) else t("sheet.document.380")


def cadre(code: str | None) -> str:
    return known(f"invoices.cadre.{code}", code)


def vat_due(code: str | None) -> str:
    return known(f"invoices_ui.vat_due.{code}", code)


def means(code: str | None) -> str:
    """A means of payment; 01 is 1."""
    return known(f"invoices_ui.payment.{(code or '').lstrip('0')}", code)


def means_word(code: str | None) -> str:
    """« Virement », alone; a code without a word stays as it is."""
    key = f"invoices_ui.payment.{(code or '').lstrip('0')}"
    return t(key) if has_text(key) else code or ""


def category(code: str | None) -> str:
    return known(f"sheet.vat.{code}", code)


def quantity(value: Decimal | None, unit: str | None) -> str:
    """« 6 heures »: a number with its unit of UN/ECE recommendation 20 as a word, or as its code."""
    key = f"sheet.unit.{unit}"
    word = t(key, count=2 if value is not None and abs(value) >= 2 else 1) if unit and has_text(key) else unit or ""
    return NBSP.join(part for part in (french.number(value), word) if part)


def subject(code: str | None) -> str:
    return known(f"sheet.subject.{code}", code)


def country(code: str | None) -> str:
    """« France »; a code that is no country stays."""
    if not code:
        return ""
    name = Locale("fr").territories.get(code.upper()) if len(code) == 2 else None
    return t("sheet.coded", word=name, code=code) if name else code


def account(value: str | None) -> str:
    """An IBAN in groups of four; another number as it is."""
    text = (value or "").replace(" ", "")
    if len(text) > 14 and text[:2].isalpha() and text.isalnum():
        return NBSP.join(text[start : start + 4] for start in range(0, len(text), 4))
    return value or ""


def listed(code: Code | None) -> str:
    """A value with the list that it is from."""
    if code is None:
        return ""
    return t("sheet.listed", value=code.value, list=code.scheme) if code.scheme else code.value


def identifier(found: Identifier | None) -> str:
    """An identifier with its kind, and the scheme where the kind does not say it."""
    if found is None:
        return ""
    kind = "SIREN" if found.type == "SIRET" and len(found.value) == 9 else found.type
    told = french.identifier(kind, found.value)
    if found.scheme and found.type == "AUTRE" and found.scheme not in KNOWN_SCHEMES:
        return t("sheet.listed", value=told, list=found.scheme)
    return told


def address(found: Address) -> str:
    """As on a letter: a line for each part, postcode and town together, region and country below."""
    town = NBSP.join(part for part in (found.postcode, found.city) if part)
    lines = (found.line_one, found.line_two, found.line_three, town, found.subdivision, country(found.country))
    return "\n".join(line for line in lines if line)
