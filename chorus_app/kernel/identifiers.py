"""Identifiers of structures, phone numbers and mail addresses: checked, and brought to one written form.

Each `check_…` returns the normalised value or raises `Invalid`.
"""

import re
from collections.abc import Callable
from enum import StrEnum

import email_validator
import phonenumbers
from stdnum.eu import vat
from stdnum.fr import siret

from chorus_app.kernel.errors import Invalid
from chorus_app.kernel.words import one_line

ALL_ZERO_SIRET = "0" * 14
MAX_IDENTIFIER = 80
# A number of an overseas department or territory is invalid for the region FR and valid for its own.
PHONE_REGIONS = ("FR", "GP", "MQ", "GF", "RE", "YT", "PM", "NC", "PF", "WF")
FRENCH_CALLING_CODES = frozenset({33, 262, 508, 590, 594, 596, 681, 687, 689})
EU_PREFIXES = frozenset({"EL", "XI"} | {state.upper() for state in vat.MEMBER_STATES} - {"FR", "GR"})


class IdentifierType(StrEnum):
    """`typeIdentifiant` of Chorus Pro's API."""

    SIRET = "SIRET"
    UE_HORS_FRANCE = "UE_HORS_FRANCE"
    HORS_UE = "HORS_UE"
    RIDET = "RIDET"
    TAHITI = "TAHITI"
    AUTRE = "AUTRE"
    PARTICULIER = "PARTICULIER"


def written(kind: IdentifierType, value: str) -> str:
    """The identifier in its one written form, unchecked: two that are written alike are the same."""
    line = one_line(value).upper()
    if kind in (IdentifierType.AUTRE, IdentifierType.PARTICULIER):
        return line
    return re.sub(r"[\s.\-/]", "", line)


def check(kind: IdentifierType, value: str, *, check_key: bool = True) -> str:
    """The identifier in its written form.

    Without `check_key` the check digits are not looked at (qualification data often has wrong ones), only the shape.
    """
    identifier = written(kind, value)
    if not identifier:
        raise Invalid("identifiers.missing", field="identifier")
    if len(identifier) > MAX_IDENTIFIER:
        raise Invalid("identifiers.too_long", field="identifier", most=MAX_IDENTIFIER)
    _CHECKS[kind](identifier, check_key)
    return identifier


def _check_siret(identifier: str, check_key: bool) -> None:
    if not re.fullmatch(r"[0-9]{14}", identifier):
        raise Invalid("identifiers.siret_shape", field="identifier", digits=len(re.sub(r"[^0-9]", "", identifier)))
    if identifier == ALL_ZERO_SIRET:
        raise Invalid("identifiers.siret_zero", field="identifier")
    if check_key and not siret.is_valid(identifier):
        raise Invalid("identifiers.siret_key", field="identifier", value=identifier)


def _check_eu(identifier: str, check_key: bool) -> None:
    if not re.fullmatch(r"[A-Z]{2}[A-Z0-9+*]{2,16}", identifier) or identifier[:2] not in EU_PREFIXES:
        raise Invalid("identifiers.eu_shape", field="identifier")
    if check_key and not vat.is_valid(identifier):
        raise Invalid("identifiers.eu_key", field="identifier", value=identifier)


def _check_outside_eu(identifier: str, _check_key: bool) -> None:
    """The country's code followed by the first 16 characters of the name, as Chorus Pro builds it."""
    if not re.fullmatch(r"[A-Z]{2}[^\W_][\w&'+,()]{0,15}", identifier) or identifier[:2] in EU_PREFIXES | {"FR"}:
        raise Invalid("identifiers.outside_eu_shape", field="identifier")


def _check_ridet(identifier: str, _check_key: bool) -> None:
    if not re.fullmatch(r"[0-9]{9,10}", identifier):
        raise Invalid("identifiers.ridet_shape", field="identifier")


def _check_tahiti(identifier: str, _check_key: bool) -> None:
    if not re.fullmatch(r"[A-Z0-9][0-9]{5}([0-9]{3})?", identifier):
        raise Invalid("identifiers.tahiti_shape", field="identifier")


def _check_free(identifier: str, _check_key: bool) -> None:
    if len(identifier) < 3:
        raise Invalid("identifiers.too_short", field="identifier")


_CHECKS: dict[IdentifierType, Callable[[str, bool], None]] = {
    IdentifierType.SIRET: _check_siret,
    IdentifierType.UE_HORS_FRANCE: _check_eu,
    IdentifierType.HORS_UE: _check_outside_eu,
    IdentifierType.RIDET: _check_ridet,
    IdentifierType.TAHITI: _check_tahiti,
    IdentifierType.AUTRE: _check_free,
    IdentifierType.PARTICULIER: _check_free,
}


def check_phone(value: str, *, field: str = "phone") -> str:
    """The phone number in E.164; a national one is read as of metropolitan France, else of an overseas region."""
    for region in PHONE_REGIONS:
        try:
            number = phonenumbers.parse(one_line(value), region)
        except phonenumbers.NumberParseException:
            break
        if phonenumbers.is_valid_number(number):
            return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    raise Invalid("identifiers.phone", field=field)


def show_phone(e164: str) -> str:
    """The number as the French write it; a foreign one with its calling code."""
    number = phonenumbers.parse(e164)
    style = phonenumbers.PhoneNumberFormat
    french = number.country_code in FRENCH_CALLING_CODES
    return phonenumbers.format_number(number, style.NATIONAL if french else style.INTERNATIONAL)


def check_email(value: str, *, field: str) -> str:
    """The mail address, normalised. Nothing is asked of the network.

    Addresses under `.test` pass everywhere: no mail can reach them, and demonstrations live on them.
    """
    try:
        checked = email_validator.validate_email(
            value.strip(), check_deliverability=False, test_environment=True, allow_smtputf8=False, strict=True
        )
    except email_validator.EmailNotValidError:
        raise Invalid("identifiers.email", field=field) from None
    return checked.normalized


def email_key(address: str) -> str:
    """What decides that two addresses are the same: case never does."""
    return address.strip().casefold()
