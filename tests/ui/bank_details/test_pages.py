"""The pages « Coordonnées bancaires »."""

from datetime import timedelta

from chorus_app.bank_details import service
from chorus_app.kernel.context import World
from chorus_app.kernel.text import t
from chorus_app.ui.bank_details.state import BankDetailFormState, BankDetailsState, BankDetailState
from chorus_app.ui.bank_details.views import BankDetailCard
from chorus_app.ui.components.editing import Clash
from chorus_app.ui.frame import FrameState
from tests.bank_details.scenes import FACTOR, OTHER, RIB, VALUES, Cast, add
from tests.ui.harness import Portal

ROUTE = "/coordonnees-bancaires"


async def test_account_is_added_and_stands_in_the_list(portal: Portal, world: World, actors: Cast) -> None:
    browser = await portal.opened(world, actors.alice, f"{ROUTE}/ajouter")
    await browser.send(BankDetailFormState.save, {**VALUES, "iban": "FR76 3000", "bic": ""})
    state = await browser.state(BankDetailFormState)
    assert list(state.errors) == ["iban", "bic"]
    await browser.send(BankDetailFormState.save, VALUES)
    (address,) = browser.redirects
    await browser.open(address)
    shown = await browser.state(BankDetailState)
    assert (shown.card.name, shown.card.is_default, shown.message) == (
        "Compte courant",
        True,
        t("bank_details.done.saved"),
    )
    assert [line.act for line in shown.history] == ["Coordonnée bancaire ajoutée"]
    await browser.open(ROUTE)
    listed = await browser.state(BankDetailsState)
    assert [(row.name, row.number) for row in listed.rows] == [("Compte courant", "FR76\xa0••••\xa00189")]


async def test_kind_chooses_the_fields_of_a_new_account_only(portal: Portal, world: World, actors: Cast) -> None:
    browser = await portal.opened(world, actors.alice, f"{ROUTE}/ajouter")
    await browser.send(BankDetailFormState.choose_kind, "RIB")
    await browser.send(BankDetailFormState.tick, "factor", True)
    await browser.send(BankDetailFormState.save, {**RIB, **FACTOR, "factor_name": "Factor SA"})
    (address,) = browser.redirects
    await browser.open(f"{address}/modifier")
    state = await browser.state(BankDetailFormState)
    assert (state.kind, state.values["factor"], state.values["rib_key"], state.values["iban"]) == ("RIB", "1", "06", "")
    await browser.send(BankDetailFormState.choose_kind, "IBAN")
    assert (await browser.state(BankDetailFormState)).kind == "RIB"


async def test_only_boxes_are_ticked(portal: Portal, world: World, actors: Cast) -> None:
    browser = await portal.opened(world, actors.alice, f"{ROUTE}/ajouter")
    await browser.send(BankDetailFormState.tick, "factor", True)
    await browser.send(BankDetailFormState.tick, "name", True)
    values = (await browser.state(BankDetailFormState)).values
    assert (values["factor"], values["name"]) == ("1", "")
    await browser.send(BankDetailFormState.tick, "factor", False)
    assert (await browser.state(BankDetailFormState)).values["factor"] == ""


async def test_two_tabs_nothing_is_lost(portal: Portal, world: World, actors: Cast) -> None:
    public_id = add(world, actors)
    first = await portal.opened(world, actors.alice, f"{ROUTE}/{public_id}/modifier")
    second = await portal.opened(world, actors.anne, f"{ROUTE}/{public_id}/modifier")
    world.clock.move(timedelta(minutes=5))
    await second.send(BankDetailFormState.save, {**VALUES, "name": "Compte d’Anne", "bic": "BNPAFRPP"})
    await first.send(BankDetailFormState.save, {**VALUES, "name": "Compte d’Alice", "factor_name": None})
    state = await first.state(BankDetailFormState)
    assert first.redirects == []
    assert "Anne Test a modifié cette fiche le 24/11/2026 à 14:35" in state.meanwhile
    assert state.clashes == [
        Clash("name", "Nom de la coordonnée bancaire", "Compte d’Anne", "Compte d’Alice", True),
        Clash("bic", "Code BIC", "BNPAFRPP", "AGRIFRPP", False),
    ]
    assert (state.values["name"], state.values["bic"]) == ("Compte d’Alice", "BNPAFRPP")
    await first.send(BankDetailFormState.take, "bic")  # was taken over already: only the line goes
    await first.send(BankDetailFormState.take, "name")
    state = await first.state(BankDetailFormState)
    assert (state.values["name"], state.clashes) == ("Compte d’Anne", [])
    await first.send(BankDetailFormState.save, {**VALUES, "name": "Compte d’Alice", "bic": "BNPAFRPP"})
    assert first.redirects == [f"{ROUTE}/{public_id}"]
    await first.open(f"{ROUTE}/{public_id}")
    card = (await first.state(BankDetailState)).card
    assert (card.name, card.bic) == ("Compte d’Alice", "BNPAFRPP")


