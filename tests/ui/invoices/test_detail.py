"""The page of one invoice: its parts, each with its address."""

from decimal import Decimal
from typing import Any

import pytest

from chorus_app.flux.deposit import Receipt
from chorus_app.flux.queries import get_flux
from chorus_app.formats.parsed import Attachment, Party
from chorus_app.formats.rendering.model import Section
from chorus_app.formats.shown import Paper
from chorus_app.formats.syntaxes import Space
from chorus_app.invoices import showing
from chorus_app.kernel.context import World
from chorus_app.kernel.errors import TooMany
from chorus_app.ui.invoices.detail_state import InvoiceState
from chorus_app.ui.invoices.detail_views import EventLine, InvoicePage
from chorus_app.ui.papers.views import SheetCard, SourceCard, ViewerCard
from tests.flux import scenes
from tests.flux.scenes import Cast, outcome
from tests.makers.invoices import MOE_SIRET, make_facturx, make_invoice, make_pdf, make_ubl, siret
from tests.makers.lots import zip_of
from tests.ui.harness import Browser, Portal
from tests.ui.invoices.scenes import add_invoice, flux_number

MOE = Party(siret(MOE_SIRET), "Atelier MOE")


async def opened(portal: Portal, world: World, user_id: int, address: str) -> InvoiceState:
    browser = portal.signed_in(world, user_id)
    return await turned(browser, address)


async def turned(browser: Browser, address: str) -> InvoiceState:
    await browser.open(f"/factures/{address}")
    return await browser.state(InvoiceState)


def brought(world: World, cast: Cast, receipt: Receipt) -> str:
    """The invoice that a flux brought."""
    with world.reading(actor_id=cast.alice) as context:
        return get_flux(context, public_id=receipt.public_id).invoices[0].public_id


def values(sections: list[Section]) -> dict[str, str]:
    """Label and value of all that stands in blocks."""
    return {fact.label: fact.value for part in sections for block in part.blocks for fact in block.facts}


async def test_invoice_is_shown_with_its_status_history_and_file(portal: Portal, world: World, cast: Cast) -> None:
    public_id = add_invoice(world, cast, "S1", cadre="A4", valideur=MOE)
    page = (await opened(portal, world, cast.alice, public_id)).invoice
    assert (page.kind, page.number, page.status, page.list_href) == ("Facture", "S1", "Envoyée", "/factures-de-travaux")
    assert (page.supplier, page.recipient, page.depositor) == ("Maçonnerie Démo", "Ville de Démo", "Alice Démo")
    assert [(line.name, line.kind, line.size) for line in page.files] == [("S1.pdf", "Fichier déposé", "2\xa0octets")]
    assert page.history == [
        EventLine("Envoyée", "Facture", "24/11/2026\xa0à\xa014:30", "Portail", ""),
        EventLine("Déposée", "Facture", "24/11/2026\xa0à\xa014:30", "Portail", ""),
    ]
    assert (page.flux_number, page.flux_href, page.report_href) == (flux_number("S1"), "", "")


async def test_all_that_the_file_says_is_read(portal: Portal, looking: World, cast: Cast) -> None:
    changes: dict[str, Any] = {"cadre": "A4", "valideur": MOE, "engagement": "EJ7", "service_code": "SERV1"}
    public_id = add_invoice(looking, cast, "S1", content=make_facturx(number="S1", **changes), **changes)
    state = await opened(portal, looking, cast.alice, public_id)
    assert (state.tab, state.reading, state.unshown, state.from_memory) == ("facture", False, "", False)
    said = values(state.sheet.before)
    assert said["Numéro d’engagement"] == "EJ7"
    assert said["Service destinataire"] == "SERV1"
    assert said["Cadre de facturation"] == "Dépôt par un fournisseur d’un projet de décompte mensuel (A4)"
    assert values(state.sheet.after)["Mode de paiement"] == "Virement (30)"
    assert [row.cells[0].value for row in state.sheet.rows] == ["1 · Porte en chêne", "2 · Pose"]
    assert state.sheet.pdf == f"/factures/{public_id}/facture.pdf"


async def test_lines_are_paged(portal: Portal, looking: World, cast: Cast) -> None:
    lines = make_invoice().lines * 60
    public_id = add_invoice(looking, cast, "F1", content=make_ubl(number="F1", lines=lines))
    state = await opened(portal, looking, cast.alice, f"{public_id}?p=3")
    assert (len(state.sheet.rows), state.sheet.counted) == (20, "Lignes 101 à 120 · 120 lignes")
    assert [(step.label, step.href, step.current) for step in state.sheet.pager] == [
        ("1", f"/factures/{public_id}?onglet=facture", False),
        ("2", f"/factures/{public_id}?onglet=facture&p=2", False),
        ("3", f"/factures/{public_id}?onglet=facture&p=3", True),
    ]
    beyond = await opened(portal, looking, cast.alice, f"{public_id}?p=999")
    assert beyond.sheet.counted == state.sheet.counted


