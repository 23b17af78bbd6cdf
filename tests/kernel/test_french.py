"""What is written for French readers, the same everywhere."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from chorus_app.kernel import french

SUMMER, WINTER = datetime(2026, 7, 14, 22, 30, tzinfo=UTC), datetime(2026, 12, 31, 23, 30, tzinfo=UTC)


def test_moments_are_told_in_the_time_of_paris() -> None:
    assert [french.moment(at) for at in (SUMMER, WINTER)] == ["15/07/2026\xa0à\xa000:30", "01/01/2027\xa0à\xa000:30"]
    assert (french.day(SUMMER), french.time_of_day(WINTER)) == ("15/07/2026", "00:30")
    assert (french.plain_day(date(2026, 2, 3)), french.plain_day(None)) == ("03/02/2026", "")


@pytest.mark.parametrize(
    ("value", "currency", "written"),
    [
        (Decimal("1234.5"), "EUR", "1\u202f234,50\u00a0€"),
        (Decimal("-0.000001"), "EUR", "-0,000001\u00a0€"),
        (Decimal("7"), "XYZ", "7,00\u00a0XYZ"),
        (Decimal("7"), None, "7,00"),
        (None, "EUR", ""),
    ],
)
def test_amount_as_written(value: Decimal | None, currency: str | None, written: str) -> None:
    assert french.amount(value, currency) == written


def test_numbers_and_sizes() -> None:
    assert french.count(1_234_567) == "1\u00a0234\u00a0567"
    sizes = [french.size(octets).replace("\u00a0", " ") for octets in (999, 83_600, 1_230_000)]
    assert sizes == ["999 octets", "84 Ko", "1,2 Mo"]


def test_siret_is_grouped_and_other_identifiers_are_not() -> None:
    assert french.identifier("SIRET", "12345678900012") == "SIRET\u00a0123\u00a0456\u00a0789\u00a000012"
    assert french.identifier("UE_HORS_FRANCE", "BE0123") == "TVA\u00a0BE0123"
    assert french.party("Ville de Démo", "SIRET", None) == "Ville de Démo"
    assert french.party(None, None, None) == ""
