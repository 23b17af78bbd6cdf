"""A sign-in lives as long as it should, and leaves nothing behind."""

from pathlib import Path
from urllib.parse import urlsplit

from playwright.async_api import Browser, expect

from tests.e2e import steps
from tests.e2e.conftest import NewVisitor, start_server, stop_server
from tests.e2e.hands import Mouse
from tests.e2e.steps import button, link, menu, title

READER = "jean.faure@batisseurs.test"
OTHER = "hugo.moreau@horizon.test"


async def open_menu(hand: Mouse) -> None:
    await hand.press(hand.page.get_by_role("banner").locator("summary"))


async def test_sign_in_survives_a_restart(browser: Browser, demo_data: Path) -> None:
    server, process = start_server(demo_data)
    context = await browser.new_context(base_url=server.address, locale="fr-FR")
    hand = Mouse(await context.new_page())
    await steps.enter(hand, READER)
    stop_server(process)
    _, process = start_server(demo_data, port=urlsplit(server.address).port or 0)
    try:
        other_tab = await context.new_page()
        await other_tab.goto("/suivi-des-flux")
        await expect(other_tab.get_by_role("banner")).to_contain_text("Jean Faure")
        await expect(other_tab.get_by_role("table")).to_be_visible()
        await hand.press(link(menu(hand.page), "Factures émises"))
        await expect(hand.page.get_by_role("table")).to_be_visible()
    finally:
        await context.close()
        stop_server(process)


async def test_pointing_at_a_link_without_a_connection_costs_nothing(visitor: NewVisitor) -> None:
    somebody = await visitor()
    hand, page = Mouse(somebody.page), somebody.page
    await page.goto("/connexion")
    mail = page.get_by_label("Adresse mail de connexion")
    await hand.write(mail, READER)
    elsewhere = link(page.get_by_role("main"), "Mot de passe oublié")
    await page.context.set_offline(True)
    async with page.expect_event("requestfailed", lambda request: "/assets/" in request.url):
        await elsewhere.hover()
    await expect(mail).to_have_value(READER)
    await page.context.set_offline(False)
    await hand.press(elsewhere)
    await steps.arrive(page, "Mot de passe oublié")
    assert [error for error in somebody.errors if "ERR_INTERNET_DISCONNECTED" not in error] == []
    somebody.errors.clear()


async def test_signing_out_everywhere_ends_the_other_browsers(visitor: NewVisitor) -> None:
    here, elsewhere = Mouse((await visitor()).page), Mouse((await visitor()).page)
    await steps.enter(here, READER)
    await steps.enter(elsewhere, READER)
    await open_menu(here)
    await here.press(button(here.page, "Se déconnecter de tous les appareils"))
    await here.press(button(here.page.get_by_role("dialog"), "Tout déconnecter"))
    for page in (here.page, elsewhere.page):
        await page.wait_for_url("**/connexion*")
        await expect(page.get_by_role("banner")).not_to_contain_text("Jean Faure")


async def test_nothing_of_the_former_person_stays_in_the_tab(visitor: NewVisitor) -> None:
    hand = Mouse((await visitor()).page)
    page = hand.page
    await steps.enter(hand, READER)
    await hand.press(link(menu(page), "Factures émises"))
    await expect(page.get_by_role("table")).to_be_visible()
    number = await page.get_by_role("table").get_by_role("link").nth(6).inner_text()
    await open_menu(hand)
    await hand.press(button(page, "Se déconnecter"))
    await steps.arrive(page, "Se connecter", focused=False)
    await page.go_back()
    await expect(title(page)).to_be_visible()
    await expect(page.get_by_text(number, exact=True)).to_have_count(0)
    await steps.enter(hand, OTHER)
    await expect(page.get_by_role("banner")).to_contain_text("Hugo Moreau")
    await expect(page.locator("body")).not_to_contain_text("Jean Faure")
