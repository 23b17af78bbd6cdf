"""An IBAN edited, by keyboard and mouse: only its own fields are there; two tabs lose nothing; the history tells."""

import re

from playwright.async_api import Page, expect

from chorus_app.demo.accounts import BY_SLUG, PASSWORD
from tests.e2e import steps
from tests.e2e.conftest import NewVisitor
from tests.e2e.hands import Hand, Keyboard, Mouse
from tests.e2e.steps import button, link, said

NAME = "Nom de la coordonnée bancaire"
RIB_ONLY = ("Code banque", "Code guichet", "Clé RIB")


async def test_an_iban_is_edited(visitor: NewVisitor) -> None:
    one = await visitor()
    hand = Keyboard(one.page)
    await steps.enter(Mouse(one.page), BY_SLUG["moe"].email, PASSWORD)
    await add_iban(hand, "Compte de l’atelier", "FR76 3000 6000 0112 3456 7890 189", "AGRIFRPP")
    page = one.page
    await hand.press(link(page.get_by_role("main"), "Modifier"))
    await steps.arrive(page, "Modifier la coordonnée bancaire")
    await expect(page.get_by_label("IBAN", exact=True)).to_have_value("FR7630006000011234567890189")
    for label in RIB_ONLY:
        await expect(page.get_by_label(label)).to_have_count(0)
    await hand.write(page.get_by_label("IBAN", exact=True), "FR76 3000 4000 0312 3456 7890 144")
    await hand.press(button(page, "Enregistrer"))
    await expect(page.get_by_label("IBAN", exact=True)).to_be_focused()
    await expect(said(page, "chiffres de contrôle")).to_be_visible()
    await hand.write(page.get_by_label("IBAN", exact=True), "FR76 3000 4000 0312 3456 7890 143")
    await hand.write(page.get_by_label("Code BIC"), "bnpafrpp")
    await hand.press(button(page, "Enregistrer"))
    await expect(said(page, "La coordonnée bancaire est enregistrée.")).to_be_visible()
    facts = page.get_by_role("main")
    await expect(facts).to_contain_text("FR76\xa03000\xa04000\xa00312\xa03456\xa07890\xa0143")
    history = page.get_by_role("listitem").filter(has_text="Coordonnée bancaire modifiée").first
    await expect(history).to_contain_text("Hugo Moreau")
    await expect(history).to_contain_text("FR76\xa0••••\xa00143")


async def test_two_tabs_and_nothing_is_lost(visitor: NewVisitor) -> None:
    one = await visitor()
    page = one.page
    await steps.enter(Mouse(page), BY_SLUG["moa"].email, PASSWORD)
    await add_iban(Mouse(page), "Compte de la ville", "FR76 3000 4000 0312 3456 7890 143", "BNPAFRPP")
    await link(page.get_by_role("main"), "Modifier").click()
    await expect(page.get_by_label(NAME)).to_have_value("Compte de la ville")
    other = await page.context.new_page()
    await other.goto(page.url)
    await other.get_by_label(NAME).fill("Compte du trésor")
    await other.get_by_label("Code BIC").fill("BNPAFRPPXXX")
    await button(other, "Enregistrer").click()
    await expect(said(other, "est enregistrée")).to_be_visible()
    await other.close()
    await page.bring_to_front()
    await page.get_by_label(NAME).fill("Compte des loyers")
    await button(page, "Enregistrer").click()
    told = page.get_by_role("alert").filter(has_text="Cette fiche a changé pendant votre saisie")
    await expect(told).to_contain_text("Compte du trésor")
    await expect(told).to_contain_text("Compte des loyers")
    await expect(page.get_by_label(NAME)).to_have_value("Compte des loyers")
    await expect(page.get_by_label("Code BIC")).to_have_value("BNPAFRPPXXX")
    await take_and_save(page)
    await steps.arrive(page, "Compte du trésor")


async def add_iban(hand: Hand, name: str, iban: str, bic: str) -> None:
    """From the menu to the page of a new account."""
    page = hand.page
    await hand.press(link(steps.menu(page), "Coordonnées bancaires"))
    await steps.arrive(page, "Coordonnées bancaires")
    await hand.press(link(page.get_by_role("main"), "Ajouter une coordonnée bancaire"))
    await steps.arrive(page, "Ajouter une coordonnée bancaire")
    await hand.write(page.get_by_label(NAME), name)
    await hand.write(page.get_by_label("IBAN", exact=True), iban)
    await hand.write(page.get_by_label("Code BIC"), bic)
    await hand.press(button(page, "Enregistrer"))
    await steps.arrive(page, name)


async def take_and_save(page: Page) -> None:
    await button(page, re.compile("^Reprendre la valeur enregistrée")).click()
    await expect(page.get_by_label(NAME)).to_have_value("Compte du trésor")
    await button(page, "Enregistrer").click()
