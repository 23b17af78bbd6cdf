"""The page of the EDI raccordement."""

from chorus_app.kernel.context import World
from chorus_app.kernel.text import t
from chorus_app.raccordement.models import EdiArrival
from chorus_app.ui.raccordement.edi_state import EdiState
from tests.bank_details.scenes import Cast
from tests.raccordement.test_edi import KEY
from tests.ui.harness import Browser, Portal

ROUTE = "/structure/raccordement/edi"
State = EdiState


async def at(portal: Portal, world: World, user_id: int) -> Browser:
    return await portal.opened(world, user_id, ROUTE)


async def test_raccordement_is_declared_filled_and_activated(portal: Portal, world: World, actors: Cast) -> None:
    browser = await at(portal, world, actors.alice)
    state = await browser.state(State)
    assert (state.manages, state.card.code, state.server.fingerprint) == (True, "", "")
    await browser.send(State.declare)
    state = await browser.state(State)
    code = state.card.code
    assert state.message == t("raccordement.edi.done.declared", code=code)
    assert (len(code), state.card.active, state.card.has_password) == (6, False, False)
    assert (state.server.open, state.server.port) == (True, "3022")
    assert state.server.fingerprint.startswith("SHA256:")
    assert state.server.command == f"sftp -P 3022 {code}@localhost"
    await browser.send(State.activate)
    assert (await browser.state(State)).problem == t("raccordement.limits.needs_interface")
    await browser.send(State.subscribe, {"FSO1100A": True, "FSO1137A": "on", "FSO9999A": True})
    state = await browser.state(State)
    assert [line.code for line in state.interfaces if line.chosen] == ["FSO1100A", "FSO1137A"]
    await browser.send(State.make_password)
    state = await browser.state(State)
    assert (state.secret.login, len(state.secret.secret), state.card.has_password) == (code, 43, True)
    await browser.send(State.noted)
    assert (await browser.state(State)).secret.secret == ""
    await browser.send(State.activate)
    state = await browser.state(State)
    assert (state.card.active, state.message) == (True, t("raccordement.edi.done.activated"))


async def test_key_and_addresses_are_kept_or_refused_beside_their_field(
    portal: Portal, world: World, actors: Cast
) -> None:
    browser = await at(portal, world, actors.alice)
    await browser.send(State.declare)
    await browser.send(State.change_key, {"public_key": "bonjour"})
    assert (await browser.state(State)).errors == {"public_key": t("raccordement.edi.key_unreadable")}
    await browser.send(State.change_key, {"public_key": f"{KEY} alice"})
    state = await browser.state(State)
    assert (state.card.public_key, state.message) == (KEY, t("raccordement.edi.done.key"))
    await browser.send(State.limit_networks, {"networks": "chez moi"})
    assert (await browser.state(State)).errors == {"networks": t("raccordement.limits.network_wrong", value="chez")}
    await browser.send(State.limit_networks, {"networks": "192.0.2.1\n192.0.2.0/24"})
    state = await browser.state(State)
    assert (state.networks, state.errors) == ("192.0.2.1\n192.0.2.0/24", {})


async def test_what_ends_something_is_asked_again(portal: Portal, world: World, actors: Cast) -> None:
    browser = await at(portal, world, actors.alice)
    await browser.send(State.declare)
    await browser.send(State.subscribe, {"FSO1100A": True})
    await browser.send(State.make_password)
    await browser.send(State.activate)
    for what in ("suspend", "renew"):
        await browser.send(State.ask, what)
        assert (await browser.state(State)).asking == what
        await browser.send(State.keep)
        await browser.send(State.confirm)
    assert (await browser.state(State)).card.active
    await browser.send(State.ask, "renew")
    await browser.send(State.confirm)
    assert len((await browser.state(State)).secret.secret) == 43
    await browser.send(State.ask, "suspend")
    await browser.send(State.confirm)
    state = await browser.state(State)
    assert (state.card.active, state.message) == (False, t("raccordement.edi.done.suspended"))
    await browser.send(State.ask, "delete_everything")
    assert (await browser.state(State)).asking == ""


async def test_files_that_came_are_listed_with_what_became_of_them(portal: Portal, world: World, actors: Cast) -> None:
    browser = await at(portal, world, actors.alice)
    await browser.send(State.declare)
    with world.transaction() as context:
        for name, number, refusal, params in (
            ("FSO1100A_A", "NUMERO", None, {}),
            ("facture.xml", None, "EDI-NOM", {"file": "facture.xml", "application": "BET001"}),
        ):
            context.session.add(
                EdiArrival(
                    partner_id=1,
                    name=name,
                    digest="",
                    size=1,
                    door="sftp",
                    at=context.now(),
                    flux_number=number,
                    refusal=refusal,
                    params=params,
                )
            )
    await browser.open(ROUTE)
    refused, taken = (await browser.state(State)).arrivals
    assert (taken.flux, taken.href, taken.title) == ("NUMERO", "/suivi-des-flux?numero=NUMERO", "")
    assert (refused.flux, refused.title) == ("", t("edi.finding.EDI-NOM.title"))
    assert "FSO1100A_BET001" in refused.todo


async def test_only_managers_see_the_page(portal: Portal, world: World, actors: Cast) -> None:
    bob = await at(portal, world, actors.bob)
    state = await bob.state(State)
    assert (state.loaded, state.manages, state.card.code) == (True, False, "")
    await bob.send(State.declare)
    assert (await bob.state(State)).card.code == ""
