"""The whole way of a new user, walked once with a mouse and once with the keyboard alone."""

import re
from collections.abc import Callable
from pathlib import Path
from secrets import token_hex

import pytest
from playwright.async_api import Page, expect

from chorus_app.formats.parsed import Party
from tests.e2e import steps
from tests.e2e.conftest import NewVisitor
from tests.e2e.hands import Hand, Keyboard, Mouse
from tests.e2e.papers import BUILDERS, HORIZON, WITH_ENGAGEMENT, works_facturx, works_ubl
from tests.e2e.steps import arrive, button, checklist, item, link, menu, said, syntax

BUILDERS_STORY = ("Bâtisseurs du Centre", "claire.martin@batisseurs.test", BUILDERS)
HORIZON_STORY = ("Atelier Horizon, maîtrise d’œuvre", "hugo.moreau@horizon.test", HORIZON)


@pytest.mark.parametrize(
    ("a_hand", "structure", "manager", "seller"),
    [
        pytest.param(Mouse, *BUILDERS_STORY, id="mouse"),
        pytest.param(Keyboard, *HORIZON_STORY, id="keyboard"),
    ],
)
async def test_main_job(
    a_hand: Callable[[Page], Hand],
    structure: str,
    manager: str,
    seller: Party,
    visitor: NewVisitor,
    tmp_path: Path,
) -> None:
    person = steps.somebody("Alice", "Morel")
    hand, chief = a_hand((await visitor()).page), a_hand((await visitor()).page)
    await steps.enter(chief, manager)
    await expect(menu(chief.page).get_by_role("link", name=re.compile("^Accueil"))).to_be_visible()

    await become_a_user(hand, person)
    await become_attached(hand, chief, person, structure)
    await deposit_accepted(hand, works_facturx(tmp_path, f"PDM-{token_hex(4)}", seller))
    await deposit_rejected_then_corrected(hand, tmp_path, seller)
    await deposit_ubl(hand, works_ubl(tmp_path, f"UBL-{token_hex(4)}", seller))


async def become_a_user(hand: Hand, person: steps.Person) -> None:
    await steps.sign_up(hand, person)
    await steps.activate(hand, person)
    await hand.press(link(hand.page.get_by_role("main"), "Se connecter"))
    await arrive(hand.page, "Se connecter")
    await steps.sign_in(hand, person.email, steps.PASSWORD)


async def become_attached(hand: Hand, chief: Hand, person: steps.Person, structure: str) -> None:
    """The asker's open page opens up by itself once the manager has answered."""
    page = hand.page
    await expect(link(menu(page), "Factures de travaux")).to_have_count(0)
    await steps.ask_for_attachment(hand, structure)
    await steps.close_window(hand)
    await expect(page.get_by_role("region", name="Votre compte n’est rattaché")).to_be_visible()
    await steps.approve(chief, person)
    await expect(link(menu(page), "Factures de travaux")).to_be_visible()
    await expect(page.get_by_role("region", name="Votre compte n’est rattaché")).to_have_count(0)


async def deposit_accepted(hand: Hand, file: Path) -> None:
    page, number = hand.page, file.stem
    await steps.open_deposit(hand, "Factures de travaux", "Déposer une facture de travaux")
    await steps.choose_file(hand, file)
    await expect(page.get_by_role("main")).to_contain_text("Cette facture sera traitée automatiquement")
    await expect(page.get_by_role("main")).to_contain_text(number)
    await expect(page.get_by_role("radio")).to_have_count(2)
    await hand.choose(syntax(page, "FSO1137A"))
    await expect(syntax(page, "FSO1137A")).to_be_checked()
    await expect(said(page, "Cette facture serait acceptée")).to_be_visible()
    await steps.send(hand)
    flux = await steps.flux_number(page)
    assert flux.startswith("CPP0011137")
    await expect(said(page, "Le lot de factures a été importé correctement.")).to_be_visible()
    await expect(checklist(page).get_by_role("listitem").filter(has_text="Constaté par le portail")).to_have_count(2)
    await see_the_list(hand, flux, number)
    await see_the_report(hand, flux)


async def see_the_list(hand: Hand, flux: str, number: str) -> None:
    """Item 1: the list filtered on this flux, then the invoice."""
    page = hand.page
    await expect(item(page, 1)).to_contain_text(f"La facture {number} est dans la liste, au statut attendu.")
    await hand.press(link(item(page, 1), re.compile("^Factures de travaux")))
    await arrive(page, "Factures de travaux")
    await expect(page.get_by_role("main")).to_contain_text(f"Factures du flux {flux}")
    await expect(page.get_by_role("table").get_by_role("row")).to_have_count(2)
    row = page.get_by_role("row").filter(has_text=number)
    await expect(row).to_contain_text("Envoyée")
    await hand.press(link(row, number))
    await arrive(page, re.compile(number))
    await expect(page.get_by_role("main")).to_contain_text("Porte en chêne")
    await expect(page.get_by_role("main")).to_contain_text(re.compile(r"1\s800,00\s€"))
    await hand.press(link(page.get_by_role("main"), flux))
    await arrive(page, re.compile(flux))
    await hand.tick(item(page, 1).get_by_role("checkbox"))
    await expect(item(page, 1).get_by_role("checkbox")).to_be_checked()


