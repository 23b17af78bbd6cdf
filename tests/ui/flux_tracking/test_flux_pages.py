"""« Suivi des flux »: the list, a flux that goes on while one looks, its report, its checklist."""

from typing import Any

import pytest
from sqlmodel import select

from chorus_app.flux import report, states
from chorus_app.flux.checklist import get_checklist, open_checklists
from chorus_app.flux.enums import ChecklistItem
from chorus_app.flux.models import Flux
from chorus_app.flux.views import Checklist
from chorus_app.invoices.models import Invoice
from chorus_app.kernel.context import World
from chorus_app.kernel.errors import NotFound
from chorus_app.ui.checklist.state import ChecklistState
from chorus_app.ui.components.counts import StatusCount
from chorus_app.ui.flux_tracking.asking import CRITERIA
from chorus_app.ui.flux_tracking.state import FluxListState, FluxPageState, ReportState
from chorus_app.ui.flux_tracking.views import InvoiceLine
from tests.flux import scenes
from tests.flux.scenes import Cast, outcome
from tests.makers.invoices import make_facturx, make_works_invoice
from tests.ui.harness import Browser, Portal
from tests.ui.waiting import shows, until

LIST = "/suivi-des-flux"


def works() -> bytes:
    return make_facturx(cadre="A4", valideur=make_works_invoice().valideur)


def deposited(world: World, cast: Cast, content: bytes | None = None) -> str:
    receipt = scenes.put(world, cast, content or works(), "FSO1137A", name="facture.pdf")
    outcome(world, cast, receipt)
    return receipt.public_id


def checklist_of(world: World, user: int, flux: str) -> Checklist:
    with world.reading(actor_id=user) as context:
        return get_checklist(context, public_id=flux)


def ticked(world: World, user: int, flux: str) -> list[ChecklistItem]:
    return [line.item for line in checklist_of(world, user, flux).lines if line.ticked_at]


async def test_page_of_a_flux_follows_it_to_its_end(portal: Portal, world: World, cast: Cast) -> None:
    receipt = scenes.put(world, cast, works(), "FSO1137A")
    browser = portal.signed_in(world, cast.alice)
    await browser.open(f"{LIST}/{receipt.public_id}")
    await until(browser, FluxPageState, lambda state: state.card.state == "En attente de traitement")
    with world.transaction() as context:
        flux = context.session.exec(select(Flux)).one()
        report.write_incident(context, flux=flux, code=report.FAILED)
        states.publish(context, flux)
    state = await until(browser, FluxPageState, lambda state: state.card.outcome == "incident")
    assert [line.label for line in state.states] == ["En attente de traitement", "Incidenté"]


async def test_invoice_of_another_structure_is_a_number_without_status_or_link(
    portal: Portal, importing: World, cast: Cast
) -> None:
    """Alice deposits for Charlie's structure too; Bob, her colleague in the one she acts for, has no access there."""
    content = scenes.file_of_another(importing, cast)
    flux = deposited(importing, cast, content)
    with importing.reading() as context:
        invoice = context.session.exec(select(Invoice)).one()
    shown = {}
    for user in (cast.alice, cast.bob):
        browser = portal.signed_in(importing, user)
        await browser.open(f"{LIST}/{flux}")
        state = await until(browser, FluxPageState, lambda state: bool(state.invoices))
        cards = await until(browser, ChecklistState, lambda state: bool(state.cards))
        row = cards.cards[0].rows[0]
        shown[user] = (state.invoices, row.tone, row.href)
    assert shown == {
        cast.alice: (
            [InvoiceLine("F-AUTRE", f"/factures/{invoice.public_id}", "Envoyée", "success")],
            "success",
            f"/factures-de-travaux?flux={invoice.flux_number}",
        ),
        cast.bob: ([InvoiceLine("F-AUTRE", "", "", "")], "info", f"{LIST}/{flux}/compte-rendu"),
    }


