"""A piece of works in a real browser: its MOE asks for more, gets it and deposits the next one, which associates it."""

import re
from pathlib import Path

from playwright.async_api import Page, expect

from chorus_app.demo.accounts import BY_SLUG
from tests.e2e import steps
from tests.e2e.conftest import NewVisitor
from tests.e2e.hands import Hand, Mouse
from tests.e2e.papers import BUILDERS, classic, works_facturx
from tests.e2e.places.place import MOE, SUPPLIER
from tests.e2e.steps import arrive, button, link, said, syntax
from tests.e2e.test_by_hand import HEADING, number, pay_by_transfer, send, written

WORKS = "/factures-de-travaux"


async def deposit(hand: Hand, file: Path) -> None:
    """The titulaire's projet de décompte, as a Factur-X."""
    page = hand.page
    await page.goto(f"{WORKS}/deposer")
    await steps.choose_file(hand, file)
    await hand.choose(syntax(page, "FSO1137A"))
    await expect(said(page, "Cette facture serait acceptée")).to_be_visible()
    await steps.send(hand)
    await expect(said(page, "Le lot de factures a été importé correctement.")).to_be_visible()


async def open_piece(hand: Hand, wanted: str) -> None:
    page = hand.page
    await page.goto(f"{WORKS}?recherche={wanted}")
    await hand.press(link(page.get_by_role("table"), wanted))
    await arrive(page, re.compile(wanted))


async def ask_for_more(hand: Hand) -> None:
    page = hand.page
    await expect(page.get_by_text("Cette pièce est entre vos mains (MOE)")).to_be_visible()
    await hand.press(button(page.get_by_role("main"), "Répondre autrement…"))
    window = page.get_by_role("dialog", name="Que répondez-vous au fournisseur ?")
    await expect(window.get_by_role("radio", name=re.compile("^Demander un complément"))).to_be_checked()
    await hand.press(button(window, "Envoyer la réponse"))
    await expect(window).to_contain_text("Indiquez le motif")
    await hand.write(window.get_by_label("Commentaire"), "Le métré manque.")
    await hand.press(button(window, "Envoyer la réponse"))
    await expect(said(page, "La demande est envoyée.")).to_be_visible()


async def complete(hand: Hand, paper: Path) -> None:
    page = hand.page
    await expect(page.get_by_role("main")).to_contain_text("Le métré manque.")  # on the page that was open
    await hand.press(link(page.get_by_role("main"), "Compléter la pièce"))
    await arrive(page, "Compléter la pièce")
    await hand.give(button(page, "Choisir des fichiers"), paper)
    await expect(button(page, re.compile(f"Retirer.*{paper.name}"))).to_be_visible()
    await hand.press(button(page, "Envoyer le complément"))
    await expect(said(page, "Le complément est envoyé.")).to_be_visible()


async def deposit_the_next(hand: Hand, page: Page, file: Path, earlier: str) -> None:
    """The MOE's état d'acompte: the form names the earlier piece by itself."""
    await hand.press(link(page.get_by_role("main"), "Déposer la pièce suivante"))
    await expect(page.get_by_role("main")).to_contain_text("Cette pièce est la suivante du dossier")
    await expect(link(page.get_by_role("main"), re.compile(earlier))).to_be_visible()
    await hand.give(button(page, "Choisir un fichier"), file)
    await expect(page.get_by_role("heading", name=file.name)).to_be_visible()
    await hand.press(button(page, re.compile("^Compléter et déposer ce PDF")))
    await arrive(page, HEADING)
    cadre = page.get_by_role("radio", name=re.compile("^A15 "))
    await hand.choose(cadre)
    await expect(cadre).to_be_checked()
    chosen = page.get_by_label(re.compile("^Pièce précédente")).locator("option:checked")
    await expect(chosen).to_contain_text(earlier)
    await pay_by_transfer(hand)
    await send(hand)


async def test_piece_is_completed_and_then_associated_by_the_next_one(visitor: NewVisitor, tmp_path: Path) -> None:
    supplier, moe = [Mouse((await visitor()).page) for _ in range(2)]
    first, following = number(), number()
    await steps.enter(supplier, BY_SLUG[SUPPLIER].email)
    await deposit(supplier, works_facturx(tmp_path, first, BUILDERS))
    await open_piece(supplier, first)

    await steps.enter(moe, BY_SLUG[MOE].email)
    await expect(moe.page.get_by_role("main")).to_contain_text("entre vos mains (MOE)")
    await open_piece(moe, first)
    await ask_for_more(moe)
    await complete(supplier, written(tmp_path, "metre.pdf", b"%PDF-1.4 metre"))
    await expect(moe.page.get_by_text("Cette pièce est entre vos mains (MOE)")).to_be_visible()  # without a reload

    await deposit_the_next(moe, moe.page, written(tmp_path, "acompte.pdf", classic(following, seed=9)), first)
    await expect(supplier.page.get_by_role("main")).to_contain_text("Associée")
    await open_piece(moe, first)
    dossier = moe.page.get_by_role("region", name="Dossier de facturation")
    await expect(dossier.get_by_role("listitem")).to_have_count(2)
    await expect(link(dossier, following)).to_be_visible()
