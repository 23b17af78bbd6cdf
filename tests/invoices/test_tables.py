"""The tables of cadres and statuses are whole."""

import pytest

from chorus_app.formats.syntaxes import Space
from chorus_app.invoices.cadres import CADRES, cadre_of
from chorus_app.invoices.enums import Status
from chorus_app.invoices.status import SENT, STATUSES, label_key, meaning_key
from chorus_app.kernel.text import t
from chorus_app.rules import codes


def test_every_status_has_its_row_and_its_words() -> None:
    assert STATUSES.keys() == set(Status)
    for status in Status:
        assert t(label_key(status))
        assert t(meaning_key(status))


def test_statuses_follow_each_other_inside_the_table() -> None:
    assert {following for row in STATUSES.values() for following in row.next} <= set(Status)


def test_every_cadre_from_a1_to_a25_has_its_row() -> None:
    assert list(CADRES) == [f"A{number}" for number in range(1, 26)]
    assert all(cadre.api_code.startswith(f"{code}_") and t(cadre.label_key) for code, cadre in CADRES.items())


def test_works_cadres_are_those_of_the_works_space() -> None:
    simple = [code for code, cadre in CADRES.items() if cadre.space is Space.EMISES]
    assert simple == ["A1", "A2", "A3", "A9", "A12", "A21"]


def test_cadres_that_the_rules_take_are_in_the_table() -> None:
    assert {code for code, cadre in CADRES.items() if not cadre.withdrawn} == codes.CADRES
    assert {CADRES[code].space for code in codes.WORKS_FLOW_CADRES} == {Space.TRAVAUX}
    assert {
        code for code, cadre in CADRES.items() if cadre.valideur and not cadre.withdrawn
    } == codes.VALIDEUR_CADRES | codes.MOE_CADRES


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("A4", "A_ASSOCIER_MOE"),
        ("A7", "A_ASSOCIER_MOE"),
        ("A13", "A_ASSOCIER_MOE"),
        ("A14", "A_ASSOCIER_MOE"),
        ("A5", "A_ASSOCIER_MOA"),
        ("A10", "MISE_A_DISPOSITION_MOE"),
        ("A9", "A_VALIDER_1"),
        ("A12", "A_VALIDER_1"),
        ("A6", "MISE_A_DISPOSITION"),
        ("A8", "MISE_A_DISPOSITION"),
        ("A22", "MISE_A_DISPOSITION"),
        ("A1", "MISE_A_DISPOSITION"),
        (None, "MISE_A_DISPOSITION"),
        ("a4_projet_decompte_mensuel_fournisseur", "A_ASSOCIER_MOE"),
        ("urn:fdc:peppol.eu:2017:poacc:billing:01:1.0", "MISE_A_DISPOSITION"),
        ("M1", "MISE_A_DISPOSITION"),
    ],
)
def test_starting_status(code: str | None, status: str) -> None:
    assert cadre_of(code).start.value == status


def test_sent_is_shown_as_envoyee_and_nothing_else_is() -> None:
    shown = {status for status in Status if t(label_key(status)) == "Envoyée"}
    assert shown == SENT
