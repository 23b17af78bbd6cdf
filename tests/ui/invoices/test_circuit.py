"""What the MOE and the MOA do with a piece of works on its page, and in which words its supplier is asked."""

import pytest

from chorus_app.invoices import circuit
from chorus_app.invoices.enums import DocumentKind, Status
from chorus_app.invoices.queries import get_invoice
from chorus_app.kernel.context import World
from chorus_app.kernel.text import t
from chorus_app.ui.home.state import HomeState
from chorus_app.ui.invoices.detail_state import InvoiceState
from chorus_app.ui.invoices.state import WorksState
from chorus_app.ui.invoices.supply.complete_state import AddState, CompleteState
from chorus_app.ui.invoices.supply.valideur_state import ValideurState
from chorus_app.ui.invoices.supply.way_state import WayState
from tests.flux.scenes import OTHER_SUPPLIER, Cast
from tests.invoices.test_circuit import do, piece
from tests.invoices.test_queries import add
from tests.invoices.to_validate import CONSULT, mona, row
from tests.makers.invoices import MOE_SIRET, RECIPIENT_SIRET
from tests.ui.harness import Browser, Portal
from tests.ui.invoices.test_acts import last
from tests.ui.invoices.test_supply import sent
from tests.ui.waiting import shows

BACK = ["refuser-piece", "demander", "renvoyer", "joindre"]


async def page_of(portal: Portal, world: World, actor: int, public_id: str, page: str = "") -> Browser:
    return await portal.opened(world, actor, f"/factures/{public_id}{page}")


@pytest.mark.parametrize(
    ("cadre", "usual", "acts"),
    [("A4", "deposer", BACK), ("A10", "prendre", ["prendre", "transmettre", *BACK])],
)
async def test_moe_sees_what_may_be_done_and_others_do_not(
    portal: Portal, world: World, cast: Cast, cadre: str, usual: str, acts: list[str]
) -> None:
    one, public_id = mona(world, cast), piece(world, cast, cadre)
    state = await (await page_of(portal, world, one, public_id)).state(InvoiceState)
    assert (state.acts, state.held.usual, state.held.title) == (acts, usual, t("invoices_ui.circuit.title.moe"))
    assert state.held.deposit == f"/factures-de-travaux/deposer?suite={public_id}"
    assert next(one.value for one in state.held.refusals) == "ERREUR_VALIDEUR"
    for actor in (mona(world, cast, "rita", profile=CONSULT), cast.alice, cast.buyer, cast.charlie):
        other = await page_of(portal, world, actor, public_id)
        state = await other.state(InvoiceState)
        assert (state.acts, state.held.title, state.missing) == ([], "", actor == cast.charlie)
        await other.send(InvoiceState.ask, "demander")
        await other.send(InvoiceState.answer_piece, {"comment": "x", "reason": "AUTRE"})
        await other.send(InvoiceState.take_piece, {})
        await other.send(InvoiceState.pass_piece_on, {})
        state = await other.state(InvoiceState)
        assert state.problem or state.missing
    assert row(world, public_id).status in {Status.A_ASSOCIER_MOE, Status.MISE_A_DISPOSITION_MOE}


async def test_piece_goes_from_the_moe_to_the_moa_on_its_page(portal: Portal, world: World, cast: Cast) -> None:
    one, public_id = mona(world, cast), piece(world, cast, "A10")
    moe = await page_of(portal, world, one, public_id)
    moa = await page_of(portal, world, cast.buyer, public_id)
    await moe.send(InvoiceState.ask, "prendre")
    assert (await moe.state(InvoiceState)).doing == "prendre"
    await moe.send(InvoiceState.take_piece, {"comment": "Vu."})
    state = await moe.state(InvoiceState)
    assert (state.doing, state.message, state.held.usual) == ("", t("invoices_ui.acts.prendre.done"), "transmettre")
    assert "ERREUR_VALIDEUR" not in [one.value for one in state.held.refusals]
    await moe.send(InvoiceState.ask, "refuser-piece")
    await moe.send(InvoiceState.answer_piece, {"comment": "Non.", "reason": "ERREUR_VALIDEUR"})
    assert "erreur de MOE" in (await moe.state(InvoiceState)).problem
    await moe.send(InvoiceState.pass_piece_on, {})
    state = await moe.state(InvoiceState)
    assert (state.acts, state.held.title, state.message) == ([], "", t("invoices_ui.acts.transmettre.done"))
    state = await shows(moa, InvoiceState, acts=["prendre", *BACK])
    assert (state.held.title, state.held.usual) == (t("invoices_ui.circuit.title.moa"), "prendre")
    await moa.send(InvoiceState.take_piece, {})
    state = await moa.state(InvoiceState)
    assert (state.held.usual, row(world, public_id).status) == ("deposer", Status.PRISE_EN_COMPTE_MOA)


