"""Downloads of a flux: right bytes for those who may, the same 404 for a foreign and an unknown one."""

import csv
import io
import json
import re

import pytest

from chorus_app.kernel.context import World
from tests.flux import scenes
from tests.flux.scenes import Cast, outcome
from tests.makers.invoices import make_facturx
from tests.ui.doors import door

PARTS = ("compte-rendu.pdf", "compte-rendu.json", "fichier")


def rejected(world: World, cast: Cast, content: bytes = b"%PDF-1.4 no invoice") -> str:
    receipt = scenes.put(world, cast, content, "FSO1137A", name="ma facture é.pdf")
    outcome(world, cast, receipt)
    return receipt.public_id


async def test_report_as_json(importing: World, cast: Cast) -> None:
    flux = rejected(importing, cast)
    async with door(importing, cast.alice) as client:
        answer = await client.get(f"/suivi-des-flux/{flux}/compte-rendu.json")
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["content-disposition"].startswith('attachment; filename="compte-rendu-CPP001')
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert json.loads(answer.content)["etatCourantDepotFlux"] == "IN_REJETE"


async def test_report_as_pdf(importing: World, cast: Cast) -> None:
    flux = rejected(importing, cast)
    async with door(importing, cast.alice) as client:
        answer = await client.get(f"/suivi-des-flux/{flux}/compte-rendu.pdf")
    assert (answer.status_code, answer.headers["content-type"], answer.content[:5]) == (
        200,
        "application/pdf",
        b"%PDF-",
    )


async def test_deposited_file_comes_back_as_it_was_and_inert(importing: World, cast: Cast) -> None:
    content = b"%PDF-1.4 <script>alert(1)</script>"
    flux = rejected(importing, cast, content)
    async with door(importing, cast.alice) as client:
        answer = await client.get(f"/suivi-des-flux/{flux}/fichier")
    assert answer.content == content
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"] == "attachment; filename*=UTF-8''ma%20facture%20%C3%A9.pdf"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in answer.headers["content-security-policy"]


@pytest.mark.parametrize("part", PARTS)
async def test_foreign_flux_answers_like_an_unknown_one(importing: World, cast: Cast, part: str) -> None:
    flux = rejected(importing, cast)
    async with door(importing, cast.charlie) as client:
        foreign = await client.get(f"/suivi-des-flux/{flux}/{part}")
        unknown = await client.get(f"/suivi-des-flux/inconnu/{part}")
    assert (foreign.status_code, foreign.content) == (unknown.status_code, unknown.content) == (404, unknown.content)


@pytest.mark.parametrize("part", PARTS)
async def test_nobody_is_asked_to_sign_in(world: World, part: str) -> None:
    async with door(world) as client:
        assert (await client.get(f"/suivi-des-flux/inconnu/{part}")).status_code == 401


async def test_report_that_is_not_made_yet_is_not_found(world: World, cast: Cast) -> None:
    receipt = scenes.put(world, cast, b"a", "FSO1137A")
    async with door(world, cast.alice) as client:
        assert (await client.get(f"/suivi-des-flux/{receipt.public_id}/compte-rendu.pdf")).status_code == 404


def rows_of(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


async def test_export_holds_what_the_person_may_see(importing: World, cast: Cast) -> None:
    receipt = scenes.put(importing, cast, make_facturx(cadre="A4"), "FSO1137A", name="=facture.pdf")
    outcome(importing, cast, receipt)
    async with door(importing, cast.alice) as client:
        own = rows_of((await client.get("/suivi-des-flux/export.csv")).content)
        other = rows_of((await client.get("/suivi-des-flux/export.csv?etat=attente")).content)
    async with door(importing, cast.charlie) as client:
        foreign = rows_of((await client.get("/suivi-des-flux/export.csv")).content)
    assert [row[:3] for row in own[1:]] == [[receipt.number, "'=facture.pdf", "FSO1137A"]]
    assert re.fullmatch(r"\d\d/\d\d/\d{4} à \d\d:\d\d", own[1][own[0].index("Déposé le")])
    assert (len(other), len(foreign)) == (1, 1)


async def test_export_for_a_foreign_structure_is_not_found(world: World, cast: Cast) -> None:
    async with door(world, cast.charlie) as client:
        assert (await client.get("/suivi-des-flux/export.csv?structure=inconnue")).status_code == 404
