"""The pages behind the links of mails."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest

from chorus_app.accounts import links, sign_in
from chorus_app.kernel.context import World
from chorus_app.kernel.errors import Invalid
from chorus_app.ui.activation.state import LinkRequestState, PasswordState
from tests.factories import PASSWORD, make_user, sent_mails
from tests.ui.harness import Browser, Portal

STRONG = "tortue violette escalier"


def link_of(world: World, name: str = "zoe", *, active: bool = False) -> str:
    """The path and query of a link mailed to a new (or active) person."""
    user = make_user(world, name, active=active)
    with world.transaction() as context:
        links.send(context, user=user)
    address = urlsplit(sent_mails(world, f"{name}@demo.test")[-1].link)
    return f"{address.path}?{address.query}"


async def opened(portal: Portal, address: str) -> Browser:
    """The link followed as a browser does: the page sends on to the address without the link."""
    browser = portal.browser()
    await browser.open(address)
    assert set(browser.redirects) == {urlsplit(address).path}
    await browser.open(urlsplit(address).path)
    return browser


async def signed_in(world: World, password: str, email: str = "zoe@demo.test") -> bool:
    with world.transaction() as context:
        return bool(sign_in.sign_in(context, email=email, password=password))


async def test_opening_the_link_changes_nothing(portal: Portal, world: World) -> None:
    address = link_of(world)
    for _ in range(3):
        browser = await opened(portal, address)
        assert (await browser.state(PasswordState)).step == "form"


async def test_the_button_activates_the_account(portal: Portal, world: World) -> None:
    browser = await opened(portal, link_of(world))
    await browser.send(PasswordState.confirm, {"password": STRONG})
    assert (await browser.state(PasswordState)).step == "done"
    assert await signed_in(world, STRONG)


async def test_activation_signs_nobody_in(portal: Portal, world: World) -> None:
    browser = await opened(portal, link_of(world))
    await browser.send(PasswordState.confirm, {"password": STRONG})
    assert set(browser.redirects) == {"/activation"}


async def test_used_link_says_so_and_mails_another(portal: Portal, world: World) -> None:
    address = link_of(world)
    browser = await opened(portal, address)
    await browser.send(PasswordState.confirm, {"password": STRONG})
    again = await opened(portal, address)
    assert (await again.state(PasswordState)).step == "USED"
    before = len(sent_mails(world))
    await again.send(PasswordState.renew)
    assert (await again.state(PasswordState)).step == "renewed"
    assert len(sent_mails(world)) == before + 1


async def test_expired_link_says_so(portal: Portal, world: World) -> None:
    address = link_of(world)
    world.clock.move(timedelta(minutes=61))
    browser = await opened(portal, address)
    assert (await browser.state(PasswordState)).step == "EXPIRED"


async def test_link_that_expires_while_typing_is_refused(portal: Portal, world: World) -> None:
    browser = await opened(portal, link_of(world))
    world.clock.move(timedelta(minutes=61))
    await browser.send(PasswordState.confirm, {"password": STRONG})
    assert (await browser.state(PasswordState)).step == "EXPIRED"


@pytest.mark.parametrize("address", ["/activation", "/reinitialisation"])
async def test_page_without_a_link_is_of_no_use(portal: Portal, address: str) -> None:
    browser = portal.browser()
    await browser.open(address)
    assert (await browser.state(PasswordState)).step == "UNKNOWN"
    await browser.send(PasswordState.confirm, {"password": STRONG})
    assert (await browser.state(PasswordState)).step == "UNKNOWN"


async def test_activation_link_is_worth_nothing_as_a_reset(portal: Portal, world: World) -> None:
    address = link_of(world).replace("/activation", "/reinitialisation")
    browser = await opened(portal, address)
    assert (await browser.state(PasswordState)).step == "UNKNOWN"


async def test_weak_password_is_told_why_and_keeps_the_link(portal: Portal, world: World) -> None:
    browser = await opened(portal, link_of(world))
    await browser.send(PasswordState.judge, "zoe test 12")
    state = await browser.state(PasswordState)
    assert (state.judged, state.fits) == (True, False)
    assert len(state.reasons) >= 1
    await browser.send(PasswordState.confirm, {"password": "zoe test 12"})
    state = await browser.state(PasswordState)
    assert (state.step, list(state.errors)) == ("form", ["password"])
    await browser.send(PasswordState.judge, STRONG)
    state = await browser.state(PasswordState)
    assert (state.fits, state.reasons) == (True, [])


async def test_reset_replaces_the_password(portal: Portal, world: World) -> None:
    browser = await opened(portal, link_of(world, active=True))
    await browser.send(PasswordState.confirm, {"password": STRONG})
    assert (await browser.state(PasswordState)).step == "done"
    assert await signed_in(world, STRONG)


@pytest.mark.parametrize("known", [True, False])
async def test_asking_for_a_link_shows_the_same_for_any_address(portal: Portal, world: World, known: bool) -> None:
    if known:
        make_user(world, "zoe")
    browser = portal.browser()
    await browser.open("/mot-de-passe-oublie")
    await browser.send(LinkRequestState.forgot, {"email": "zoe@demo.test"})
    state = await browser.state(LinkRequestState)
    assert (state.sent_to, state.errors, state.problem) == ("zoe@demo.test", {}, "")
    assert len(sent_mails(world)) == int(known)


async def test_asking_for_a_link_refuses_what_is_no_address(portal: Portal) -> None:
    browser = portal.browser()
    await browser.open("/renvoyer-le-lien")
    await browser.send(LinkRequestState.resend, {"email": "zoe"})
    state = await browser.state(LinkRequestState)
    assert (state.sent_to, list(state.errors)) == ("", ["email"])


async def test_link_for_an_account_not_active_yet_is_one_of_activation(portal: Portal, world: World) -> None:
    make_user(world, "zoe", active=False)
    browser = portal.browser()
    await browser.send(LinkRequestState.resend, {"email": "zoe@demo.test"})
    assert [urlsplit(mail.link).path for mail in sent_mails(world)] == ["/activation"]


async def test_password_that_never_was_does_not_open(portal: Portal, world: World) -> None:
    browser = await opened(portal, link_of(world))
    await browser.send(PasswordState.confirm, {"password": PASSWORD + " de plus"})
    with pytest.raises(Invalid):
        await signed_in(world, PASSWORD)