@pytest.mark.parametrize(
    ("act", "form", "field", "after"),
    [
        ("demander", {"comment": " "}, "comment", "A_COMPLETER"),
        ("refuser-piece", {"comment": "Soldé."}, "reason", "REFUSEE_MOE"),
        ("refuser-piece", {"reason": "AUTRE"}, "comment", "REFUSEE_MOE"),
        ("renvoyer", None, "", "EN_ATTENTE_RECYCLAGE_FOURNISSEUR"),
    ],
)
async def test_answer_needs_its_words(
    portal: Portal, world: World, cast: Cast, act: str, form: dict[str, str] | None, field: str, after: str
) -> None:
    one, public_id = mona(world, cast), piece(world, cast)
    browser = await page_of(portal, world, one, public_id)
    await browser.send(InvoiceState.ask, act)
    if form is not None:
        await browser.send(InvoiceState.answer_piece, form)
        state = await browser.state(InvoiceState)
        assert (list(state.errors), state.doing) == ([field], act)
        assert row(world, public_id).status is Status.A_ASSOCIER_MOE
    await browser.send(InvoiceState.answer_piece, {"comment": "Il manque le métré.", "reason": "AUTRE"})
    state = await browser.state(InvoiceState)
    assert (state.errors, state.doing, state.message) == ({}, "", t(f"invoices_ui.acts.{act}.done"))
    code, comment = last(world, one, public_id)
    assert (code, (comment or "").endswith("Il manque le métré.")) == (after, True)


async def test_what_was_answered_meanwhile_is_told(portal: Portal, world: World, cast: Cast) -> None:
    one, public_id = mona(world, cast), piece(world, cast)
    first, second = [await page_of(portal, world, one, public_id) for _ in range(2)]
    for browser in (first, second):
        await browser.send(InvoiceState.ask, "demander")
    await first.send(InvoiceState.answer_piece, {"comment": "Le métré."})
    await second.send(InvoiceState.ask, "demander")
    await second.send(InvoiceState.answer_piece, {"comment": "Le métré."})
    assert row(world, public_id).status is Status.A_COMPLETER


async def test_moe_adds_documents_and_the_piece_stays(portal: Portal, world: World, cast: Cast) -> None:
    one, public_id = mona(world, cast), piece(world, cast)
    browser = await page_of(portal, world, one, public_id, "/joindre")
    state = await browser.state(AddState)
    assert (state.waits, state.invoice.list_href) == (True, "/factures-de-travaux")
    await browser.send(AddState.send, {"comment": ""})
    assert (await browser.state(AddState)).problem == t("invoices.supply.nothing_added")
    await browser.send(AddState.attached, sent(world, one, "metre.pdf"))
    await browser.send(AddState.send, {"comment": "Voici le métré."})
    assert browser.redirects == [f"/factures/{public_id}"]
    await browser.open(f"/factures/{public_id}")
    assert (await browser.state(InvoiceState)).message == t("invoices_ui.acts.joindre.done")
    with world.reading(actor_id=cast.alice) as context:
        seen = get_invoice(context, public_id=public_id)
    assert [one.name for one in seen.documents if one.kind is DocumentKind.ATTACHMENT] == ["metre.pdf"]
    assert (seen.row.status, seen.history[-1].comment) == (Status.A_ASSOCIER_MOE, "Voici le métré. – metre.pdf")
    for actor in (cast.alice, cast.buyer, cast.charlie):
        other = await page_of(portal, world, actor, public_id, "/joindre")
        assert not (await other.state(AddState)).waits
        await other.send(AddState.send, {"comment": "x"})
        assert (await other.state(AddState)).problem


