"""What programs enter by."""

import re

from playwright.async_api import Page, expect

from tests.e2e.steps import button
from tests.e2e.ways.going import go

EDI = "/structure/raccordement/edi"


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


async def edi_declared(page: Page) -> None:
    """An EDI raccordement."""
    await go(EDI, page)
    declare = button(page, "Déclarer le raccordement EDI")
    await expect(declare.or_(page.get_by_role("heading", name="Codes interface"))).to_be_visible()
    if await declare.is_visible():
        await declare.click()
        await expect(page.get_by_text("Le raccordement est déclaré sous le code application")).to_be_visible()


async def edi_password(page: Page) -> None:
    """Its password, seen this once."""
    await edi_declared(page)
    first, again = button(page, "Créer un mot de passe"), button(page, "Renouveler le mot de passe")
    if await first.is_visible():
        await first.click()
    else:
        await again.click()
        await button(page.get_by_role("dialog"), "Renouveler le mot de passe").click()
    await expect(page.get_by_text("Le mot de passe est prêt")).to_be_visible()


async def edi_active(page: Page) -> None:
    """With a code and a password, activated."""
    await edi_password(page)
    await button(page, "C’est noté").click()
    await page.get_by_label("FSO1137A").check()
    await button(page, "Enregistrer les codes").click()
    await expect(page.get_by_text("Les codes interface sont enregistrés.")).to_be_visible()
    activate = button(page, "Activer")
    if await activate.is_visible():
        await activate.click()
        await expect(page.get_by_text("Le raccordement est activé")).to_be_visible()


async def edi_about_to_suspend(page: Page) -> None:
    await edi_active(page)
    await button(page, "Suspendre").click()
    await expect(page.get_by_role("dialog")).to_be_visible()


async def edi_wrong(page: Page) -> None:
    """A key that cannot be read."""
    await edi_declared(page)
    await page.get_by_label("Clé publique").fill("bonjour")
    await button(page, "Enregistrer la clé").click()
    await expect(page.get_by_text("Cette clé ne se lit pas.")).to_be_visible()
