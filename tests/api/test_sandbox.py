"""Sandbox mode: a program asks how a call is answered, or how the import of its deposit ends."""

from pathlib import Path

import httpx
import pytest
from sqlmodel import select
from starlette.types import Receive, Scope, Send

from chorus_app.api.auth import Call
from chorus_app.api.sandbox import SLOW_SECONDS, STATUSES, Sandbox
from chorus_app.flux.enums import FluxState
from chorus_app.flux.models import Flux
from chorus_app.flux.sandbox import MAGIC, STATES, Outcome
from chorus_app.flux.sandbox import asked as asked_for
from chorus_app.invoices.models import Invoice
from chorus_app.kernel import workflows
from chorus_app.kernel.config import Settings
from chorus_app.kernel.context import World
from chorus_app.raccordement.views import Caller
from tests.api.client import Keys, keys_of, program
from tests.api.test_deposit import CII, DEPOSIT, asked, ended
from tests.conftest import NewWorld
from tests.flux import scenes
from tests.makers.invoices import make_cii, make_facturx, make_ubl
from tests.makers.lots import tar_gz

HEADER = "X-Bac-A-Sable"
HEALTH = "/cpro/transverses/v1/health-check"
OUTCOMES = pytest.mark.parametrize("outcome", Outcome)


@OUTCOMES
async def test_import_ends_as_the_header_asks_and_its_report_says_so(
    importing: World, keys: Keys, outcome: Outcome
) -> None:
    async with program(importing, keys) as one:
        receipt = await one.post(DEPOSIT, asked(make_facturx(number="SABLE-1")), **{HEADER: outcome.value})
        details = await ended(importing, one, receipt["numeroFluxDepot"])
        report = await one.post("transverses/v1/consulterCR", {"numeroFluxDepot": receipt["numeroFluxDepot"]})
    assert receipt["codeRetour"] == 0
    assert details["etatCourantDepotFlux"] == report["etatCourantFlux"] == STATES[outcome]
    told = [error["codeErreur"] for error in details["listeErreurTechnique"]]
    assert told == (["FLUX-BAC-A-SABLE"] if outcome.refuses else [])
    with importing.reading() as context:
        assert len(context.session.exec(select(Invoice)).all()) == (0 if outcome.refuses else 1)


@OUTCOMES
async def test_import_ends_as_the_number_of_the_invoice_asks(importing: World, keys: Keys, outcome: Outcome) -> None:
    number = f"{MAGIC}{outcome.value.upper()}-7"
    async with program(importing, keys) as one:
        receipt = await one.post(DEPOSIT, asked(make_facturx(number=number)))
        details = await ended(importing, one, receipt["numeroFluxDepot"])
    assert details["etatCourantDepotFlux"] == STATES[outcome]


async def test_wrong_file_is_rejected_whatever_good_end_is_asked_for(importing: World, keys: Keys) -> None:
    wrong = make_cii(number="SABLE-2", payment_means=None)
    async with program(importing, keys) as one:
        receipt = await one.post(DEPOSIT, asked(wrong, syntax=CII, name="f.xml"), **{HEADER: "integre"})
        details = await ended(importing, one, receipt["numeroFluxDepot"])
    assert details["etatCourantDepotFlux"] == "IN_REJETE"
    assert details["listeErreurDP"] != []
    assert details["listeErreurTechnique"] == []


@pytest.mark.parametrize(("word", "state"), [("rejete", "IN_REJETE"), ("partiel", "IN_INTEGRE")])
async def test_lot_is_refused_as_asked_and_otherwise_judged(
    importing: World, keys: Keys, word: str, state: str
) -> None:
    members = [(f"f{n}.xml", make_ubl(number=f"SABLE-3{n}")) for n in range(2)]
    async with program(importing, keys) as one:
        lot = asked(tar_gz(members), syntax="IN_DP_E1_UBL_INVOICE", name="lot.tar.gz")
        receipt = await one.post(DEPOSIT, lot, **{HEADER: word})
        details = await ended(importing, one, receipt["numeroFluxDepot"])
    assert details["etatCourantDepotFlux"] == state


async def test_slow_import_waits_before_it_begins(world: World, keys: Keys) -> None:
    async with program(world, keys) as one:
        receipt = await one.post(DEPOSIT, asked(make_facturx()), **{HEADER: "rejete, lent"})
    with world.reading() as context:
        flux = context.session.exec(select(Flux)).one()
    assert (flux.number, flux.asked_outcome) == (receipt["numeroFluxDepot"], "rejete")
    assert flux.state is FluxState.PORTAL_WAITING
    assert workflows.alive(world, [flux.workflow_id]) == {flux.workflow_id}
    assert SLOW_SECONDS > 0


@pytest.mark.parametrize("status", STATUSES)
async def test_call_is_answered_as_asked(world: World, keys: Keys, status: str) -> None:
    async with program(world, keys) as one:
        answer = await one.http.get(HEALTH, headers={**one.headers, HEADER: status})
    assert answer.status_code == int(status)
    if status == "403":
        assert answer.content == b""
    else:
        assert answer.json()["codeRetour"] == int(status)
    assert ("retry-after" in answer.headers) == (status == "429")


async def test_call_is_not_answered_in_time(world: World) -> None:
    async def never(_scope: Scope, _receive: Receive, _send: Send) -> None:
        raise AssertionError("the call went through")

    async def known(scope: Scope, receive: Receive, send: Send) -> None:
        scope["state"] = {"call": Call(world, Caller(1, 1, 1, 1, ()), "")}
        await Sandbox(never, patience=0.0)(scope, receive, send)

    async with httpx.AsyncClient(transport=httpx.ASGITransport(known), base_url="http://test") as http:
        answer = await http.post("/", headers={HEADER: "expiration"})
    assert (answer.status_code, answer.content) == (504, b"")


async def test_unknown_word_is_refused_with_those_that_are_known(world: World, keys: Keys) -> None:
    async with program(world, keys) as one:
        answer = await one.http.get(HEALTH, headers={**one.headers, HEADER: "perdu"})
    assert answer.status_code == 400
    assert "irrecevable" in answer.json()["libelle"]


async def test_outside_of_sandbox_mode_nothing_is_heard(new_world: NewWorld, tmp_path: Path) -> None:
    assert not Settings(demo=False).sandbox
    world = new_world(Settings(data_dir=tmp_path, sandbox=False))
    cast = scenes.cast(world)
    async with program(world, keys_of(world, user_id=cast.alice, structure_id=cast.supplier)) as one:
        assert (await one.http.get(HEALTH, headers={**one.headers, HEADER: "500"})).status_code == 200
        await one.post(DEPOSIT, asked(make_facturx()), **{HEADER: "rejete"})
    with world.reading() as context:
        flux = context.session.exec(select(Flux)).one()
        assert flux.asked_outcome == ""
        flux.asked_outcome = "rejete"  # of a time when the mode was on
        assert asked_for(context, flux) is None
    world.close()
