"""A file of AIFE's own qualification set goes the whole way."""

import re

from playwright.async_api import expect

from tests.e2e import steps
from tests.e2e.conftest import NewVisitor
from tests.e2e.hands import Mouse
from tests.e2e.steps import item, said
from tests.samples import needs_samples, samples

SUPPLIERS = "paul.durand@batisseurs.test"
FILES = [sample for sample in samples("aife") if "facturx" in sample.kinds and sample.expected.startswith("accept")]


@needs_samples
async def test_aife_file_is_integrated(visitor: NewVisitor) -> None:
    hand, file = Mouse((await visitor()).page), FILES[0].path
    page = hand.page
    await steps.enter(hand, SUPPLIERS)
    await steps.open_deposit(hand, "Factures émises", "Déposer une facture")
    await steps.choose_file(hand, file)
    await expect(said(page, "Cette facture serait acceptée")).to_be_visible()
    await expect(steps.syntax(page, "FSO1117A")).to_be_checked()
    await steps.send(hand)
    await expect(said(page, "Le lot de factures a été importé correctement.")).to_be_visible()
    await expect(item(page, 1)).to_contain_text("est dans la liste, au statut attendu")
    await hand.press(steps.link(item(page, 2), re.compile("^Lire le compte-rendu")))
    await steps.arrive(page, "Compte-rendu d’intégration")
    await expect(page.get_by_role("main")).to_contain_text(file.name)
