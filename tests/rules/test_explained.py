"""Each finding has a place on the page that explains them, and its address leads there."""

from chorus_app.flux.report import KEYS
from chorus_app.rules.catalogue import CATALOGUE
from chorus_app.rules.explained import PAGE, address, explanations, general


def test_every_finding_of_the_catalogue_is_explained_without_gaps() -> None:
    found = {one.code: one for one in explanations()}
    assert found.keys() == CATALOGUE.keys()
    for one in found.values():
        assert one.words
        for words in one.words:
            assert words.title
            assert "{" not in words.title + words.meaning + words.todo
    assert "[le fichier] est" in found["FICHIER-SYNTAXE"].words[0].meaning
    assert all(general(key).title for key in KEYS.values())


def test_address_names_the_finding_and_rules_of_the_standards_have_the_page() -> None:
    assert address("CPP-EJ-OBLIGATOIRE") == f"{PAGE}#CPP-EJ-OBLIGATOIRE"
    assert address("FLUX-BAC-A-SABLE", KEYS) == f"{PAGE}#FLUX-BAC-A-SABLE"
    assert address("BR-CO-10") == PAGE
