"""The way to a structure: create one, ask for the attachment to others, follow the requests."""

import asyncio
from datetime import timedelta

from chorus_app.kernel.context import World
from chorus_app.structures import attachments
from chorus_app.ui.frame import FrameState
from chorus_app.ui.onboarding.state import AskState, AttachedState, CreateState, OnboardingState, RequestsState
from tests.factories import make_member, make_request, make_structure, make_user, sent_mails
from tests.ui.harness import Browser, Portal

FORM = {
    "structure_identifier_type": "SIRET",
    "structure_identifier": "732 829 320 00074",
    "structure_name": "Béton & Cie",
    "structure_address": "1 rue du Port",
    "structure_postcode": "69001",
    "structure_city": "Lyon",
}


def at(portal: Portal, world: World, name: str = "zoe") -> Browser:
    return portal.signed_in(world, make_user(world, name).id)


async def test_structure_is_created_and_attached(portal: Portal, world: World) -> None:
    browser = at(portal, world)
    await browser.open("/rattachement/creer")
    await browser.send(CreateState.create, FORM)
    assert (await browser.state(CreateState)).created == "Béton & Cie"
    await browser.open("/rattachement")
    assert [(row.name, row.role) for row in (await browser.state(AttachedState)).rows] == [
        ("Béton & Cie", "Gestionnaire principal")
    ]


async def test_structure_form_tells_errors_beside_their_fields(portal: Portal, world: World) -> None:
    browser = at(portal, world)
    changed = {"structure_identifier": "123", "structure_name": "", "structure_postcode": "690"}
    await browser.send(CreateState.create, FORM | changed)
    state = await browser.state(CreateState)
    assert sorted(state.errors) == ["structure_identifier", "structure_name", "structure_postcode"]
    assert state.created == ""


async def test_structure_that_exists_is_offered_for_attachment(portal: Portal, world: World) -> None:
    make_structure(world, "La Ville")
    browser = at(portal, world)
    await browser.open("/rattachement/creer")
    await browser.send(CreateState.create, FORM)
    state = await browser.state(CreateState)
    assert (state.created, state.existing.name, state.existing.why_not) == ("", "La Ville", "")
    await browser.send(CreateState.ask_instead)
    assert browser.redirects[-1] == "/rattachement/demander"
    await browser.open("/rattachement/demander")
    assert [one.name for one in (await browser.state(AskState)).chosen] == ["La Ville"]


async def test_structure_that_exists_is_offered_in_the_window_too(portal: Portal, world: World) -> None:
    make_structure(world, "La Ville")
    browser = at(portal, world)
    await browser.open("/aide")
    await browser.send(CreateState.create, FORM)
    await browser.send(CreateState.ask_instead)
    assert (await browser.state(OnboardingState)).part == "ask"
    async with asyncio.timeout(5):
        while [one.name for one in (await browser.state(AskState)).chosen] != ["La Ville"]:
            await asyncio.sleep(0)


async def test_several_structures_are_asked_for_at_once(portal: Portal, world: World) -> None:
    make_structure(world, "Ville du Nord")
    make_structure(world, "Ville du Sud", identifier="35600000000048")
    browser = at(portal, world)
    await browser.open("/rattachement/demander")
    await browser.send(AskState.find, {"structure_search": "vil"})
    found = (await browser.state(AskState)).found
    for one in found:
        await browser.send(AskState.choose, one.id)
    await browser.send(AskState.choose, found[0].id)
    assert [one.name for one in (await browser.state(AskState)).chosen] == ["Ville du Nord", "Ville du Sud"]
    await browser.send(AskState.send)
    state = await browser.state(AskState)
    assert (state.problem, state.chosen) == ("", [])
    assert "Ville du Nord, Ville du Sud" in state.message
    await browser.open("/rattachement/demandes")
    assert sorted(row.name for row in (await browser.state(RequestsState)).rows) == ["Ville du Nord", "Ville du Sud"]


