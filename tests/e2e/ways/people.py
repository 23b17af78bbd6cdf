"""For whom a person acts: structures found, asked for, made; what is asked of their managers."""

import re

from playwright.async_api import Page, expect

from tests.e2e import given, steps
from tests.e2e.hands import Mouse
from tests.e2e.steps import button, link, said
from tests.e2e.ways.going import go


async def part_of_window(name: str, page: Page) -> None:
    await go("/", page)
    if await page.get_by_role("dialog").count():  # it stays open when the page is loaded again
        await steps.close_window(Mouse(page))
    await button(page, "Choisir une structure").click()
    await page.get_by_role("dialog").get_by_role("button", name=re.compile(f"^{name}")).click()
    await button(page.get_by_role("dialog"), "Retour au choix").wait_for()


async def search_structure(page: Page) -> None:
    await go("/rattachement/demander", page)
    await page.get_by_label("SIRET ou nom de la structure").fill("montclair")
    await button(page.get_by_role("main"), "Chercher").click()
    await button(page, "Ajouter Ville de Montclair").click()
    await button(page, "Envoyer la demande").wait_for()


async def ask(structure: str, page: Page) -> None:
    """A request, sent from the full page."""
    await go("/rattachement/demander", page)
    await page.get_by_label("SIRET ou nom de la structure").fill(structure)
    await button(page.get_by_role("main"), "Chercher").click()
    await button(page, re.compile("^Ajouter ")).first.click()
    await button(page, "Envoyer la demande").click()
    await expect(said(page, "est envoyée").first).to_be_visible()


async def remind(page: Page) -> None:
    await go("/rattachement/demandes", page)
    await button(page, re.compile("^Relancer")).first.click()
    await expect(said(page, "reçoivent un nouveau mail")).to_be_visible()


async def cancel_request(page: Page) -> None:
    await go("/rattachement/demandes", page)
    await button(page, re.compile("^Annuler la demande")).first.click()
    await expect(said(page, "Votre demande est annulée.")).to_be_visible()


async def open_proof(page: Page) -> None:
    await go("/rattachement/demandes", page)
    await link(page, re.compile("^Envoyer un justificatif")).click()
    await button(page, "Choisir un fichier").wait_for()


async def send_proof(kind: str, page: Page) -> None:
    """A paper for the operator, taken or refused."""
    await open_proof(page)
    file = await given.made(kind)
    await Mouse(page).give(button(page, "Choisir un fichier"), file)
    await expect(
        said(page, re.compile("Votre justificatif est envoyé|Ce fichier n’est ni un PDF")).first
    ).to_be_visible()


async def create_structure(identifier: str, name: str, page: Page) -> None:
    await go("/rattachement/creer", page)
    await page.get_by_role("main").get_by_role("textbox").first.fill(identifier)
    await page.get_by_label("Raison sociale").fill(name)
    await button(page, "Créer la structure").click()
    await page.get_by_role("main").locator(".notice").first.wait_for()


async def ask_habilitation(page: Page) -> None:
    await go("/mes-habilitations", page)
    cancel = button(page, re.compile("^Annuler la demande"))
    while await cancel.count():
        left = await cancel.count() - 1
        await cancel.first.click()
        await expect(cancel).to_have_count(left)
    await page.get_by_label("Habilitation", exact=True).select_option("FACTURATION_MODIFICATION")
    await button(page, "Demander cette habilitation").click()
    await expect(said(page, "est envoyée")).to_be_visible()
