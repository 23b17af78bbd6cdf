"""The pages « Factures émises », « Factures reçues » and « Factures de travaux »."""

from dataclasses import fields as dataclass_fields
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from chorus_app.formats.parsed import Party
from chorus_app.invoices.enums import Scope, Status
from chorus_app.invoices.lists import InvoiceFilters
from chorus_app.kernel.context import World
from chorus_app.ui.components.counts import StatusCount
from chorus_app.ui.components.criteria import UsedCriterion, read_amount, used_criteria
from chorus_app.ui.components.list_url import asked
from chorus_app.ui.frame import FrameState
from chorus_app.ui.invoices.asking import SPECS, wanted
from chorus_app.ui.invoices.criteria import CRITERIA, criteria_of, statuses_of, value_of
from chorus_app.ui.invoices.state import IssuedState, ReceivedState, WorksState
from chorus_app.ui.invoices.views import status_counts
from tests.flux.scenes import Cast
from tests.makers.invoices import MOE_SIRET, make_invoice, siret
from tests.ui.harness import Portal
from tests.ui.invoices.scenes import add_invoice, flux_number

MOE = Party(siret(MOE_SIRET), "Atelier MOE")


async def test_list_shows_an_invoice_ready_to_be_read(portal: Portal, world: World, cast: Cast) -> None:
    public_id = add_invoice(world, cast, "F1", service_code="SERV1", engagement="EJ7", tax_inclusive=Decimal("1234.5"))
    browser = portal.signed_in(world, cast.alice)
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
    browser = portal.signed_in(world, cast.alice)
    await browser.open("/factures-de-travaux")
    state = await browser.state(WorksState)
    assert [(row.under_number, row.status) for row in state.rows] == [("A4 · projet de décompte mensuel", "Envoyée")]
    assert state.statuses == [
        StatusCount("Envoyée", "1", "success", "/factures-de-travaux?tri=-deposited&statut=ENVOYEE", False)
    ]


async def test_list_is_narrowed_to_one_flux(portal: Portal, world: World, cast: Cast) -> None:
    add_invoice(world, cast, "F1")
    add_invoice(world, cast, "F2")
    browser = portal.signed_in(world, cast.alice)
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
    browser = portal.signed_in(world, cast.alice)
    await browser.send(IssuedState.narrow, {"recherche": typed})
    await browser.open(browser.redirects[-1].replace("/?", "/factures-emises?", 1))
    state = await browser.state(IssuedState)
    assert (state.rows, state.search, state.narrowed) == ([], typed, True)


async def test_charlie_sees_no_invoice_of_others(portal: Portal, world: World, cast: Cast) -> None:
    add_invoice(world, cast, "F1")
    browser = portal.signed_in(world, cast.charlie)
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
    browser = portal.signed_in(world, cast.alice)
    await browser.open("/factures-emises?recherche=F1")
    state = await browser.state(IssuedState)
    assert state.export.startswith("recherche=F1&tri=-deposited&structure=")


def test_statuses_shown_alike_are_counted_together() -> None:
    place = asked(SPECS[Scope.TRAVAUX], "/factures-de-travaux", {"statut": "ENVOYEE"})
    counts = {Status.A_ASSOCIER_MOE: 2, Status.A_ASSOCIER_MOA: 3, Status.REFUSEE_MOE: 1}
    assert [(entry.label, entry.count, entry.chosen) for entry in status_counts(counts, place)] == [
        ("Envoyée", "5", True),
        ("Refusée par la MOE", "1", False),
    ]


@pytest.mark.parametrize("status", list(Status))
def test_status_of_an_address_is_read_back(status: Status) -> None:
    assert status in statuses_of(value_of(status))


def test_unreadable_filters_do_not_narrow() -> None:
    assert wanted("", {"statut": "DROP", "du": "12/13/2026", "au": "2026-02-31"}) == wanted("", {})


async def test_recipient_searches_by_the_suppliers_service(portal: Portal, world: World, cast: Cast) -> None:
    seller = make_invoice().seller
    add_invoice(world, cast, "F1", seller=replace(seller, service_code="TRAVAUX-NORD"))
    add_invoice(world, cast, "F2", seller=replace(seller, service_code="TRAVAUX-SUD"))
    browser = portal.signed_in(world, cast.buyer)
    await browser.open("/factures-recues?service_fournisseur=travaux-s")
    state = await browser.state(ReceivedState)
    assert [(row.number, row.supplier, row.under_supplier) for row in state.rows] == [
        ("F2", "Maçonnerie Démo", "service TRAVAUX-SUD")
    ]
    assert state.used == [
        UsedCriterion("Service du fournisseur\u00a0: travaux-s", "/factures-recues?tri=-deposited", False)
    ]
    assert state.may_deposit is False