async def test_structure_is_taken_out_of_the_request(portal: Portal, world: World) -> None:
    structure = make_structure(world)
    browser = at(portal, world)
    await browser.send(AskState.find, {"structure_search": "beton"})
    await browser.send(AskState.choose, structure.public_id)
    await browser.send(AskState.remove, structure.public_id)
    state = await browser.state(AskState)
    assert (state.chosen, [one.chosen for one in state.found]) == ([], [False])
    await browser.send(AskState.send)
    assert (await browser.state(AskState)).problem != ""


async def test_search_by_siret_finds_one_and_fewer_than_three_letters_nothing(portal: Portal, world: World) -> None:
    make_structure(world)
    browser = at(portal, world)
    await browser.send(AskState.find, {"structure_search": "732 829 320 00074"})
    assert [one.name for one in (await browser.state(AskState)).found] == ["Béton & Cie"]
    await browser.send(AskState.find, {"structure_search": "bé"})
    assert list((await browser.state(AskState)).errors) == ["structure_search"]


async def test_structures_that_cannot_be_asked_for_say_why(portal: Portal, world: World) -> None:
    browser = portal.browser()
    zoe = make_user(world, "zoe")
    browser.sign_in(world, zoe.id)
    make_member(world, zoe, make_structure(world, "Ville A"))
    make_request(world, zoe, make_structure(world, "Ville B", identifier="35600000000048"))
    make_structure(world, "Ville C", identifier="55208131766522", active=False)
    await browser.send(AskState.find, {"structure_search": "ville"})
    found = (await browser.state(AskState)).found
    assert [bool(one.why_not) for one in found] == [True, True, True]
    assert len({one.why_not for one in found}) == 3
    for one in found:
        await browser.send(AskState.choose, one.id)
    assert (await browser.state(AskState)).chosen == []


async def test_structure_that_was_not_found_cannot_be_chosen(portal: Portal, world: World) -> None:
    structure = make_structure(world)
    browser = at(portal, world)
    await browser.send(AskState.choose, structure.public_id)
    assert (await browser.state(AskState)).chosen == []


async def test_request_is_reminded_once_a_day_and_cancelled(portal: Portal, world: World) -> None:
    alice, zoe, structure = make_user(world), make_user(world, "zoe"), make_structure(world)
    make_member(world, alice, structure)
    request = make_request(world, zoe, structure)
    browser = await portal.opened(world, zoe.id, "/rattachement/demandes")
    await browser.send(RequestsState.remind, request.public_id)
    await browser.send(RequestsState.remind, request.public_id)
    state = await browser.state(RequestsState)
    assert (bool(state.problem), state.rows[0].can_remind) == (True, False)
    assert len(sent_mails(world, "alice@demo.test")) == 1
    world.clock.move(timedelta(days=1))
    browser.sign_in(world, zoe.id)
    await browser.send(RequestsState.remind, request.public_id)
    assert len(sent_mails(world, "alice@demo.test")) == 2
    await browser.send(RequestsState.cancel, request.public_id)
    state = await browser.state(RequestsState)
    assert (state.rows[0].state, state.rows[0].waits) == ("Annulée", False)


async def test_request_of_another_person_is_as_if_unknown(portal: Portal, world: World) -> None:
    request = make_request(world, make_user(world), make_structure(world))
    charlie = at(portal, world, "charlie")
    told = []
    for act in (RequestsState.cancel, RequestsState.remind):
        for public_id in (request.public_id, "unknown"):
            await charlie.send(act, public_id)
            told.append((await charlie.state(RequestsState)).problem)
    assert len(set(told)) == 1
    assert told[0] != ""
    assert (await charlie.state(RequestsState)).rows == []


async def test_answer_shows_in_the_open_page(portal: Portal, world: World) -> None:
    alice, zoe, structure = make_user(world), make_user(world, "zoe"), make_structure(world)
    make_member(world, alice, structure)
    request = make_request(world, zoe, structure)
    browser = await portal.opened(world, zoe.id, "/rattachement/demandes")
    with world.transaction(actor_id=alice.id) as context:
        attachments.approve(context, public_id=request.public_id)
    async with asyncio.timeout(5):
        while not (await browser.state(FrameState)).attached:
            await asyncio.sleep(0)
        while (await browser.state(RequestsState)).rows[0].state != "Approuvée":
            await asyncio.sleep(0)
    assert "Alice Test" in (await browser.state(RequestsState)).rows[0].answered
