"""What is done with an invoice on its own page: the valideur's answer, the note of the supplier."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from chorus_app.invoices import tacit
from chorus_app.invoices.acts import offered
from chorus_app.invoices.enums import InvoiceAct, Scope, Status
from chorus_app.invoices.queries import get_invoice
from chorus_app.invoices.service import give_status
from chorus_app.kernel.context import World
from chorus_app.kernel.errors import NotFound
from chorus_app.kernel.text import t
from chorus_app.ui.frame import FrameState
from chorus_app.ui.home.state import HomeState
from chorus_app.ui.invoices.detail_state import InvoiceState
from chorus_app.ui.invoices.state import IssuedState, ToValidateState
from tests.flux.scenes import Cast
from tests.invoices.test_queries import add, numbers
from tests.invoices.to_validate import CONSULT, mona, row, waiting
from tests.ui.harness import Browser, Portal
from tests.ui.waiting import shows

A = InvoiceAct
WRONG = {"reason": "ERREUR_VALIDEUR"}


def brought_to(world: World, public_id: str, *path: Status, comment: str = "") -> str:
    """The invoice after these statuses, the last one with a comment."""
    with world.transaction() as context:
        invoice = row(world, public_id)
        for status in path:
            found = context.session.get_one(type(invoice), invoice.id)
            give_status(context, invoice=found, status=status, comment=comment if status is path[-1] else "")
    return public_id


def may(world: World, actor: int, public_id: str) -> tuple[InvoiceAct, ...]:
    with world.reading(actor_id=actor) as context:
        return offered(context, public_id=public_id)


def last(world: World, actor: int, public_id: str) -> tuple[str, str | None]:
    with world.reading(actor_id=actor) as context:
        event = get_invoice(context, public_id=public_id).history[-1]
    return event.code, event.comment


async def page_of(portal: Portal, world: World, actor: int, public_id: str) -> Browser:
    return await portal.opened(world, actor, f"/factures/{public_id}")


@pytest.mark.parametrize(
    ("path", "acts", "recipients"),
    [
        ((), (), (A.TREAT,)),
        ((Status.SUSPENDUE,), (A.COMPLETE,), ()),
        ((Status.SUSPENDUE, Status.COMPLETEE), (), (A.TREAT,)),
        ((Status.A_RECYCLER,), (A.RECYCLE,), ()),
        ((Status.REJETEE,), (A.NOTE_REJECTION,), ()),
        ((Status.SERVICE_FAIT,), (), (A.TREAT,)),
    ],
)
def test_each_side_may_what_the_status_asks_of_it(
    world: World, cast: Cast, path: tuple[Status, ...], acts: tuple[InvoiceAct, ...], recipients: tuple[InvoiceAct, ...]
) -> None:
    public_id = brought_to(world, add(world, cast, "F1"), *path)
    assert may(world, cast.alice, public_id) == acts
    assert may(world, cast.buyer, public_id) == recipients
    with pytest.raises(NotFound):
        may(world, cast.charlie, public_id)


def test_valideur_answers_and_nobody_else(world: World, cast: Cast) -> None:
    one, reader, public_id = mona(world, cast), mona(world, cast, "rita", profile=CONSULT), waiting(world, cast)
    assert may(world, one, public_id) == (A.VALIDATE, A.REFUSE)
    assert may(world, reader, public_id) == may(world, cast.alice, public_id) == ()
    brought_to(world, public_id, Status.ERREUR_FOURNISSEUR_SUR_VALIDEUR)
    assert may(world, one, public_id) == ()
    assert may(world, cast.alice, public_id) == (A.CORRECT_VALIDEUR,)


async def test_valideur_finds_validates_and_is_told(portal: Portal, world: World, cast: Cast) -> None:
    one, public_id = mona(world, cast), waiting(world, cast)
    browser = await portal.opened(world, one, "/factures-a-valider")
    frame, shown = await browser.state(FrameState), await browser.state(ToValidateState)
    assert (frame.validates, frame.to_validate, [line.number for line in shown.rows]) == (True, 1, ["ST-1"])
    assert (shown.may_deposit, shown.rows[0].under_number) == (False, "A9 · facture de sous-traitant")
    await browser.open(f"/factures/{public_id}")
    state = await browser.state(InvoiceState)
    assert (state.invoice.list_href, state.invoice.list_label) == ("/factures-a-valider", "Factures à valider")
    assert (state.acts, state.invoice.answer_by) == (["valider", "refuser"], "09/12/2026")
    await browser.send(InvoiceState.ask, "valider")
    assert (await browser.state(InvoiceState)).doing == "valider"
    await browser.send(InvoiceState.validate_invoice, {"comment": " Conforme. "})
    state = await browser.state(InvoiceState)
    assert (state.doing, state.acts, state.invoice.status) == ("", [], "Mise à disposition")
    assert state.message == t("invoices_ui.acts.valider.done")
    assert [line.why for line in state.invoice.history][:2] == ["", "Conforme."]
    assert numbers(world, cast.buyer, Scope.RECUES) == ["ST-1"]
    await browser.open(f"/factures/{public_id}?onglet=historique")
    assert (await browser.state(InvoiceState)).message == ""
    await browser.send(InvoiceState.validate_invoice, {})
    assert "n’attend pas" in (await browser.state(InvoiceState)).problem


async def test_home_counts_what_waits_and_the_menu_follows_the_bell(portal: Portal, world: World, cast: Cast) -> None:
    browser = await portal.opened(world, mona(world, cast), "/")
    assert not (await browser.state(FrameState)).validates
    public_id = waiting(world, cast)
    await shows(browser, FrameState, to_validate=1, validates=True)
    brought_to(world, public_id, Status.VALIDEE_1)
    await shows(browser, FrameState, to_validate=0, validates=True)
    await browser.open("/")
    home = await browser.state(HomeState)
    assert (home.to_validate_total, [one.label for one in home.to_validate], home.todos) == (1, ["Validée"], [])


async def test_home_names_what_waits_for_whom(portal: Portal, world: World, cast: Cast) -> None:
    one, reader = mona(world, cast), mona(world, cast, "rita", profile=CONSULT)
    waiting(world, cast)
    for number in ("F1", "F2"):
        brought_to(world, add(world, cast, number), Status.SUSPENDUE)
    rejected = brought_to(world, add(world, cast, "F3"), Status.REJETEE)

    async def todos(actor: int) -> list[tuple[str, str]]:
        home = await (await portal.opened(world, actor, "/")).state(HomeState)
        return [(one.title, one.href) for one in home.todos]

    assert await todos(one) == [("1 facture à valider", "/factures-a-valider?statut=A_VALIDER")]
    assert await todos(cast.alice) == [
        ("2 factures attendent une action de votre part", "/factures-emises?statut=A_TRAITER"),
        ("Rejet à traiter", f"/factures/{rejected}"),
    ]
    assert [await todos(actor) for actor in (reader, cast.charlie, cast.buyer)] == [[], [], []]
    browser = await portal.opened(world, cast.alice, "/factures-emises?statut=A_TRAITER")
    assert [line.number for line in (await browser.state(IssuedState)).rows] == ["F2", "F1"]
    browser = await portal.opened(world, one, "/factures-a-valider?statut=A_VALIDER")
    assert [line.number for line in (await browser.state(ToValidateState)).rows] == ["ST-1"]


async def test_refusal_asks_for_its_reason(portal: Portal, world: World, cast: Cast) -> None:
    one, public_id = mona(world, cast), waiting(world, cast)
    browser = await page_of(portal, world, one, public_id)
    await browser.send(InvoiceState.ask, "refuser")
    for reason in ("", "INCONNU"):
        await browser.send(InvoiceState.refuse_invoice, {"reason": reason, "comment": "x"})
        state = await browser.state(InvoiceState)
        assert (state.doing, state.errors) == ("refuser", {"reason": t("invoices_ui.acts.refuser.reason_missing")})
    await browser.send(InvoiceState.keep)
    state = await browser.state(InvoiceState)
    assert (state.doing, state.errors) == ("", {})
    await browser.send(InvoiceState.refuse_invoice, {"reason": "ERREUR_MONTANT", "comment": "TVA à 20 %."})
    state = await browser.state(InvoiceState)
    assert (state.message, state.invoice.status) == (t("invoices_ui.acts.refuser.done"), "Refusée par le valideur")
    assert last(world, one, public_id) == ("REFUSEE_1", "Erreur dans les montants – TVA à 20 %.")
    assert numbers(world, cast.buyer, Scope.RECUES) == []


async def test_page_of_the_supplier_follows_the_valideur(portal: Portal, world: World, cast: Cast) -> None:
    one, public_id = mona(world, cast), waiting(world, cast)
    supplier = await page_of(portal, world, cast.alice, public_id)
    state = await supplier.state(InvoiceState)
    assert (state.invoice.status, state.acts, state.invoice.reason) == ("À valider", [], "")
    await (await page_of(portal, world, one, public_id)).send(InvoiceState.refuse_invoice, WRONG)
    state = await shows(supplier, InvoiceState, acts=["valideur"])
    assert (state.invoice.status, state.invoice.reason) == ("Erreur de valideur", t("invoices.refusal.valideur"))


async def test_page_that_is_no_longer_the_valideur_s_says_so(portal: Portal, world: World, cast: Cast) -> None:
    one, public_id = mona(world, cast), waiting(world, cast)
    browser = await page_of(portal, world, one, public_id)
    with world.transaction() as context:
        context.session.get_one(type(row(world, public_id)), row(world, public_id).id).valideur_id = cast.other
        context.ring(f"invoices:{cast.moe}")
    await shows(browser, InvoiceState, missing=True)
    await browser.send(InvoiceState.validate_invoice, {})
    assert row(world, public_id).status is Status.A_VALIDER_1


async def test_rejection_is_noted_once(portal: Portal, world: World, cast: Cast) -> None:
    public_id = brought_to(world, add(world, cast, "F1"), Status.REJETEE, comment="Montant erroné.")
    browser = await page_of(portal, world, cast.alice, public_id)
    state = await browser.state(InvoiceState)
    assert (state.acts, state.invoice.reason) == (["rejet"], "Montant erroné.")
    await browser.send(InvoiceState.ask, "rejet")
    await browser.send(InvoiceState.note_rejection, {"comment": "Voir F2."})
    state = await browser.state(InvoiceState)
    assert (state.acts, state.message) == ([], t("invoices_ui.acts.rejet.done"))
    assert last(world, cast.alice, public_id) == ("TRAITEMENT_REJET", "Voir F2.")


async def test_recipient_treats_with_a_reason_where_it_is_needed(portal: Portal, world: World, cast: Cast) -> None:
    public_id = add(world, cast, "F1")
    supplier = await page_of(portal, world, cast.alice, public_id)
    browser = await page_of(portal, world, cast.buyer, public_id)
    await browser.send(InvoiceState.ask, "traiter")
    state = await browser.state(InvoiceState)
    assert (state.doing, [one.value for one in state.targets][:2]) == ("traiter", ["SUSPENDUE", "A_RECYCLER"])
    for form, errors in (
        ({}, {"status": t("invoices_ui.acts.traiter.status_missing")}),
        ({"status": "SUSPENDUE", "reason": "  "}, {"reason": t("invoices.treat.reason_missing")}),
        ({"status": "VALIDEE_1"}, {"status": t("invoices.treat.status_unknown", status="VALIDEE_1")}),
    ):
        await browser.send(InvoiceState.treat_invoice, form)
        state = await browser.state(InvoiceState)
        assert (state.doing, state.errors) == ("traiter", errors)
    await browser.send(InvoiceState.treat_invoice, {"status": "SUSPENDUE", "reason": "Il manque le bon."})
    state = await browser.state(InvoiceState)
    assert (state.doing, state.errors, state.acts, state.targets) == ("", {}, [], [])
    assert (state.message, state.invoice.status) == (t("invoices_ui.acts.traiter.done"), "Suspendue")
    shown = await shows(supplier, InvoiceState, acts=["completer"])
    assert shown.invoice.reason == "Il manque le bon."
    await browser.send(InvoiceState.treat_invoice, {"status": "SERVICE_FAIT"})
    assert "F1" in (await browser.state(InvoiceState)).problem
    assert row(world, public_id).status is Status.SUSPENDUE


async def test_only_the_recipient_treats(portal: Portal, world: World, cast: Cast) -> None:
    public_id = add(world, cast, "F1")
    for actor in (cast.charlie, cast.alice):
        browser = await page_of(portal, world, actor, public_id)
        await browser.send(InvoiceState.ask, "traiter")
        assert (await browser.state(InvoiceState)).doing == ""
        await browser.send(InvoiceState.treat_invoice, {"status": "SERVICE_FAIT"})
        assert row(world, public_id).status is Status.MISE_A_DISPOSITION


Forged = Callable[..., Any]


@pytest.mark.parametrize(
    ("handler", "form"),
    [
        (InvoiceState.validate_invoice, {}),
        (InvoiceState.refuse_invoice, WRONG),
        (InvoiceState.note_rejection, {}),
    ],
)
async def test_forged_events_change_nothing(
    portal: Portal, world: World, cast: Cast, handler: Forged, form: dict[str, str]
) -> None:
    """A stranger, the supplier, a reader of the valideur's, the recipient: none may, whatever his browser sends."""
    public_id, reader = waiting(world, cast), mona(world, cast, "rita", profile=CONSULT)
    for actor in (cast.charlie, cast.alice, reader, cast.buyer):
        browser = await page_of(portal, world, actor, public_id)
        await browser.send(InvoiceState.ask, "valider")
        assert (await browser.state(InvoiceState)).doing == ""
        await browser.send(handler, form)
        assert row(world, public_id).status is Status.A_VALIDER_1
        assert last(world, cast.alice, public_id)[0] == "A_VALIDER_1"
    stranger = await page_of(portal, world, cast.charlie, public_id)
    assert (await stranger.state(InvoiceState)).missing


async def test_charlie_finds_an_empty_list_and_no_entry(portal: Portal, world: World, cast: Cast) -> None:
    waiting(world, cast)
    browser = await portal.opened(world, cast.charlie, "/factures-a-valider")
    shown, frame = await browser.state(ToValidateState), await browser.state(FrameState)
    assert (shown.rows, shown.statuses, frame.validates, frame.to_validate) == ([], [], False, 0)


async def test_reminder_of_the_valideur_stands_in_the_history(portal: Portal, world: World, cast: Cast) -> None:
    public_id = waiting(world, cast)
    world.clock.move(timedelta(days=8))
    with world.transaction() as context:
        tacit.sweep(context)
    state = await (await page_of(portal, world, cast.alice, public_id)).state(InvoiceState)
    latest = state.invoice.history[0]
    assert (latest.label, latest.who, latest.why) == ("Valideur relancé", "Portail", "")
