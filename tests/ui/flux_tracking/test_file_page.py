"""What a deposited file says, be it accepted or refused."""

import pytest

from chorus_app.formats.syntaxes import Space
from chorus_app.kernel.context import World
from chorus_app.ui.flux_tracking.file_state import FilePageState
from chorus_app.ui.flux_tracking.state import ReportState
from chorus_app.ui.flux_tracking.views import FluxCard
from chorus_app.ui.papers.views import SheetCard, SourceCard, ViewerCard
from tests.flux import scenes
from tests.flux.scenes import Cast, outcome
from tests.makers.invoices import main_document, make_facturx, make_pdf, make_ubl
from tests.makers.lots import zip_of
from tests.ui.harness import Portal
from tests.ui.waiting import until


async def opened(portal: Portal, world: World, user: int, address: str) -> FilePageState:
    browser = portal.signed_in(world, user)
    await browser.open(f"/suivi-des-flux/{address}")
    return await browser.state(FilePageState)


def deposited(world: World, cast: Cast, content: bytes, syntax: str, name: str) -> str:
    receipt = scenes.put(world, cast, content, syntax, name=name)
    outcome(world, cast, receipt)
    return receipt.public_id


async def test_refused_invoice_is_read_all_the_same(portal: Portal, importing: World, cast: Cast) -> None:
    flux = deposited(importing, cast, make_facturx(number="x" * 30), "FSO1137A", "longue.pdf")
    state = await opened(portal, importing, cast.alice, f"{flux}/lecture")
    assert (state.tab, state.card.outcome, state.unshown, state.reading) == ("facture", "rejected", "", False)
    assert [row.cells[0].value for row in state.sheet.rows] == ["1 · Porte en chêne", "2 · Pose"]
    assert state.sheet.pdf == f"/suivi-des-flux/{flux}/facture.pdf"
    viewer = (await opened(portal, importing, cast.alice, f"{flux}/lecture?onglet=document")).viewer
    assert (viewer.shown, viewer.src) == (True, f"/suivi-des-flux/{flux}/fichier/pages/1?largeur=1200")


async def test_finding_of_the_report_leads_to_its_line(portal: Portal, importing: World, cast: Cast) -> None:
    flux = deposited(importing, cast, make_ubl(number="x" * 30), "FSO1130A", "longue.xml")
    browser = portal.signed_in(importing, cast.alice)
    await browser.open(f"/suivi-des-flux/{flux}/compte-rendu")
    await until(browser, ReportState, lambda state: bool(state.findings))
    card = next(card for card in (await browser.state(ReportState)).findings if "BT-1," in card.where)
    assert card.href.startswith(f"/suivi-des-flux/{flux}/lecture?onglet=xml&ligne=")
    state = await opened(portal, importing, cast.alice, card.href.partition("#")[0].removeprefix("/suivi-des-flux/"))
    (marked,) = (row for row in state.source.rows if row.marked)
    assert f"#{marked.id}" == "#" + card.href.partition("#")[2]
    assert "x" * 30 in "".join(span.text for span in marked.spans)


async def test_document_inside_a_refused_xml_is_shown(portal: Portal, importing: World, cast: Cast) -> None:
    content = make_ubl(number="x" * 30, attachments=(main_document(),))
    flux = deposited(importing, cast, content, "FSO1131A", "mixte.xml")
    state = await opened(portal, importing, cast.alice, f"{flux}/lecture?onglet=document")
    assert state.viewer.shown


async def test_broken_xml_is_no_invoice_but_its_lines_are_shown(portal: Portal, importing: World, cast: Cast) -> None:
    flux = deposited(importing, cast, make_ubl()[:-200], "FSO1130A", "coupée.xml")
    state = await opened(portal, importing, cast.alice, f"{flux}/lecture")
    assert (state.sheet.shown, "Aucune donnée de facture" in state.unshown) == (False, True)
    state = await opened(portal, importing, cast.alice, f"{flux}/lecture?onglet=xml")
    assert state.source.rows


async def test_plain_pdf_has_no_data_and_no_xml(portal: Portal, importing: World, cast: Cast) -> None:
    flux = deposited(importing, cast, make_pdf(), "FSO1137A", "classique.pdf")
    sheet = await opened(portal, importing, cast.alice, f"{flux}/lecture")
    xml = await opened(portal, importing, cast.alice, f"{flux}/lecture?onglet=xml")
    assert ("Aucune donnée" in sheet.unshown, xml.unshown) == (True, "Ce fichier ne contient pas de XML de facture.")


@pytest.mark.parametrize("query", ["", "?onglet=document", "?onglet=xml"])
async def test_foreign_file_answers_like_an_unknown_one(portal: Portal, world: World, cast: Cast, query: str) -> None:
    receipt = scenes.put(world, cast, make_ubl(), "FSO1130A")
    for user, flux in ((cast.charlie, receipt.public_id), (cast.alice, "inconnu")):
        state = await opened(portal, world, user, f"{flux}/lecture{query}")
        assert (state.missing, state.card, state.tabs, state.unshown) == (True, FluxCard(), [], "")
        assert (state.sheet, state.viewer, state.source) == (SheetCard(), ViewerCard(), SourceCard())


async def test_refused_invoice_of_a_lot_is_read_from_its_report(portal: Portal, importing: World, cast: Cast) -> None:
    files = [(f"{number[:3]}.xml", make_ubl(number=number)) for number in ("L-1", "x" * 30, "L-3")]
    receipt = scenes.put(importing, cast, zip_of(files), "FSO1100A", space=Space.EMISES, name="lot.zip")
    outcome(importing, cast, receipt)
    browser = portal.signed_in(importing, cast.alice)
    await browser.open(f"/suivi-des-flux/{receipt.public_id}/compte-rendu?facture=2")
    await until(browser, ReportState, lambda state: bool(state.findings))
    report = await browser.state(ReportState)
    assert report.reading == f"/suivi-des-flux/{receipt.public_id}/lecture?facture=2"
    card = next(card for card in report.findings if "BT-1," in card.where)
    assert card.href.startswith(f"{report.reading}&onglet=xml&ligne=")
    state = await opened(portal, importing, cast.alice, card.href.partition("#")[0].removeprefix("/suivi-des-flux/"))
    assert "x" * 30 in "".join(span.text for row in state.source.rows if row.marked for span in row.spans)
    assert (state.one, state.report_href) == (
        "Facture n°\u00a02 du lot",
        f"/suivi-des-flux/{receipt.public_id}/compte-rendu?facture=2",
    )
    assert [tab.href for tab in state.tabs] == [
        f"/suivi-des-flux/{receipt.public_id}/lecture?facture=2{more}"
        for more in ("", "&onglet=document", "&onglet=xml")
    ]
    sheet = (await opened(portal, importing, cast.alice, state.tabs[0].href.removeprefix("/suivi-des-flux/"))).sheet
    assert sheet.pdf == f"/suivi-des-flux/{receipt.public_id}/factures/2/facture.pdf"
    whole = await opened(portal, importing, cast.alice, f"{receipt.public_id}/lecture")
    assert whole.unshown.startswith("Ce fichier est un lot de factures")
    beyond = await opened(portal, importing, cast.alice, f"{receipt.public_id}/lecture?facture=4")
    assert beyond.unshown == "Cette facture du lot ne peut pas être relue."
