"""The pages « Journal des appels »."""

import json

import pytest

from chorus_app.kernel.context import World
from chorus_app.kernel.text import t
from chorus_app.ui.raccordement.calls.asking import CALLS
from chorus_app.ui.raccordement.calls.state import CallsState, CallState
from tests.api.client import Keys, keys_of, program
from tests.flux.scenes import Cast
from tests.ui.harness import Portal

CONSULT = "structures/v1/consulter"


@pytest.fixture
def keys(world: World, cast: Cast) -> Keys:
    return keys_of(world, user_id=cast.alice, structure_id=cast.supplier)


async def test_calls_are_listed_narrowed_looked_at_and_made_again(
    portal: Portal, world: World, cast: Cast, keys: Keys
) -> None:
    async with program(world, keys) as one:
        await one.post(CONSULT, {"idStructureCPP": cast.recipient})
        await one.post(CONSULT, {"idStructureCPP": 999_999})
        browser = await portal.opened(world, cast.alice, CALLS)
        state = await browser.state(CallsState)
        assert (state.manages, state.routes) == (True, [f"/cpro/{CONSULT}"])
        assert [(row.outcome, row.tone) for row in state.rows] == [
            ("HTTP 200 · code 20000", "danger"),
            ("HTTP 200 · code 0", "success"),
        ]
        await browser.open(f"{CALLS}?issue=reussi")
        (row,) = (await browser.state(CallsState)).rows
        await browser.open(row.href)
        card = (await browser.state(CallState)).card
        assert json.loads(card.question) == {"idStructureCPP": cast.recipient}
        await browser.send(CallState.ask)
        assert (await browser.state(CallState)).asking
        await browser.send(CallState.keep)
        assert not (await browser.state(CallState)).asking
        await browser.send(CallState.replay)
        shown = await browser.state(CallState)
        assert shown.message == t("raccordement.calls.replayed")
        (again,) = shown.again
        assert (again.answer, again.line.outcome) == (card.answer, card.line.outcome)
        await browser.open(again.line.href)
        assert (await browser.state(CallState)).card.first == row.href


async def test_call_that_cannot_be_made_again_says_why(portal: Portal, world: World, cast: Cast, keys: Keys) -> None:
    async with program(world, keys) as one:
        await one.post("factures/v1/deposer/flux", {"fichierFlux": "A" * 3_000, "nomFichier": "f", "syntaxeFlux": "X"})
        browser = await portal.opened(world, cast.alice, CALLS)
        (row,) = (await browser.state(CallsState)).rows
        await browser.open(row.href)
        await browser.send(CallState.replay)
    assert (await browser.state(CallState)).problem == t("raccordement.calls.not_kept")


async def test_bob_and_charlie_see_none_of_it(portal: Portal, world: World, cast: Cast, keys: Keys) -> None:
    async with program(world, keys) as one:
        await one.post(CONSULT, {"idStructureCPP": cast.recipient})
        alice = await portal.opened(world, cast.alice, CALLS)
        (row,) = (await alice.state(CallsState)).rows
        keys_of(world, user_id=cast.charlie, structure_id=cast.other)
        for stranger in (cast.bob, cast.charlie):
            browser = await portal.opened(world, stranger, CALLS)
            assert (await browser.state(CallsState)).rows == []
            await browser.open(row.href)
            await browser.send(CallState.replay)
            looked = await browser.state(CallState)
            assert (looked.missing, looked.card.question, looked.again) == (True, "", [])
        await alice.open(CALLS)
    assert len((await alice.state(CallsState)).rows) == 1
