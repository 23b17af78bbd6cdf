"""What the operator does."""

import re

from playwright.async_api import Page, expect

from tests.e2e import given
from tests.e2e.hands import Mouse
from tests.e2e.steps import button, said
from tests.e2e.ways.going import go, told

DIRECTORIES = {
    "right": "identifiant;raison_sociale;ville;service_code\n21690123100011;Ville de Lyon;Lyon;VOIRIE\n",
    "wrong": "identifiant;raison_sociale;active\n1;Ville de Lyon;oui\n21690123100011;;peut-être\n",
}


async def make_link(page: Page) -> None:
    """The operator hands out a link for the first account of the list."""
    await go("/exploitation/comptes", page)
    await button(page, re.compile("^Lien à usage unique")).first.click()
    await expect(said(page, "Lien à remettre à")).to_be_visible()


async def send_directory(kind: str, page: Page) -> None:
    """The operator sends a directory, which is tried."""
    await go("/exploitation/annuaire", page)
    file = given.written("annuaire-2026.csv", DIRECTORIES[kind].encode(), given.new_folder())
    await Mouse(page).give(button(page, "Choisir un fichier"), file)
    await expect(page.get_by_role("heading", name="annuaire-2026.csv").or_(told(page)).first).to_be_visible()
    await button(page, "Choisir un autre fichier").wait_for()


async def import_directory(page: Page) -> None:
    await send_directory("right", page)
    await button(page, "Importer").click()
    await expect(said(page, "L’annuaire est importé.")).to_be_visible()
