"""Every event that asks for a right, sent by each person who has not that right: refused, logged, nothing changed.

Charlie is active and attached nowhere; Dora is attached, without the right to manage.
"""

from collections.abc import Sequence
from typing import Any

import pytest
from reflex.state import State

from chorus_app.accounts import service
from chorus_app.kernel.context import World
from chorus_app.structures.enums import Profile
from chorus_app.ui.gate import Right
from tests import walked
from tests.factories import make_member, make_structure, make_user
from tests.operations.cast import make_operator
from tests.ui.harness import Browser, Portal
from tests.ui.rights import events_asking, refused_to_all

PROTECTED = tuple(right for right in Right if right is not Right.PUBLIC)


async def got_through(browser: Browser, names: Sequence[str]) -> list[str]:
    """The events among `names` that the gate let pass, or that changed something in the tab."""
    before = await everything(browser)
    passed = []
    for name in names:
        times = walked.denied[name]
        await browser.send_raw(name)
        if walked.denied[name] == times or await everything(browser) != before:
            passed.append(name)
    return passed


async def everything(browser: Browser) -> dict[str, Any]:
    """All that the tab holds, but for where it is (every event says that)."""
    held = (await browser.state(State)).dict(include_computed=False)
    return {
        state: {name: value for name, value in values.items() if "router" not in name} for state, values in held.items()
    }


def signed_in(portal: Portal, world: World, name: str) -> Browser:
    return portal.signed_in(world, make_user(world, name).id)


async def test_nobody_passes_the_gate(portal: Portal) -> None:
    names = events_asking(*PROTECTED)
    assert names
    assert await got_through(portal.browser(), names) == []


async def test_charlie_attached_nowhere_passes_no_event_of_attached_people(portal: Portal, world: World) -> None:
    names = events_asking(Right.ATTACHED, Right.MANAGER, Right.OPERATOR)
    assert await got_through(signed_in(portal, world, "charlie"), names) == []


@pytest.mark.parametrize("profile", [Profile.FACTURATION_MODIFICATION, Profile.ORGANISATION_CONSULTATION])
async def test_attached_person_without_the_profile_passes_no_event_of_managers(
    portal: Portal, world: World, profile: Profile
) -> None:
    dora = make_user(world, "dora")
    make_member(world, dora, make_structure(world), (profile,))
    browser = portal.signed_in(world, dora.id)
    names = events_asking(Right.MANAGER, Right.OPERATOR)
    assert names
    assert await got_through(browser, names) == []


async def test_manager_passes_no_event_of_the_operator(portal: Portal, world: World) -> None:
    alice = make_user(world)
    make_member(world, alice, make_structure(world))
    browser = portal.signed_in(world, alice.id)
    names = events_asking(Right.OPERATOR)
    assert names
    assert await got_through(browser, names) == []


async def test_operator_who_is_attached_nowhere_passes_no_event_of_attached_people(
    portal: Portal, world: World
) -> None:
    browser = portal.signed_in(world, make_operator(world).id)
    assert await got_through(browser, events_asking(Right.ATTACHED, Right.MANAGER)) == []


async def test_manager_himself_passes_no_event_that_only_the_framework_offers(portal: Portal, world: World) -> None:
    alice = make_user(world)
    make_member(world, alice, make_structure(world))
    browser = portal.signed_in(world, alice.id)
    assert refused_to_all()
    assert await got_through(browser, refused_to_all()) == []


async def test_disabled_person_passes_as_little_as_nobody(portal: Portal, world: World) -> None:
    alice = make_user(world)
    make_member(world, alice, make_structure(world))
    browser = portal.signed_in(world, alice.id)
    with world.transaction() as context:
        service.disable_account(context, email=alice.login_email)
    assert await got_through(browser, events_asking(*PROTECTED)) == []
