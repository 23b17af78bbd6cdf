"""What programs enter by."""

import re

from playwright.async_api import Page, expect

from tests.e2e.steps import button
from tests.e2e.ways.going import go


async def declared(page: Page) -> None:
    """An application, its secret on the page."""
    await go("/structure/raccordement", page)
    await page.get_by_label("Nom de l’application").fill("Facturation Martin")
    await button(page, "Déclarer l’application").click()
    await expect(page.get_by_text("L’application est prête")).to_be_visible()


async def opened(page: Page) -> None:
    """A technical account, its password on the page."""
    await go("/structure/raccordement", page)
    await button(page, "Ouvrir un compte technique").click()
    await expect(page.get_by_text("Le compte technique est prêt")).to_be_visible()


async def about_to_renew(page: Page) -> None:
    await declared(page)
    await button(page, re.compile("^Renouveler le secret")).first.click()
    await expect(page.get_by_role("dialog")).to_be_visible()


async def revoked(page: Page) -> None:
    await declared(page)
    await button(page, re.compile("^Révoquer")).first.click()
    await button(page.get_by_role("dialog"), "Révoquer").click()
    await expect(page.get_by_text("L’application est révoquée.")).to_be_visible()