async def see_the_report(hand: Hand, flux: str) -> None:
    """Item 2: opening the report counts as reading it. What is all ticked can be put away."""
    page = hand.page
    await expect(item(page, 2).get_by_role("checkbox")).not_to_be_checked()
    await hand.press(link(item(page, 2), re.compile("^Lire le compte-rendu")))
    await arrive(page, "Compte-rendu d’intégration")
    await expect(page.get_by_role("main")).to_contain_text("lu par vous")
    await hand.press(link(page.get_by_role("navigation", name="Fil d’Ariane"), flux))
    await arrive(page, re.compile(flux))
    await expect(item(page, 1).get_by_role("checkbox")).to_be_checked()
    await expect(item(page, 2).get_by_role("checkbox")).to_be_checked()
    await hand.press(button(checklist(page), "Ranger cette liste"))
    await expect(checklist(page)).to_have_count(0)


async def deposit_rejected_then_corrected(hand: Hand, folder: Path, seller: Party) -> None:
    page, number = hand.page, f"EJ-{token_hex(4)}"
    wrong = works_facturx(folder, number, seller, buyer=WITH_ENGAGEMENT)
    await steps.open_deposit(hand, "Factures de travaux", "Déposer une facture de travaux")
    await hand.choose(syntax(page, "FSO1137A"))
    await steps.choose_file(hand, wrong)
    await expect(said(page, "Cette facture serait rejetée : 1 raison")).to_be_visible()
    await steps.send(hand, "Déposer quand même")
    flux = await steps.flux_number(page)
    await expect(said(page, "Le fichier est importé, puis rejeté")).to_be_visible()
    await expect(item(page, 3)).to_contain_text("La facture est corrigée et déposée de nouveau")
    await read_why(hand)

    right = works_facturx(folder, number, seller, buyer=WITH_ENGAGEMENT, engagement="EJ-2026-44")
    await hand.press(link(page.get_by_role("navigation", name="Fil d’Ariane"), flux))
    await arrive(page, re.compile(flux))
    await hand.press(link(item(page, 3), re.compile("^Déposer de nouveau")))
    await arrive(page, "Déposer une facture de travaux")
    await hand.choose(syntax(page, "FSO1137A"))
    await steps.choose_file(hand, right)
    await steps.send(hand)
    await expect(said(page, "Le lot de factures a été importé correctement.")).to_be_visible()
    await see_item_3_done(hand, flux, number)


async def read_why(hand: Hand) -> None:
    """The finding says what is wrong, where it stands, what to do."""
    page = hand.page
    await hand.press(link(item(page, 2), re.compile("^Lire le compte-rendu")))
    await arrive(page, "Compte-rendu d’intégration")
    finding = page.get_by_role("article")
    await expect(finding).to_have_count(1)
    await expect(finding.get_by_role("heading")).to_have_text(re.compile("engagement"))
    await expect(finding).to_contain_text("BT-13")
    await expect(finding).to_contain_text("À faire :")


async def see_item_3_done(hand: Hand, flux: str, number: str) -> None:
    """The rejected flux knows that its invoice was integrated by another one."""
    page = hand.page
    await hand.press(link(menu(page), "Suivi des flux"))
    await arrive(page, "Suivi des flux")
    await expect(page.get_by_role("row").filter(has_text=flux)).to_contain_text("Rejeté")
    await hand.press(link(page.get_by_role("row"), flux))
    await arrive(page, re.compile(flux))
    await expect(item(page, 3)).to_contain_text(f"La facture {number} du même fournisseur est intégrée.")


async def deposit_ubl(hand: Hand, file: Path) -> None:
    """The field « Syntaxe » narrowed by what is typed; a single fitting value is chosen by itself."""
    page = hand.page
    await steps.open_deposit(hand, "Factures de travaux", "Déposer une facture de travaux")
    await hand.write(page.get_by_label("Filtrer les syntaxes"), "1130")
    await expect(page.get_by_role("radio")).to_have_count(1)
    await expect(syntax(page, "FSO1130A")).to_be_checked()
    await steps.choose_file(hand, file)
    await expect(syntax(page, "FSO1130A")).to_be_checked()
    await steps.send(hand)
    await expect(item(page, 1)).to_contain_text(f"La facture {file.stem} est dans la liste, au statut attendu.")
