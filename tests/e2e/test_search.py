"""Search from anywhere, by keyboard alone; and a list that opens with a search of one's own."""

import re

from playwright.async_api import expect

from tests.e2e import steps
from tests.e2e.conftest import NewVisitor
from tests.e2e.looks import NARROW
from tests.e2e.places.place import SUPPLIER, enter
from tests.e2e.ways.going import go


async def test_search_by_keyboard_leads_to_an_invoice(visitor: NewVisitor) -> None:
    page = (await visitor()).page
    await enter(page, SUPPLIER)
    await go("/aide", page)
    before = page.get_by_role("link", name="Suivi des flux").first
    await before.focus()
    await page.keyboard.press("Control+k")
    box = page.get_by_role("combobox", name="Rechercher dans le portail")
    await expect(box).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(box).to_be_hidden()
    await expect(before).to_be_focused()
    await page.keyboard.press("Control+k")
    await page.keyboard.type("F-11")
    await expect(page.locator("[data-answers]")).to_have_attribute("data-answers", "F-11")
    options = page.get_by_role("option")
    await expect(options.nth(0)).to_have_attribute("aria-selected", "true")
    await page.keyboard.press("ArrowDown")
    await expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    active = await options.nth(1).get_attribute("id")
    await expect(box).to_have_attribute("aria-activedescendant", active or "")
    await page.keyboard.press("ArrowUp")
    await page.keyboard.press("ArrowUp")
    await expect(options.last).to_have_attribute("aria-selected", "true")
    await page.keyboard.press("ArrowDown")
    number = await options.nth(0).locator(".strong").inner_text()
    await page.keyboard.press("Enter")
    await steps.arrive(page, f"Facture {number}")
    await expect(box).to_be_hidden()


async def test_enter_waits_for_the_answer_to_what_is_typed(visitor: NewVisitor) -> None:
    page = (await visitor()).page
    await enter(page, SUPPLIER)
    await page.keyboard.press("Control+k")
    await page.keyboard.type("suivi des fl")
    await page.keyboard.press("Enter")
    await steps.arrive(page, "Suivi des flux")


async def test_search_on_a_telephone(visitor: NewVisitor) -> None:
    page = (await visitor(viewport=NARROW)).page
    await enter(page, SUPPLIER)
    await page.get_by_role("button", name="Rechercher", exact=True).first.click()
    await page.get_by_role("combobox", name="Rechercher dans le portail").fill("Montclair")
    await expect(page.locator("[data-answers]")).to_have_attribute("data-answers", "Montclair")
    await page.get_by_role("option", name=re.compile("Factures émises")).first.click()
    await steps.arrive(page, "Factures émises")
    await expect(page.get_by_text(re.compile(r"Destinataire\s: ")).first).to_be_visible()


async def test_list_opens_with_a_search_of_ones_own(visitor: NewVisitor) -> None:
    page = (await visitor()).page
    await enter(page, SUPPLIER)
    await go("/factures-de-travaux?tri=amount", page)
    await page.get_by_text("Recherches enregistrées").click()
    await page.get_by_label("Nom de la recherche en cours").fill("Par montant")
    await page.get_by_role("button", name="Enregistrer").click()
    await page.get_by_role("button", name=re.compile("^Ouvrir par défaut")).click()
    await expect(page.get_by_text("par défaut", exact=True)).to_be_visible()
    await steps.menu(page).get_by_role("link", name="Suivi des flux").click()
    await steps.arrive(page, "Suivi des flux")
    await steps.menu(page).get_by_role("link", name="Factures de travaux").click()
    await page.wait_for_url("**/factures-de-travaux?tri=amount")
    await page.get_by_text("Recherches enregistrées").click()
    await page.get_by_role("button", name=re.compile("^Supprimer")).click()
    await expect(page.get_by_role("main").get_by_role("status").filter(has_text="supprimée")).to_be_visible()