async def test_file_that_cannot_be_read_leaves_what_the_portal_kept(portal: Portal, looking: World, cast: Cast) -> None:
    public_id = add_invoice(looking, cast, "F1", cadre="A9", valideur=MOE, payment_means="XX", vat_due_code="99")
    for gone in (False, True):
        if gone:
            for file in looking.files.folder.glob("??/*"):
                file.unlink()
        state = await opened(portal, looking, cast.alice, public_id)
        assert (state.from_memory, state.sheet.pdf, len(state.sheet.rows)) == (True, "", 2)
        said = values([*state.sheet.before, *state.sheet.after])
        assert (said["Mode de paiement"], said["Régime de TVA"], said["Note"]) == ("XX", "99", "Travaux de novembre")


async def test_document_is_shown_page_by_page_at_each_size(portal: Portal, looking: World, cast: Cast) -> None:
    public_id = add_invoice(looking, cast, "F1", content=make_facturx(number="F1"))
    browser = portal.signed_in(looking, cast.alice)
    viewer = (await turned(browser, f"{public_id}?onglet=document")).viewer
    assert (viewer.shown, viewer.alt, viewer.place, viewer.zoom) == (
        True,
        "Page 1 sur 1 de «\xa0F1.pdf\xa0»",
        "Page 1 sur 1",
        "Ajusté",
    )
    assert "Menuiserie Martin" in viewer.words
    assert (viewer.previous, viewer.next, viewer.fit, viewer.width) == ("", "", "", "100%")
    assert viewer.larger == f"/factures/{public_id}?onglet=document&zoom=150"
    viewer = (await turned(browser, viewer.larger.removeprefix("/factures/"))).viewer
    assert (viewer.zoom, viewer.width) == ("150\xa0%", "1190px")
    assert viewer.fit == f"/factures/{public_id}?onglet=document"
    largest = (await turned(browser, f"{public_id}?onglet=document&zoom=400")).viewer
    assert (largest.larger, largest.smaller) == ("", f"/factures/{public_id}?onglet=document&zoom=300")
    odd = (await turned(browser, f"{public_id}?onglet=document&zoom=7000&p=99")).viewer
    assert (odd.zoom, odd.place) == ("Ajusté", "Page 1 sur 1")


async def test_invoice_without_a_document_offers_its_readable_form(portal: Portal, looking: World, cast: Cast) -> None:
    public_id = add_invoice(looking, cast, "F1", content=make_ubl(number="F1"), name="F1.xml")
    state = await opened(portal, looking, cast.alice, f"{public_id}?onglet=document")
    assert state.viewer == ViewerCard()
    assert state.unshown.startswith("Cette facture n’est accompagnée d’aucun document")


async def test_document_that_cannot_be_drawn_says_why(portal: Portal, looking: World, cast: Cast) -> None:
    public_id = add_invoice(looking, cast, "F1", content=b"%PDF-1.7 half of one")
    state = await opened(portal, looking, cast.alice, f"{public_id}?onglet=document")
    assert state.unshown.startswith("Ce document est abîmé ou incomplet")
    assert (state.viewer.shown, state.viewer.name, bool(state.viewer.download)) == (False, "F1.pdf", True)


async def test_xml_is_shown_with_the_line_of_a_finding(portal: Portal, looking: World, cast: Cast) -> None:
    content = make_ubl(number="F1<&")
    line = next(number for number, text in enumerate(content.split(b"\n"), 1) if b"F1&lt;" in text)
    public_id = add_invoice(looking, cast, "F1", content=content, name="F1.xml")
    card = (await opened(portal, looking, cast.alice, f"{public_id}?onglet=xml&ligne={line}")).source
    (marked,) = (row for row in card.rows if row.marked)
    assert (card.marked, marked.number, marked.id) == (f"Ligne {line} signalée", str(line), f"ligne-{line}")
    assert [(span.tag, span.text.strip()) for span in marked.spans if span.text.strip()] == [
        (True, "<cbc:ID>"),
        (False, "F1&lt;&amp;"),
        (True, "</cbc:ID>"),
    ]
    assert marked.href == f"/factures/{public_id}?onglet=xml&ligne={marked.number}#ligne-{marked.number}"
    assert card.download == f"/factures/{public_id}/facture.xml"


