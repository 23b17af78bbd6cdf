"""The directory's CSV file."""

from datetime import date
from pathlib import Path

import pytest
from sqlmodel import select

from chorus_app.kernel.children import Children
from chorus_app.kernel.context import World
from chorus_app.kernel.text import t
from chorus_app.structures.enums import StructureKind
from chorus_app.structures.importing import (
    Imported,
    ImportRefused,
    check_lines,
    compare,
    import_structures,
    read_file,
    read_lines,
    write_lines,
)
from chorus_app.structures.models import Service, Structure
from tests.factories import make_structure

FILE = """identifiant;raison_sociale;ville;code_service_obligatoire;service_code;service_nom;service_debut;service_actif
732 829 320 00074;Ville de Béton;Lyon;oui;SERV1;Voirie;01/02/2026;oui
73282932000074;Ville de Béton;;;SERV2;"Écoles; crèches";;non

35600000000001;La Poste;Paris;0;;;;
"""


def load(world: World, content: str) -> Imported:
    with world.transaction() as context:
        return import_structures(context, content=content)


def refusals(world: World, content: str) -> list[tuple[int, str]]:
    with pytest.raises(ImportRefused) as refused:
        load(world, content)
    assert t(refused.value.key) == "Le fichier contient des erreurs. Rien n’a été importé."
    return [(line.line, line.error.key) for line in refused.value.lines]


def structures(world: World) -> list[Structure]:
    with world.reading() as context:
        return list(context.session.exec(select(Structure).order_by(Structure.identifier)))


def services(world: World) -> list[Service]:
    with world.reading() as context:
        return list(context.session.exec(select(Service).order_by(Service.code)))


def test_structures_and_services_are_imported(world: World) -> None:
    assert load(world, FILE) == Imported(structures_created=2, services_created=2)
    post, city = structures(world)
    assert (post.name, post.kind, post.code_service_required) == ("La Poste", StructureKind.PUBLIQUE, False)
    assert (city.name, city.city, city.code_service_required) == ("Ville de Béton", "Lyon", True)
    roads, schools = services(world)
    assert (roads.name, roads.valid_from, roads.active) == ("Voirie", date(2026, 2, 1), True)
    assert (schools.name, schools.valid_from, schools.active) == ("Écoles; crèches", None, False)


def test_second_import_changes_nothing(world: World) -> None:
    load(world, FILE)
    assert load(world, "\ufeff" + FILE.replace("\n", "\r\n")) == Imported()
    assert len(structures(world)) == 2


def test_known_structure_is_updated_and_absent_columns_stay(world: World) -> None:
    load(world, FILE)
    done = load(world, "raison_sociale,identifiant,active\nVille de Sable,73282932000074,non\n")
    assert done == Imported(structures_changed=1)
    city = structures(world)[1]
    assert (city.name, city.name_key, city.active) == ("Ville de Sable", "ville de sable", False)
    assert (city.city, city.code_service_required) == ("Lyon", True)


def test_structure_that_a_person_created_becomes_public(world: World) -> None:
    made = make_structure(world)
    load(world, FILE)
    assert [row.kind for row in structures(world) if row.id == made.id] == [StructureKind.PUBLIQUE]


def test_errors_are_told_by_line_and_nothing_is_imported(world: World) -> None:
    content = (
        "type_identifiant;identifiant;raison_sociale;nature;active;service_code;service_fin\n"
        ";73282932000074;Bonne ligne;;;;\n"
        ";73282932000075;;;;;\n"
        '\n;35600000000001;"Deux\nlignes";;;;\n'
        "SIREN;732829320;X;;;;\n"
        ";35600000000001;Poste;MIXTE;;;\n"
        ";35600000000001;Poste;;peut-être;;\n"
        ";35600000000001;Poste;;;S;31/02/2026\n"
        f";35600000000001;Poste;;;{'S' * 101};\n"
    )
    assert refusals(world, content) == [
        (3, "identifiers.siret_key"),
        (3, "structures.create.name_missing"),
        (7, "structures.create.type_missing"),
        (8, "structures.import.kind"),
        (9, "structures.import.yes_or_no"),
        (10, "structures.import.date"),
        (11, "structures.import.code_too_long"),
    ]
    assert structures(world) == []


@pytest.mark.parametrize(
    ("head", "key"),
    [
        ("", "structures.import.columns_missing"),
        ("identifiant;ville", "structures.import.columns_missing"),
        ("identifiant;raison_sociale;couleur", "structures.import.columns_unknown"),
        ("identifiant;raison_sociale;identifiant", "structures.import.columns_unknown"),
    ],
)
def test_wrong_columns_refused(world: World, head: str, key: str) -> None:
    assert refusals(world, head + "\nx;y;z\n") == [(1, key)]


def test_errors_are_told_up_to_fifty(world: World) -> None:
    assert len(refusals(world, "identifiant;raison_sociale\n" + "1;X\n" * 300)) == 50


def test_trial_tells_what_an_import_would_do_and_writes_nothing(world: World) -> None:
    load(world, "identifiant;raison_sociale;service_code\n73282932000074;Ville de Sable;SERV1\n")
    with world.reading() as context:
        checked = check_lines(context, lines=read_lines(FILE))
        assert compare(context, checked=checked) == Imported(1, 1, 1, 1)
    assert [row.name for row in structures(world)] == ["Ville de Sable"]
    with world.transaction() as context:
        assert write_lines(context, checked=checked) == Imported(1, 1, 1, 1)
    assert [row.name for row in structures(world)] == ["La Poste", "Ville de Béton"]


def test_check_tells_how_far_it_is(world: World) -> None:
    lines = read_lines("identifiant;raison_sociale\n" + "73282932000074;Ville\n" * 2_500)
    told: list[tuple[int, int]] = []
    with world.reading() as context:
        check_lines(context, lines=lines, told=lambda done, all_: told.append((done, all_)))
    assert told == [(1_000, 2_500), (2_000, 2_500), (2_500, 2_500)]


@pytest.mark.parametrize("content", ["identifiant;raison_sociale\n1;" + "x" * 200_000, 'identifiant;"' + "x" * 200_000])
def test_what_is_no_csv_is_refused_by_line(content: str) -> None:
    with pytest.raises(ImportRefused) as refused:
        read_lines(content)
    assert [line.error.key for line in refused.value.lines] == ["structures.import.no_csv"]


def test_file_is_read_and_refused_in_a_child(children: Children, tmp_path: Path) -> None:
    file = tmp_path / "annuaire.csv"
    file.write_bytes(FILE.encode("cp1252"))
    assert [line for line, _ in children.run(read_file, str(file))] == [2, 3, 5]
    file.write_text("couleur\nbleu\n")
    with pytest.raises(ImportRefused) as refused:
        children.run(read_file, str(file))
    assert [(line.line, line.error.key) for line in refused.value.lines] == [(1, "structures.import.columns_missing")]
