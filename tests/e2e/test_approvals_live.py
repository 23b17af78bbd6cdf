"""« Approbation » appears and goes in an open page by itself, and the browser asks nothing."""

from pathlib import Path
from urllib.parse import urlsplit

from playwright.async_api import Browser, Locator, expect

from chorus_app.demo.accounts import ACCOUNTS, PASSWORD
from chorus_app.kernel.text import t
from tests.e2e.acts import ask_attachment, close_window, sign_in
from tests.e2e.conftest import NewVisitor, Server, Visitor, start_server, stop_server, watch

SECOND = 1000  # milliseconds from the commit to the change in the open page
HEARTBEATS = {"2", "3"}  # of the websocket itself
EMAILS = {account.slug: account.email for account in ACCOUNTS}
STRUCTURE = t("demo.structure.batisseurs")


def entry(visitor: Visitor) -> Locator:
    return visitor.page.get_by_role("navigation", name="Menu principal").get_by_role("link", name="Approbation")


def waiting_request(server: Server) -> str:
    """The id of the newest request to the structure, as the command line lists it."""
    line = [line for line in server.chorus("approve", "list").splitlines() if STRUCTURE in line][-1]
    return line.split()[0]


async def test_menu_follows_another_browser_and_another_process(server: Server, visitor: NewVisitor) -> None:
    manager, asker = await visitor(), await visitor()
    await sign_in(manager, EMAILS["supplier_manager"], PASSWORD)
    await expect(entry(manager)).to_have_count(0)
    await sign_in(asker, EMAILS["new_user"], PASSWORD)
    await close_window(asker)

    await ask_attachment(asker, STRUCTURE)
    await expect(entry(manager)).to_be_visible(timeout=SECOND)
    await manager.page.reload()
    await expect(entry(manager)).to_be_visible()

    await asker.go("/rattachement/demandes")
    server.chorus("approve", "refuse", waiting_request(server), "--motif", "Adresse inconnue")
    await expect(entry(manager)).to_have_count(0, timeout=SECOND)
    await expect(asker.page.get_by_text("Adresse inconnue")).to_be_visible(timeout=SECOND)

    await ask_attachment(asker, STRUCTURE)
    await expect(entry(manager)).to_be_visible(timeout=SECOND)
    await manager.go("/approbation")
    approve = manager.page.get_by_role("button", name="Approuver Nina Petit")
    await expect(approve).to_be_visible()
    await approve.click()
    await expect(entry(manager)).to_have_count(0)
    banner = asker.page.get_by_text(t("onboarding.banner.title"))
    await expect(banner).to_have_count(0, timeout=SECOND)
    menu = asker.page.get_by_role("navigation", name="Menu principal")
    await expect(menu.get_by_role("link", name="Factures émises")).to_be_visible(timeout=SECOND)


async def test_idle_page_sends_nothing(visitor: NewVisitor) -> None:
    manager = await visitor()
    await sign_in(manager, EMAILS["waiting_manager"], PASSWORD)
    await manager.go("/approbation")
    await expect(manager.page.get_by_role("button", name="Approuver Lucas Bernard")).to_be_visible()
    await manager.page.wait_for_load_state("networkidle")  # the scripts of the menu's pages are fetched ahead
    requests: list[str] = []
    manager.page.on("request", lambda request: requests.append(request.url))
    manager.frames.clear()
    await manager.page.wait_for_timeout(5_000)
    assert [frame for frame in manager.frames if frame not in HEARTBEATS] == []
    assert requests == []


async def test_signing_out_in_one_tab_ends_the_other(visitor: NewVisitor) -> None:
    one, other_person = await visitor(), await visitor()
    await sign_in(one, EMAILS["supplier_user"], PASSWORD)
    await sign_in(other_person, EMAILS["waiting_manager"], PASSWORD)
    second_tab = await one.context.new_page()
    await second_tab.goto("/rattachement")
    await expect(second_tab.locator(".person-menu")).to_be_visible()
    await one.page.locator(".person-menu summary").click()
    await one.page.get_by_role("button", name="Se déconnecter", exact=True).click()
    await one.page.wait_for_url("**/connexion")
    await second_tab.wait_for_url("**/connexion*")
    await expect(second_tab.get_by_text(t("ui.sign_in_first.text"))).to_be_visible()
    await expect(second_tab.locator(".person-menu")).to_have_count(0)
    assert await one.context.cookies() == []
    await other_person.page.reload()
    await expect(other_person.page.locator(".person-menu")).to_be_visible()


async def test_menu_is_live_again_after_the_server_was_restarted(browser: Browser, demo_data: Path) -> None:
    """The page stays open all along; its person stays signed in."""
    server, process = start_server(demo_data)
    context = await browser.new_context(base_url=server.address, locale="fr-FR")
    manager = Visitor(context, await context.new_page())
    watch(manager)
    await sign_in(manager, EMAILS["waiting_manager"], PASSWORD)
    await expect(entry(manager)).to_be_visible()
    stop_server(process)
    server, process = start_server(demo_data, port=urlsplit(server.address).port or 0)
    try:
        lines = server.chorus("approve", "list").splitlines()
        for line in lines[:-1]:
            server.chorus("approve", "refuse", line.split()[0], "--motif", "Doublon")
        await expect(entry(manager)).to_have_count(0)
    finally:
        await context.close()
        stop_server(process)


async def test_lost_connection_is_told_until_it_is_back(browser: Browser, demo_data: Path) -> None:
    server, process = start_server(demo_data)
    context = await browser.new_context(base_url=server.address, locale="fr-FR")
    visitor = Visitor(context, await context.new_page())
    await visitor.go("/connexion")
    region = visitor.page.locator(".connection[role=status]")
    await expect(region).to_have_role("status")
    await expect(region).to_be_empty()
    stop_server(process)
    await expect(region).to_contain_text(t("ui.connection.lost"))
    await expect(visitor.page.locator("body")).not_to_contain_text("server")
    assert await visitor.page.get_by_title("Connection Error").count() == 0
    server, process = start_server(demo_data, port=urlsplit(server.address).port or 0)
    try:
        await expect(region).to_be_empty()
        await visitor.page.get_by_label(t("sign_in.email")).fill(EMAILS["waiting_manager"])
        await visitor.page.get_by_label(t("sign_in.password"), exact=True).fill(PASSWORD)
        await visitor.page.get_by_role("main").get_by_role("button", name=t("ui.sign_in")).click()
        await expect(visitor.page.locator(".person-menu")).to_be_visible()
    finally:
        await context.close()
        stop_server(process)
