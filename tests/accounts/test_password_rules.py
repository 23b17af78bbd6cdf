"""What makes a password too weak."""

import pytest

from chorus_app.accounts.password_rules import Weakness, weaknesses
from chorus_app.accounts.passwords import hash_password, verify
from chorus_app.kernel.text import has_text


@pytest.mark.parametrize(
    ("password", "found"),
    [
        ("court", [Weakness.TOO_SHORT, Weakness.FEW_BITS]),
        ("", [Weakness.TOO_SHORT, Weakness.FEW_BITS]),
        ("é" * 129, [Weakness.TOO_LONG]),
        ("x" * 1_000_000, [Weakness.TOO_LONG]),
        ("850274913628", [Weakness.FEW_BITS]),
        (" " * 20, [Weakness.FEW_BITS]),
        ("MotDePasse2024!", [Weakness.COMMON]),
        ("M0tDeP@sse2024", [Weakness.COMMON]),
        ("Azertyuiop123", [Weakness.COMMON]),
        ("chorus-pro-2026!", [Weakness.PERSONAL]),
        ("Dupré-Béton-99", [Weakness.PERSONAL]),
        ("girafe\tcrayon bleu", [Weakness.CONTROL]),
        ("girafe\0crayon bleu", [Weakness.CONTROL]),
        ("abababababab", [Weakness.FEW_BITS]),
        ("abcabcabcabcd", [Weakness.GUESSABLE]),
    ],
)
def test_password_is_refused_with_its_reasons(password: str, found: list[Weakness]) -> None:
    assert weaknesses(password, words=("Dupré", "beton@exemple.fr")) == found


@pytest.mark.parametrize(
    "password",
    ["girafe crayon bleu", "xkqvzjwtpmfg", "pâté 🥐 d’été sans fin", "Tr0ub4dor&3-kzq", "卡" * 3 + "girafe crayon"],
)
def test_password_passes(password: str) -> None:
    assert weaknesses(password, words=("Dupré",)) == []


def test_every_reason_has_its_text() -> None:
    assert all(has_text(weakness.value) for weakness in Weakness)


def test_same_password_composed_otherwise_is_the_same() -> None:
    assert verify("e\u0301te\u0301 sans fin du tout", hash_password("été sans fin du tout"))


def test_nothing_is_cut_off() -> None:
    stored = hash_password("a" * 100 + "b")
    assert verify("a" * 100 + "b", stored)
    assert not verify("a" * 100 + "c", stored)
    assert not verify("a" * 100, stored)


def test_nobody_has_no_password() -> None:
    assert not verify("", None)
