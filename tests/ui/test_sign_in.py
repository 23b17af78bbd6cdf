"""The sign-in page, and the end of sessions."""

from urllib.parse import parse_qs, urlsplit

from chorus_app.kernel.context import World
from chorus_app.ui.frame import FrameState
from chorus_app.ui.onboarding.state import OnboardingState, RequestsState
from chorus_app.ui.sign_in.state import SignInState, waiting_time
from tests.factories import PASSWORD, make_member, make_request, make_structure, make_user
from tests.ui.harness import Browser, Portal


async def tried(portal: Portal, email: str, password: str, address: str = "/connexion") -> tuple[Browser, SignInState]:
    browser = portal.browser()
    await browser.open(address)
    await browser.send(SignInState.sign_in, {"email": email, "password": password})
    return browser, await browser.state(SignInState)


async def test_right_password_leads_to_the_session_route(portal: Portal, world: World) -> None:
    make_user(world)
    _, state = await tried(portal, "Alice@Demo.test", PASSWORD, "/connexion?suite=/suivi-des-flux")
    way = urlsplit(state.way_in)
    assert (way.path, parse_qs(way.query)["suite"], state.problem) == ("/session/ouvrir", ["/suivi-des-flux"], "")


async def test_wrong_and_unknown_are_told_alike(portal: Portal, world: World) -> None:
    make_user(world)
    _, wrong = await tried(portal, "alice@demo.test", "autre chose que lui")
    _, unknown = await tried(portal, "bob@demo.test", "autre chose que lui")
    assert (wrong.problem, wrong.way_in, wrong.inactive) == (unknown.problem, "", False)
    assert wrong.problem


async def test_throttling_says_how_long_it_lasts(portal: Portal, world: World) -> None:
    make_user(world)
    for _ in range(5):
        await tried(portal, "alice@demo.test", "faux")
    _, state = await tried(portal, "alice@demo.test", PASSWORD)
    assert "30\u00a0secondes" in state.problem
    assert "n’est pas bloqué" in state.problem


async def test_account_not_active_is_shown_the_way_to_its_link(portal: Portal, world: World) -> None:
    user = make_user(world)
    with world.transaction() as context:
        user.activated_at = None
        context.session.merge(user)
    _, state = await tried(portal, "alice@demo.test", PASSWORD)
    assert (state.inactive, state.way_in) == (True, "")


def test_waiting_time_is_rounded_up() -> None:
    assert [waiting_time(seconds) for seconds in (1, 30, 90, 91, 900)] == [
        "1\u00a0seconde",
        "30\u00a0secondes",
        "90\u00a0secondes",
        "2\u00a0minutes",
        "15\u00a0minutes",
    ]


async def test_sign_in_page_sends_on_who_is_signed_in(portal: Portal, world: World) -> None:
    browser = await portal.opened(world, make_user(world).id, "/connexion")
    assert set(browser.redirects) == {"/"}


async def test_signing_out_empties_the_tab(portal: Portal, world: World) -> None:
    alice = make_user(world)
    make_request(world, alice, make_structure(world))
    browser = await portal.opened(world, alice.id, "/rattachement/demandes")
    assert len((await browser.state(RequestsState)).rows) == 1
    await browser.send(FrameState.sign_out)
    frame = await browser.state(FrameState)
    assert (frame.signed_in, frame.name, urlsplit(frame.way_out).path) == (False, "", "/session/fermer")
    assert (await browser.state(RequestsState)).rows == []


async def test_signing_out_everywhere_ends_this_person_only(portal: Portal, world: World) -> None:
    alice, bob = make_user(world), make_user(world, "bob")
    here, there, other = portal.browser(), portal.browser(), portal.browser()
    here.sign_in(world, alice.id)
    there.sign_in(world, alice.id)
    other.sign_in(world, bob.id)
    await here.open("/rattachement")
    await here.send(FrameState.sign_out_everywhere)
    await there.open("/rattachement")
    await other.open("/rattachement")
    assert [(await tab.state(FrameState)).signed_in for tab in (here, there, other)] == [False, False, True]


async def test_window_opens_after_sign_in_for_who_is_attached_to_nothing(portal: Portal, world: World) -> None:
    alice = make_user(world)
    browser, _ = await tried(portal, "alice@demo.test", PASSWORD)
    browser.sign_in(world, alice.id)
    await browser.open("/rattachement")
    window = await browser.state(OnboardingState)
    assert (window.open, window.part, window.with_requests) == (True, "", False)


async def test_window_stays_closed_once_it_was_closed(portal: Portal, world: World) -> None:
    alice = make_user(world)
    browser, _ = await tried(portal, "alice@demo.test", PASSWORD)
    browser.sign_in(world, alice.id)
    await browser.open("/rattachement")
    await browser.send(OnboardingState.close)
    await browser.open("/rattachement")
    assert (await browser.state(OnboardingState)).open is False
    await browser.send(OnboardingState.reopen)
    assert (await browser.state(OnboardingState)).open is True


async def test_window_has_its_third_part_at_the_sign_in_after_a_request(portal: Portal, world: World) -> None:
    alice = make_user(world)
    make_request(world, alice, make_structure(world))
    browser, _ = await tried(portal, "alice@demo.test", PASSWORD)
    browser.sign_in(world, alice.id)
    await browser.open("/rattachement")
    assert (await browser.state(OnboardingState)).with_requests is True


async def test_window_does_not_open_for_who_is_attached(portal: Portal, world: World) -> None:
    alice = make_user(world)
    make_member(world, alice, make_structure(world))
    browser, _ = await tried(portal, "alice@demo.test", PASSWORD)
    browser.sign_in(world, alice.id)
    await browser.open("/rattachement")
    assert (await browser.state(OnboardingState)).open is False
