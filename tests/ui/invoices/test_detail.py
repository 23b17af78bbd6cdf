"""The page of one invoice."""

import pytest

from chorus_app.formats.parsed import Party
from chorus_app.kernel.context import World
from chorus_app.ui.invoices.detail_state import InvoiceState
from chorus_app.ui.invoices.detail_views import EventLine, InvoicePage, PartyCard
from tests.flux import scenes
from tests.flux.scenes import Cast
from tests.makers.invoices import MOE_SIRET, siret
from tests.ui.harness import Portal
from tests.ui.invoices.scenes import add_invoice, flux_number


@pytest.fixture
def cast(world: World) -> Cast:
    return scenes.cast(world)


async def opened(portal: Portal, world: World, user_id: int, public_id: str) -> InvoiceState:
    browser = portal.browser()
    browser.sign_in(world, user_id)
    await browser.open(f"/factures/{public_id}")
    return await browser.state(InvoiceState)


async def test_invoice_is_shown_with_its_parties_history_and_file(portal: Portal, world: World, cast: Cast) -> None:
    moe = Party(siret(MOE_SIRET), "Atelier MOE")
    public_id = add_invoice(world, cast, "S1", cadre="A4", valideur=moe, engagement="EJ7", service_code="SERV1")
    page = (await opened(portal, world, cast.alice, public_id)).invoice
    assert (page.kind, page.number, page.status, page.list_href) == ("Facture", "S1", "Envoyée", "/factures-de-travaux")
    assert page.cadre == "A4 · Dépôt par un fournisseur d’un projet de décompte mensuel"
    assert page.recipient == PartyCard("Ville de Démo", "SIRET\xa0123\xa0456\xa0782\xa000051", "service SERV1")
    assert (page.valideur.name, page.valideur_role) == ("Maîtrise d’œuvre Démo", "Maîtrise d’œuvre (MOE)")
    assert (page.engagement, page.payment, page.vat_due) == ("EJ7", "Virement", "TVA sur les encaissements")
    assert [(line.name, line.kind, line.size) for line in page.files] == [("S1.pdf", "Fichier déposé", "2\xa0octets")]
    assert [(line.rate, line.reason) for line in page.vat] == [("TVA à 20\xa0%", "")]
    assert page.history == [
        EventLine("Envoyée", "24/11/2026\xa0à\xa014:30", "", ""),
        EventLine("Déposée", "24/11/2026\xa0à\xa014:30", "", ""),
    ]
    assert (page.flux_number, page.flux_href) == (flux_number("S1"), "")


async def test_codes_without_a_word_stay_codes(portal: Portal, world: World, cast: Cast) -> None:
    public_id = add_invoice(world, cast, "F1", payment_means="XX", vat_due_code="99")
    page = (await opened(portal, world, cast.alice, public_id)).invoice
    assert (page.payment, page.vat_due) == ("XX", "99")


async def test_foreign_invoice_answers_like_an_unknown_one(portal: Portal, world: World, cast: Cast) -> None:
    public_id = add_invoice(world, cast, "F1")
    for user_id, address in ((cast.charlie, public_id), (cast.alice, "inconnue")):
        state = await opened(portal, world, user_id, address)
        assert (state.loaded, state.missing, state.invoice) == (True, True, InvoicePage())


async def test_recipient_sees_the_invoice_that_reached_it(portal: Portal, world: World, cast: Cast) -> None:
    public_id = add_invoice(world, cast, "F1")
    state = await opened(portal, world, cast.buyer, public_id)
    assert (state.missing, state.invoice.number) == (False, "F1")