@pytest.mark.parametrize("page", ["", "/compte-rendu"])
async def test_foreign_flux_looks_like_an_unknown_one(portal: Portal, importing: World, cast: Cast, page: str) -> None:
    flux = deposited(importing, cast)
    kind: Any = ReportState if page else FluxPageState
    shown = []
    for public_id in (flux, "inconnu"):
        browser = portal.signed_in(importing, cast.charlie)
        await browser.open(f"{LIST}/{public_id}{page}")
        state = await shows(browser, kind, missing=True)
        shown.append((state.card, (await browser.state(ChecklistState)).cards))
    assert shown[0] == shown[1]
    assert shown[0][0].number == ""


async def test_report_tells_each_finding_and_counts_as_read(portal: Portal, importing: World, cast: Cast) -> None:
    flux = deposited(importing, cast, make_facturx(cadre="A1"))
    browser = portal.signed_in(importing, cast.alice)
    assert ticked(importing, cast.alice, flux) == []
    await browser.open(f"{LIST}/{flux}/compte-rendu")
    state = await until(browser, ReportState, lambda state: bool(state.findings))
    first = state.findings[0]
    assert (first.code, first.tone, first.severity) == ("CPP-CADRE-TRAVAUX", "danger", "bloquant")
    assert (first.where.startswith("donnée BT-23, ligne "), bool(first.todo), bool(first.path)) == (True, True, True)
    assert ticked(importing, cast.alice, flux) == [ChecklistItem.REPORT]
    assert ticked(importing, cast.bob, flux) == []


async def test_report_waits_for_the_end_of_the_import(portal: Portal, world: World, cast: Cast) -> None:
    receipt = scenes.put(world, cast, works(), "FSO1137A")
    browser = portal.signed_in(world, cast.alice)
    await browser.open(f"{LIST}/{receipt.public_id}/compte-rendu")
    state = await shows(browser, ReportState, waiting=True)
    assert (state.card.number, state.findings) == (receipt.number, [])


async def checklist_page(portal: Portal, world: World, user: int, flux: str) -> Browser:
    browser = portal.signed_in(world, user)
    await browser.open(f"{LIST}/{flux}")
    await until(browser, ChecklistState, lambda state: bool(state.cards))
    return browser


async def test_what_is_known_and_what_is_ticked_stand_apart(portal: Portal, importing: World, cast: Cast) -> None:
    flux = deposited(importing, cast)
    browser = await checklist_page(portal, importing, cast.alice, flux)
    await browser.send(ChecklistState.tick, flux, "listed", True)
    rows = (await browser.state(ChecklistState)).cards[0].rows
    assert [(row.item, row.tone, row.ticked) for row in rows] == [
        ("listed", "success", True),
        ("report", "success", False),
    ]
    assert rows[0].href.startswith("/factures-de-travaux?flux=CPP0011137")
    await browser.send(ChecklistState.tick, flux, "listed", False)
    assert ticked(importing, cast.alice, flux) == []


async def test_checklists_tell_of_which_flux_they_are(portal: Portal, importing: World, cast: Cast) -> None:
    """The page of a flux shows none that the page before left behind."""
    first, second = deposited(importing, cast), deposited(importing, cast, make_facturx(cadre="A1"))
    browser = await checklist_page(portal, importing, cast.alice, first)
    assert (await browser.state(ChecklistState)).flux == first
    await browser.open(f"{LIST}/{second}")
    state = await until(browser, ChecklistState, lambda state: state.flux == second)
    assert [card.flux for card in state.cards] == [second]
    await browser.open("/")
    state = await until(browser, ChecklistState, lambda state: state.flux == "")
    assert [card.flux for card in state.cards] == [second, first]


async def test_rejected_flux_asks_for_a_remedy(portal: Portal, importing: World, cast: Cast) -> None:
    flux = deposited(importing, cast, make_facturx(cadre="A1"))
    browser = await checklist_page(portal, importing, cast.alice, flux)
    rows = (await browser.state(ChecklistState)).cards[0].rows
    assert [(row.item, row.tone) for row in rows] == [
        ("listed", "danger"),
        ("report", "danger"),
        ("remedy", "danger"),
    ]


