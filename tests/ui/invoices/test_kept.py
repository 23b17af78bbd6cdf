"""What a person keeps about a list, chooses of it and picks from it."""

import csv
import io

from chorus_app.kernel.context import World
from chorus_app.ui.components.kept import NAME_FIELD, RENAME_FIELD
from chorus_app.ui.components.list_url import MOST_PICKED
from chorus_app.ui.flux_tracking.state import FluxListState
from chorus_app.ui.invoices.state import IssuedState
from tests.flux import scenes
from tests.flux.scenes import Cast
from tests.many import many_invoices
from tests.ui.doors import door
from tests.ui.harness import Browser, Portal
from tests.ui.invoices.scenes import add_invoice
from tests.ui.waiting import shows

LIST = "/factures-emises"


async def opened(portal: Portal, world: World, user_id: int, query: str = "") -> Browser:
    return await portal.opened(world, user_id, f"{LIST}{query}")


async def test_search_is_kept_found_again_and_opened_with(portal: Portal, world: World, cast: Cast) -> None:
    browser = await opened(portal, world, cast.alice, "?page=2&cadre=A1&tri=amount&inconnu=1")
    await browser.send(IssuedState.save_search, {NAME_FIELD: "Mes factures"})
    state = await browser.state(IssuedState)
    (line,) = state.saved
    assert (line.name, line.href, line.default, line.current) == (
        "Mes factures",
        f"{LIST}?cadre=A1&tri=amount",
        False,
        True,
    )
    assert "Mes factures" in state.said
    await browser.send(IssuedState.open_with, line.id, True)
    other = await opened(portal, world, cast.alice)
    assert set(other.redirects) == {f"{LIST}?cadre=A1&tri=amount"}
    shown = await opened(portal, world, cast.alice, "?tri=-deposited")
    assert (shown.redirects, (await shown.state(IssuedState)).saved[0].default) == ([], True)
    assert (await shown.state(IssuedState)).whole == f"{LIST}?tri=-deposited"
    assert (await opened(portal, world, cast.bob)).redirects == []


async def test_flux_open_with_a_search_too(portal: Portal, world: World, cast: Cast) -> None:
    browser = await portal.opened(world, cast.alice, "/suivi-des-flux?etat=rejete")
    await browser.send(FluxListState.save_search, {NAME_FIELD: "Rejets"})
    state = await browser.state(FluxListState)
    await browser.send(FluxListState.open_with, state.saved[0].id, True)
    await browser.open("/suivi-des-flux")
    assert browser.redirects == ["/suivi-des-flux?etat=rejete&tri=-received"]


async def test_search_without_a_name_is_refused_beside_the_field(portal: Portal, world: World, cast: Cast) -> None:
    browser = await opened(portal, world, cast.alice)
    await browser.send(IssuedState.save_search, {})
    state = await browser.state(IssuedState)
    assert (list(state.name_errors), state.saved, state.problem) == ([NAME_FIELD], [], "")


async def test_search_is_renamed_and_forgotten(portal: Portal, world: World, cast: Cast) -> None:
    browser = await opened(portal, world, cast.alice)
    for name in ("Une", "Deux"):
        await browser.send(IssuedState.save_search, {NAME_FIELD: name})
    first = (await browser.state(IssuedState)).saved[1].id
    await browser.send(IssuedState.ask_name, first)
    await browser.send(IssuedState.rename_search, {RENAME_FIELD: "deux"})
    state = await browser.state(IssuedState)
    assert (state.renaming, list(state.name_errors)) == (first, [RENAME_FIELD])
    await browser.send(IssuedState.rename_search, {RENAME_FIELD: "Trois"})
    state = await browser.state(IssuedState)
    assert (state.renaming, state.name_errors, [one.name for one in state.saved]) == ("", {}, ["Deux", "Trois"])
    await browser.send(IssuedState.ask_name, first)
    await browser.send(IssuedState.keep_name)
    assert (await browser.state(IssuedState)).renaming == ""
    await browser.send(IssuedState.forget_search, first)
    assert [one.name for one in (await browser.state(IssuedState)).saved] == ["Deux"]


async def test_search_of_another_answers_like_an_unknown_one(portal: Portal, world: World, cast: Cast) -> None:
    browser = await opened(portal, world, cast.alice)
    await browser.send(IssuedState.save_search, {NAME_FIELD: "Une"})
    foreign = (await browser.state(IssuedState)).saved[0].id
    told = []
    for public_id in (foreign, "inconnue"):
        charlie = await opened(portal, world, cast.charlie)
        for act in ((IssuedState.forget_search, public_id), (IssuedState.open_with, public_id, True)):
            await charlie.send(*act)
            told.append((await charlie.state(IssuedState)).problem)
        await charlie.send(IssuedState.ask_name, public_id)
        await charlie.send(IssuedState.rename_search, {RENAME_FIELD: "À moi"})
        told.append((await charlie.state(IssuedState)).problem)
    assert len(set(told)) == 1
    assert told[0]
    assert [one.name for one in (await browser.state(IssuedState)).saved] == ["Une"]


