"""Pictures, readable PDF and XML: what one may see; for the others the same 404 as for what there is not."""

import json
from collections.abc import Callable
from io import BytesIO

import httpx
import pytest
from PIL import Image

from chorus_app.formats.syntaxes import Space
from chorus_app.invoices.queries import get_invoice
from chorus_app.kernel.context import World
from tests.flux import scenes
from tests.flux.scenes import Cast, outcome
from tests.makers.invoices import make_facturx, make_pdf, make_ubl
from tests.makers.lots import tar_gz, zip_of
from tests.ui.doors import door
from tests.ui.invoices.scenes import add_invoice


def routes_of(world: World, cast: Cast, public_id: str) -> list[str]:
    """The addresses of all that is made of an invoice."""
    with world.reading(actor_id=cast.alice) as context:
        document = get_invoice(context, public_id=public_id).documents[0].public_id
    return [
        f"/factures/fichiers/{document}/pages/1",
        f"/factures/{public_id}/facture.pdf",
        f"/factures/{public_id}/facture.xml",
    ]


async def test_owner_gets_picture_pdf_and_xml(looking: World, cast: Cast) -> None:
    public_id = add_invoice(looking, cast, "F1", content=make_facturx(number="F1"))
    async with door(looking, cast.alice) as client:
        picture, pdf, xml = [await client.get(route) for route in routes_of(looking, cast, public_id)]
    assert (picture.headers["content-type"], Image.open(BytesIO(picture.content)).width) == ("image/jpeg", 1200)
    assert (pdf.headers["content-type"], pdf.content[:5]) == ("application/pdf", b"%PDF-")
    assert pdf.headers["content-disposition"] == "attachment; filename*=UTF-8''F1-lecture.pdf"
    assert (xml.headers["content-type"], b"CrossIndustryInvoice" in xml.content) == ("application/octet-stream", True)
    assert xml.headers["content-disposition"] == "attachment; filename*=UTF-8''F1.xml"
    for answer in (picture, pdf, xml):
        assert "sandbox" in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"
    assert (pdf.headers["cache-control"], xml.headers["cache-control"]) == ("no-store", "no-store")


async def test_width_is_one_of_a_few(looking: World, cast: Cast) -> None:
    public_id = add_invoice(looking, cast, "F1", content=make_pdf())
    route = routes_of(looking, cast, public_id)[0]
    async with door(looking, cast.alice) as client:
        for asked, width in (("600", 600), ("1800", 1800), ("99999", 1200), ("x", 1200)):
            picture = await client.get(f"{route}?largeur={asked}")
            assert Image.open(BytesIO(picture.content)).width == width


async def test_picture_kept_by_the_browser_is_asked_for_again(looking: World, cast: Cast) -> None:
    public_id = add_invoice(looking, cast, "F1", content=make_pdf())
    route = routes_of(looking, cast, public_id)[0]
    async with door(looking, cast.alice) as client:
        first = await client.get(route)
        again = await client.get(route, headers={"If-None-Match": first.headers["etag"]})
    assert (first.headers["cache-control"], again.status_code, again.content) == ("private, no-cache", 304, b"")
    async with door(looking, cast.charlie) as client:
        assert (await client.get(route, headers={"If-None-Match": first.headers["etag"]})).status_code == 404


def told(answer: httpx.Response) -> tuple[int, object]:
    return answer.status_code, json.loads(answer.content)


async def test_charlie_gets_what_an_unknown_id_gets(looking: World, cast: Cast) -> None:
    public_id = add_invoice(looking, cast, "F1", content=make_facturx(number="F1"))
    for route in routes_of(looking, cast, public_id):
        unknown = "/".join(part if len(part) < 16 else "inconnu" for part in route.split("/"))
        assert unknown != route
        async with door(looking, cast.charlie) as client:
            assert told(await client.get(route)) == told(await client.get(unknown))
            assert (await client.get(route)).status_code == 404
        async with door(looking) as client:
            assert (await client.get(route)).status_code == 401


