"""The accounts on which a structure is paid."""

import re

from playwright.async_api import Page, expect

from tests.e2e import steps
from tests.e2e.steps import button, link, said
from tests.e2e.ways.going import go, told


async def new_rib(page: Page) -> None:
    await go("/coordonnees-bancaires/ajouter", page)
    await page.get_by_role("radio", name=re.compile("^RIB")).click()
    await page.get_by_label("Ce compte est celui d’un affactureur").click()
    await page.get_by_label("Clé RIB").wait_for()
    await page.get_by_label("Raison sociale de l’affactureur").wait_for()


async def one(name: str, page: Page) -> None:
    await go("/coordonnees-bancaires", page)
    await link(page.get_by_role("main"), name).click()
    await expect(steps.title(page)).to_have_text(name)


async def delete(page: Page) -> None:
    await one("Compte courant", page)
    await button(page, "Supprimer").click()
    await page.get_by_role("dialog").wait_for()


async def change(name: str, page: Page) -> None:
    await one(name, page)
    await link(page.get_by_role("main"), "Modifier").click()
    await button(page, "Enregistrer").wait_for()
    await expect(page.get_by_label("Nom de la coordonnée bancaire")).to_have_value(name)


async def changed_meanwhile(page: Page) -> None:
    """The same account changed in another tab, which saves first."""
    name = "Compte du chantier du gymnase"
    await change(name, page)
    other = await page.context.new_page()
    await other.goto(page.url)
    await expect(other.get_by_label("Nom de la coordonnée bancaire")).to_have_value(name)
    await other.get_by_label("Clé RIB").fill("06")
    await other.get_by_label("Ce compte est celui d’un affactureur").click()
    await other.get_by_label("Identifiant de l’affactureur", exact=True).fill("35600000000048")
    await other.get_by_label("Raison sociale de l’affactureur").fill("Affacturage d’essai")
    await button(other, "Enregistrer").click()
    await expect(steps.title(other)).to_have_text(name)
    await expect(said(other, "est enregistrée")).to_be_visible()
    await other.close()
    await page.bring_to_front()
    await page.get_by_label("Nom de la coordonnée bancaire").fill("Compte du gymnase")
    await button(page, "Enregistrer").click()
    await expect(told(page)).to_contain_text("Cette fiche a changé pendant votre saisie")
