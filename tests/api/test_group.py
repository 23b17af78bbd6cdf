"""Invoices as files: the PDF, the pivot, with their documents or without."""

import base64
from decimal import Decimal
from typing import Any

import pytest

from chorus_app.api import contents
from chorus_app.formats import cpp
from chorus_app.invoices.models import Invoice
from chorus_app.kernel.context import World
from tests.api.client import Keys, keys_of, program
from tests.api.test_answering import submitted
from tests.api.test_attachments import put, strangers, unpacked
from tests.api.test_invoices import integrated
from tests.api.test_submitting import others
from tests.flux.scenes import Cast
from tests.makers.invoices import RECIPIENT_SIRET, SUPPLIER_SIRET

GROUP = "factures/v1/telecharger/groupe"


def of(*invoices: Invoice, **more: Any) -> dict[str, Any]:
    return {"listeFacture": [{"idFacture": one.id} for one in invoices], **more}


def file(answer: dict[str, Any]) -> bytes:
    assert (answer["codeRetour"], answer["libelle"]) == (0, "CODE PAR DEFAUT"), answer
    return base64.b64decode(answer["fichierResultat"])


async def test_one_pdf_comes_as_it_is_several_as_a_zip(world: World, cast: Cast, keys: Keys) -> None:
    async with program(world, keys) as one:
        plan = await put(one, content=b"plan", name="plan.png")
    first = await submitted(world, keys, pieceJointeComplementaire=others(plan))
    second = await submitted(world, keys, numeroFactureSaisi="PROG/2")
    async with program(world, keys) as one:
        alone = file(await one.post(GROUP, of(first)))
        both = unpacked(await one.post(GROUP, of(first, second, format="PDF")), "fichierResultat")
        whole = unpacked(await one.post(GROUP, of(first, avecPiecesJointesComplementaires="OUI")), "fichierResultat")
        wrong = await one.post(GROUP, of(first, format="DOC"))
    assert alone.startswith(b"%PDF")
    assert both.keys() == {"PROG-1.pdf", "PROG_2.pdf"}
    assert both["PROG-1.pdf"] == alone
    assert whole == {"PROG-1/PROG-1.pdf": alone, "PROG-1/plan.png": b"plan"}
    assert wrong["codeRetour"] == 20001
    buyers = keys_of(world, user_id=cast.buyer, structure_id=cast.recipient, name="Logiciel de la ville")
    async with program(world, buyers) as one:
        assert file(await one.post(GROUP, of(first))) == alone


async def test_pivot_says_what_the_portal_keeps(world: World, keys: Keys) -> None:
    async with program(world, keys) as one:
        plan = await put(one, content=b"plan", name="plan.png")
    kept = await submitted(world, keys, pieceJointeComplementaire=others(plan))
    async with program(world, keys) as one:
        short = file(await one.post(GROUP, of(kept, format="PIVOT")))
        whole = file(await one.post(GROUP, of(kept, format="PIVOT", avecPiecesJointesComplementaires="OUI")))
    read = cpp.read(short)
    assert (read.number, read.cadre, read.engagement, read.contract, read.service_code) == (
        "PROG-1",
        "A1",
        "EJ-12",
        "M-7",
        "SERV1",
    )
    parties = [party.identifier.value for party in (read.seller, read.buyer) if party.identifier]
    assert parties == [SUPPLIER_SIRET, RECIPIENT_SIRET]
    assert (read.tax_exclusive, read.tax_inclusive) == (kept.tax_exclusive, kept.tax_inclusive)
    assert [(line.name, line.net_amount) for line in read.lines] == [("Porte", Decimal(1000))]
    assert [one.name for one in cpp.read(whole).attachments][1:] == ["plan.png"]


async def test_file_without_a_pdf_is_drawn(importing: World, cast: Cast, keys: Keys) -> None:
    deposited = integrated(importing, cast, number="SANS-PDF")
    async with program(importing, keys) as one:
        assert file(await one.post(GROUP, of(deposited))).startswith(b"%PDF")


async def test_invoices_of_others_are_not_in_it(world: World, cast: Cast, keys: Keys) -> None:
    theirs = await submitted(world, keys)
    async with program(world, strangers(world, cast)) as charlie:
        refused = await charlie.post(GROUP, of(theirs))
        assert refused == await charlie.post(GROUP, {"listeFacture": [{"idFacture": 999_999}]})
        assert refused["codeRetour"] == 20000


async def test_more_than_120_megabytes_are_refused(world: World, keys: Keys, monkeypatch: pytest.MonkeyPatch) -> None:

    kept = await submitted(world, keys)
    monkeypatch.setattr(contents, "MAX_TOGETHER", 100)
    async with program(world, keys) as one:
        answer = await one.http.post(f"/cpro/{GROUP}", json=of(kept), headers=one.headers)
    assert (answer.status_code, answer.json()["codeRetour"]) == (413, 413)


async def test_one_heavy_answer_at_a_time(world: World, keys: Keys, monkeypatch: pytest.MonkeyPatch) -> None:

    kept = await submitted(world, keys)
    monkeypatch.setattr(contents, "PATIENCE", 0.01)
    with contents.heavy():
        async with program(world, keys) as one:
            answer = await one.http.post(f"/cpro/{GROUP}", json=of(kept), headers=one.headers)
    assert (answer.status_code, "retry-after" in answer.headers) == (429, True)