async def test_factor_that_another_gave_meanwhile_is_taken_over(portal: Portal, world: World, actors: Cast) -> None:
    public_id = add(world, actors)
    first = await portal.opened(world, actors.alice, f"{ROUTE}/{public_id}/modifier")
    with world.transaction(actor_id=actors.anne) as context:
        values = {**VALUES, **FACTOR, "factor_name": "Factor SA"}
        service.change_bank_detail(context, public_id=public_id, version=1, values=values)
    await first.send(BankDetailFormState.save, {**VALUES, "bic": "BNPAFRPP"})
    state = await first.state(BankDetailFormState)
    assert (state.values["factor"], state.values["factor_name"], state.values["bic"]) == ("1", "Factor SA", "BNPAFRPP")
    assert [(clash.label, clash.theirs) for clash in state.clashes if clash.field == "factor"] == [
        ("Ce compte est celui d’un affactureur", "oui")
    ]


async def test_account_is_put_first_put_away_and_deleted(portal: Portal, world: World, actors: Cast) -> None:
    add(world, actors)
    public_id = add(world, actors, **OTHER)
    browser = await portal.opened(world, actors.alice, f"{ROUTE}/{public_id}")
    await browser.send(BankDetailState.make_default)
    assert (await browser.state(BankDetailState)).card.is_default
    await browser.send(BankDetailState.ask, "deactivate")
    assert (await browser.state(BankDetailState)).asking == "deactivate"
    await browser.send(BankDetailState.keep)
    assert (await browser.state(BankDetailState)).asking == ""
    await browser.send(BankDetailState.ask, "explode")
    assert (await browser.state(BankDetailState)).asking == ""
    await browser.send(BankDetailState.deactivate)
    state = await browser.state(BankDetailState)
    assert (state.card.active, state.card.is_default, state.message) == (
        False,
        False,
        t("bank_details.done.deactivated"),
    )
    await browser.send(BankDetailState.deactivate)
    assert "plus rapide" in (await browser.state(BankDetailState)).problem
    await browser.send(BankDetailState.reactivate)
    assert (await browser.state(BankDetailState)).card.active
    await browser.send(BankDetailState.delete)
    assert browser.redirects == [ROUTE]
    await browser.open(ROUTE)
    listed = await browser.state(BankDetailsState)
    assert ([row.name for row in listed.rows], listed.message) == (
        ["Compte courant"],
        t("bank_details.done.deleted", name="Compte allemand"),
    )


async def test_charlie_gets_what_an_unknown_account_gets(portal: Portal, world: World, actors: Cast) -> None:
    public_id = add(world, actors)
    for user_id in (actors.charlie, actors.dora):
        for address in (public_id, "inconnu"):
            browser = await portal.opened(world, user_id, f"{ROUTE}/{address}")
            shown = await browser.state(BankDetailState)
            assert (shown.card, shown.history, shown.missing) == (BankDetailCard(), [], True)
            await browser.open(f"{ROUTE}/{address}/modifier")
            form = await browser.state(BankDetailFormState)
            assert (form.missing, form.title, set(form.values.values())) == (True, "", {"", "SIRET"})


async def test_charlie_who_manages_elsewhere_does_nothing_by_event(portal: Portal, world: World, actors: Cast) -> None:
    public_id = add(world, actors)
    problems = []
    for address in (public_id, "inconnu"):
        browser = await portal.opened(world, actors.charlie, f"{ROUTE}/{address}")
        for act in (BankDetailState.make_default, BankDetailState.deactivate, BankDetailState.delete):
            await browser.send(act)
            problems.append((await browser.state(BankDetailState)).problem)
        await browser.open(f"{ROUTE}/{address}/modifier")
        await browser.send(BankDetailFormState.save, VALUES)
        problems.append((await browser.state(BankDetailFormState)).problem)
    assert problems == [t("kernel.not_found")] * 8


async def test_member_who_deposits_sees_but_cannot_change(portal: Portal, world: World, actors: Cast) -> None:
    public_id = add(world, actors)
    browser = await portal.opened(world, actors.bob, ROUTE)
    state = await browser.state(BankDetailsState)
    assert (state.allowed, state.may_change, len(state.rows)) == (True, False, 1)
    assert (await browser.state(FrameState)).bank_details
    await browser.open(f"{ROUTE}/{public_id}")
    assert not (await browser.state(BankDetailState)).card.may_change
    await browser.open(f"{ROUTE}/{public_id}/modifier")
    form = await browser.state(BankDetailFormState)
    assert (form.allowed, form.values["iban"]) == (False, "")


async def test_menu_and_list_are_closed_to_who_only_reads_invoices(portal: Portal, world: World, actors: Cast) -> None:
    browser = await portal.opened(world, actors.dora, ROUTE)
    assert not (await browser.state(FrameState)).bank_details
    state = await browser.state(BankDetailsState)
    assert (state.loaded, state.allowed, state.rows) == (True, False, [])
    await browser.open(f"{ROUTE}/ajouter")
    assert not (await browser.state(BankDetailFormState)).allowed
