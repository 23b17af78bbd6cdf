"""IBAN, BIC and RIB: each fault has its own text."""

import pytest

from chorus_app.bank_details import rules
from chorus_app.kernel.errors import Invalid
from chorus_app.kernel.text import t

FRENCH = "FR7630006000011234567890189"


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        (FRENCH, FRENCH),
        ("fr76 3000 6000 0112 3456 7890 189", FRENCH),
        ("FR76-3000-6000-0112-3456-7890-189", FRENCH),
        ("DE89370400440532013000", "DE89370400440532013000"),
        ("BE68539007547034", "BE68539007547034"),
        ("MC5811222000010123456789030", "MC5811222000010123456789030"),
    ],
)
def test_right_iban_is_written_in_one_way(typed: str, written: str) -> None:
    assert rules.check_iban(typed) == written


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("", "missing"),
        ("   ", "missing"),
        ("FR76 3000 6000 0112 3456 7890 18é", "characters"),
        ("3000600001123456789018976", "start"),
        ("ZZ7630006000011234567890189", "country"),
        ("FR763000600001123456789018", "length"),
        ("FR76300060000112345678901899", "length"),
        ("FR7630006000011234567890188", "key"),
        ("FR76A0006000011234567890189", "shape"),
        ("FR0630006000011234567890188", "national_key"),
    ],
)
def test_each_fault_of_an_iban_has_its_own_text(typed: str, key: str) -> None:
    with pytest.raises(Invalid) as refused:
        rules.check_iban(typed)
    assert (refused.value.key, refused.value.field) == (f"bank_details.iban.{key}", "iban")
    assert t(refused.value.key, **refused.value.params)


def test_length_of_an_iban_is_told_with_that_of_its_country() -> None:
    with pytest.raises(Invalid) as refused:
        rules.check_iban("BE685390075470")
    assert refused.value.params == {"country": "BE", "right": 16, "count": 14}


@pytest.mark.parametrize("typed", ["AGRIFRPP", "agri fr pp 882", "BNPAFRPPXXX"])
def test_right_bic(typed: str) -> None:
    assert rules.check_bic(typed, iban=FRENCH) == typed.upper().replace(" ", "")


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("", "missing"),
        ("AGRIFRP", "length"),
        ("AGRIZZPP", "country"),
        ("1GRIFRPP", "shape"),
        ("COBADEFF", "other_country"),
    ],
)
def test_each_fault_of_a_bic_has_its_own_text(typed: str, key: str) -> None:
    with pytest.raises(Invalid) as refused:
        rules.check_bic(typed, iban=FRENCH)
    assert (refused.value.key, refused.value.field) == (f"bank_details.bic.{key}", "bic")
    assert t(refused.value.key, **refused.value.params)


def test_bic_of_an_overseas_bank_goes_with_a_french_iban() -> None:
    assert rules.check_bic("SOGEGPGX", iban=FRENCH) == "SOGEGPGX"


def test_bic_beside_a_refused_iban_is_not_compared_with_it() -> None:
    assert rules.check_bic("COBADEFF", iban="") == "COBADEFF"


@pytest.mark.parametrize(
    ("bank", "branch", "account", "key"),
    [("30006", "00001", "12345678901", "89"), ("20041", "01005", "0500013M026", "06")],
)
def test_key_of_a_rib(bank: str, branch: str, account: str, key: str) -> None:
    assert rules.rib_key(bank, branch, account) == key
    parts = {"bank_code": bank, "branch_code": branch, "account_number": account}
    assert rules.check_rib_key(key, **parts) == key
    assert rules.check_iban(rules.iban_of_rib(**parts, key=key)).endswith(bank + branch + account + key)


def test_iban_of_a_rib() -> None:
    parts = {"bank_code": "30006", "branch_code": "00001", "account_number": "12345678901"}
    assert rules.iban_of_rib(**parts, key="89") == FRENCH


@pytest.mark.parametrize(
    ("typed", "key"),
    [("", "bank_details.rib.missing"), ("8", "bank_details.rib.digits"), ("88", "bank_details.rib.key_wrong")],
)
def test_each_fault_of_a_ribs_key(typed: str, key: str) -> None:
    with pytest.raises(Invalid) as refused:
        rules.check_rib_key(typed, bank_code="30006", branch_code="00001", account_number="12345678901")
    assert (refused.value.key, refused.value.field) == (key, "rib_key")
    assert t(refused.value.key, **refused.value.params)


@pytest.mark.parametrize(
    ("typed", "key"), [("", "bank_details.rib.account_missing"), ("123", "bank_details.rib.account_shape")]
)
def test_each_fault_of_an_account_number(typed: str, key: str) -> None:
    with pytest.raises(Invalid) as refused:
        rules.check_account_number(typed)
    assert refused.value.key == key


def test_key_is_not_compared_with_what_was_refused() -> None:
    assert rules.check_rib_key("11", bank_code="", branch_code="00001", account_number="12345678901") == "11"
