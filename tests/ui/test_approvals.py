"""The page « Approbation »."""

import asyncio

import pytest

from chorus_app.kernel.context import World
from chorus_app.structures import attachments
from chorus_app.structures.enums import Profile
from chorus_app.structures.models import AttachmentRequest, Structure
from chorus_app.ui.approvals.state import ApprovalsState
from chorus_app.ui.frame import FrameState
from tests.factories import make_member, make_request, make_structure, make_user
from tests.ui.harness import Browser, Portal


def scene(world: World) -> tuple[Structure, AttachmentRequest]:
    """Alice manages a structure; Zoé asks to be attached."""
    structure = make_structure(world)
    make_member(world, make_user(world), structure)
    return structure, make_request(world, make_user(world, "zoe"), structure)


async def manager(portal: Portal, world: World, structure: Structure, name: str) -> Browser:
    """Another manager of the structure, on the page."""
    user = make_user(world, name)
    make_member(world, user, structure)
    return await portal.opened(world, user.id, "/approbation")


async def test_manager_sees_and_approves(portal: Portal, world: World) -> None:
    structure, request = scene(world)
    bob = await manager(portal, world, structure, "bob")
    state = await bob.state(ApprovalsState)
    assert [(row.who, row.email, row.structure) for row in state.rows] == [("Zoe Test", "zoe@demo.test", "Béton & Cie")]
    await bob.send(ApprovalsState.approve, "attachment", request.public_id)
    state = await bob.state(ApprovalsState)
    assert (state.rows, state.problem) == ([], "")
    assert "Zoe Test" in state.message


async def test_refusal_needs_a_reason(portal: Portal, world: World) -> None:
    structure, request = scene(world)
    bob = await manager(portal, world, structure, "bob")
    await bob.send(ApprovalsState.ask_reason, request.public_id)
    await bob.send(ApprovalsState.refuse, {"reason": "  "})
    state = await bob.state(ApprovalsState)
    assert (list(state.errors), state.refusing) == (["reason"], request.public_id)
    await bob.send(ApprovalsState.refuse, {"reason": "SIRET erroné"})
    state = await bob.state(ApprovalsState)
    assert (state.errors, state.refusing, state.rows) == ({}, "", [])
    with world.reading(actor_id=request.user_id) as context:
        assert context.session.get_one(AttachmentRequest, request.id).reason == "SIRET erroné"


async def test_second_manager_is_told_who_was_faster(portal: Portal, world: World) -> None:
    structure, request = scene(world)
    bob = await manager(portal, world, structure, "bob")
    dora = await manager(portal, world, structure, "dora")
    await bob.send(ApprovalsState.approve, "attachment", request.public_id)
    await dora.send(ApprovalsState.approve, "attachment", request.public_id)
    state = await dora.state(ApprovalsState)
    assert "approuvée par Bob Test le 24/11/2026 à 14:30" in state.problem
    assert (state.rows, state.message) == ([], "")


async def test_manager_is_told_that_the_asker_cancelled_meanwhile(portal: Portal, world: World) -> None:
    structure, request = scene(world)
    bob = await manager(portal, world, structure, "bob")
    await bob.send(ApprovalsState.ask_reason, request.public_id)
    with world.transaction(actor_id=request.user_id) as context:
        attachments.cancel_request(context, public_id=request.public_id)
    await bob.send(ApprovalsState.refuse, {"reason": "SIRET erroné"})
    state = await bob.state(ApprovalsState)
    assert "annulée" in state.problem
    assert "Zoe Test" in state.problem
    assert (state.rows, state.refusing) == ([], "")


async def test_two_managers_at_once_one_wins(portal: Portal, world: World) -> None:
    structure, request = scene(world)
    bob = await manager(portal, world, structure, "bob")
    dora = await manager(portal, world, structure, "dora")
    await asyncio.gather(
        *(browser.send(ApprovalsState.approve, "attachment", request.public_id) for browser in (bob, dora))
    )
    states = [await browser.state(ApprovalsState) for browser in (bob, dora)]
    assert sorted([bool(state.message) for state in states]) == [False, True]
    assert sorted([bool(state.problem) for state in states]) == [False, True]


