"""THE table of syntaxes, and what of it the field "Syntaxe" shows."""

from __future__ import annotations

import pytest

from chorus_app.formats import syntaxes
from chorus_app.formats.detect import detect
from chorus_app.formats.kinds import FileKind
from chorus_app.formats.syntaxes import SYNTAXES, Space, Syntax, accepting, get, offered
from tests.makers.invoices import make_sample


def codes(*args: object, **kwargs: object) -> list[str]:
    return [syntax.code for syntax in offered(*args, **kwargs)]  # type: ignore[arg-type]  # a shorthand of the tests


SIMPLE = ["FSO1100A", "FSO1106A", "FSO1110A", "FSO1113A", "FSO1116A", "FSO1117A"]
WORKS = ["FSO1130A", "FSO1131A", "FSO1137A"]
B2B = ["FSO1117A_B2B", "FSO1100A_B2B"]


def test_works_flows_are_only_offered_in_the_works_space() -> None:
    assert codes(Space.EMISES) == SIMPLE
    assert codes(Space.TRAVAUX) == SIMPLE + WORKS


def test_b2b_values_are_only_offered_on_demand() -> None:
    assert codes(Space.EMISES, show_b2b=True) == SIMPLE + B2B
    assert codes(Space.TRAVAUX, show_b2b=True) == SIMPLE + WORKS + B2B


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (FileKind.FACTURX, ["FSO1117A", "FSO1137A"]),
        (FileKind.FACTURX_FAULTY, ["FSO1117A", "FSO1137A"]),
        (FileKind.UBL_INVOICE, ["FSO1100A", "FSO1110A", "FSO1130A", "FSO1131A"]),
        (FileKind.CII, ["FSO1106A", "FSO1116A"]),
        (FileKind.CPP, ["FSO1113A"]),
        (FileKind.PDF_PLAIN, []),
        (FileKind.FACTURX_DECLARED, []),
    ],
)
def test_offer_follows_what_the_file_is(kind: FileKind, expected: list[str]) -> None:
    assert codes(Space.TRAVAUX, kind) == expected
    assert list(accepting(kind)) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("1137", ["FSO1137A"]),
        ("fso1137a", ["FSO1137A"]),
        ("seulement travaux", WORKS),
        ("structure", ["FSO1100A", "FSO1106A", "FSO1130A"]),
        ("Structuré UBL", ["FSO1100A", "FSO1130A"]),
        ("factur-x seulement", ["FSO1137A"]),
        ("rien de tel", []),
        ("   ", SIMPLE + WORKS),
    ],
)
def test_offer_follows_what_is_typed_without_accents(typed: str, expected: list[str]) -> None:
    assert codes(Space.TRAVAUX, None, typed) == expected


def test_labels_carry_the_mention_of_the_portal() -> None:
    assert [syntax.label.rpartition(" – ")[2] for syntax in SYNTAXES] == [
        *["Pour factures simples et factures de travaux"] * 6,
        *["Seulement pour factures de travaux"] * 3,
        *["B2B"] * 2,
    ]


def test_codes_and_api_names_are_each_used_once() -> None:
    assert len({syntax.code for syntax in SYNTAXES}) == len(SYNTAXES)
    assert len({syntax.api_name for syntax in SYNTAXES}) == len(SYNTAXES)
    assert all(get(syntax.code) is syntax for syntax in SYNTAXES)
    assert all(syntaxes.BY_API_NAME[syntax.api_name] is syntax for syntax in SYNTAXES)
    assert get("FSO9999A") is None


def test_works_flow_is_a_copy_of_its_elder() -> None:
    for old, new in (("FSO1100A", "FSO1130A"), ("FSO1110A", "FSO1131A"), ("FSO1117A", "FSO1137A")):
        elder, copy = get(old), get(new)
        assert elder is not None
        assert copy is not None
        assert (elder.format, elder.kinds, elder.schema) == (copy.format, copy.kinds, copy.schema)
        assert (elder.works_only, copy.works_only) == (False, True)


def test_digits_are_those_of_the_flow_number() -> None:
    assert [syntax.digits for syntax in SYNTAXES][:2] == ["1100", "1106"]


@pytest.mark.parametrize("syntax", SYNTAXES, ids=lambda syntax: syntax.code)
def test_each_syntax_accepts_the_sample_made_for_it(syntax: Syntax) -> None:
    assert detect(make_sample(syntax), "facture").kind in syntax.kinds
