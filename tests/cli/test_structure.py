"""`chorus structure`."""

from pathlib import Path

import pytest
from sqlmodel import select

from chorus_app.kernel.context import World
from chorus_app.structures.importing import COLUMNS
from chorus_app.structures.models import Structure
from tests.cli.conftest import Chorus

CONTENT = "identifiant;raison_sociale;service_code\n73282932000074;Ville de Béziers;SERV1\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_directory_is_imported_in_each_encoding(world: World, chorus: Chorus, tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "directory.csv"
    file.write_bytes(CONTENT.encode(encoding))
    done = chorus("structure", "import", str(file))
    assert (done.exit_code, done.output.splitlines()) == (
        0,
        ["Structures créées : 1, modifiées : 0.", "Services créés : 1, modifiés : 0."],
    )
    with world.reading() as context:
        assert context.session.exec(select(Structure.name)).all() == ["Ville de Béziers"]


def test_errors_are_printed_with_their_lines(world: World, chorus: Chorus, tmp_path: Path) -> None:
    file = tmp_path / "directory.csv"
    file.write_text(CONTENT + "1;X;\n", encoding="utf-8")
    refused = chorus("structure", "import", str(file))
    assert refused.exit_code == 1
    assert refused.output.splitlines()[0].startswith("Ligne 3 : Un SIRET compte 14 chiffres ; vous en avez saisi 1.")
    assert refused.output.splitlines()[1] == "Le fichier contient des erreurs. Rien n’a été importé."
    with world.reading() as context:
        assert context.session.exec(select(Structure)).all() == []


def test_missing_file_is_a_misunderstood_command(chorus: Chorus, tmp_path: Path) -> None:
    assert chorus("structure", "import", str(tmp_path / "none.csv")).exit_code == 2


def test_help_names_every_column(chorus: Chorus) -> None:
    help_text = "".join(chorus("structure", "import", "--help").output.split())
    assert [column for column in COLUMNS if column not in help_text] == []


def test_trial_says_what_would_be_done_and_writes_nothing(world: World, chorus: Chorus, tmp_path: Path) -> None:
    file = tmp_path / "directory.csv"
    file.write_text(CONTENT, encoding="utf-8")
    tried = chorus("structure", "import", "--essai", str(file))
    assert (tried.exit_code, tried.output.splitlines()) == (
        0,
        [
            "Essai : rien n’est écrit. L’import ferait ceci.",
            "Structures créées : 1, modifiées : 0.",
            "Services créés : 1, modifiés : 0.",
        ],
    )
    assert chorus("audit", "list").output == ""
    with world.reading() as context:
        assert context.session.exec(select(Structure)).all() == []


def test_import_is_noted_in_the_log(chorus: Chorus, tmp_path: Path) -> None:
    file = tmp_path / "directory.csv"
    file.write_text(CONTENT, encoding="utf-8")
    assert chorus("structure", "import", str(file)).exit_code == 0
    assert chorus("audit", "list").output == (
        "24/11/2026 14:30:00  Annuaire importé  par ligne de commande  objet : directory.csv\n"
    )
