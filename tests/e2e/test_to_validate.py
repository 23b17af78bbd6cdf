"""An invoice of a sub-contractor in a real browser: sent by hand, found by its valideur, validated, received."""

import re
from pathlib import Path

from playwright.async_api import Page, expect

from chorus_app.demo.accounts import BY_SLUG
from tests.e2e import steps
from tests.e2e.conftest import NewVisitor
from tests.e2e.hands import Hand
from tests.e2e.papers import classic
from tests.e2e.places.place import MOE, RECIPIENT
from tests.e2e.steps import arrive, button, link, menu, said
from tests.e2e.test_by_hand import AHand, begin, enter, field, number, pay_by_transfer, send, with_either_hand, written


async def name_the_valideur(hand: Hand) -> None:
    """The cadre of a sub-contractor asks who validates."""
    page = hand.page
    cadre = page.get_by_role("radio", name=re.compile("^A9 "))
    await hand.choose(cadre)
    await expect(cadre).to_be_checked()
    await hand.write(field(page, "Valideur"), "horizon")
    await hand.press(button(page, re.compile("^Atelier Horizon")))
    await expect(said(page, "Atelier Horizon").first).to_be_visible()


async def validate(hand: Hand, wanted: str) -> None:
    """From the menu to the answer."""
    page = hand.page
    await hand.press(link(menu(page), re.compile("^Factures à valider")))
    await arrive(page, "Factures à valider")
    await hand.press(link(page.get_by_role("table"), wanted))
    await arrive(page, re.compile(wanted))
    await expect(page.get_by_role("navigation", name="Fil d’Ariane")).to_contain_text("Factures à valider")
    await hand.press(button(page.get_by_role("main"), "Valider"))
    window = page.get_by_role("dialog", name="Valider cette facture ?")
    await hand.write(window.get_by_label("Commentaire"), "Travaux conformes.")
    await hand.press(button(window, "Valider la facture"))
    await expect(said(page, "La facture est validée.")).to_be_visible()
    await expect(button(page.get_by_role("main"), "Valider")).to_have_count(0)


async def in_the_list(page: Page, wanted: str) -> None:
    await expect(link(page.get_by_role("table"), wanted)).to_be_visible()


@with_either_hand
async def test_invoice_goes_by_its_valideur_to_the_recipient(
    a_hand: AHand, visitor: NewVisitor, tmp_path: Path
) -> None:
    supplier, valideur, recipient = [a_hand((await visitor()).page) for _ in range(3)]
    wanted = number()
    await steps.enter(recipient, BY_SLUG[RECIPIENT].email)
    await recipient.page.goto(f"/factures-recues?recherche={wanted}")
    await expect(recipient.page.get_by_role("heading", name="Aucun résultat")).to_be_visible()
    await enter(supplier)
    await begin(supplier, written(tmp_path, "facture.pdf", classic(wanted, seed=9)), "Compléter et déposer ce PDF")
    await name_the_valideur(supplier)
    await pay_by_transfer(supplier)
    await send(supplier)
    await supplier.press(link(supplier.page.get_by_role("main"), "Voir la facture"))
    await arrive(supplier.page, re.compile(wanted))
    await expect(supplier.page.get_by_role("main")).to_contain_text("Le valideur désigné doit se prononcer.")

    await steps.enter(valideur, BY_SLUG[MOE].email)
    await validate(valideur, wanted)
    await in_the_list(recipient.page, wanted)  # which was open all the time
    await expect(supplier.page.get_by_role("main")).to_contain_text("Mise à disposition")
    await supplier.page.goto("/notifications")
    await expect(supplier.page.get_by_role("main")).to_contain_text(f"La facture {wanted} passe au statut")
