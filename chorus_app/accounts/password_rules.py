"""Whether a new password is strong enough, and if not, why.

Sources: CNIL 2022-100 (50 bits when attempts are limited), ASVS 5.0 6.2 (no composition rule, at least 64 characters
allowed, words of the context refused), zxcvbn, and an own list of common French passwords: zxcvbn knows only English.
"""

import math
import string
import unicodedata
from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from zxcvbn import zxcvbn  # type: ignore[import-untyped]  # ships no types

from chorus_app.kernel.words import fold

SHORTEST = 12
LONGEST = 128
BITS = 50
SCORE = 3
ZXCVBN_LONGEST = 72
COMMON = Path(__file__).with_name("common_passwords.txt")
CLASSES = (string.ascii_lowercase, string.ascii_uppercase, string.digits)
OTHERS = 32
LEET = str.maketrans("0134578@$", "oieastbas")


class Weakness(StrEnum):
    """Why a password is refused; the value is its text key."""

    TOO_SHORT = "accounts.password.too_short"
    TOO_LONG = "accounts.password.too_long"
    CONTROL = "accounts.password.control"
    FEW_BITS = "accounts.password.few_bits"
    COMMON = "accounts.password.common"
    PERSONAL = "accounts.password.personal"
    GUESSABLE = "accounts.password.guessable"


def weaknesses(password: str, *, words: Iterable[str] = ()) -> list[Weakness]:
    """Every reason against the password. `words` are what others know of the person: names, parts of addresses.

    Cheap enough to be asked at each key stroke.
    """
    if len(password) > LONGEST:
        return [Weakness.TOO_LONG]
    known = _known_words(words)
    found = {
        Weakness.TOO_SHORT: len(password) < SHORTEST,
        Weakness.CONTROL: any(unicodedata.category(char) in ("Cc", "Cs") for char in password),
        Weakness.FEW_BITS: _bits(password) < BITS,
        Weakness.COMMON: _is_common(password),
        Weakness.PERSONAL: _is_mostly(password, known),
    }
    reasons = [weakness for weakness, holds in found.items() if holds]
    return reasons or ([Weakness.GUESSABLE] if _score(password, known) < SCORE else [])


def words_of(*values: str) -> tuple[str, ...]:
    """The words of names and mail addresses that a password must not be made of."""
    return tuple(dict.fromkeys(word for value in values for word in fold(value).split() if len(word) >= 3))


def _known_words(words: Iterable[str]) -> tuple[str, ...]:
    return ("chorus", "chorusapp", "choruspro", *words_of(*words))


def _bits(password: str) -> float:
    """Length times the logarithm of the alphabet; characters that repeat all along count for nothing."""
    alphabet = sum(len(chars) for chars in CLASSES if any(char in chars for char in password))
    if any(char not in "".join(CLASSES) for char in password):
        alphabet += OTHERS
    return len(password) * math.log2(alphabet) if alphabet > 1 and len(set(password)) > 2 else 0.0


def _bare(password: str) -> tuple[str, str]:
    """The password without case, accents and punctuation, as typed and with digits read as letters."""
    plain = fold(password).replace(" ", "")
    word = password.casefold().strip(string.digits + string.punctuation)
    return plain, fold(word.translate(LEET)).replace(" ", "")


def _is_common(password: str) -> bool:
    """On the list, or a word of it with digits around it (MotDePasse2024!)."""
    common = _common()
    return any(bare in common or bare.strip(string.digits) in common for bare in _bare(password))


def _is_mostly(password: str, words: tuple[str, ...]) -> bool:
    """Whether fewer than 8 characters remain once the known words are taken out."""
    for bare in _bare(password):
        rest = bare
        for word in sorted(words, key=len, reverse=True):
            rest = rest.replace(word, "")
        if rest != bare and len(rest.strip(string.digits)) < 8:
            return True
    return False


def _score(password: str, words: tuple[str, ...]) -> int:
    return int(zxcvbn(password[:ZXCVBN_LONGEST], user_inputs=list(words))["score"])


@lru_cache
def _common() -> frozenset[str]:
    return frozenset(fold(line).replace(" ", "") for line in COMMON.read_text(encoding="utf-8").splitlines() if line)
