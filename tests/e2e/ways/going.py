"""Going about: to an address, into a list, by the menu, by a search."""

import re

from playwright.async_api import Locator, Page, expect

from tests.e2e import steps
from tests.e2e.looks import NARROW
from tests.e2e.steps import button, link

REFUSE = """
name => {
  const create = document.createElement.bind(document);
  document.createElement = (tag, ...more) => { if (tag === name) throw new Error(name); return create(tag, ...more); };
}
"""


async def settled(page: Page) -> None:
    await page.get_by_role("heading", level=1).first.wait_for()
    await expect(page.locator(".spinner, .skeleton")).to_have_count(0)


def told(page: Page) -> Locator:
    """Errors that the page tells."""
    return page.get_by_role("alert").filter(has_text=re.compile(r"\S"))


async def go(address: str, page: Page) -> None:
    await page.goto(address)
    await settled(page)


async def follow_first(address: str, page: Page) -> None:
    """The first row of a list."""
    await go(address, page)
    heading = await steps.title(page).inner_text()
    await page.get_by_role("table").get_by_role("row").nth(1).get_by_role("link").first.click()
    await expect(steps.title(page)).not_to_have_text(heading)


async def press(address: str, name: str, page: Page) -> None:
    """A form sent as it stands, or a window opened."""
    await go(address, page)
    await page.get_by_role("button", name=re.compile(f"^{name}")).first.click()
    await expect(page.get_by_role("dialog").or_(told(page)).first).to_be_visible()


async def search_anywhere(typed: str, page: Page) -> None:
    await go("/", page)
    await expect(page.locator("dialog[open]")).to_have_count(0)  # a window of the page before goes a moment later
    await page.keyboard.press("Control+k")
    await page.get_by_role("combobox", name="Rechercher dans le portail").fill(typed)
    await expect(page.locator("[data-answers]")).to_have_attribute("data-answers", typed)


async def open_person_menu(page: Page) -> None:
    await go("/", page)
    await page.get_by_text("Menu de votre compte").locator("..").click()
    await expect(button(page, "Se déconnecter")).to_be_visible()


async def open_narrow_menu(page: Page) -> None:
    await page.set_viewport_size(NARROW)
    await go("/", page)
    await button(page, "Menu").click()
    await steps.menu(page).wait_for()


async def fail_in_the_browser(page: Page) -> None:
    """A page that the browser cannot draw: a kind of element which it alone has is refused."""
    await go("/", page)
    await page.evaluate(REFUSE, "fieldset")
    await link(page.get_by_role("contentinfo"), "Vérifier une facture").click()
    await expect(steps.title(page)).to_have_text("Cette page ne peut pas s’afficher")
