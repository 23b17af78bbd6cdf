"""Invoices deposited by hand in a real browser: read, corrected, converted, signed, scanned, left and taken up."""

import re
from collections.abc import Callable
from pathlib import Path
from secrets import token_hex

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from chorus_app.demo.accounts import BY_SLUG
from chorus_app.formats.printed.words import pages_of
from tests.e2e import steps
from tests.e2e.conftest import NewVisitor, start_server, stop_server
from tests.e2e.hands import Hand, Keyboard, Mouse
from tests.e2e.papers import BUILDERS, MONTCLAIR, classic, identifier_of, works_facturx
from tests.e2e.places.place import SUPPLIER
from tests.e2e.steps import arrive, button, link, said, title
from tests.makers.invoices import make_pdf
from tests.makers.pdfs import scan, sign

HEADING = "Contrôler et compléter la facture"


def number() -> str:
    return f"MAIN-{token_hex(4)}"


def written(folder: Path, name: str, content: bytes) -> Path:
    file = folder / name
    file.write_bytes(content)
    return file


async def enter(hand: Hand) -> None:
    await steps.enter(hand, BY_SLUG[SUPPLIER].email)


async def begin(hand: Hand, file: Path, act: str) -> None:
    """The deposit page, a file, and on by hand."""
    page = hand.page
    await page.goto("/factures-emises/deposer")
    await hand.give(button(page, "Choisir un fichier"), file)
    await expect(page.get_by_role("heading", name=file.name)).to_be_visible()
    await hand.press(button(page, re.compile(f"^{act}")))
    await arrive(page, HEADING)


def field(page: Page, label: str) -> Locator:
    return page.get_by_role("textbox", name=re.compile(f"^{label}"))


async def fill(hand: Hand, label: str, text: str) -> None:
    """A field, left so that it is kept."""
    await hand.write(field(hand.page, label), text)
    await hand.leave()
    await expect(field(hand.page, label)).to_have_value(text)


async def choose_frame(hand: Hand) -> None:
    cadre = hand.page.get_by_role("radio", name=re.compile("^A1 "))
    await hand.choose(cadre)
    await expect(cadre).to_be_checked()


async def pay_by_transfer(hand: Hand) -> None:
    page = hand.page
    await hand.pick(page.get_by_label("Mode de paiement"), "Virement")
    await expect(page.get_by_label("Mode de paiement")).to_have_value("30")


async def come_to_documents(hand: Hand, paper: Path) -> Page:
    """Sign in, and go with that PDF to the step of the documents."""
    await enter(hand)
    await begin(hand, paper, "Compléter et déposer ce PDF")
    await complete(hand)
    return await go_on_to_documents(hand)


async def go_on_to_documents(hand: Hand) -> Page:
    await hand.press(button(hand.page, "Continuer : pièces jointes"))
    await arrive(hand.page, "Joindre des documents")
    return hand.page


async def send(hand: Hand) -> None:
    """From complete data to the confirmation."""
    page = await go_on_to_documents(hand)
    await hand.press(button(page, "Continuer : récapitulatif"))
    await arrive(page, "Relire avant d’envoyer")
    await hand.press(button(page, "Valider et envoyer"))
    await expect(page.get_by_role("dialog", name="Confirmation d’envoi")).to_be_visible()
    await hand.press(button(page.get_by_role("dialog"), "Confirmer et envoyer"))
    await arrive(page, "La facture est envoyée")
    await expect(said(page, "en cours de transmission")).to_be_visible()


async def find_it(hand: Hand, wanted: str) -> None:
    page = hand.page
    await hand.press(link(page.get_by_role("main"), "Voir la facture"))
    await expect(title(page)).to_contain_text(wanted)
    await page.goto(f"/factures-emises?recherche={wanted}")
    await expect(page.get_by_role("table").get_by_role("link", name=wanted)).to_be_visible()


AHand = Callable[[Page], Hand]
with_either_hand = pytest.mark.parametrize("a_hand", [Mouse, Keyboard], ids=["mouse", "keyboard"])


@with_either_hand
async def test_classic_pdf_is_read_corrected_and_sent(a_hand: AHand, visitor: NewVisitor, tmp_path: Path) -> None:
    hand, wanted = a_hand((await visitor()).page), number()
    await enter(hand)
    page = hand.page
    await begin(hand, written(tmp_path, "facture.pdf", classic(wanted, seed=9)), "Compléter et déposer ce PDF")
    await expect(field(page, "Numéro de facture")).to_have_value(wanted)
    await expect(page.get_by_text("Ville de Montclair").first).to_be_visible()
    await hand.press(button(page, "Continuer : pièces jointes"))
    await expect(page.get_by_text("Il reste des informations à corriger")).to_be_visible()
    await fill(hand, "Numéro d’engagement", "EJ-CORRIGE-1")
    await choose_frame(hand)
    await pay_by_transfer(hand)
    await send(hand)
    async with page.expect_download() as download:
        await hand.press(link(page, "Télécharger le certificat de dépôt"))
    assert (await download.value).suggested_filename == f"certificat-de-depot-{wanted}.pdf"
    await find_it(hand, wanted)


