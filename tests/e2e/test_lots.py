"""A lot of twenty invoices with three wrong ones: seen before it is sent, followed, corrected and sent again."""

import re
from pathlib import Path
from secrets import token_hex

from playwright.async_api import expect

from tests.e2e import steps
from tests.e2e.conftest import NewVisitor
from tests.e2e.hands import Hand, Mouse
from tests.e2e.papers import lot
from tests.e2e.steps import arrive, button, item, link, said, syntax

WRONG = (4, 9, 17)


async def test_lot_with_wrong_invoices_is_corrected_and_sent_again(visitor: NewVisitor, tmp_path: Path) -> None:
    hand = Mouse((await visitor()).page)
    name = f"L{token_hex(3)}"
    await steps.enter(hand, "claire.martin@batisseurs.test")
    flux = await send_with_three_wrong(hand, lot(tmp_path, name, 20, wrong=WRONG))
    await read_which_passed(hand, name)
    await send_the_refused_again(hand, name, tmp_path)
    await see_all_integrated(hand, flux)


async def send_with_three_wrong(hand: Hand, file: Path) -> str:
    """Its content stands on the page before it is sent; its flux tells how many passed."""
    page = hand.page
    await steps.open_deposit(hand, "Factures émises", "Déposer une facture")
    await hand.choose(syntax(page, "FSO1100A"))
    await hand.give(button(page, "Choisir un fichier"), file)
    await expect(said(page, "3 factures de ce lot seraient refusées")).to_be_visible()
    main = page.get_by_role("main")
    await expect(main).to_contain_text("20 factures")
    await expect(main).to_contain_text(re.compile(r"30\s600,00\s€"))
    rows = page.get_by_role("table").get_by_role("row")
    for place, number in enumerate(WRONG, 1):
        await expect(rows.nth(place)).to_contain_text(f"{file.stem}-{number:02d}.xml")
        await expect(rows.nth(place)).to_contain_text("Serait refusée")
    await hand.press(rows.nth(1).get_by_text("Pourquoi"))
    await expect(rows.nth(1).get_by_role("article")).to_contain_text("À faire")
    await steps.send(hand, "Déposer quand même")
    await expect(main).to_contain_text("17 factures intégrées")
    await expect(main).to_contain_text("3 factures refusées")
    return await steps.flux_number(page)


async def read_which_passed(hand: Hand, name: str) -> None:
    """The report lists the refused first, each with its reason and a report of its own."""
    page = hand.page
    await hand.press(link(page, "Lire le compte-rendu").first)
    await arrive(page, "Compte-rendu d’intégration")
    rows = page.get_by_role("table").get_by_role("row")
    for place, number in enumerate(WRONG, 1):
        await expect(rows.nth(place)).to_contain_text(f"{name}-{number:02d}")
        await expect(rows.nth(place)).to_contain_text("Refusée")
    await expect(rows.nth(4)).to_contain_text("Acceptée")
    await hand.press(link(page, f"{name}-04"))
    await expect(page.get_by_role("article").first).to_contain_text("BT-81")
    await hand.press(link(page, "Toutes les factures du lot"))
    await expect(rows.nth(3)).to_be_visible()


async def send_the_refused_again(hand: Hand, name: str, folder: Path) -> None:
    """A lot of the three is prepared, tells what must change, and is replaced by the corrected one."""
    page = hand.page
    await hand.press(button(page, "Redéposer les factures refusées"))
    await arrive(page, "Déposer une facture", focused=False)
    await expect(page.get_by_role("heading", name=f"{name}-refusees.zip")).to_be_visible()
    await expect(said(page, "Aucune facture de ce lot ne serait intégrée")).to_be_visible()
    await expect(page.get_by_role("main")).to_contain_text("Nouveau dépôt à la place du flux")
    await expect(syntax(page, "FSO1100A")).to_be_checked()
    await hand.press(button(page, "Remplacer le fichier"))
    await hand.give(button(page, "Choisir un fichier"), lot(folder, name, 20, only=WRONG))
    await expect(said(page, "Toutes les factures de ce lot seraient intégrées")).to_be_visible()
    await steps.send(hand)
    await expect(page.get_by_role("main")).to_contain_text("3 factures intégrées")


async def see_all_integrated(hand: Hand, flux: str) -> None:
    """The first flux knows that its refused invoices came since."""
    page = hand.page
    await page.goto("/suivi-des-flux")
    await hand.press(link(page.get_by_role("row"), flux))
    await arrive(page, re.compile(flux))
    await expect(item(page, 3)).to_contain_text("Les 3 factures refusées sont intégrées depuis.")
