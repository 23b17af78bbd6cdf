"""The bell in the header and the page « Notifications », live."""

from chorus_app.accounts.models import User
from chorus_app.kernel.context import World
from chorus_app.notifications.enums import NewsKind
from chorus_app.notifications.service import tell
from chorus_app.ui.frame import FrameState
from chorus_app.ui.notifications.state import NotificationsState
from tests.factories import make_user
from tests.ui.harness import Browser, Portal
from tests.ui.waiting import until


def told(world: World, user: User, file: str = "F1.xml") -> None:
    with world.transaction() as context:
        tell(context, [user], kind=NewsKind.FLUX_REJECTED, path="/suivi-des-flux", file=file, number="1")


async def at(portal: Portal, world: World, user: User, address: str = "/notifications") -> Browser:
    return await portal.opened(world, user.id, address)


async def test_bell_and_page_follow_what_happens(portal: Portal, world: World) -> None:
    alice = make_user(world)
    browser = await at(portal, world, alice)
    assert (await browser.state(NotificationsState)).rows == []
    assert (await browser.state(FrameState)).unread_told == "aucune non lue"
    told(world, alice)
    frame = await until(browser, FrameState, lambda state: state.unread == 1)
    assert frame.unread_told == "1 non lue"
    page = await until(browser, NotificationsState, lambda state: len(state.rows) == 1)
    [row] = page.rows
    assert (row.href, row.read, "«\u00a0F1.xml\u00a0»" in row.text) == ("/suivi-des-flux", False, True)
    await browser.send(NotificationsState.read, row.id)
    assert [row.read for row in (await browser.state(NotificationsState)).rows] == [True]
    await until(browser, FrameState, lambda state: state.unread == 0)


async def test_unread_ones_alone_are_shown_and_all_are_marked(portal: Portal, world: World) -> None:
    alice = make_user(world)
    for number in range(3):
        told(world, alice, f"F{number}.xml")
    browser = await at(portal, world, alice)
    await browser.send(NotificationsState.read, (await browser.state(NotificationsState)).rows[0].id)
    await browser.open("/notifications?affichage=non-lues")
    state = await browser.state(NotificationsState)
    assert (state.unread_only, len(state.rows)) == (True, 2)
    await browser.send(NotificationsState.read_all)
    state = await browser.state(NotificationsState)
    assert (state.rows, "Les 2 notifications" in state.message) == ([], True)


async def test_pages_are_in_the_address(portal: Portal, world: World) -> None:
    alice = make_user(world)
    for number in range(27):
        told(world, alice, f"F{number}.xml")
    browser = await at(portal, world, alice, "/notifications?page=2")
    state = await browser.state(NotificationsState)
    assert (len(state.rows), [step.label for step in state.pager]) == (2, ["1", "2"])


async def test_charlie_is_answered_as_for_an_unknown_notification(portal: Portal, world: World) -> None:
    alice, charlie = make_user(world), make_user(world, "charlie")
    told(world, alice)
    public_id = (await (await at(portal, world, alice)).state(NotificationsState)).rows[0].id
    browser = await at(portal, world, charlie)
    answers = []
    for asked in (public_id, "unknown"):
        await browser.send(NotificationsState.read, asked)
        state = await browser.state(NotificationsState)
        answers.append((state.problem, state.rows))
    assert (answers[0], answers[0][0] != "") == (answers[1], True)
    assert (await (await at(portal, world, alice)).state(FrameState)).unread == 1