async def test_columns_are_chosen_and_the_first_one_stays(portal: Portal, world: World, cast: Cast) -> None:
    add_invoice(world, cast, "F1", contract="M-1")
    browser = await opened(portal, world, cast.alice)
    usual = (await browser.state(IssuedState)).shown
    for key, shown in (("contract", True), ("amount", False), ("number", False), ("password", True)):
        await browser.send(IssuedState.show_column, key, shown)
    state = await browser.state(IssuedState)
    chosen = ["number", "issued", "recipient", "contract", "deposited", "status"]
    assert (state.shown, [head.key for head in state.heads]) == (chosen, chosen)
    assert [choice.key for choice in state.column_choices if choice.shown] == chosen[1:]
    assert state.rows[0].contract == "M-1"
    again = await opened(portal, world, cast.alice)
    assert (await again.state(IssuedState)).shown == chosen
    assert (await (await opened(portal, world, cast.bob)).state(IssuedState)).shown == usual
    await again.send(IssuedState.usual_columns)
    assert (await again.state(IssuedState)).shown == usual


def numbers_of(text: str) -> list[str]:
    return [row[0] for row in csv.reader(io.StringIO(text), delimiter=";")][1:]


async def test_rows_are_picked_and_exported(portal: Portal, world: World, cast: Cast) -> None:
    ids = {number: add_invoice(world, cast, number) for number in ("F1", "F2", "F3")}
    browser = await opened(portal, world, cast.alice)
    await browser.send(IssuedState.pick, ids["F1"], True)
    await browser.send(IssuedState.pick, ids["F3"], True)
    await browser.send(IssuedState.pick, "inconnue", True)
    state = await browser.state(IssuedState)
    assert (state.picked, state.page_picked, state.picked_said) == (
        [ids["F1"], ids["F3"]],
        False,
        "2 lignes sélectionnées",
    )
    async with door(world, cast.alice) as client:
        answer = await client.get(f"{LIST}/export.csv?{state.pick_export}")
    assert numbers_of(answer.text) == ["F3", "F1"]
    await browser.send(IssuedState.pick, ids["F1"], False)
    await browser.send(IssuedState.pick_page, True)
    state = await browser.state(IssuedState)
    assert (sorted(state.picked), state.page_picked, state.pick_offer) == (sorted(ids.values()), True, "")
    await browser.send(IssuedState.pick_page, False)
    assert (await browser.state(IssuedState)).picked == []


async def test_charlie_exports_no_row_of_others_that_he_picks(world: World, cast: Cast) -> None:
    picked = add_invoice(world, cast, "F1")
    scenes.put(world, cast, b"1", "FSO1137A")
    async with door(world, cast.charlie) as client:
        for ending in ("csv", "xlsx"):
            foreign = await client.get(f"{LIST}/export.{ending}?choix={picked}")
            unknown = await client.get(f"{LIST}/export.{ending}?choix=inconnue")
            assert foreign.status_code == unknown.status_code == 200
        assert numbers_of((await client.get(f"{LIST}/export.csv?choix={picked}")).text) == []


async def test_whole_list_is_picked_beyond_the_page(portal: Portal, world: World) -> None:
    many = many_invoices(world, 60)
    browser = await opened(portal, world, many.actor)
    await browser.send(IssuedState.pick_page, True)
    state = await browser.state(IssuedState)
    assert (len(state.picked), state.pick_offer) == (
        25,
        "Sélectionner toute la liste (60\u00a0résultats)".replace("\u00a0", " "),
    )
    browser.address = f"{LIST}?page=2&tri=-deposited"
    await browser.send(IssuedState.load)
    await browser.send(IssuedState.pick_page, True)
    state = await browser.state(IssuedState)
    assert (len(state.picked), state.picked_said) == (50, "50 lignes sélectionnées")
    await browser.send(IssuedState.pick_all)
    state = await browser.state(IssuedState)
    assert (state.picked_all, state.pick_export) == (True, state.export)
    await browser.send(IssuedState.pick_none)
    assert (await browser.state(IssuedState)).picked_said == ""
    await browser.send(IssuedState.pick_page, True)
    await browser.open(f"{LIST}?cadre=A1")
    assert (await browser.state(IssuedState)).picked == []


async def test_there_is_an_end_to_picking_one_by_one(portal: Portal, world: World) -> None:
    many = many_invoices(world, MOST_PICKED + 25)
    browser = await opened(portal, world, many.actor)
    for page in range(1, MOST_PICKED // 25 + 2):
        browser.address = f"{LIST}?page={page}&tri=-deposited"
        await browser.send(IssuedState.load)
        await browser.send(IssuedState.pick_page, True)
    state = await browser.state(IssuedState)
    assert (len(state.picked), str(MOST_PICKED) in state.problem) == (MOST_PICKED, True)


async def test_flux_are_picked_and_exported(portal: Portal, world: World, cast: Cast) -> None:
    receipts = [scenes.put(world, cast, content, "FSO1137A") for content in (b"1", b"2")]
    browser = await portal.opened(world, cast.alice, "/suivi-des-flux")
    await shows(browser, FluxListState, loaded=True)
    await browser.send(FluxListState.pick, receipts[0].public_id, True)
    state = await browser.state(FluxListState)
    async with door(world, cast.alice) as client:
        answer = await client.get(f"/suivi-des-flux/export.csv?{state.pick_export}")
        book = await client.get(f"/suivi-des-flux/export.xlsx?{state.pick_export}")
    assert numbers_of(answer.text) == [receipts[0].number]
    assert (book.status_code, book.content[:2]) == (200, b"PK")
