"""A session that ended on some page leads back to it after the sign-in, and to no other site."""

from urllib.parse import parse_qs, quote, urlsplit

import pytest

from chorus_app.accounts import sessions
from chorus_app.kernel.context import World
from chorus_app.kernel.errors import SignInRequired
from chorus_app.ui.frame import FrameState
from chorus_app.ui.onboarding.state import RequestsState
from chorus_app.ui.sign_in.state import SignInState
from chorus_app.ui.uncaught import uncaught
from chorus_app.ui.way_back import LONGEST, safe_path
from tests.factories import PASSWORD, make_user
from tests.ui.doors import door
from tests.ui.harness import Portal
from tests.ui.waiting import shows

DEEP = "/suivi-des-flux?recherche=b%C3%A9ton&page=2"
HOSTILE = [
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "https://evil.example/",
    "https:evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "evil.example",
    "",
    "/\t/evil.example",
    "/\r\nSet-Cookie: a=b",
    "/\x00",
    "/\u202egnp.exe",
    "/" + "a" * LONGEST,
    "/connexion?suite=/connexion",
    "/session/fermer",
    "/activation?lien=x",
]


@pytest.mark.parametrize("path", HOSTILE)
def test_hostile_way_back_becomes_the_home_page(path: str) -> None:
    assert safe_path(path) == "/"


@pytest.mark.parametrize("path", ["/", "/factures/abc", DEEP, "/suivi-des-flux/a/compte-rendu", "/aide?suite=//x"])
def test_own_paths_are_kept(path: str) -> None:
    assert safe_path(path) == path


async def test_denied_event_names_the_page_it_came_from(portal: Portal) -> None:
    browser = portal.browser()
    browser.address = DEEP
    await browser.send(RequestsState.load)
    way = urlsplit(browser.redirects[-1])
    assert (way.scheme, way.netloc, way.path, parse_qs(way.query)) == ("", "", "/connexion", {"suite": [DEEP]})


async def test_event_of_the_home_page_leads_to_the_plain_sign_in_page(portal: Portal) -> None:
    browser = portal.browser()
    await browser.send(RequestsState.load)
    assert browser.redirects[-1] == "/connexion"


async def test_session_that_ends_while_an_event_runs_leads_back_too(portal: Portal) -> None:
    """The gate let the event through; the service then found nobody."""
    browser = portal.browser()
    browser.address = DEEP
    await browser.send(uncaught(SignInRequired()))
    assert browser.redirects == [f"/connexion?suite={quote(DEEP, safe='')}"]


async def test_session_that_ends_on_an_open_page_leads_back_to_it(portal: Portal, world: World) -> None:
    zoe = make_user(world, "zoe")
    browser = await portal.opened(world, zoe.id, "/rattachement/demandes")
    await shows(browser, FrameState, signed_in=True)
    with world.transaction(actor_id=zoe.id) as context:
        sessions.sign_out_everywhere(context)
    await shows(browser, FrameState, signed_in=False)
    await browser.send(RequestsState.load)
    wanted = f"/connexion?suite={quote('/rattachement/demandes', safe='')}"
    assert set(browser.redirects) == {wanted}


@pytest.mark.parametrize(("suite", "target"), [(DEEP, DEEP), *[(path, "/") for path in HOSTILE]])
async def test_sign_in_goes_where_it_should(portal: Portal, world: World, suite: str, target: str) -> None:
    user = make_user(world, "zoe")
    browser = portal.browser()
    await browser.open(f"/connexion?suite={quote(suite, safe='')}")
    await browser.send(SignInState.sign_in, {"email": user.login_email, "password": PASSWORD})
    way = urlsplit((await browser.state(SignInState)).way_in)
    assert parse_qs(way.query)["suite"] == [target]


@pytest.mark.parametrize("suite", ["//evil.example", "/\\evil.example", "https://evil.example"])
async def test_session_route_does_not_trust_its_address_either(portal: Portal, world: World, suite: str) -> None:
    user = make_user(world, "zoe")
    browser = portal.browser()
    await browser.open("/connexion")
    await browser.send(SignInState.sign_in, {"email": user.login_email, "password": PASSWORD})
    ticket = parse_qs(urlsplit((await browser.state(SignInState)).way_in).query)["ticket"][0]
    async with door(world) as client:
        answer = await client.get("/session/ouvrir", params={"ticket": ticket, "suite": suite})
    assert (answer.status_code, answer.headers["location"]) == (303, "/")


async def test_who_is_signed_in_already_goes_on_at_once(portal: Portal, world: World) -> None:
    browser = await portal.opened(world, make_user(world, "zoe").id, f"/connexion?suite={quote(DEEP, safe='')}")
    assert set(browser.redirects) == {DEEP}