async def test_checklist_is_put_away(portal: Portal, importing: World, cast: Cast) -> None:
    flux = deposited(importing, cast)
    browser = await checklist_page(portal, importing, cast.alice, flux)
    await browser.send(ChecklistState.put_away, flux)
    assert [card.put_away for card in (await browser.state(ChecklistState)).cards] == [True]
    with importing.reading(actor_id=cast.alice) as context:
        assert open_checklists(context) == []


@pytest.mark.parametrize("item", ["listed", "inconnu"])
async def test_ticks_on_a_foreign_flux_are_refused_like_on_an_unknown_one(
    portal: Portal, importing: World, cast: Cast, item: str
) -> None:
    flux = deposited(importing, cast)
    for public_id in (flux, "inconnu"):
        browser = portal.signed_in(importing, cast.charlie)
        with pytest.raises(NotFound):
            await browser.send(ChecklistState.tick, public_id, item, True)
        with pytest.raises(NotFound):
            await browser.send(ChecklistState.put_away, public_id)
    assert ticked(importing, cast.alice, flux) == []


async def listed(portal: Portal, world: World, user: int, query: str = "") -> FluxListState:
    browser = portal.signed_in(world, user)
    await browser.open(f"{LIST}{query}")
    return await shows(browser, FluxListState, loaded=True)


async def test_list_shows_the_flux_of_ones_structures(portal: Portal, importing: World, cast: Cast) -> None:
    flux = deposited(importing, cast)
    rows = (await listed(portal, importing, cast.alice)).rows
    assert [(row.id, row.file, row.state, row.result) for row in rows] == [
        (flux, "facture.pdf", "Intégré", "1 facture intégrée")
    ]
    assert (await listed(portal, importing, cast.charlie)).total == 0


async def test_list_is_narrowed_by_state_and_by_words(portal: Portal, importing: World, cast: Cast) -> None:
    deposited(importing, cast)
    totals = {
        query: (await listed(portal, importing, cast.alice, query)).total
        for query in ("?etat=integre", "?etat=rejete", "?etat=rien", "?espace=emises", "?recherche=facture.pdf")
    }
    assert totals == {
        "?etat=integre": 1,
        "?etat=rejete": 0,
        "?etat=rien": 1,
        "?espace=emises": 0,
        "?recherche=facture.pdf": 1,
    }


async def test_each_criterion_of_the_flux_narrows(portal: Portal, importing: World, cast: Cast) -> None:
    deposited(importing, cast)
    found = {
        "numero=CPP": 1,
        "numero=xyz": 0,
        "fichier=FACT": 1,
        "fichier=.pdf": 0,
        "syntaxe=FSO1137A": 1,
        "syntaxe=FSO1100A": 0,
        "mode=UPLOAD_PORTAIL": 1,
        "mode=EDI": 0,
        "deposant=alice": 1,
        "deposant=bob": 0,
        "depot_du=2026-11-24&depot_au=2026-11-24": 1,
        "depot_du=2026-11-25": 0,
        "depot_du=hier": 1,
        "espace=nulle-part": 1,
    }
    for query, total in found.items():
        assert ((await listed(portal, importing, cast.alice, f"?{query}")).total, query) == (total, query)
    named = {query.partition("=")[0] for query in found} | {"etat", "depot_au"}
    assert named == set(CRITERIA.names)


async def test_criteria_and_states_of_the_flux_are_told(portal: Portal, importing: World, cast: Cast) -> None:
    deposited(importing, cast)
    state = await listed(portal, importing, cast.alice, "?etat=integre&mode=EDI&depot_du=hier")
    assert [(used.text.replace("\xa0", " "), used.ignored) for used in state.used] == [
        ("État : Intégré", False),
        ("Mode de dépôt : EDI", False),
        ("Déposés du : « hier » n’a pas été compris, ce critère ne s’applique pas", True),
    ]
    chips = (await listed(portal, importing, cast.alice)).statuses
    assert chips == [StatusCount("Intégré", "1", "success", f"{LIST}?tri=-received&etat=integre", False)]
    assert (await listed(portal, importing, cast.charlie)).statuses == []
