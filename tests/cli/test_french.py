"""What click says itself is said in French, and a new version of it cannot bring an English word unseen."""

import ast
import re
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from chorus_app.cli.french import MODULES, WORDS, said
from chorus_app.cli.main import cli

# What only a mistake in a declaration brings about, which nobody who uses the commands ever reads.
OF_DECLARATIONS = {
    "Value must be an iterable.",
    "Could not determine name for option with declarations {decls!r}",
    "Arguments take exactly one parameter declaration, got {length}: {decls}.",
    "Name '{name}' defined twice",
    "Boolean option {decl!r} cannot use the same flag for true/false.",
    "Invalid start character for option ({option})",
    "Unknown color {colour!r}",
    "Choice({choices})",
}
OF_DEPRECATIONS = "DeprecationWarning"
PLACE = re.compile(r"{[^}]*}|%\(\w+\)s")


def sayings() -> set[str]:
    """All that the modules of click mark as words for people."""
    folder = Path(click.__file__).parent
    calls = (node for name in MODULES for node in ast.walk(ast.parse((folder / f"{name}.py").read_text("utf-8"))))
    marked = (call for call in calls if isinstance(call, ast.Call) and isinstance(call.func, ast.Name))
    texts = (arg for call in marked if call.func.id in {"_", "ngettext"} for arg in call.args)  # type: ignore[attr-defined]
    return {text.value for text in texts if isinstance(text, ast.Constant) and isinstance(text.value, str)}


def test_all_that_click_says_has_its_french_words() -> None:
    left = sayings() - WORDS.keys() - OF_DECLARATIONS
    assert {text for text in left if OF_DEPRECATIONS not in text and "declare an argument" not in text} == set()


@pytest.mark.parametrize("message", sorted(WORDS))
def test_places_to_be_filled_stay(message: str) -> None:
    assert sorted(PLACE.findall(said(message))) == sorted(PLACE.findall(message))


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["frob"], "Erreur\u00a0: La commande 'frob' n’existe pas."),
        (["backup", "--frob"], "Erreur\u00a0: L’option '--frob' n’existe pas."),
        (
            ["check", "nulle-part.xml", "--profil", "frob"],
            "Valeur refusée pour '--profil'\u00a0: 'frob' n’est pas parmi",
        ),
        (["account", "--help"], "Emploi\u00a0: cli account [OPTIONS] COMMANDE [ARGUMENTS]..."),
        (["--help"], "Commandes:"),
    ],
)
def test_a_mistake_is_told_in_french(arguments: list[str], told: str) -> None:
    output = CliRunner().invoke(cli, arguments).output
    assert told in output
    assert not re.search(r"Usage|Try |Error|Commands|No such", output)
