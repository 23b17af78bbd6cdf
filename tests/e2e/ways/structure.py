"""A structure, its services and its members."""

from playwright.async_api import Page, expect

from tests.e2e import steps
from tests.e2e.steps import button, link, said
from tests.e2e.ways.going import go, told


async def wrong_data(page: Page) -> None:
    await go("/structure/modifier", page)
    await expect(page.get_by_label("Raison sociale")).not_to_have_value("")  # what is known comes a moment later
    await page.get_by_label("Raison sociale").fill("")
    await page.get_by_label("Code postal").fill("45")
    await button(page, "Enregistrer").click()
    await expect(told(page).first).to_be_visible()


async def service(code: str, page: Page) -> None:
    await go("/structure/services", page)
    await link(page.get_by_role("main"), code).click()
    await expect(page.get_by_role("navigation", name="Fil d’Ariane")).to_contain_text(code)


async def change_service(code: str, page: Page) -> None:
    await service(code, page)
    await link(page.get_by_role("main"), "Modifier").click()
    await expect(page.get_by_label("Nom du service")).not_to_have_value("")


async def service_changed_meanwhile(page: Page) -> None:
    """The same service changed in another tab, which saves first."""
    await change_service("ECOLES", page)
    other = await page.context.new_page()
    await other.goto(page.url)
    await expect(other.get_by_label("Nom du service")).not_to_have_value("")
    await other.get_by_label("Nom du service").fill("Écoles et crèches")
    await other.get_by_label("Valable du").fill("2026-01-01")
    await button(other, "Enregistrer").click()
    await expect(said(other, "Le service est enregistré.")).to_be_visible()
    await other.close()
    await page.bring_to_front()
    await page.get_by_label("Nom du service").fill("Écoles et cantines")
    await button(page, "Enregistrer").click()
    await expect(told(page)).to_contain_text("Cette fiche a changé pendant votre saisie")


async def member(name: str, page: Page) -> None:
    await go("/structure/membres", page)
    await link(page.get_by_role("main"), name).click()
    await expect(steps.title(page)).to_have_text(name)


async def give_profile(page: Page) -> None:
    await member("Emma Roux", page)
    await page.get_by_label("Profil").select_option("Facturation Consultation")
    await page.get_by_label("Code du service").fill("VOIRIE")
    await button(page, "Donner l’habilitation").click()
    await expect(said(page, "L’habilitation est donnée à Emma Roux")).to_be_visible()


async def end_membership(page: Page) -> None:
    await member("Emma Roux", page)
    await button(page, "Mettre fin au rattachement").click()
    await page.get_by_role("dialog").wait_for()
