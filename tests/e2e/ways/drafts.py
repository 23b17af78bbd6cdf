"""Invoices by hand."""

import re
from pathlib import Path

from playwright.async_api import Page, expect

from tests.e2e import given, steps
from tests.e2e.hands import Mouse
from tests.e2e.steps import button
from tests.e2e.ways.deposits import ISSUED_DEPOSIT, give
from tests.e2e.ways.going import go
from tests.makers.invoices import make_pdf
from tests.makers.xades import xades


async def begun(kind: str, page: Page) -> None:
    """A draft around the pages of a file of that kind, at its data."""
    await go(ISSUED_DEPOSIT, page)
    await give(page, await given.made(kind))
    await button(page, re.compile("^(Compléter et déposer ce PDF|Déposer comme PDF classique)")).click()
    await expect(steps.title(page)).to_have_text("Contrôler et compléter la facture")
    await expect(page.get_by_label("Numéro de facture")).to_be_visible()


async def place(page: Page) -> None:
    """Where a value was read."""
    await begun("printed", page)
    await page.locator(".noted", has=page.get_by_label("Numéro de facture")).get_by_role("button").click()
    await expect(page.locator(".leaf .spot")).to_be_visible()


async def with_faults(page: Page) -> None:
    """Going on too early."""
    await begun("scan", page)
    await button(page, "Continuer : pièces jointes").click()
    await expect(page.get_by_text("Il reste des informations à corriger")).to_be_visible()


async def filled(page: Page) -> None:
    """A draft whose data are complete, at its documents."""
    await begun("printed", page)
    await page.get_by_role("radio", name=re.compile("^A1 ")).click()
    await expect(page.get_by_role("radio", name=re.compile("^A1 "))).to_be_checked()
    await page.get_by_label("Mode de paiement").select_option(label="Virement")
    await page.get_by_label(re.compile("^Service")).fill("VOIRIE")
    await button(page, "Continuer : pièces jointes").click()
    await expect(steps.title(page)).to_have_text("Joindre des documents")


async def document(page: Page) -> None:
    """A document added."""
    await filled(page)
    plan = Path(given.new_folder(), "bon-de-livraison.pdf")
    plan.write_bytes(make_pdf())
    await Mouse(page).give(button(page, "Choisir des fichiers"), plan)
    await expect(button(page, re.compile("^Retirer"))).to_be_visible()


async def documents_refused(page: Page) -> None:
    """Three files at once, two of which do not go with an invoice."""
    await filled(page)
    folder = given.new_folder()
    files = [Path(folder, name) for name in ("plan-du-rez-de-chaussee.pdf", "programme.exe", f"{'devis-' * 9}1.pdf")]
    for file in files:
        file.write_bytes(make_pdf())
    await Mouse(page).give(button(page, "Choisir des fichiers"), *files)
    await expect(page.get_by_text("n’est pas acceptée")).to_be_visible()
    await expect(page.get_by_text("50 au plus sont acceptés")).to_be_visible()
    await expect(button(page, re.compile("^Retirer"))).to_be_visible()


async def signed_beside(page: Page) -> None:
    """A XAdES signature beside the PDF, which was changed since."""
    await filled(page)
    signature = Path(given.new_folder(), "signature.xml")
    signature.write_bytes(xades(make_pdf()))
    await Mouse(page).give(button(page, "Choisir des fichiers"), signature)
    await expect(page.get_by_text("Signature XAdES présente.")).to_be_visible()
    await expect(page.get_by_text("le document a été modifié depuis")).to_be_visible()


async def of_works(page: Page) -> None:
    """A piece of works, whose MOE is looked for by its name."""
    await go("/factures-de-travaux/deposer", page)
    await give(page, await given.made("printed"))
    await button(page, re.compile("^Compléter et déposer ce PDF")).click()
    await expect(steps.title(page)).to_have_text("Contrôler et compléter la facture")
    await page.get_by_role("radio", name=re.compile("^A4 ")).click()
    await expect(page.get_by_label(re.compile("^Pièce précédente"))).to_be_visible()
    await page.get_by_label(re.compile("^Valideur")).press_sequentially("atelier")
    await expect(page.get_by_role("list", name="Structures trouvées").get_by_role("button").first).to_be_visible()


async def summary(page: Page) -> None:
    await document(page)
    await button(page, "Continuer : récapitulatif").click()
    await expect(steps.title(page)).to_have_text("Relire avant d’envoyer")


async def confirm(page: Page) -> None:
    await summary(page)
    await button(page, "Valider et envoyer").click()
    await expect(page.get_by_role("dialog")).to_be_visible()


async def sent(page: Page) -> None:
    await confirm(page)
    await button(page, "Confirmer et envoyer").click()
    await expect(steps.title(page)).to_have_text("La facture est envoyée")


async def typed_in(page: Page) -> None:
    """An invoice without a PDF, with two lines."""
    await go("/factures-emises/brouillons", page)
    await button(page, "Saisir une facture").first.click()
    await expect(steps.title(page)).to_have_text("Contrôler et compléter la facture")
    await page.get_by_label("Désignation").first.fill("Pose de fenêtres")
    await page.get_by_label("Quantité").first.fill("2")
    await page.get_by_label("Prix unitaire HT").first.fill("450")
    await button(page, "Ajouter une ligne").click()
    await expect(page.get_by_label("Désignation")).to_have_count(2)


async def discard(page: Page) -> None:
    await begun("printed", page)
    await go("/factures-emises/brouillons", page)
    await button(page, re.compile("^Supprimer le brouillon")).first.click()
    await expect(page.get_by_role("dialog")).to_be_visible()


async def signature_about_to_be_lost(page: Page) -> None:
    """A signed Factur-X, asked to go on without its data."""
    await go(ISSUED_DEPOSIT, page)
    await give(page, await given.made("signed_data"))
    await button(page, re.compile("^Déposer comme PDF classique")).click()
    await expect(page.get_by_role("dialog")).to_be_visible()