async def test_supplier_is_asked_in_words_of_works(portal: Portal, world: World, cast: Cast) -> None:
    one = mona(world, cast)
    asked, sent_back, wrong = [piece(world, cast, "A10", number) for number in ("S-1", "S-2", "S-3")]
    nobody = piece(world, cast, "A4", "S-4", valideur=None)
    said = ((asked, "demander", ""), (sent_back, "renvoyer", ""), (wrong, "refuser-piece", "ERREUR_VALIDEUR"))
    for public_id, act, reason in said:
        browser = await page_of(portal, world, one, public_id)
        await browser.send(InvoiceState.ask, act)
        await browser.send(InvoiceState.answer_piece, {"comment": "Le métré.", "reason": reason})
    words = [
        (await (await page_of(portal, world, cast.alice, public_id)).state(InvoiceState)).invoice.wording
        for public_id in (asked, sent_back, wrong, nobody, add(world, cast, "F1"))
    ]
    assert words == ["piece", "piece", "piece", "sans_moe", "facture"]
    completing = await page_of(portal, world, cast.alice, asked, "/completer")
    await completing.send(CompleteState.send, {"comment": "Voici."})
    await completing.open(f"/factures/{asked}")
    assert (await completing.state(InvoiceState)).message == t("invoices_ui.acts.completer.piece.done")
    recycling = await page_of(portal, world, cast.alice, sent_back, "/recycler")
    typed = {"destinataire": RECIPIENT_SIRET, "service": "", "engagement": "", "marche": "M-2", "comment": ""}
    await recycling.send(WayState.send, typed)
    await recycling.open(f"/factures/{sent_back}")
    assert (await recycling.state(InvoiceState)).message == t("invoices_ui.acts.recycler.piece.done")
    for public_id, told in ((wrong, "piece"), (nobody, "sans_moe")):
        naming = await page_of(portal, world, cast.alice, public_id, "/valideur")
        state = await naming.state(ValideurState)
        assert (state.waits, state.before != "") == (True, told == "piece")
        await naming.send(ValideurState.send, {"valideur": OTHER_SUPPLIER if told == "piece" else MOE_SIRET})
        await naming.open(f"/factures/{public_id}")
        assert (await naming.state(InvoiceState)).message == t(f"invoices_ui.acts.valideur.{told}.done")


async def test_home_counts_what_is_with_whom_and_leads_to_the_list(portal: Portal, world: World, cast: Cast) -> None:
    one, reader = mona(world, cast), mona(world, cast, "rita", profile=CONSULT)
    for cadre, number in (("A4", "S-1"), ("A10", "S-2"), ("A5", "S-3")):
        public_id = piece(world, cast, cadre, number)
        if cadre == "A10":
            do(world, one, circuit.ask_more, public_id, comment="Le métré.")

    async def todos(actor: int) -> list[tuple[str, str]]:
        home = await (await portal.opened(world, actor, "/")).state(HomeState)
        return [(todo.title, todo.href.partition("=")[2]) for todo in home.todos]

    async def listed(actor: int, side: str) -> list[str]:
        browser = await portal.opened(world, actor, f"/factures-de-travaux?statut={side}")
        return [line.number for line in (await browser.state(WorksState)).rows]

    assert await todos(one) == [("1 pièce de travaux entre vos mains (MOE)", "CHEZ_LA_MOE")]
    assert await todos(cast.buyer) == [("1 pièce de travaux entre vos mains (MOA)", "CHEZ_LA_MOA")]
    assert await todos(cast.alice) == [
        ("1 pièce de travaux attend une action de votre part", "CHEZ_LE_FOURNISSEUR"),
    ]
    assert [await todos(actor) for actor in (reader, cast.charlie)] == [[], []]
    assert await listed(one, "CHEZ_LA_MOE") == ["S-1"]
    assert await listed(cast.buyer, "CHEZ_LA_MOA") == ["S-3"]
    assert await listed(cast.alice, "CHEZ_LE_FOURNISSEUR") == ["S-2"]
    assert await listed(cast.charlie, "CHEZ_LA_MOE") == []
