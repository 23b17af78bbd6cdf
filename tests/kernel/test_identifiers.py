"""Identifiers, phone numbers and mail addresses."""

import pytest

from chorus_app.kernel.errors import Invalid
from chorus_app.kernel.identifiers import (
    IdentifierType,
    check,
    check_email,
    check_phone,
    email_key,
    show_phone,
    written,
)
from chorus_app.kernel.text import has_text


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        (IdentifierType.SIRET, "732 829 320 00074", "73282932000074"),
        (IdentifierType.SIRET, "732\u00a0829\u202f320\u00a000074", "73282932000074"),
        (IdentifierType.SIRET, "35600000000001", "35600000000001"),
        (IdentifierType.UE_HORS_FRANCE, "be 0429.958.042", "BE0429958042"),
        (IdentifierType.HORS_UE, "KRSamsung Mobile Pho", "KRSAMSUNGMOBILEPHO"),
        (IdentifierType.RIDET, "1234567890", "1234567890"),
        (IdentifierType.TAHITI, "123456-001", "123456001"),
        (IdentifierType.AUTRE, "  abc  12 ", "ABC 12"),
        (IdentifierType.PARTICULIER, "dupont-1970", "DUPONT-1970"),
    ],
)
def test_identifier_is_kept_in_one_written_form(kind: IdentifierType, typed: str, kept: str) -> None:
    assert check(kind, typed) == kept
    assert written(kind, typed) == kept


@pytest.mark.parametrize(
    ("kind", "typed", "key"),
    [
        (IdentifierType.SIRET, "", "identifiers.missing"),
        (IdentifierType.SIRET, "732829320", "identifiers.siret_shape"),
        (IdentifierType.SIRET, "７３２８２９３２００００７４", "identifiers.siret_shape"),
        (IdentifierType.SIRET, "00000000000000", "identifiers.siret_zero"),
        (IdentifierType.SIRET, "73282932000075", "identifiers.siret_key"),
        (IdentifierType.SIRET, "35600000000002", "identifiers.siret_key"),
        (IdentifierType.UE_HORS_FRANCE, "FR40303265045", "identifiers.eu_shape"),
        (IdentifierType.UE_HORS_FRANCE, "BE0429958043", "identifiers.eu_key"),
        (IdentifierType.HORS_UE, "DESIEMENS", "identifiers.outside_eu_shape"),
        (IdentifierType.HORS_UE, "KRSAMSUNGMOBILEPHONE", "identifiers.outside_eu_shape"),
        (IdentifierType.RIDET, "12345", "identifiers.ridet_shape"),
        (IdentifierType.TAHITI, "12345", "identifiers.tahiti_shape"),
        (IdentifierType.AUTRE, "AB", "identifiers.too_short"),
        (IdentifierType.AUTRE, "A" * 81, "identifiers.too_long"),
    ],
)
def test_identifier_refused_with_its_reason(kind: IdentifierType, typed: str, key: str) -> None:
    with pytest.raises(Invalid) as refused:
        check(kind, typed)
    assert (refused.value.key, refused.value.field) == (key, "identifier")
    assert has_text(key)


def test_wrong_key_passes_when_keys_are_not_checked() -> None:
    assert check(IdentifierType.SIRET, "12345678901234", check_key=False) == "12345678901234"
    assert check(IdentifierType.UE_HORS_FRANCE, "BE0429958043", check_key=False) == "BE0429958043"
    with pytest.raises(Invalid):
        check(IdentifierType.SIRET, "00000000000000", check_key=False)


@pytest.mark.parametrize(
    ("typed", "kept", "shown"),
    [
        ("01 23 45 67 89", "+33123456789", "01 23 45 67 89"),
        ("0690 30 12 34", "+590690301234", "0690 30 12 34"),
        ("+32 2 555 12 12", "+3225551212", "+32 2 555 12 12"),
        ("06.12.34.56.78", "+33612345678", "06 12 34 56 78"),
    ],
)
def test_phone_is_kept_in_e164_and_shown_the_french_way(typed: str, kept: str, shown: str) -> None:
    assert check_phone(typed) == kept
    assert show_phone(kept) == shown


@pytest.mark.parametrize("typed", ["12", "abc", "06 12 34 56 7", "+33 9999", ""])
def test_phone_refused(typed: str) -> None:
    with pytest.raises(Invalid) as refused:
        check_phone(typed)
    assert (refused.value.key, refused.value.field) == ("identifiers.phone", "phone")


def test_email_is_normalised_and_compared_without_case() -> None:
    assert check_email(" Jean.Martin@Exemple.FR ", field="login_email") == "Jean.Martin@exemple.fr"
    assert check_email("a@demo.test", field="login_email") == "a@demo.test"
    assert email_key("Jean.Martin@exemple.fr") == email_key("JEAN.martin@EXEMPLE.fr")


@pytest.mark.parametrize(
    "typed",
    ["", "jean", "jean@", "a@b.invalid", "a@b.local", "a@exemple.fr\nBcc: b@exemple.fr", "x" * 65 + "@exemple.fr"],
)
def test_email_refused(typed: str) -> None:
    with pytest.raises(Invalid) as refused:
        check_email(typed, field="contact_email")
    assert (refused.value.key, refused.value.field) == ("identifiers.email", "contact_email")
