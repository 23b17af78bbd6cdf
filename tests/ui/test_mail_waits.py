"""Pages that promise a mail while the mail server is away: they say so, and the same for every address."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from chorus_app.accounts import links
from chorus_app.kernel.context import World, adopted
from chorus_app.kernel.mail.delivery import deliver_due
from chorus_app.kernel.text import t
from chorus_app.ui.activation.state import LinkRequestState, PasswordState
from chorus_app.ui.onboarding.state import AskState, RequestsState
from chorus_app.ui.sign_up.sent_state import SentState
from chorus_app.ui.sign_up.state import SignUpState
from tests.factories import make_member, make_structure, make_user, sent_mails
from tests.posting import Peer, peer, posting_world, server
from tests.ui.harness import Browser, Portal

__all__ = ["peer", "server"]

Ask = Callable[[Browser, str], Any]


@pytest.fixture
def world(tmp_path: Path, unused_tcp_port: int) -> Iterator[World]:
    """Its mail server is away."""
    made = posting_world(tmp_path, unused_tcp_port)
    yield made
    made.close()


async def sign_up(browser: Browser, email: str) -> SignUpState:
    await browser.open("/creer-un-compte")
    await browser.send(SignUpState.ask, {"login_email": email, "last_name": "A", "first_name": "B"})
    return await browser.state(SignUpState)


async def resend(browser: Browser, email: str) -> LinkRequestState:
    await browser.open("/renvoyer-le-lien")
    await browser.send(LinkRequestState.resend, {"email": email})
    return await browser.state(LinkRequestState)


async def forgot(browser: Browser, email: str) -> LinkRequestState:
    await browser.open("/mot-de-passe-oublie")
    await browser.send(LinkRequestState.forgot, {"email": email})
    return await browser.state(LinkRequestState)


async def shown(portal: Portal, world: World, ask: Ask, email: str) -> tuple[bool, bool, str]:
    """What the page shows after the request, after a try to deliver, and after a second request."""
    browser = portal.browser()
    state = await ask(browser, email)
    first = (await browser.state(SentState)).delayed
    assert await deliver_due(world) == 0
    await ask(browser, email)
    return first, (await browser.state(SentState)).delayed, state.problem


@pytest.mark.parametrize("ask", [sign_up, resend, forgot])
async def test_waiting_mail_is_told_alike_for_known_and_unknown_addresses(
    portal: Portal, world: World, ask: Ask
) -> None:
    make_user(world, "zoe")
    unknown = await shown(portal, world, ask, "personne@demo.test")
    known = await shown(portal, world, ask, "zoe@demo.test")
    assert (unknown, known) == ((True, True, ""), (True, True, ""))


@pytest.mark.parametrize("name", ["zoe", "personne"])
async def test_one_refused_for_now_looks_like_everyone(
    portal: Portal, tmp_path: Path, peer: Peer, server: int, name: str
) -> None:
    here = posting_world(tmp_path / "here", server)
    make_user(here, "zoe")
    peer.answers = ["450 greylisted"] * 9
    with adopted(here):
        assert await shown(portal, here, forgot, f"{name}@demo.test") == (False, False, "")
    here.close()


async def test_renewed_link_waits(portal: Portal, world: World) -> None:
    user = make_user(world, "zoe", active=False)
    with world.transaction() as context:
        links.send(context, user=user)
    address = urlsplit(sent_mails(world)[-1].link)
    browser = portal.browser()
    await browser.open(f"{address.path}?{address.query}")
    await browser.send(PasswordState.renew)
    assert ((await browser.state(PasswordState)).step, (await browser.state(SentState)).delayed) == ("renewed", True)


async def test_request_for_attachment_is_kept_and_its_mail_waits(portal: Portal, world: World) -> None:
    structure = make_structure(world, "La Ville")
    make_member(world, make_user(world, "marie"), structure)
    browser = await portal.opened(world, make_user(world, "zoe").id, "/rattachement/demander")
    await browser.send(AskState.find, {"structure_search": "La Ville"})
    found = (await browser.state(AskState)).found
    await browser.send(AskState.choose, found[0].id)
    await browser.send(AskState.send)
    message = (await browser.state(AskState)).message
    assert message == f"{t('onboarding.ask.sent', count=1, names='La Ville')} {t('onboarding.mail_waits')}"
    await browser.open("/rattachement/demandes")
    rows = (await browser.state(RequestsState)).rows
    await browser.send(RequestsState.remind, rows[0].id)
    state = await browser.state(RequestsState)
    assert (state.problem, state.message) == (
        "",
        f"{t('onboarding.requests.remind_done')} {t('onboarding.mail_waits')}",
    )
