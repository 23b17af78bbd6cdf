"""The page of one application."""

from pathlib import Path

from chorus_app.kernel.config import Settings
from chorus_app.kernel.context import World, adopted
from chorus_app.kernel.text import t
from chorus_app.raccordement import service
from chorus_app.raccordement.limits import INTERFACES
from chorus_app.ui.raccordement.application.state import ApplicationState
from chorus_app.ui.raccordement.state import RaccordementState
from tests.bank_details.scenes import Cast, cast
from tests.conftest import NewWorld
from tests.ui.harness import Browser, Portal

ROUTE = "/structure/raccordement/application"
State = ApplicationState


async def declared(portal: Portal, world: World, actors: Cast) -> Browser:
    """Alice's browser at the page of her application."""
    browser = await portal.opened(world, actors.alice, "/structure/raccordement")
    await browser.send(RaccordementState.add_application, {"name": "Mon logiciel"})
    (row,) = (await browser.state(RaccordementState)).applications
    await browser.open(row.href)
    return browser


async def test_application_is_limited(portal: Portal, world: World, actors: Cast) -> None:
    browser = await declared(portal, world, actors)
    state = await browser.state(State)
    assert (state.missing, state.card.name, state.card.state) == (False, "Mon logiciel", "En service")
    assert [line.code for line in state.interfaces if line.chosen] == list(INTERFACES)
    await browser.send(State.subscribe, {"FSO1100A": True, "FSO9999A": True})
    state = await browser.state(State)
    assert [line.code for line in state.interfaces if line.chosen] == ["FSO1100A"]
    assert state.message == t("raccordement.limits.done.subscribed")
    await browser.send(State.subscribe, {})
    assert (await browser.state(State)).problem == t("raccordement.limits.needs_interface")
    await browser.send(State.limit_networks, {"networks": "chez moi"})
    assert (await browser.state(State)).errors == {"networks": t("raccordement.limits.network_wrong", value="chez")}
    await browser.send(State.limit_networks, {"networks": "192.0.2.1 192.0.2.0/24"})
    state = await browser.state(State)
    assert (state.networks, state.errors) == ("192.0.2.1\n192.0.2.0/24", {})


async def test_application_is_suspended_after_a_question_and_reactivated(
    portal: Portal, world: World, actors: Cast
) -> None:
    browser = await declared(portal, world, actors)
    await browser.send(State.ask, "suspend")
    assert (await browser.state(State)).asking == "suspend"
    await browser.send(State.keep)
    await browser.send(State.confirm)
    assert (await browser.state(State)).card.active
    await browser.send(State.ask, "delete_everything")
    assert (await browser.state(State)).asking == ""
    await browser.send(State.ask, "suspend")
    await browser.send(State.confirm)
    state = await browser.state(State)
    assert (state.card.active, state.card.open, state.card.state) == (False, True, "Suspendue")
    assert state.message == t("raccordement.done.suspended")
    await browser.send(State.reactivate)
    state = await browser.state(State)
    assert (state.card.active, state.message) == (True, t("raccordement.done.reactivated"))


async def test_revoked_application_is_shown_as_it_is(portal: Portal, world: World, actors: Cast) -> None:
    browser = await declared(portal, world, actors)
    with world.transaction(actor_id=actors.alice, structure_id=actors.structure) as context:
        (row,) = service.applications(context)
        service.revoke_application(context, public_id=row.public_id)
    await browser.send(State.load)
    state = await browser.state(State)
    assert (state.card.open, state.card.active, state.card.state) == (False, False, "Révoquée")
    await browser.send(State.reactivate)
    assert (await browser.state(State)).problem == t("raccordement.revoked_already")


async def test_sandbox_is_reset_after_a_question(portal: Portal, world: World, actors: Cast) -> None:
    browser = await declared(portal, world, actors)
    assert (await browser.state(State)).sandbox
    await browser.send(State.ask, "reset")
    assert (await browser.state(State)).asking == "reset"
    await browser.send(State.confirm)
    state = await browser.state(State)
    assert (state.asking, state.message) == ("", t("raccordement.application.reset_done", flux="0", invoices="0"))


async def test_outside_of_sandbox_mode_nothing_is_reset(portal: Portal, new_world: NewWorld, tmp_path: Path) -> None:
    world = new_world(Settings(data_dir=tmp_path, sandbox=False))
    with adopted(world):
        browser = await declared(portal, world, cast(world))
        assert not (await browser.state(State)).sandbox
        await browser.send(State.ask, "reset")
        await browser.send(State.confirm)
        assert (await browser.state(State)).problem == t("kernel.not_found")
    world.close()


async def test_others_find_nothing_there(portal: Portal, world: World, actors: Cast) -> None:
    alice = await declared(portal, world, actors)
    for stranger in (actors.bob, actors.charlie):
        browser = await portal.opened(world, stranger, alice.address)
        state = await browser.state(State)
        assert (state.missing, state.card.name, state.networks) == (True, "", "")
        await browser.send(State.reactivate)
        await browser.send(State.ask, "suspend")
        await browser.send(State.confirm)
    await alice.send(State.load)
    assert (await alice.state(State)).card.active
    await alice.open(f"{ROUTE}/inconnue")
    assert (await alice.state(State)).missing
