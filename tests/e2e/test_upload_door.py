"""What the deposit page says of files that it does not take as they are."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio
from playwright.async_api import Browser, CDPSession, Page, expect

from tests.e2e import steps
from tests.e2e.conftest import NewVisitor, Visitor, start_server, stop_server, watch
from tests.e2e.hands import Mouse
from tests.e2e.papers import BUILDERS, works_facturx, works_ubl
from tests.e2e.steps import button, item, link, said, syntax
from tests.makers.invoices import make_pdf

MANAGER = "claire.martin@batisseurs.test"
WORKS = "/factures-de-travaux/deposer"
SLOW = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 200_000}


@pytest_asyncio.fixture(loop_scope="session")
async def hand(visitor: NewVisitor) -> Mouse:
    """Someone who may deposit, on the deposit page for works."""
    made = Mouse((await visitor()).page)
    await steps.enter(made, MANAGER)
    await made.page.goto(WORKS)
    return made


async def test_too_large_file_is_told_before_and_after(hand: Mouse, tmp_path: Path) -> None:
    page = hand.page
    await expect(page.get_by_role("main")).to_contain_text("120 Mo au plus")
    heavy = tmp_path / "trop-lourd.pdf"
    with heavy.open("wb") as file:
        file.truncate(120_000_001)
    await hand.give(button(page, "Choisir un fichier"), heavy)
    await expect(said(page, "Le fichier dépasse la limite de 120 Mo. Il n’a pas été envoyé.")).to_be_visible()
    await expect(button(page, "Choisir un fichier")).to_be_visible()


async def test_sending_can_be_cancelled(hand: Mouse, tmp_path: Path) -> None:
    page = hand.page
    network: CDPSession = await page.context.new_cdp_session(page)
    await network.send("Network.enable")
    await network.send("Network.emulateNetworkConditions", SLOW)
    large = tmp_path / "long.pdf"
    large.write_bytes(b"%PDF-1.7" + b"0" * 4_000_000)
    await hand.give(button(page, "Choisir un fichier"), large)
    await expect(page.get_by_role("progressbar", name="Progression de l’envoi")).to_be_visible()
    await hand.press(button(page, "Annuler l’envoi"))
    await expect(button(page, "Choisir un fichier")).to_be_focused()
    await expect(page.get_by_role("heading", name="long.pdf")).to_have_count(0)
    await expect(page.get_by_role("alert").filter(has_text=re.compile(r"\S"))).to_have_count(0)


async def test_wrong_pair_of_file_and_syntax_is_refused_in_words(hand: Mouse, tmp_path: Path) -> None:
    page, file = hand.page, works_ubl(tmp_path, "MAUVAIS-COUPLE", BUILDERS)
    await hand.choose(syntax(page, "FSO1137A"))
    await steps.choose_file(hand, file)
    words = said(page, "Cette syntaxe ne convient pas au fichier")
    await expect(words).to_contain_text("MAUVAIS-COUPLE.xml")
    await expect(words).to_contain_text("FSO1137A")
    await expect(words).to_contain_text("FSO1130A")
    await expect(button(page, "Déposer")).to_be_disabled()
    await hand.choose(syntax(page, "FSO1130A"))
    await expect(words).to_have_count(0)
    await expect(button(page, "Déposer")).to_be_enabled()


async def test_plain_pdf_is_explained_and_not_sent(hand: Mouse, tmp_path: Path) -> None:
    page, file = hand.page, tmp_path / "classique.pdf"
    file.write_bytes(make_pdf())
    await hand.give(button(page, "Choisir un fichier"), file)
    await expect(page.get_by_role("main")).to_contain_text("C’est un PDF classique")
    await expect(page.get_by_role("main")).to_contain_text("Continuez avec ce fichier")
    await expect(button(page, "Déposer")).to_have_count(0)
    await hand.press(button(page, "Remplacer le fichier"))
    await expect(button(page, "Choisir un fichier")).to_be_visible()


async def test_remedies_lead_to_their_pages(hand: Mouse, tmp_path: Path) -> None:
    page = hand.page
    await steps.choose_file(hand, works_facturx(tmp_path, "REMEDES", BUILDERS))
    await hand.press(page.get_by_text("Vous attendiez un dépôt où l’on choisit le cadre de facturation ?"))
    await expect(link(page, re.compile("^Demander ce format à l’éditeur"))).to_be_visible()
    await hand.press(link(page, re.compile("^Enregistrer la facture autrement")))
    await steps.arrive(page, "Obtenir une facture au format PDF classique")


@pytest_asyncio.fixture(loop_scope="session")
async def b2b_page(browser: Browser, demo_data: Path) -> AsyncIterator[Page]:
    """A portal that shows the « B2B » values as V3.8.1 did."""
    server, process = start_server(demo_data, CHORUS_SHOW_B2B_SYNTAXES="true")
    context = await browser.new_context(base_url=server.address, locale="fr-FR")
    one = Visitor(context, await context.new_page())
    watch(one)
    yield one.page
    await context.close()
    stop_server(process)
    assert one.errors == []


async def test_b2b_syntax_warns_and_ends_in_a_rejection_that_says_why(b2b_page: Page, tmp_path: Path) -> None:
    hand, page = Mouse(b2b_page), b2b_page
    await steps.enter(hand, MANAGER)
    await page.goto(WORKS)
    await hand.write(page.get_by_label("Filtrer les syntaxes"), "b2b")
    await expect(page.get_by_role("radio")).to_have_count(2)
    await hand.choose(syntax(page, "FSO1117A"))
    await steps.choose_file(hand, works_facturx(tmp_path, "B2B-1", BUILDERS))
    await expect(said(page, "Cette syntaxe n’est pas à utiliser")).to_be_visible()
    await steps.send(hand, "Déposer quand même")
    await expect(said(page, "Le fichier est importé, puis rejeté")).to_be_visible()
    await hand.press(link(item(page, 2), re.compile("^Lire le compte-rendu")))
    await steps.arrive(page, "Compte-rendu d’intégration")
    await expect(page.get_by_role("article").filter(has_text="B2B").first).to_contain_text("À faire :")
