"""The demonstration's mailbox."""

import asyncio

import httpx

from chorus_app.kernel.config import Settings
from chorus_app.kernel.context import World, adopted
from chorus_app.kernel.mail.models import Outbox
from chorus_app.kernel.mail.queries import Mail
from chorus_app.ui.mailbox.state import MailboxState
from chorus_app.ui.mailbox.views import links
from chorus_app.ui.routes.mail import ROUTES
from chorus_app.ui.routes.mounting import RoutesFirst
from tests.conftest import NOW
from tests.ui.harness import Portal
from tests.ui.waiting import until


def write(world: World, subject: str = "Bonjour", recipient: str = "zoe@demo.test") -> str:
    """A mail in the outbox; returns its public id."""
    with world.transaction() as context:
        mail = Outbox(
            recipient=recipient,
            subject=subject,
            text="Voir http://localhost:3000/connexion.",
            html="<p>Voir</p><script>alert(1)</script>",
            link="http://localhost:3000/activation?lien=x",
            created_at=context.now(),
        )
        context.session.add(mail)
        context.ring("outbox")
    return mail.public_id


async def test_mailbox_lists_and_opens(portal: Portal, world: World) -> None:
    write(world, "Premier")
    second = write(world, "Second")
    browser = portal.browser()
    await browser.open(f"/boite-mail?courriel={second}")
    state = await browser.state(MailboxState)
    assert [(row.subject, row.opened) for row in state.rows] == [("Second", True), ("Premier", False)]
    assert state.opened.subject == "Second"
    assert state.opened.links == ["http://localhost:3000/activation?lien=x", "http://localhost:3000/connexion"]


async def test_mailbox_is_searched_by_recipient_and_subject(portal: Portal, world: World) -> None:
    write(world, "Activez votre compte", "alice@demo.test")
    write(world, "Demande reçue", "alice@demo.test")
    write(world, "Activez votre compte")
    browser = portal.browser()
    await browser.open("/boite-mail")
    await browser.send(MailboxState.narrow, {"recherche": " ALICE activez "})
    assert browser.redirects == ["/boite-mail?recherche=ALICE+activez&tri=-received"]
    await browser.open(browser.redirects[0])
    state = await browser.state(MailboxState)
    assert [(row.recipient, row.subject) for row in state.rows] == [("alice@demo.test", "Activez votre compte")]
    assert (state.search, state.counted, state.narrowed) == ("ALICE activez", "1 résultat", True)
    assert state.rows[0].href == f"{browser.redirects[0]}&courriel={state.rows[0].id}"


async def test_nothing_found_and_nothing_there_are_told_apart(portal: Portal, world: World) -> None:
    browser = portal.browser()
    await browser.open("/boite-mail?courriel=")
    empty = await browser.state(MailboxState)
    assert (empty.total, empty.narrowed) == (0, False)
    write(world)
    await browser.open("/boite-mail?recherche=100%25")
    state = await browser.state(MailboxState)
    assert (state.total, state.narrowed) == (0, True)


async def test_old_mails_are_on_further_pages(portal: Portal, world: World) -> None:
    written = [write(world, f"Objet {number}") for number in range(60)]
    browser = portal.browser()
    await browser.open(f"/boite-mail?recherche=objet&page=3&courriel={written[0]}")
    state = await browser.state(MailboxState)
    assert [row.subject for row in state.rows] == [f"Objet {number}" for number in range(9, -1, -1)]
    assert (state.total, state.opened.subject) == (60, "Objet 0")
    here = f"/boite-mail?recherche=objet&courriel={written[0]}&tri=-received"
    assert [(step.label, step.href, step.current) for step in state.pager] == [
        ("1", here, False),
        ("2", f"{here}&page=2", False),
        ("3", f"{here}&page=3", True),
    ]
    assert state.rows[0].href == f"/boite-mail?recherche=objet&courriel={state.rows[0].id}&tri=-received&page=3"


async def test_new_mail_leaves_the_reader_on_his_page(portal: Portal, world: World) -> None:
    for number in range(26):
        write(world, f"Objet {number}")
    browser = portal.browser()
    await browser.open("/boite-mail?page=2")
    assert [row.subject for row in (await browser.state(MailboxState)).rows] == ["Objet 0"]
    write(world, "Nouveau")
    state = await until(browser, MailboxState, lambda state: state.total == 27)
    assert [row.subject for row in state.rows] == ["Objet 1", "Objet 0"]


async def test_new_mail_comes_by_itself(portal: Portal, world: World) -> None:
    browser = portal.browser()
    await browser.open("/boite-mail")
    assert (await browser.state(MailboxState)).rows == []
    write(world, "Nouveau")
    async with asyncio.timeout(5):
        while not (await browser.state(MailboxState)).rows:
            await asyncio.sleep(0)


async def test_mail_that_is_not_there_leaves_the_mailbox(portal: Portal, world: World) -> None:
    public_id = write(world, "Premier")
    browser = portal.browser()
    await browser.open("/boite-mail?courriel=inconnu")
    state = await browser.state(MailboxState)
    assert (state.gone, state.closed, state.opened.id) == (True, False, "")
    assert [row.subject for row in state.rows] == ["Premier"]
    await browser.open(f"/boite-mail?courriel={public_id}")
    state = await browser.state(MailboxState)
    assert (state.gone, state.opened.subject) == (False, "Premier")


async def test_mailbox_is_unknown_outside_the_demonstration(world: World, portal: Portal) -> None:
    public_id = write(world)
    real = World(Settings(data_dir=world.folder, demo=False), world.clock)
    with adopted(real):
        browser = portal.browser()
        await browser.open(f"/boite-mail?courriel={public_id}")
        state = await browser.state(MailboxState)
        assert (state.closed, state.rows, state.opened.id) == (True, [], "")
        assert (await fetched(public_id)).status_code == 404
    real.close()


async def test_unknown_mail_does_not_open(portal: Portal, world: World) -> None:
    browser = portal.browser()
    await browser.open("/boite-mail?courriel=unknown")
    assert (await browser.state(MailboxState)).opened.id == ""
    with adopted(world):
        assert (await fetched("unknown")).status_code == 404


async def test_content_of_a_mail_may_do_nothing(world: World) -> None:
    with adopted(world):
        answer = await fetched(write(world))
    assert answer.text == "<p>Voir</p><script>alert(1)</script>"
    policy = answer.headers["content-security-policy"].split("; ")
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert not [part for part in policy if part.startswith("script-src")]


def test_links_of_a_mail_are_web_addresses_only() -> None:
    text = "A javascript:alert(1) B https://a.example/x, C http://b.example D data:text/html,x"
    mail = Mail("id", "zoe@demo.test", "Objet", NOW, text, "", "javascript:alert(1)")
    assert links(mail) == ["https://a.example/x", "http://b.example"]


async def fetched(public_id: str) -> httpx.Response:
    async def rest(*_: object) -> None:
        raise AssertionError("not one of the mail's routes")

    app = RoutesFirst(ROUTES, rest)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost:3000") as client:
        return await client.get(f"/boite-mail/contenu/{public_id}")
