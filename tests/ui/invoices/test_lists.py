"""The pages « Factures émises » and « Factures de travaux »."""

from decimal import Decimal

import pytest

from chorus_app.formats.parsed import Party
from chorus_app.invoices.enums import Scope, Status
from chorus_app.kernel.context import World
from chorus_app.ui.components.list_url import asked
from chorus_app.ui.invoices.asking import SPECS, statuses_of, value_of, wanted
from chorus_app.ui.invoices.state import IssuedState, WorksState
from chorus_app.ui.invoices.views import StatusCount, status_counts
from tests.flux import scenes
from tests.flux.scenes import Cast
from tests.makers.invoices import MOE_SIRET, siret
from tests.ui.harness import Browser, Portal
from tests.ui.invoices.scenes import add_invoice, flux_number

MOE = Party(siret(MOE_SIRET), "Atelier MOE")


@pytest.fixture
def cast(world: World) -> Cast:
    return scenes.cast(world)


def browser_of(portal: Portal, world: World, user_id: int) -> Browser:
    browser = portal.browser()
    browser.sign_in(world, user_id)
    return browser


async def test_list_shows_an_invoice_ready_to_be_read(portal: Portal, world: World, cast: Cast) -> None:
    public_id = add_invoice(world, cast, "F1", service_code="SERV1", engagement="EJ7", tax_inclusive=Decimal("1234.5"))
    browser = browser_of(portal, world, cast.alice)
    await browser.open("/factures-emises")
    state = await browser.state(IssuedState)
    (row,) = state.rows
    assert (row.href, row.number, row.issued, row.recipient, row.under_recipient) == (
        f"/factures/{public_id}",
        "F1",
        "02/11/2026",
        "Ville de Démo",
        "service SERV1 · engagement EJ7",
    )
    assert (row.amount.replace("\u202f", " ").replace("\xa0", " "), row.status, row.tone) == (
        "1 234,50 €",
        "Mise à disposition",
        "success",
    )
    assert (state.counted, state.may_deposit, state.loaded) == ("1 résultat", True, True)


async def test_works_piece_sent_to_the_moe_is_shown_as_sent(portal: Portal, world: World, cast: Cast) -> None:
    add_invoice(world, cast, "S1", cadre="A4", valideur=MOE)
    browser = browser_of(portal, world, cast.alice)
    await browser.open("/factures-de-travaux")
    state = await browser.state(WorksState)
    assert [(row.under_number, row.status) for row in state.rows] == [("A4 · projet de décompte mensuel", "Envoyée")]
    assert state.statuses == [
        StatusCount("Envoyée", 1, "success", "/factures-de-travaux?tri=-deposited&statut=ENVOYEE", False)
    ]


async def test_list_is_narrowed_to_one_flux(portal: Portal, world: World, cast: Cast) -> None:
    add_invoice(world, cast, "F1")
    add_invoice(world, cast, "F2")
    browser = browser_of(portal, world, cast.alice)
    await browser.open(f"/factures-emises?flux={flux_number('F2')}&statut=MISE_A_DISPOSITION")
    state = await browser.state(IssuedState)
    assert [row.number for row in state.rows] == ["F2"]
    assert (state.flux, state.without_flux) == (
        flux_number("F2"),
        "/factures-emises?statut=MISE_A_DISPOSITION&tri=-deposited",
    )


@pytest.mark.parametrize("typed", ["F%", "F_", "\\", "' OR 1=1", "=1+1"])
async def test_what_is_typed_is_searched_literally(portal: Portal, world: World, cast: Cast, typed: str) -> None:
    add_invoice(world, cast, "F1")
    browser = browser_of(portal, world, cast.alice)
    await browser.send(IssuedState.narrow, {"recherche": typed})
    await browser.open(browser.redirects[-1].replace("/?", "/factures-emises?", 1))
    state = await browser.state(IssuedState)
    assert (state.rows, state.search, state.narrowed) == ([], typed, True)


async def test_charlie_sees_no_invoice_of_others(portal: Portal, world: World, cast: Cast) -> None:
    add_invoice(world, cast, "F1")
    browser = browser_of(portal, world, cast.charlie)
    await browser.open(f"/factures-emises?flux={flux_number('F1')}")
    state = await browser.state(IssuedState)
    assert (state.rows, state.statuses, state.total) == ([], [], 0)


async def test_nobody_loads_no_list(portal: Portal, world: World, cast: Cast) -> None:
    add_invoice(world, cast, "F1")
    browser = portal.browser()
    await browser.send(IssuedState.load)
    state = await browser.state(IssuedState)
    assert (state.rows, state.loaded) == ([], False)


async def test_export_names_the_structure_of_the_tab(portal: Portal, world: World, cast: Cast) -> None:
    browser = browser_of(portal, world, cast.alice)
    await browser.open("/factures-emises?recherche=F1")
    state = await browser.state(IssuedState)
    assert state.export.startswith("recherche=F1&tri=-deposited&structure=")


def test_statuses_shown_alike_are_counted_together() -> None:
    place = asked(SPECS[Scope.TRAVAUX], "/factures-de-travaux", {"statut": "ENVOYEE"})
    counts = {Status.A_ASSOCIER_MOE: 2, Status.A_ASSOCIER_MOA: 3, Status.REFUSEE_MOE: 1}
    assert [(entry.label, entry.count, entry.chosen) for entry in status_counts(counts, place)] == [
        ("Envoyée", 5, True),
        ("Refusée par la MOE", 1, False),
    ]


@pytest.mark.parametrize("status", list(Status))
def test_status_of_an_address_is_read_back(status: Status) -> None:
    assert status in statuses_of(value_of(status))


def test_unreadable_filters_do_not_narrow() -> None:
    assert wanted("", {"statut": "DROP", "du": "12/13/2026", "au": "2026-02-31"}) == wanted("", {})