async def test_flux_of_the_invoice_adds_its_states_and_findings(portal: Portal, importing: World, cast: Cast) -> None:
    receipt = scenes.put(
        importing,
        cast,
        make_facturx(cadre="A4", valideur=MOE, iban="FR7600000000000000000000000"),
        "FSO1137A",
        name="é.pdf",
    )
    report = outcome(importing, cast, receipt)
    public_id = brought(importing, cast, receipt)
    state = await opened(portal, importing, cast.alice, f"{public_id}?onglet=constats")
    assert (len(state.findings), len(state.beyond)) == (len(report.asked), len(report.beyond))
    found = next(card for card in (*state.findings, *state.beyond) if card.href)
    assert found.href.startswith(f"/factures/{public_id}?onglet=xml&ligne=")
    assert [(line.of, line.who) for line in state.invoice.history if line.of == "Flux"][-1] == ("Flux", "Alice Démo")
    assert state.invoice.report_href == f"/suivi-des-flux/{receipt.public_id}/compte-rendu"
    assert [tab.label for tab in state.tabs] == ["Facture", "Document", "Fichiers", "Constats", "Historique", "XML"]
    marked = await opened(portal, importing, cast.alice, found.href.partition("#")[0].removeprefix("/factures/"))
    assert marked.source.marked


@pytest.mark.parametrize("query", ["", "?onglet=document", "?onglet=xml", "?onglet=historique"])
async def test_foreign_invoice_answers_like_an_unknown_one(
    portal: Portal, world: World, cast: Cast, query: str
) -> None:
    public_id = add_invoice(world, cast, "F1")
    for user_id, address in ((cast.charlie, public_id), (cast.alice, "inconnue")):
        state = await opened(portal, world, user_id, f"{address}{query}")
        assert (state.loaded, state.missing, state.invoice) == (True, True, InvoicePage())
        assert (state.sheet, state.viewer, state.source) == (SheetCard(), ViewerCard(), SourceCard())
        assert (state.tabs, state.findings, state.unshown) == ([], [], "")


async def test_recipient_sees_the_invoice_that_reached_it_without_the_compte_rendu(
    portal: Portal, world: World, cast: Cast
) -> None:
    public_id = add_invoice(world, cast, "F1")
    state = await opened(portal, world, cast.buyer, f"{public_id}?onglet=constats")
    assert (state.missing, state.invoice.number, state.tab) == (False, "F1", "facture")


async def test_too_many_at_once_are_told_to_wait(portal: Portal, looking: World, cast: Cast) -> None:
    public_id = add_invoice(looking, cast, "F1", content=make_pdf())
    others = [object()] * showing.MOST_WAITING
    showing._waiting.extend(others)
    try:
        state = await opened(portal, looking, cast.alice, f"{public_id}?onglet=document")
        with pytest.raises(TooMany):
            await showing.xml(looking, Paper(looking.files.put(b"<a/>").sha256, "a.xml"))
    finally:
        showing._waiting.clear()
    assert state.unshown.startswith("Beaucoup de documents s’affichent")


async def test_document_of_a_mixed_flow_is_looked_at_first(portal: Portal, importing: World, cast: Cast) -> None:
    readable = Attachment("facture.pdf", "application/pdf", main=True, content=make_pdf())
    other = Attachment("plan.pdf", "application/pdf", main=False, content=make_pdf(number="PLAN"))
    content = make_ubl(cadre="A4", valideur=MOE, attachments=(other, readable))
    receipt = scenes.put(importing, cast, content, "FSO1131A", name="mixte.xml")
    outcome(importing, cast, receipt)
    public_id = brought(importing, cast, receipt)
    state = await opened(portal, importing, cast.alice, f"{public_id}?onglet=document")
    assert [(piece.label, piece.current) for piece in state.pieces] == [("facture.pdf", True), ("plan.pdf", False)]
    looks = [line.look for line in state.invoice.files]
    assert [bool(look) for look in looks] == [False, True, True]
    second = await opened(portal, importing, cast.alice, looks[1].removeprefix("/factures/"))
    assert second.viewer.shown


async def test_invoice_of_a_lot_shows_its_own_findings_only(portal: Portal, importing: World, cast: Cast) -> None:
    files = [("a.xml", make_ubl(number="L-1")), ("b.xml", make_ubl(number="L-2", payable=Decimal(7)))]
    receipt = scenes.put(importing, cast, zip_of(files), "FSO1100A", space=Space.EMISES, name="lot.zip")
    outcome(importing, cast, receipt)
    with importing.reading(actor_id=cast.alice) as context:
        first, second = (invoice.public_id for invoice in get_flux(context, public_id=receipt.public_id).invoices)
    state = await opened(portal, importing, cast.alice, f"{second}?onglet=constats")
    other = await opened(portal, importing, cast.alice, f"{first}?onglet=constats")
    assert ([card.code for card in state.findings], other.findings) == (["CPP-SOMME-NET"], [])
    assert [row.cells[0].value for row in (await opened(portal, importing, cast.alice, second)).sheet.rows]
