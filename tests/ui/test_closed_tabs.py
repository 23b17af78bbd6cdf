"""What waits for a tab ends when the tab is closed."""

import asyncio
import time

from chorus_app.kernel.context import World
from chorus_app.ui.frame import FrameState
from chorus_app.ui.onboarding.state import RequestsState
from tests.factories import make_member, make_structure, make_user
from tests.ui.harness import Browser, Portal
from tests.ui.waiting import shows, until

FLUX = "/suivi-des-flux"


async def watchers(world: World, wanted: int) -> int:
    """How many watch, as soon as it is as many as wanted (or the wait is over)."""
    deadline = time.monotonic() + 10
    while world.bell.watchers != wanted and time.monotonic() < deadline:
        await asyncio.sleep(0.01)
    return world.bell.watchers


async def tab(portal: Portal, world: World, user: int, address: str) -> Browser:
    browser = portal.signed_in(world, user)
    await browser.connect()
    await browser.open(address)
    return browser


async def test_nobody_waits_after_the_last_tab_is_closed(portal: Portal, world: World) -> None:
    alice = make_user(world, "alice")
    make_member(world, alice, make_structure(world))
    tabs = [await tab(portal, world, alice.id, address) for address in ("/", FLUX, f"{FLUX}/inconnu", FLUX)]
    assert await watchers(world, 10) == 10  # four frames, two lists, a flux and its checklist, the home page's two
    for closed in tabs[1:]:
        await closed.disconnect()
    assert await watchers(world, 3) == 3
    await tabs[0].disconnect()
    assert await watchers(world, 0) == 0


async def test_tab_that_was_cut_off_and_came_back_goes_on(portal: Portal, world: World) -> None:
    zoe = make_user(world, "zoe")
    browser = await tab(portal, world, zoe.id, "/rattachement/demandes")
    assert await watchers(world, 2) == 2
    await browser.disconnect()
    assert await watchers(world, 0) == 0
    await browser.connect("again")
    await browser.open("/rattachement/demandes")
    assert await watchers(world, 2) == 2
    make_member(world, zoe, make_structure(world))
    world.bell.ring([f"user:{zoe.id}"])
    await shows(browser, FrameState, attached=True)
    assert (await until(browser, RequestsState, lambda state: state.loaded)).rows == []
    await browser.disconnect("again")
    assert await watchers(world, 0) == 0


async def test_end_of_an_older_socket_does_not_end_the_newer_ones_news(portal: Portal, world: World) -> None:
    browser = await tab(portal, world, make_user(world, "zoe").id, "/rattachement/demandes")
    assert await watchers(world, 2) == 2
    await browser.disconnect("older")
    assert await watchers(world, 2) == 2
    await browser.disconnect()
    assert await watchers(world, 0) == 0
