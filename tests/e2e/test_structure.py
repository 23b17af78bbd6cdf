"""The page of a structure in a real browser: what its manager changes counts at once, for others too."""

import re

from playwright.async_api import expect

from chorus_app.demo.accounts import BY_SLUG, PASSWORD
from tests.e2e import steps
from tests.e2e.conftest import NewVisitor
from tests.e2e.hands import Keyboard, Mouse
from tests.e2e.steps import button, link, said
from tests.e2e.ways import going


async def test_manager_gives_and_takes_a_profile_by_keyboard(visitor: NewVisitor) -> None:
    one = await visitor()
    page, hand = one.page, Keyboard(one.page)
    await steps.enter(Mouse(page), BY_SLUG["moa"].email, PASSWORD)
    await hand.press(link(steps.menu(page), "Structure"))
    await steps.arrive(page, "Structure")
    await hand.press(link(page.get_by_role("navigation", name="Onglets"), "Membres"))
    await expect(page).to_have_url(re.compile("/structure/membres$"))
    await hand.press(link(page.get_by_role("main"), "Emma Roux"))
    await steps.arrive(page, "Emma Roux")
    await hand.write(page.get_by_label("Code du service"), "ECOLES")
    await hand.press(button(page, "Donner l’habilitation"))
    await expect(said(page, "L’habilitation est donnée à Emma Roux")).to_be_visible()
    await hand.press(button(page, re.compile("^Retirer Facturation Consultation, service ECOLES")))
    await expect(said(page, "L’habilitation est retirée à Emma Roux.")).to_be_visible()
    first = page.get_by_role("listitem").filter(has_text="Habilitation retirée").first
    await expect(first).to_contain_text("Inès Garcia")


async def test_space_switched_off_leaves_the_open_menu_of_a_colleague(visitor: NewVisitor) -> None:
    manager, colleague = await visitor(), await visitor()
    await steps.enter(Mouse(colleague.page), BY_SLUG["recipient"].email, PASSWORD)
    entry = link(steps.menu(colleague.page), "Factures émises")
    await expect(entry).to_be_visible()
    await steps.enter(Mouse(manager.page), BY_SLUG["moa"].email, PASSWORD)
    await going.go("/structure/espaces", manager.page)
    await button(manager.page, "Désactiver Factures émises").click()
    window = manager.page.get_by_role("dialog")
    await button(window, "Désactiver").click()
    await expect(said(manager.page, "est désactivé")).to_be_visible()
    await expect(entry).to_have_count(0)
    await button(manager.page, "Activer Factures émises").click()
    await expect(said(manager.page, "est activé")).to_be_visible()
    await expect(entry).to_be_visible()
