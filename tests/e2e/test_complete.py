"""A suspended invoice in a real browser: its supplier adds the document that is asked for."""

import re
from pathlib import Path

from playwright.async_api import expect

from chorus_app.demo.accounts import BY_SLUG
from tests.e2e import steps
from tests.e2e.conftest import NewVisitor
from tests.e2e.hands import Keyboard
from tests.e2e.places.place import SUPPLIER
from tests.e2e.steps import arrive, button, link, said

SUSPENDED = "F-1110"  # of the demonstration; another one stays suspended


async def test_supplier_adds_what_the_recipient_asks_for(visitor: NewVisitor, tmp_path: Path) -> None:
    hand = Keyboard((await visitor()).page)
    page, paper = hand.page, tmp_path / "bon-de-commande.pdf"
    paper.write_bytes(b"%PDF-1.4 bon")
    await steps.enter(hand, BY_SLUG[SUPPLIER].email)
    await page.goto(f"/factures-emises?recherche={SUSPENDED}")
    await hand.press(link(page.get_by_role("table"), SUSPENDED))
    await arrive(page, re.compile(SUSPENDED))
    await expect(page.get_by_role("main")).to_contain_text("Le bon de commande signé manque.")
    await hand.press(link(page.get_by_role("main"), "Compléter la facture"))
    await arrive(page, "Compléter la facture")
    await hand.give(button(page, "Choisir des fichiers"), paper)
    await expect(page.get_by_role("listitem").filter(has_text=paper.name).first).to_be_visible()
    await expect(button(page, re.compile(f"Retirer.*{paper.name}"))).to_be_visible()
    await hand.write(page.get_by_label("Commentaire"), "Voici le bon signé.")
    await hand.press(button(page, "Envoyer le complément"))
    await arrive(page, re.compile(SUSPENDED))
    await expect(said(page, "Le complément est envoyé.")).to_be_visible()
    await expect(page.get_by_role("main")).to_contain_text("Complétée")
    await hand.press(link(page.get_by_role("navigation", name="Parties de la facture"), "Fichiers"))
    await expect(page.get_by_role("main")).to_contain_text(paper.name)
