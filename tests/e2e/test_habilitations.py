"""A habilitation is asked for, approved and used; the bell rings in the open page; the acting structure is changed."""

import re

from playwright.async_api import Locator, Page, expect

from chorus_app.demo.accounts import BY_SLUG
from tests.e2e import steps
from tests.e2e.conftest import NewVisitor
from tests.e2e.hands import Keyboard, Mouse
from tests.e2e.looks import NARROW
from tests.e2e.steps import button, link, menu, said

SECOND = 1000  # milliseconds from the commit to the change in the open page
READER, MANAGER = BY_SLUG["reader"], BY_SLUG["supplier_manager"]
SEVERAL = BY_SLUG["supplier_user"]


def bell(page: Page) -> Locator:
    return link(page.get_by_role("banner"), re.compile("^Notifications"))


async def unread(page: Page) -> int:
    words = re.search(r"(\d+) non lue", await bell(page).inner_text())
    return int(words.group(1)) if words else 0


async def test_habilitation_is_asked_for_approved_and_used(visitor: NewVisitor) -> None:
    asker, manager = Mouse((await visitor()).page), Mouse((await visitor()).page)
    await steps.enter(manager, MANAGER.email)
    await steps.enter(asker, READER.email)
    before = await unread(manager.page)

    await asker.press(asker.page.get_by_role("banner").locator("summary"))
    await asker.press(link(asker.page, "Mes habilitations"))
    await steps.arrive(asker.page, "Mes habilitations")
    chosen = asker.page.get_by_label("Habilitation", exact=True)
    await chosen.select_option(label="Facturation Modification\u00a0: déposer et traiter les factures")
    await asker.page.get_by_label("Espace").select_option(label="Factures émises")
    await asker.press(button(asker.page, "Demander cette habilitation"))
    await expect(said(asker.page, "Votre demande d’habilitation")).to_be_visible()

    entry = link(menu(manager.page), re.compile("^Approbation"))
    await expect(entry).to_be_visible(timeout=SECOND)
    await expect(bell(manager.page)).to_contain_text(f"{before + 1} non lue", timeout=SECOND)
    await manager.press(bell(manager.page))
    await steps.arrive(manager.page, "Notifications")
    first = manager.page.get_by_role("list", name="Notifications").get_by_role("listitem").first
    await expect(first).to_contain_text("Jean Faure attend votre réponse à sa demande d’habilitation")
    await manager.press(first.get_by_role("link"))
    await steps.arrive(manager.page, "Approbation")
    if before:
        await expect(bell(manager.page)).to_contain_text(f"{before} non lue")
    else:
        await expect(bell(manager.page)).to_contain_text("aucune non lue")
    row = manager.page.get_by_role("listitem").filter(has_text="espace «\u00a0Factures émises\u00a0»")
    await expect(row).to_contain_text("Facturation Modification")
    await manager.press(button(row, re.compile("^Approuver Jean Faure")))
    await expect(said(manager.page, "de Jean Faure est approuvée")).to_be_visible()
    await expect(row).to_have_count(0)

    grants = asker.page.get_by_role("list").filter(has_text="Donnée par Claire Martin")
    await expect(grants).to_contain_text("Espace «\u00a0Factures émises\u00a0»", timeout=SECOND)
    await steps.open_deposit(asker, "Factures émises", "Déposer une facture")
    await expect(button(asker.page, "Choisir un fichier")).to_be_visible()


async def test_acting_structure_is_changed_with_the_keyboard_on_a_telephone(visitor: NewVisitor) -> None:
    page = (await visitor(viewport=NARROW)).page
    hand = Keyboard(page)
    await steps.enter(Mouse(page), SEVERAL.email)
    choice = page.get_by_role("combobox", name="Structure pour laquelle vous agissez")
    values = await choice.locator("option").evaluate_all("options => options.map(option => option.value)")
    assert await choice.input_value() == values[0]
    await hand.focus(choice)
    await page.keyboard.press("ArrowDown")
    await expect(choice).to_have_value(values[1])
    await expect(choice).to_be_focused()
    await hand.press(button(page, "Menu"))
    await hand.press(link(menu(page), "Suivi des flux"))
    await steps.arrive(page, "Suivi des flux")
    await expect(choice).to_have_value(values[1])
    assert await page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
