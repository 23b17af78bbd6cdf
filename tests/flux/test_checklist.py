"""The checklist after a deposit: what the portal states and what the person ticked stay apart."""

import pytest
from sqlmodel import select

from chorus_app.flux.checklist import get_checklist, open_checklists, put_away, read_report, tick
from chorus_app.flux.enums import ChecklistItem
from chorus_app.flux.last_deposit import last_deposit
from chorus_app.flux.views import Checklist
from chorus_app.formats.kinds import FileKind
from chorus_app.formats.parsed import Party
from chorus_app.invoices.enums import Status
from chorus_app.invoices.models import Invoice
from chorus_app.invoices.service import give_status
from chorus_app.kernel.context import World
from chorus_app.kernel.errors import NotFound
from chorus_app.kernel.text import t
from tests.flux import scenes
from tests.flux.scenes import Cast, outcome
from tests.makers.invoices import MOE_SIRET, make_facturx, siret

WORKS = {"cadre": "A4", "valideur": Party(siret(MOE_SIRET), "Atelier MOE")}
Line = tuple[ChecklistItem, bool | None, str]


def checklist(world: World, actor: int, public_id: str) -> Checklist:
    with world.reading(actor_id=actor) as context:
        return get_checklist(context, public_id=public_id)


def stated(found: Checklist) -> list[Line]:
    """Item, whether it is as it should be, and how the portal puts it."""
    for line in found.lines:
        status = t(str(line.params.get("status_key", "invoices.status_sent")))
        assert t(line.known_key, "fr", status=status, **line.params)
    return [(line.item, line.done, line.known_key.rpartition(".")[2]) for line in found.lines]


def open_ones(world: World, actor: int) -> list[str]:
    with world.reading(actor_id=actor) as context:
        return [found.flux.number for found in open_checklists(context)]


def test_before_the_verdict_the_portal_cannot_tell(world: World, cast: Cast) -> None:
    receipt = scenes.put(world, cast, b"a", "FSO1137A")
    assert stated(checklist(world, cast.alice, receipt.public_id)) == [
        (ChecklistItem.LISTED, None, "waiting"),
        (ChecklistItem.REPORT, None, "waiting"),
    ]


def test_integrated_works_invoice_is_stated_as_sent(importing: World, cast: Cast) -> None:
    receipt = scenes.put(importing, cast, make_facturx(None, **WORKS), "FSO1137A")
    outcome(importing, cast, receipt)
    found = checklist(importing, cast.alice, receipt.public_id)
    assert stated(found)[0] == (ChecklistItem.LISTED, True, "delivered")
    assert t(found.invoices[0].status_key) == "Envoyée"
    assert all(line.ticked_at is None for line in found.lines)


def test_invoice_that_waits_for_its_valideur_is_not_there_yet(importing: World, cast: Cast) -> None:
    content = make_facturx(None, **{**WORKS, "cadre": "A9"})
    receipt = scenes.put(importing, cast, content, "FSO1117A")
    outcome(importing, cast, receipt)
    assert stated(checklist(importing, cast.alice, receipt.public_id))[0] == (
        ChecklistItem.LISTED,
        False,
        "on_the_way",
    )


def test_invoice_that_its_recipient_took_further_was_received(importing: World, cast: Cast) -> None:
    receipt = scenes.put(importing, cast, make_facturx(None, **{**WORKS, "cadre": "A6"}), "FSO1137A")
    outcome(importing, cast, receipt)
    with importing.transaction() as context:
        give_status(context, invoice=context.session.exec(select(Invoice)).one(), status=Status.SERVICE_FAIT)
    assert stated(checklist(importing, cast.alice, receipt.public_id))[0] == (ChecklistItem.LISTED, True, "received")


def test_remedy_comes_with_a_rejection_and_is_done_by_the_next_deposit(importing: World, cast: Cast) -> None:
    first = scenes.put(importing, cast, make_facturx(None, **WORKS, payment_means=None), "FSO1137A")
    outcome(importing, cast, first)
    assert stated(checklist(importing, cast.alice, first.public_id)) == [
        (ChecklistItem.LISTED, False, "missing"),
        (ChecklistItem.REPORT, True, "errors"),
        (ChecklistItem.REMEDY, False, "todo"),
    ]
    other = scenes.put(importing, cast, make_facturx(None, **WORKS, number="OTHER"), "FSO1137A")
    outcome(importing, cast, other)
    assert stated(checklist(importing, cast.alice, first.public_id))[2][1:] == (False, "todo")
    outcome(importing, cast, scenes.put(importing, cast, make_facturx(None, **WORKS), "FSO1137A"))
    assert stated(checklist(importing, cast.alice, first.public_id))[2] == (ChecklistItem.REMEDY, True, "done")


