"""Search from anywhere: what is found, and that rights decide."""

import pytest

from chorus_app.flux.finding import find_flux
from chorus_app.formats.parsed import Party
from chorus_app.invoices.finding import find_invoices, find_parties
from chorus_app.kernel.context import World
from chorus_app.ui.search.state import SearchState
from tests.factories import make_user
from tests.flux import scenes
from tests.flux.scenes import Cast
from tests.makers.invoices import MOE_SIRET, RECIPIENT_SIRET, SUPPLIER_SIRET, siret
from tests.ui.harness import Portal
from tests.ui.invoices.scenes import add_invoice


async def found(portal: Portal, world: World, user_id: int, text: str) -> dict[str, list[tuple[str, str]]]:
    browser = portal.signed_in(world, user_id)
    await browser.open("/")
    await browser.send(SearchState.look_for, text)
    state = await browser.state(SearchState)
    assert (state.answers, state.ready) == (text, True)
    return {group.label: [(hit.title, hit.href) for hit in group.hits] for group in state.groups}


async def test_invoice_is_found_by_number_and_by_words(portal: Portal, world: World, cast: Cast) -> None:
    public_id = add_invoice(world, cast, "FAC-77", engagement="EJ-9")
    for text in ("fac-7", " FAC-77 ", "ac-77", "ej-9", "ville demo"):
        groups = await found(portal, world, cast.alice, text)
        assert (text, groups["Factures"]) == (text, [("FAC-77", f"/factures/{public_id}")])
    assert "Factures" not in await found(portal, world, cast.alice, "F")


async def test_number_that_begins_so_comes_before_one_that_holds_it(world: World, cast: Cast) -> None:
    for number in ("A-100", "100-B", "100-A"):
        add_invoice(world, cast, number)
    with world.reading(actor_id=cast.alice) as context:
        assert [row.number for row in find_invoices(context, text="100")] == ["100-A", "100-B", "A-100"]
        assert [row.number for row in find_invoices(context, text="100", most=2)] == ["100-A", "100-B"]


async def test_flux_is_found_by_number_and_file(portal: Portal, world: World, cast: Cast) -> None:
    receipt = scenes.put(world, cast, b"1", "FSO1137A", name="été-2026.pdf")
    for text in (receipt.number, receipt.number[:12].lower(), "ete-2026"):
        groups = await found(portal, world, cast.alice, text)
        assert (text, groups["Flux"]) == (text, [(receipt.number, f"/suivi-des-flux/{receipt.public_id}")])


async def test_structure_is_found_in_the_lists_where_it_stands(portal: Portal, world: World, cast: Cast) -> None:
    assert "Structures" not in await found(portal, world, cast.alice, "ville")
    add_invoice(world, cast, "F1")
    add_invoice(world, cast, "S1", cadre="A8")
    for text in ("Ville de", RECIPIENT_SIRET, "123 456 782"):
        groups = await found(portal, world, cast.alice, text)
        assert groups["Structures"] == [
            ("Ville de Démo", f"/factures-emises?destinataire={RECIPIENT_SIRET}"),
            ("Ville de Démo", f"/factures-de-travaux?destinataire={RECIPIENT_SIRET}"),
        ]
    groups = await found(portal, world, cast.buyer, SUPPLIER_SIRET)
    assert ("Maçonnerie Démo", f"/factures-recues?fournisseur={SUPPLIER_SIRET}") in groups["Structures"]


async def test_page_is_found_by_its_name(portal: Portal, world: World, cast: Cast) -> None:
    assert (await found(portal, world, cast.alice, "suivi"))["Pages"] == [("Suivi des flux", "/suivi-des-flux")]
    assert ("Notes de version", "/notes-de-version") in (await found(portal, world, cast.alice, "version"))["Pages"]
    everything = dict((await found(portal, world, cast.alice, ""))["Pages"])
    assert {"Factures émises", "Suivi des flux"} <= everything.keys()
    assert "Factures reçues" not in everything
    assert await found(portal, world, cast.alice, "n’existe pas") == {}


async def test_first_opening_shows_the_menu_once(portal: Portal, world: World, cast: Cast) -> None:
    browser = portal.signed_in(world, cast.alice)
    await browser.open("/")
    await browser.send(SearchState.begin)
    assert [group.label for group in (await browser.state(SearchState)).groups] == ["Pages"]
    await browser.send(SearchState.look_for, "n’existe pas")
    await browser.send(SearchState.begin)
    state = await browser.state(SearchState)
    assert (state.groups, state.counted) == ([], "aucun résultat")


async def test_charlie_finds_nothing_of_others(portal: Portal, world: World, cast: Cast) -> None:
    add_invoice(world, cast, "F1-SECRET")
    receipt = scenes.put(world, cast, b"1", "FSO1137A", name="secret.pdf")
    for text in ("F1-SECRET", "secret", receipt.number, "Ville de Démo", RECIPIENT_SIRET, SUPPLIER_SIRET):
        assert await found(portal, world, cast.charlie, text) == await found(portal, world, cast.charlie, "inconnu-9")
        for structure in (None, cast.supplier):
            with world.reading(actor_id=cast.charlie, structure_id=structure) as context:
                assert [*find_invoices(context, text=text), *find_parties(context, text=text)] == []
                assert find_flux(context, text=text) == []


async def test_recipient_does_not_find_what_has_not_reached_him(world: World, cast: Cast) -> None:

    add_invoice(world, cast, "F9", cadre="A9", valideur=Party(siret(MOE_SIRET), "Atelier MOE"))
    for actor, numbers in ((cast.alice, ["F9"]), (cast.buyer, [])):
        with world.reading(actor_id=actor) as context:
            assert [row.number for row in find_invoices(context, text="F9")] == numbers


async def test_person_without_a_structure_finds_his_pages(portal: Portal, world: World) -> None:
    groups = await found(portal, world, make_user(world).id, "rattachement")
    assert list(groups) == ["Pages"]
    assert ("Demander un rattachement à une structure existante", "/rattachement/demander") in groups["Pages"]


@pytest.mark.parametrize("text", ["%", "_", "' OR 1=1 --", '"', "\\", "*", "NEAR(", "x" * 10_000])
async def test_what_is_typed_is_taken_literally(portal: Portal, world: World, cast: Cast, text: str) -> None:
    add_invoice(world, cast, "F1")
    browser = portal.signed_in(world, cast.alice)
    await browser.open("/")
    await browser.send(SearchState.look_for, text)
    assert (await browser.state(SearchState)).groups == []
