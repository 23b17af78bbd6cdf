"""The home page: for a visitor, for a person without a structure, for one at work."""

import pytest

from chorus_app.formats.writers import cii
from chorus_app.invoices import queries
from chorus_app.invoices.enums import Scope, Status
from chorus_app.invoices.supplying import note_rejections
from chorus_app.kernel.context import World
from chorus_app.kernel.text import t
from chorus_app.ui.home import views
from chorus_app.ui.home.state import HomeState
from tests.factories import make_member, make_request, make_structure, make_user
from tests.flux import scenes
from tests.flux.scenes import Cast
from tests.invoices.to_validate import row
from tests.makers.invoices import make_invoice
from tests.ui.harness import Portal
from tests.ui.invoices.scenes import add_invoice
from tests.ui.invoices.test_acts import brought_to


async def home_of(portal: Portal, world: World, user_id: int | None) -> HomeState:
    browser = portal.browser()
    if user_id is not None:
        browser.sign_in(world, user_id)
    await browser.send(HomeState.load)
    return await browser.state(HomeState)


async def test_visitor_sees_the_welcome(portal: Portal, world: World, cast: Cast) -> None:
    add_invoice(world, cast, "F1")
    home = await home_of(portal, world, None)
    assert (home.loaded, home.signed_in, home.issued_total, home.deposits) == (True, False, 0, [])


async def test_person_without_a_structure_sees_what_is_missing(portal: Portal, world: World) -> None:
    home = await home_of(portal, world, make_user(world).id)
    assert (home.loaded, home.signed_in, home.attached, home.todos) == (True, True, False, [])


async def test_spaces_are_counted_for_who_may_see_them(portal: Portal, world: World, cast: Cast) -> None:
    add_invoice(world, cast, "F1")
    add_invoice(world, cast, "S1", cadre="A8")
    home = await home_of(portal, world, cast.alice)
    assert (home.issued_total, home.works_total, home.may_issue) == (1, 1, True)
    assert [(entry.label, entry.count, entry.href) for entry in home.issued] == [
        ("Mise à disposition", "1", "/factures-emises?tri=-deposited&statut=MISE_A_DISPOSITION")
    ]
    charlie = await home_of(portal, world, cast.charlie)
    assert (charlie.issued_total, charlie.works_total, charlie.deposits) == (0, 0, [])


async def test_waiting_request_is_told_to_the_manager_only(portal: Portal, world: World) -> None:
    structure, manager, asker = make_structure(world), make_user(world, "alice"), make_user(world, "bob")
    make_member(world, manager, structure)
    make_request(world, asker, structure)
    home = await home_of(portal, world, manager.id)
    assert [(todo.title, todo.href) for todo in home.todos] == [("1 demande à approuver", "/approbation")]
    assert (await home_of(portal, world, asker.id)).todos == []


async def test_deposit_waits_for_a_look(portal: Portal, world: World, cast: Cast) -> None:
    first = scenes.put(world, cast, cii.write(make_invoice(number="F1", cadre="A4")), "FSO1106A")
    scenes.put(world, cast, cii.write(make_invoice(number="F2", cadre="A4")), "FSO1106A")
    home = await home_of(portal, world, cast.alice)
    assert (home.flux_total, home.checklist, home.to_correct) == (2, True, 0)
    assert [(todo.kind, todo.href) for todo in home.todos] == [("warning", f"/suivi-des-flux/{first.public_id}")]
    assert (await home_of(portal, world, cast.bob)).todos == []


async def test_rejection_stands_on_the_home_page_until_it_is_noted_as_treated(
    portal: Portal, world: World, cast: Cast
) -> None:
    rejected = add_invoice(world, cast, "F1")
    add_invoice(world, cast, "F2")
    brought_to(world, rejected, Status.REJETEE)
    home = await home_of(portal, world, cast.alice)
    assert [(todo.kind, todo.title, todo.href) for todo in home.todos] == [
        ("danger", "Rejet à traiter", f"/factures/{rejected}")
    ]
    assert "F1" in home.todos[0].text
    with world.transaction() as context:
        reader = scenes.person(context, "rita")
        scenes.attach_reader(context, reader, cast.supplier)
    for other in (reader, cast.buyer, cast.charlie):
        assert (await home_of(portal, world, other)).todos == []
    assert len((await home_of(portal, world, cast.bob)).todos) == 1
    with world.transaction(actor_id=cast.alice) as context:
        note_rejections(context, invoice_ids=[row(world, rejected).id])
    assert (await home_of(portal, world, cast.alice)).todos == []


async def test_several_rejections_lead_to_the_list_where_they_stand(portal: Portal, world: World, cast: Cast) -> None:
    for number in ("F1", "F2"):
        brought_to(world, add_invoice(world, cast, number), Status.REJETEE)
    home = await home_of(portal, world, cast.alice)
    assert [(todo.title, todo.href) for todo in home.todos] == [
        ("2 rejets à traiter", "/factures-emises?statut=REJETEE")
    ]
    assert t(Scope.EMISES.label_key) in home.todos[0].text


async def test_very_many_rejections_are_not_counted_to_the_end(
    portal: Portal, world: World, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in ("F1", "F2", "F3"):
        brought_to(world, add_invoice(world, cast, number), Status.REJETEE)
    monkeypatch.setattr(queries, "MOST_REJECTIONS", 2)
    monkeypatch.setattr(views, "MOST_REJECTIONS", 2)
    home = await home_of(portal, world, cast.alice)
    assert [todo.title for todo in home.todos] == ["2 rejets à traiter, ou plus"]