def test_ticks_are_kept_for_each_person(importing: World, cast: Cast) -> None:
    receipt = scenes.put(importing, cast, make_facturx(None, **WORKS), "FSO1137A")
    outcome(importing, cast, receipt)
    for _ in range(2):
        with importing.transaction(actor_id=cast.alice) as context:
            tick(context, public_id=receipt.public_id, item=ChecklistItem.LISTED)
    ticked = {
        actor: [line.ticked_at is not None for line in checklist(importing, actor, receipt.public_id).lines]
        for actor in (cast.alice, cast.bob)
    }
    assert ticked == {cast.alice: [True, False], cast.bob: [False, False]}
    with importing.transaction(actor_id=cast.alice) as context:
        tick(context, public_id=receipt.public_id, item=ChecklistItem.LISTED, ticked=False)
    assert checklist(importing, cast.alice, receipt.public_id).lines[0].ticked_at is None


def test_opened_report_counts_as_read(importing: World, cast: Cast) -> None:
    receipt = scenes.put(importing, cast, make_facturx(None, **WORKS), "FSO1137A")
    outcome(importing, cast, receipt)
    for _ in range(2):
        with importing.transaction(actor_id=cast.alice) as context:
            read_report(context, public_id=receipt.public_id)
    found = checklist(importing, cast.alice, receipt.public_id)
    assert [line.ticked_at is not None for line in found.lines] == [False, True]


def test_report_cannot_be_read_before_it_is_there(world: World, cast: Cast) -> None:
    receipt = scenes.put(world, cast, b"a", "FSO1137A")
    with world.transaction(actor_id=cast.alice) as context:
        read_report(context, public_id=receipt.public_id)
    assert checklist(world, cast.alice, receipt.public_id).lines[1].ticked_at is None


def test_checklist_stays_on_the_home_page_until_all_is_looked_at(importing: World, cast: Cast) -> None:
    receipt = scenes.put(importing, cast, make_facturx(None, **WORKS), "FSO1137A")
    outcome(importing, cast, receipt)
    assert (open_ones(importing, cast.alice), open_ones(importing, cast.bob)) == ([receipt.number], [])
    with importing.transaction(actor_id=cast.alice) as context:
        tick(context, public_id=receipt.public_id, item=ChecklistItem.LISTED)
        read_report(context, public_id=receipt.public_id)
    assert open_ones(importing, cast.alice) == []


def test_checklist_put_away_leaves_the_home_page_for_that_person(world: World, cast: Cast) -> None:
    receipt = scenes.put(world, cast, b"a", "FSO1137A")
    for _ in range(2):
        with world.transaction(actor_id=cast.alice) as context:
            put_away(context, public_id=receipt.public_id)
    assert open_ones(world, cast.alice) == []
    assert checklist(world, cast.alice, receipt.public_id).put_away_at is not None


def test_charlie_can_neither_see_nor_tick(world: World, cast: Cast) -> None:
    receipt = scenes.put(world, cast, b"a", "FSO1137A")
    with world.transaction(actor_id=cast.charlie) as context:
        for act in (get_checklist, put_away, read_report):
            with pytest.raises(NotFound):
                act(context, public_id=receipt.public_id)
        with pytest.raises(NotFound):
            tick(context, public_id=receipt.public_id, item=ChecklistItem.REPORT)
    assert open_ones(world, cast.charlie) == []


def test_help_knows_the_last_deposit(importing: World, cast: Cast) -> None:
    with importing.reading(actor_id=cast.alice) as context:
        assert last_deposit(context) is None
    outcome(importing, cast, scenes.put(importing, cast, make_facturx(None, **WORKS), "FSO1137A"))
    rejected = scenes.put(importing, cast, make_facturx(None, **WORKS), "FSO1137A")
    outcome(importing, cast, rejected)
    with importing.reading(actor_id=cast.alice) as context:
        found = last_deposit(context)
    assert found is not None
    assert (found.flux.number, found.kind, found.is_facturx, found.cadre, found.recipient, found.delivered) == (
        rejected.number,
        FileKind.FACTURX,
        True,
        "A4",
        "Ville de Démo",
        False,
    )
    assert [finding.code for finding in found.blocking] == ["CPP-DOUBLON"]


def test_help_speaks_of_a_deposit_that_is_not_checked_yet(world: World, cast: Cast) -> None:
    scenes.put(world, cast, b"a", "FSO1137A")
    with world.reading(actor_id=cast.alice) as context:
        found = last_deposit(context)
    assert found is not None
    assert (found.kind, found.invoices, found.blocking) == (None, (), ())