async def test_charlie_receives_nothing(portal: Portal, world: World, cast: Cast) -> None:
    add_invoice(world, cast, "F1")
    for actor, total in ((cast.buyer, 1), (cast.charlie, 0), (cast.alice, 0)):
        browser = portal.signed_in(world, actor)
        await browser.open("/factures-recues")
        assert (await browser.state(ReceivedState)).total == total


async def test_only_those_who_receive_have_the_entry(portal: Portal, world: World, cast: Cast) -> None:
    for actor, receives in ((cast.buyer, True), (cast.alice, False)):
        browser = portal.signed_in(world, actor)
        await browser.open("/")
        assert (await browser.state(FrameState)).receives is receives


NARROWED = {
    "numero=f1": ["F1"],
    "numero=1": [],
    "type=381": ["F3"],
    "cadre=A9": ["F2"],
    "destinataire=ville+demo": ["F3", "F2", "F1"],
    "destinataire=123+456+782": ["F3", "F2", "F1"],
    "destinataire=maconnerie": [],
    "service=serv": ["F1"],
    "engagement=ej7": ["F1"],
    "marche=m-2026": ["F2"],
    "du=2026-10-01&au=2026-10-31": ["F3"],
    "depot_du=2026-11-24&depot_au=2026-11-24": ["F2", "F1"],
    "depot_du=2026-11-25": ["F3"],
    "montant_min=1%C2%A0000,51&montant_max=1500": ["F2"],
    "montant_max=1000.50": ["F1"],
    "montant_min=beaucoup": ["F3", "F2", "F1"],
    "numero=f1&cadre=A9": [],
    "fournisseur=personne": ["F3", "F2", "F1"],  # not asked for where one sees one's own
}


@pytest.mark.parametrize("asked_for", NARROWED)
async def test_each_criterion_narrows(portal: Portal, world: World, cast: Cast, asked_for: str) -> None:
    add_invoice(world, cast, "F1", service_code="SERV1", engagement="EJ7", tax_inclusive=Decimal("1000.5"))
    add_invoice(world, cast, "F2", cadre="A9", valideur=MOE, contract="M-2026-1", tax_inclusive=Decimal("1500"))
    world.clock.move(timedelta(days=1))
    add_invoice(world, cast, "F3", type_code="381", issue_date=date(2026, 10, 31), tax_inclusive=Decimal("1500.01"))
    browser = portal.signed_in(world, cast.alice)
    await browser.open(f"/factures-emises?{asked_for}")
    assert [row.number for row in (await browser.state(IssuedState)).rows] == NARROWED[asked_for]


def test_criterion_that_cannot_be_read_is_told() -> None:
    place = asked(SPECS[Scope.EMISES], "/factures-emises", {"montant_min": "beaucoup", "cadre": "A4", "du": "hier"})
    assert [
        (used.text.replace("\u00a0", " "), used.ignored) for used in used_criteria(place, criteria_of(Scope.EMISES))
    ] == [
        ("Émises du : « hier » n’a pas été compris, ce critère ne s’applique pas", True),
        ("Cadre de facturation : A4", False),
        ("Montant TTC minimal : « beaucoup » n’a pas été compris, ce critère ne s’applique pas", True),
    ]


@pytest.mark.parametrize("written", ["1 234,50 €", "1234.5", "1\u202f234,5", " 1234,50"])
def test_amount_is_read_as_people_write_it(written: str) -> None:
    assert read_amount(written) == Decimal("1234.5")


@pytest.mark.parametrize("written", ["", "NaN", "Infinity", "1e400000000", "douze", "1,2,3"])
def test_amount_that_is_none_is_refused(written: str) -> None:
    with pytest.raises(ValueError):
        read_amount(written)


def test_each_criterion_narrows_a_field_of_its_own() -> None:
    fields = [criterion.narrows for criterion in CRITERIA]
    assert len(set(fields)) == len(fields)
    assert set(fields) <= {field.name for field in dataclass_fields(InvoiceFilters)}