@pytest.mark.parametrize("profile", [Profile.ORGANISATION_CONSULTATION, Profile.FACTURATION_MODIFICATION])
async def test_member_without_the_profile_sees_and_does_nothing(portal: Portal, world: World, profile: Profile) -> None:
    structure, request = scene(world)
    charlie = make_user(world, "charlie")
    make_member(world, charlie, structure, (profile,))
    browser = await portal.opened(world, charlie.id, "/approbation")
    await browser.send(ApprovalsState.approve, "attachment", request.public_id)
    state = await browser.state(ApprovalsState)
    assert (state.allowed, state.rows, state.message) == (False, [], "")
    with world.reading() as context:
        assert context.session.get_one(AttachmentRequest, request.id).answered_at is None


async def test_manager_of_another_structure_is_answered_as_for_an_unknown_request(portal: Portal, world: World) -> None:
    _, request = scene(world)
    charlie = await manager(portal, world, make_structure(world, "Ailleurs", identifier="35600000000048"), "charlie")
    told = []
    for kind, public_id in (("attachment", request.public_id), ("attachment", "unknown"), ("other", "unknown")):
        await charlie.send(ApprovalsState.approve, kind, public_id)
        told.append((await charlie.state(ApprovalsState)).problem)
    assert len(set(told)) == 1
    assert told[0] != ""
    await charlie.send(ApprovalsState.ask_reason, request.public_id)
    assert (await charlie.state(ApprovalsState)).refusing == ""


async def test_menu_and_page_follow_what_happens_elsewhere(portal: Portal, world: World) -> None:
    structure, request = scene(world)
    bob = await manager(portal, world, structure, "bob")
    with world.transaction(actor_id=request.user_id) as context:
        attachments.cancel_request(context, public_id=request.public_id)
    async with asyncio.timeout(5):
        while (await bob.state(FrameState)).approvals or (await bob.state(ApprovalsState)).rows:
            await asyncio.sleep(0)
    make_request(world, make_user(world, "yann"), structure)
    with world.transaction() as context:
        context.ring(f"approvals:{structure.id}")
    async with asyncio.timeout(5):
        while not (await bob.state(FrameState)).approvals or not (await bob.state(ApprovalsState)).rows:
            await asyncio.sleep(0)


async def test_one_tab_keeps_one_watcher_however_often_it_loads(portal: Portal, world: World) -> None:
    structure, _ = scene(world)
    bob = await manager(portal, world, structure, "bob")
    for _ in range(5):
        await bob.open("/approbation")
    async with asyncio.timeout(5):
        while len(world.bell._watchers) > 2:
            await asyncio.sleep(0)


async def test_siret_of_the_structure_is_shown_in_groups(portal: Portal, world: World) -> None:
    structure, _ = scene(world)
    bob = await manager(portal, world, structure, "bob")
    assert [row.identifier for row in (await bob.state(ApprovalsState)).rows] == [
        "SIRET\u00a0732\u00a0829\u00a0320\u00a000074"
    ]


async def test_many_requests_stand_on_pages_oldest_first(portal: Portal, world: World) -> None:
    structure = make_structure(world)
    for number in range(26):
        make_request(world, make_user(world, f"user{number:02}"), structure)
    bob = await manager(portal, world, structure, "bob")
    state = await bob.state(ApprovalsState)
    assert [row.email[:6] for row in state.rows] == [f"user{number:02}" for number in range(25)]
    assert ([link.label for link in state.pager], state.counted) == (
        ["1", "2"],
        "26 demandes, les plus anciennes d’abord",
    )
    await bob.open("/approbation?page=2")
    state = await bob.state(ApprovalsState)
    assert [row.email[:6] for row in state.rows] == ["user25"]
    await bob.send(ApprovalsState.approve, "attachment", state.rows[0].id)
    state = await bob.state(ApprovalsState)
    assert (len(state.rows), state.pager) == (25, [])  # the last page is gone: the nearest one is shown
