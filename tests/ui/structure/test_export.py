"""The services of a structure as files."""

import csv
import io
from zipfile import ZipFile

import pytest

from chorus_app.kernel.context import World
from tests.factories import make_service
from tests.structures.scenes import cast
from tests.ui.doors import door

ROUTE = "/structure/services/export"


def rows_of(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))


async def test_services_are_exported_as_filtered_and_sorted(world: World) -> None:
    actors = cast(world)
    for code, name in (("A", "Voirie"), ("B", "=1+1"), ("C", "Voisinage")):
        make_service(world, actors.structure, code, name=name, engagement_required=code == "C")
    structure = f"structure={actors.structure.public_id}"
    async with door(world, actors.bob) as client:
        whole = await client.get(f"{ROUTE}.csv?{structure}")
        part = await client.get(f"{ROUTE}.csv?recherche=voi&tri=-code&{structure}")
        book = await client.get(f"{ROUTE}.xlsx?{structure}")
    assert rows_of(whole.text) == [
        ["Code", "Nom", "Valable du", "Valable jusqu’au", "Numéro d’engagement", "État"],
        ["A", "Voirie", "", "", "non", "Utilisable"],
        ["B", "'=1+1", "", "", "non", "Utilisable"],
        ["C", "Voisinage", "", "", "oui", "Utilisable"],
    ]
    assert [row[0] for row in rows_of(part.text)] == ["Code", "C", "A"]
    with ZipFile(io.BytesIO(book.content)) as parts:
        assert "Voisinage" in parts.read("xl/worksheets/sheet1.xml").decode()


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
async def test_charlie_gets_what_an_unknown_structure_gets(world: World, ending: str) -> None:
    actors = cast(world)
    make_service(world, actors.structure)
    async with door(world, actors.charlie) as client:
        foreign = await client.get(f"{ROUTE}.{ending}?structure={actors.structure.public_id}")
        unknown = await client.get(f"{ROUTE}.{ending}?structure=unknown")
    assert (foreign.status_code, foreign.json()) == (404, unknown.json())
    async with door(world) as client:
        nobody = await client.get(f"{ROUTE}.{ending}")
    assert nobody.status_code == 401


async def test_member_without_the_profile_exports_nothing(world: World) -> None:
    actors = cast(world)
    make_service(world, actors.structure)
    async with door(world, actors.dora) as client:
        named = await client.get(f"{ROUTE}.csv?structure={actors.structure.public_id}")
        unnamed = await client.get(f"{ROUTE}.csv")
    assert [len(rows_of(answer.text)) for answer in (named, unnamed)] == [1, 1]