async def test_click_on_the_page_fills_the_field_in_hand(visitor: NewVisitor, tmp_path: Path) -> None:
    hand, wanted = Mouse((await visitor()).page), number()
    await enter(hand)
    page = hand.page
    await begin(hand, written(tmp_path, "facture.pdf", classic(wanted, seed=9)), "Compléter et déposer ce PDF")
    await page.get_by_label("Commentaire").click()
    await page.locator(f'[data-word="{wanted}"]').click()
    await expect(page.get_by_label("Commentaire")).to_have_value(wanted)
    await page.get_by_label("Commentaire").blur()
    await expect(said(page, "Brouillon enregistré")).to_be_visible()
    await page.reload()
    await expect(page.get_by_label("Commentaire")).to_have_value(wanted)


@with_either_hand
async def test_facturx_takes_the_other_way_at_the_crossroads(
    a_hand: AHand, visitor: NewVisitor, tmp_path: Path
) -> None:
    hand, wanted = a_hand((await visitor()).page), number()
    await enter(hand)
    page = hand.page
    file = works_facturx(tmp_path, wanted, BUILDERS, cadre="A1", valideur=None)
    await begin(hand, file, "Déposer comme PDF classique")
    await expect(page.get_by_text("Le fichier de données a été retiré")).to_be_visible()
    await expect(field(page, "Numéro de facture")).to_have_value(wanted)
    await choose_frame(hand)
    if not await page.get_by_label("Mode de paiement").input_value():
        await pay_by_transfer(hand)
    await send(hand)
    await find_it(hand, wanted)


@with_either_hand
async def test_signed_pdf_keeps_its_signature_and_says_so(a_hand: AHand, visitor: NewVisitor, tmp_path: Path) -> None:
    signed = written(tmp_path, "signée.pdf", SIGNED)
    hand, wanted = a_hand((await visitor()).page), number()
    await enter(hand)
    page = hand.page
    await begin(hand, signed, "Compléter et déposer ce PDF")
    await hand.press(page.locator("summary", has_text="Ce que le portail sait du fichier"))
    await expect(page.get_by_text("le document n’a pas changé depuis")).to_be_visible()
    await type_all(hand, wanted)
    await send(hand)
    await find_it(hand, wanted)


async def test_scan_is_typed_by_hand_left_and_taken_up_after_a_restart(
    browser: Browser, demo_data: Path, tmp_path: Path
) -> None:
    running, process = start_server(demo_data)
    port = int(running.address.rpartition(":")[2])
    context = await browser.new_context(base_url=running.address, locale="fr-FR")
    hand, wanted = Mouse(await context.new_page()), number()
    await enter(hand)
    page = hand.page
    await begin(hand, written(tmp_path, "scan.pdf", scan()), "Compléter et déposer ce PDF")
    await expect(page.get_by_text("Les pages de ce PDF sont des images")).to_be_visible()
    await fill(hand, "Numéro de facture", wanted)
    stop_server(process)
    _, process = start_server(demo_data, port=port)
    await page.goto("/factures-emises/brouillons")
    await expect(page.get_by_text("Non envoyée").first).to_be_visible()
    await hand.press(link(page.get_by_role("main"), f"Facture {wanted}"))
    await arrive(page, HEADING)
    await expect(field(page, "Numéro de facture")).to_have_value(wanted)
    await type_all(hand, wanted)
    await send(hand)
    await context.close()
    stop_server(process)


@with_either_hand
async def test_several_documents_at_once_each_with_its_own_fate(
    a_hand: AHand, visitor: NewVisitor, tmp_path: Path
) -> None:
    hand, wanted = a_hand((await visitor()).page), number()
    page = await come_to_documents(hand, written(tmp_path, "facture.pdf", classic(wanted, seed=9)))
    files = [
        written(tmp_path, "plan.pdf", make_pdf()),
        written(tmp_path, "virus.exe", b"x"),
        written(tmp_path, "lourd.zip", bytes(10_000_001)),
        written(tmp_path, "photo.png", bytes(3_000_000)),
    ]
    await hand.give(button(page, "Choisir des fichiers"), *files)
    told = page.get_by_role("alert").get_by_role("listitem")
    await expect(told.filter(has_text="virus.exe")).to_contain_text("l’extension EXE n’est pas acceptée")
    await expect(told.filter(has_text="lourd.zip")).to_contain_text("10 Mo au plus")
    for name in ("plan.pdf", "photo.png"):
        await expect(button(page, f"Retirer {name}")).to_be_visible()
    await hand.press(button(page, "J’ai compris"))
    await expect(told).to_have_count(0)
    await page.reload()
    await expect(button(page, re.compile("^Retirer"))).to_have_count(2)