async def test_what_is_not_there_is_not_found(looking: World, cast: Cast) -> None:
    public_id = add_invoice(looking, cast, "F1", content=make_pdf())
    picture, pdf, xml = routes_of(looking, cast, public_id)
    async with door(looking, cast.alice) as client:
        for route in (picture[:-1] + "9", picture[:-1] + "0", pdf, xml):
            assert (await client.get(route)).status_code == 404
        for file in looking.files.folder.glob("??/*"):
            file.unlink()
        for route in (f"{picture}?largeur=2600", pdf, xml):
            assert (await client.get(route)).status_code == 404


async def test_recipient_sees_the_document_that_reached_it(looking: World, cast: Cast) -> None:
    public_id = add_invoice(looking, cast, "F1", content=make_facturx(number="F1"))
    async with door(looking, cast.buyer) as client:
        for route in routes_of(looking, cast, public_id):
            assert (await client.get(route)).status_code == 200


PARTS = ("fichier/pages/1", "facture.pdf", "facture.xml")


async def test_file_of_a_rejected_flux_is_looked_at_by_its_depositor_only(importing: World, cast: Cast) -> None:
    receipt = scenes.put(importing, cast, make_facturx(number="x" * 30), "FSO1137A", name="ma facture.pdf")
    assert scenes.codes(outcome(importing, cast, receipt))
    for part in PARTS:
        route, unknown = f"/suivi-des-flux/{receipt.public_id}/{part}", f"/suivi-des-flux/inconnu/{part}"
        async with door(importing, cast.bob) as client:
            assert (await client.get(route)).status_code == 200
        async with door(importing, cast.charlie) as client:
            assert told(await client.get(route)) == told(await client.get(unknown))
            assert (await client.get(route)).status_code == 404


async def test_broken_xml_is_handed_over_as_it_is(importing: World, cast: Cast) -> None:
    broken = make_ubl()[:-100]
    receipt = scenes.put(importing, cast, broken, "FSO1130A", name="coupée.xml")
    outcome(importing, cast, receipt)
    async with door(importing, cast.alice) as client:
        assert (await client.get(f"/suivi-des-flux/{receipt.public_id}/facture.xml")).content == broken
        assert (await client.get(f"/suivi-des-flux/{receipt.public_id}/facture.pdf")).status_code == 404


@pytest.mark.parametrize(("pack", "name"), [(zip_of, "lot.zip"), (tar_gz, "lot.tar.gz")])
async def test_member_of_a_lot_is_handed_over_alone(
    importing: World, cast: Cast, pack: Callable[..., bytes], name: str
) -> None:
    files = [("dossier/a.xml", make_ubl(number="L-1")), ("b.xml", make_ubl(number="x" * 30))]
    receipt = scenes.put(importing, cast, pack(files), "FSO1100A", space=Space.EMISES, name=name)
    outcome(importing, cast, receipt)
    flux = f"/suivi-des-flux/{receipt.public_id}/factures"
    async with door(importing, cast.alice) as client:
        first, second = [await client.get(f"{flux}/{place}/fichier") for place in (1, 2)]
        xml, pdf = [await client.get(f"{flux}/2/facture.{kind}") for kind in ("xml", "pdf")]
        absent = [
            await client.get(f"{flux}/{part}")
            for part in ("0/fichier", "3/fichier", "9/facture.pdf", "1/fichier/pages/1")
        ]
    assert [first.content, second.content, xml.content] == [files[0][1], files[1][1], files[1][1]]
    assert first.headers["content-disposition"] == "attachment; filename*=UTF-8''a.xml"
    assert pdf.content[:5] == b"%PDF-"
    assert [answer.status_code for answer in absent] == [404] * 4
    for part in ("1/fichier", "2/facture.pdf", "2/facture.xml", "1/fichier/pages/1"):
        async with door(importing, cast.charlie) as client:
            foreign = await client.get(f"{flux}/{part}")
            assert told(foreign) == told(await client.get(f"/suivi-des-flux/inconnu/factures/{part}"))
            assert foreign.status_code == 404
