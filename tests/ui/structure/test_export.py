"""The services of a structure as files."""

import csv
import io
from zipfile import ZipFile

import pytest

from chorus_app.kernel.context import World
from chorus_app.structures.models import Service
from chorus_app.ui.components.list_url import MOST_IN_A_WORKBOOK
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
    async with door(world, actors.bob) as client:
        whole = await client.get(f"{ROUTE}.csv")
        part = await client.get(f"{ROUTE}.csv?recherche=voi&tri=-code")
        book = await client.get(f"{ROUTE}.xlsx?structure={actors.structure.public_id}")
    assert whole.headers["content-disposition"] == 'attachment; filename="services.csv"'
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
    async with door(world, actors.dora) as client:
        no_profile = await client.get(f"{ROUTE}.{ending}?structure={actors.structure.public_id}")
    assert (no_profile.status_code, no_profile.json()) == (404, unknown.json())
    async with door(world) as client:
        nobody = await client.get(f"{ROUTE}.{ending}")
    assert nobody.status_code == 401


async def test_list_too_long_for_a_workbook_is_told(world: World) -> None:
    actors = cast(world)
    with world.transaction() as context:
        context.session.add_all(
            Service(structure_id=actors.structure.id, code=f"S{number}", name="x")
            for number in range(MOST_IN_A_WORKBOOK + 1)
        )
    async with door(world, actors.bob) as client:
        answer = await client.get(f"{ROUTE}.xlsx")
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