async def test_document_on_its_way_shows_its_progress_and_is_stopped(visitor: NewVisitor, tmp_path: Path) -> None:
    seen = await visitor()
    hand, wanted = Mouse(seen.page), number()
    page = await come_to_documents(hand, written(tmp_path, "facture.pdf", classic(wanted, seed=9)))
    slow = await seen.context.new_cdp_session(page)
    await slow.send("Network.enable")
    conditions = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 200_000}
    await slow.send("Network.emulateNetworkConditions", conditions)
    files = [written(tmp_path, name, bytes(5_000_000)) for name in ("un.png", "deux.png", "trois.png")]
    await hand.give(button(page, "Choisir des fichiers"), *files)
    bar = page.get_by_role("progressbar", name="un.png")
    await expect(bar).to_be_visible()
    await expect(bar).not_to_have_js_property("value", 0)
    await expect(page.get_by_text("Fichiers en attente ou en cours d’envoi : 3")).to_be_visible()
    for name in ("trois.png", "un.png", "deux.png"):
        await hand.press(button(page, f"Annuler l’envoi de {name}"))
        await expect(page.get_by_role("progressbar", name=name)).to_have_count(0)
    await expect(page.get_by_text("Aucune pièce jointe pour l’instant.")).to_be_visible()
    await expect(button(page, "Choisir des fichiers")).to_be_focused()


@with_either_hand
async def test_invoice_is_typed_in_without_a_pdf(a_hand: AHand, visitor: NewVisitor) -> None:
    hand, wanted = a_hand((await visitor()).page), number()
    await enter(hand)
    page = hand.page
    await page.goto("/factures-emises/brouillons")
    await hand.press(button(page, "Saisir une facture").first)
    await arrive(page, HEADING)
    for label, text in (("Désignation", "Porte"), ("Quantité", "2"), ("Prix unitaire HT", "450")):
        await hand.write(page.get_by_label(label).first, text)
    await fill(hand, "Numéro de facture", wanted)
    await fill(hand, "Date de facture", "03/11/2026")
    await fill(hand, "Destinataire", identifier_of(MONTCLAIR))
    await choose_frame(hand)
    await pay_by_transfer(hand)
    await expect(page.get_by_text("1 080,00 €")).to_have_count(2)
    await send(hand)
    await hand.press(link(page.get_by_role("main"), "Voir la facture"))
    await expect(title(page)).to_contain_text(wanted)
    await hand.press(link(page.get_by_role("main"), "Document"))
    async with page.expect_download() as download:
        await hand.press(link(page.get_by_role("main"), "Télécharger ce document"))
    (page_of_pdf,) = pages_of(Path(await (await download.value).path()).read_bytes())
    shown = " ".join(cell.text for row in page_of_pdf.rows for cell in row.cells)
    assert wanted in shown
    assert "Page 1 / 1" in shown


async def test_double_click_two_tabs_and_a_lost_connection_send_once(visitor: NewVisitor, tmp_path: Path) -> None:
    seen = await visitor()
    hand, wanted = Mouse(seen.page), number()
    page = await come_to_documents(hand, written(tmp_path, "facture.pdf", classic(wanted, seed=9)))
    await hand.press(button(page, "Continuer : récapitulatif"))
    await arrive(page, "Relire avant d’envoyer")
    second = await seen.context.new_page()
    await second.goto(page.url)
    await arrive(second, "Relire avant d’envoyer", focused=False)
    for tab in (page, second):
        await button(tab, "Valider et envoyer").click()
        await expect(tab.get_by_role("dialog", name="Confirmation d’envoi")).to_contain_text(wanted)
    await button(page.get_by_role("dialog"), "Confirmer et envoyer").dblclick(no_wait_after=True)
    await seen.context.set_offline(True)  # the answer does not come through
    await seen.context.set_offline(False)
    await button(second.get_by_role("dialog"), "Confirmer et envoyer").click()
    await arrive(second, "La facture est envoyée")
    await page.reload()
    await arrive(page, "La facture est envoyée", focused=False)
    await page.goto(f"/factures-emises?recherche={wanted}")
    await expect(page.get_by_role("table").get_by_role("link", name=wanted)).to_have_count(1)
    await page.goto("/factures-emises/brouillons")
    await expect(page.get_by_role("link", name=f"Facture {wanted}")).to_have_count(0)


async def complete(hand: Hand) -> None:
    """What a paper does not show."""
    await choose_frame(hand)
    await pay_by_transfer(hand)


async def type_all(hand: Hand, wanted: str) -> None:
    """All that a paper shows, typed in."""
    for label, text in (
        ("Numéro de facture", wanted),
        ("Date de facture", "03/11/2026"),
        ("Destinataire", identifier_of(MONTCLAIR)),
        ("Total hors taxes", "100"),
        ("Total de la TVA", "20"),
        ("Total TTC", "120"),
        ("Montant à payer", "120"),
    ):
        await fill(hand, label, text)
    await choose_frame(hand)
    await pay_by_transfer(hand)


SIGNED = sign(make_pdf())
