"""IBAN, BIC and RIB checked and brought to one written form; each fault has a sentence of its own.

The one place that knows schwifty. Each `check_…` returns the normalised value or raises `Invalid`.
"""

import re

from schwifty import BIC, IBAN
from schwifty.exceptions import (
    InvalidBBANChecksum,
    InvalidChecksumDigits,
    InvalidCountryCode,
    SchwiftyException,
)

from chorus_app.kernel.errors import Invalid
from chorus_app.kernel.words import one_line

# A bank of these territories serves accounts whose IBAN bears the country's own code.
BIC_COUNTRIES = {
    "FR": frozenset({"FR", "GF", "GP", "MQ", "RE", "YT", "PM", "BL", "MF", "NC", "PF", "WF", "TF", "MC"}),
    "MC": frozenset({"MC", "FR"}),
    "GB": frozenset({"GB", "GG", "IM", "JE"}),
}
# What a letter of an account number counts as in the RIB's key.
RIB_LETTERS = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "12345678912345678923456789")
RIB_WEIGHTS = (89, 15, 3)  # of code banque, code guichet, numéro de compte
RIB_MODULUS = 97
FRANCE = "FR"


def check_iban(value: str) -> str:
    """The IBAN without spaces, in capitals: shape, length and check digits of its country, and the key inside it."""
    iban = _compact(value)
    if not iban:
        raise Invalid("bank_details.iban.missing", field="iban")
    strange = re.search(r"[^A-Z0-9]", iban)
    if strange:
        raise Invalid("bank_details.iban.characters", field="iban", character=strange.group())
    if not re.match(r"[A-Z]{2}[0-9]{2}", iban):
        raise Invalid("bank_details.iban.start", field="iban")
    _check_length(iban)
    try:
        IBAN(iban, validate_bban=True)
    except InvalidChecksumDigits:
        raise Invalid("bank_details.iban.key", field="iban", digits=iban[2:4]) from None
    except InvalidBBANChecksum:
        raise Invalid("bank_details.iban.national_key", field="iban") from None
    except SchwiftyException:
        raise Invalid("bank_details.iban.shape", field="iban", country=iban[:2]) from None
    return iban


def check_bic(value: str, *, iban: str) -> str:
    """The BIC in capitals; its country goes with that of the IBAN (empty: one that was refused)."""
    bic = _compact(value)
    if not bic:
        raise Invalid("bank_details.bic.missing", field="bic")
    if len(bic) not in (8, 11):
        raise Invalid("bank_details.bic.length", field="bic", count=len(bic))
    try:
        country = BIC(bic, enforce_swift_compliance=True).country_code
    except InvalidCountryCode:
        raise Invalid("bank_details.bic.country", field="bic", country=bic[4:6]) from None
    except SchwiftyException:
        raise Invalid("bank_details.bic.shape", field="bic") from None
    if iban and country not in BIC_COUNTRIES.get(iban[:2], frozenset({iban[:2]})):
        raise Invalid("bank_details.bic.other_country", field="bic", bic=country, iban=iban[:2])
    return bic


def check_bank_code(value: str) -> str:
    return _digits(value, "bank_code", 5)


def check_branch_code(value: str) -> str:
    return _digits(value, "branch_code", 5)


def check_account_number(value: str) -> str:
    """Eleven digits or capital letters; shorter ones are filled with zeros by the bank, never by us."""
    number = _compact(value)
    if not number:
        raise Invalid("bank_details.rib.account_missing", field="account_number")
    if not re.fullmatch(r"[A-Z0-9]{11}", number):
        raise Invalid("bank_details.rib.account_shape", field="account_number", count=len(number))
    return number


def check_rib_key(value: str, *, bank_code: str, branch_code: str, account_number: str) -> str:
    """Two digits; that they go with the rest is looked at only when the rest is right (none of it empty)."""
    key = _digits(value, "rib_key", 2)
    if bank_code and branch_code and account_number and key != rib_key(bank_code, branch_code, account_number):
        raise Invalid("bank_details.rib.key_wrong", field="rib_key", typed=key)
    return key


def rib_key(bank_code: str, branch_code: str, account_number: str) -> str:
    """The key of a RIB: 97 less the weighted sum modulo 97, letters counted as digits."""
    parts = (bank_code, branch_code, account_number.translate(RIB_LETTERS))
    weighed = sum(weight * int(part) for weight, part in zip(RIB_WEIGHTS, parts, strict=True))
    return f"{RIB_MODULUS - weighed % RIB_MODULUS:02}"


def iban_of_rib(*, bank_code: str, branch_code: str, account_number: str, key: str) -> str:
    """The French IBAN of the same account."""
    inside = f"{bank_code}{branch_code}{account_number}{key}"
    return str(IBAN.from_bban(FRANCE, inside))


def grouped(iban: str) -> str:
    """An IBAN in groups of four, as it is printed."""
    return "\u00a0".join(iban[at : at + 4] for at in range(0, len(iban), 4))


def _check_length(iban: str) -> None:
    try:
        length = IBAN(iban, allow_invalid=True).spec.iban_length
    except SchwiftyException:
        raise Invalid("bank_details.iban.country", field="iban", country=iban[:2]) from None
    if len(iban) != length:
        raise Invalid("bank_details.iban.length", field="iban", country=iban[:2], right=length, count=len(iban))


def _digits(value: str, field: str, length: int) -> str:
    digits = _compact(value)
    if not digits:
        raise Invalid("bank_details.rib.missing", field=field)
    if not re.fullmatch(rf"[0-9]{{{length}}}", digits):
        raise Invalid("bank_details.rib.digits", field=field, length=length, typed=one_line(value)[:20])
    return digits


def _compact(value: str) -> str:
    return re.sub(r"[\s.\-]", "", one_line(value[:100])).upper()
