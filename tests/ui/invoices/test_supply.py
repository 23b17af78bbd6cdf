"""The pages on which a supplier completes an invoice, sends it another way or names another valideur."""

from typing import Any

import pytest

from chorus_app.flux import uploads
from chorus_app.invoices.enums import DocumentKind, Scope, Status
from chorus_app.invoices.queries import get_invoice
from chorus_app.kernel.context import World
from chorus_app.kernel.text import t
from chorus_app.structures.enums import StructureKind
from chorus_app.ui.components.attaching import Refused
from chorus_app.ui.invoices.detail_state import InvoiceState
from chorus_app.ui.invoices.supply.complete_state import CompleteState
from chorus_app.ui.invoices.supply.state import SupplyState
from chorus_app.ui.invoices.supply.valideur_state import ValideurState
from chorus_app.ui.invoices.supply.way_state import WayState
from tests.flux import scenes
from tests.flux.scenes import OTHER_SUPPLIER, Cast
from tests.invoices.test_queries import add, numbers
from tests.invoices.to_validate import mona, row, waiting
from tests.makers.invoices import RECIPIENT_SIRET, SUPPLIER_SIRET
from tests.ui.harness import Browser, Portal
from tests.ui.invoices.test_acts import brought_to, last

OTHER_TOWN = "21690123100011"
PAGES: dict[str, type[SupplyState]] = {"completer": CompleteState, "recycler": WayState, "valideur": ValideurState}


def sent(world: World, actor: int, name: str, content: bytes = b"bon") -> str:
    """A document that the browser has sent."""
    file = world.files.put(content)
    with world.transaction(actor_id=actor) as context:
        return uploads.remember(context, stored=file, name=name)


async def opened(portal: Portal, world: World, actor: int, public_id: str, page: str) -> Browser:
    return await portal.opened(world, actor, f"/factures/{public_id}/{page}")


def suspended(world: World, cast: Cast, number: str = "F1") -> str:
    return brought_to(world, add(world, cast, number), Status.SUSPENDUE, comment="Il manque le bon.")


def sent_back(world: World, cast: Cast) -> str:
    return brought_to(world, add(world, cast, "F1", engagement="EJ1"), Status.A_RECYCLER, comment="Mauvaise ville.")


def wrong(world: World, cast: Cast) -> str:
    return brought_to(world, waiting(world, cast), Status.ERREUR_FOURNISSEUR_SUR_VALIDEUR)


async def test_suspended_invoice_gets_documents_and_a_comment(portal: Portal, world: World, cast: Cast) -> None:
    public_id = suspended(world, cast)
    browser = await opened(portal, world, cast.alice, public_id, "completer")
    state = await browser.state(CompleteState)
    assert (state.waits, state.invoice.reason, state.invoice.list_href) == (
        True,
        "Il manque le bon.",
        "/factures-emises",
    )
    await browser.send(CompleteState.send, {"comment": " "})
    assert (await browser.state(CompleteState)).problem == t("invoices.supply.nothing_added")
    bon, plan = sent(world, cast.alice, "bon.pdf"), sent(world, cast.alice, "plan.pdf", b"plan")
    for upload in (bon, plan):
        await browser.send(CompleteState.attached, upload)
    await browser.send(CompleteState.detach, plan)
    await browser.send(CompleteState.detach, "inconnu")
    assert [(one.name, one.size) for one in (await browser.state(CompleteState)).files] == [("bon.pdf", "3\xa0octets")]
    await browser.send(CompleteState.send, {"comment": "Voici le bon."})
    assert browser.redirects == [f"/factures/{public_id}"]
    assert last(world, cast.alice, public_id) == ("COMPLETEE", "Voici le bon.")
    with world.reading(actor_id=cast.buyer) as context:
        documents = get_invoice(context, public_id=public_id).documents
    assert ("bon.pdf", b"bon") in [
        (one.name, world.files.read(one.sha256)) for one in documents if one.kind is DocumentKind.ATTACHMENT
    ]
    await browser.open(f"/factures/{public_id}")
    page = await browser.state(InvoiceState)
    assert (page.message, page.acts) == (t("invoices_ui.acts.completer.done"), [])
    await browser.open(f"/factures/{public_id}/completer")
    state = await browser.state(CompleteState)
    assert (state.waits, state.files) == (False, [])


async def test_documents_that_do_not_fit_are_refused_one_by_one(portal: Portal, world: World, cast: Cast) -> None:
    browser = await opened(portal, world, cast.alice, suspended(world, cast), "completer")
    await browser.send(CompleteState.attached, sent(world, cast.alice, "virus.exe"))
    await browser.send(CompleteState.attached, "inconnu")
    await browser.send(CompleteState.attached, sent(world, cast.charlie, "a-charlie.pdf"))
    for _ in range(2):
        await browser.send(CompleteState.attached, sent(world, cast.alice, "bon.pdf"))
    await browser.send(CompleteState.attach_failed, "413:1:gros.pdf")
    await browser.send(CompleteState.attach_failed, "429:2:encore.pdf")
    state = await browser.state(CompleteState)
    assert [one.name for one in state.files] == ["bon.pdf"]
    assert [one.name for one in state.refused] == ["virus.exe", "", "bon.pdf", "gros.pdf", "encore.pdf"]
    assert Refused("gros.pdf", t("drafts.failed.too_large")) in state.refused
    await browser.send(CompleteState.forget_refused)
    assert (await browser.state(CompleteState)).refused == []


async def test_document_gone_meanwhile_completes_nothing(portal: Portal, world: World, cast: Cast) -> None:
    public_id = suspended(world, cast)
    browser = await opened(portal, world, cast.alice, public_id, "completer")
    upload = sent(world, cast.alice, "bon.pdf")
    await browser.send(CompleteState.attached, upload)
    with world.transaction(actor_id=cast.alice) as context:
        uploads.forget(context, upload=upload)
    await browser.send(CompleteState.send, {"comment": "Voici."})
    assert (await browser.state(CompleteState)).problem == t("deposit.upload.unknown")
    assert row(world, public_id).status is Status.SUSPENDUE


async def test_documents_of_one_invoice_do_not_go_with_another(portal: Portal, world: World, cast: Cast) -> None:
    one, other = suspended(world, cast, "F1"), suspended(world, cast, "F2")
    browser = await opened(portal, world, cast.alice, one, "completer")
    await browser.send(CompleteState.attached, sent(world, cast.alice, "bon.pdf"))
    await browser.open(f"/factures/{other}/completer")
    assert (await browser.state(CompleteState)).files == []


async def test_invoice_goes_another_way_under_its_number(portal: Portal, world: World, cast: Cast) -> None:
    with world.transaction() as context:
        lyon = scenes.structure(context, OTHER_TOWN, "Ville de Lyon", kind=StructureKind.PUBLIQUE)
        lyon.engagement_required = True
        scenes.service(context, lyon, "VOIRIE")
    public_id = sent_back(world, cast)
    browser = await opened(portal, world, cast.alice, public_id, "recycler")
    state = await browser.state(WayState)
    assert (state.values["destinataire"], state.values["engagement"]) == (RECIPIENT_SIRET, "EJ1")
    assert (state.recipient.name, state.invoice.reason) == ("Ville de Démo", "Mauvaise ville.")
    await browser.send(WayState.search, "lyon")
    assert [one.value for one in (await browser.state(WayState)).found] == [OTHER_TOWN]
    await browser.send(WayState.choose_recipient, OTHER_TOWN)
    state = await browser.state(WayState)
    assert (state.recipient.name, [one.value for one in state.recipient.services]) == ("Ville de Lyon", ["VOIRIE"])
    typed = {"destinataire": "216 901 231 00011", "service": "INCONNU", "engagement": "", "marche": "", "comment": ""}
    await browser.send(WayState.send, typed)
    state = await browser.state(WayState)
    assert (sorted(state.errors), state.problem[:28]) == (
        ["engagement", "service"],
        "La facture n’arriverait pas\xa0"[:28],
    )
    await browser.send(WayState.send, {**typed, "service": "VOIRIE", "engagement": "EJ2", "comment": "Bonne ville."})
    assert browser.redirects == [f"/factures/{public_id}"]
    kept = row(world, public_id)
    assert (kept.number, kept.recipient_id, kept.service_code, kept.engagement) == ("F1", lyon.id, "VOIRIE", "EJ2")
    assert numbers(world, cast.buyer, Scope.RECUES) == []


@pytest.mark.parametrize(
    ("recipient", "told"),
    [("", "14 chiffres"), ("12345", "14 chiffres"), (OTHER_TOWN, "annuaire"), (OTHER_SUPPLIER, "publique")],
)
async def test_recipient_that_is_none_is_told_beside_its_field(
    portal: Portal, world: World, cast: Cast, recipient: str, told: str
) -> None:
    public_id = sent_back(world, cast)
    browser = await opened(portal, world, cast.alice, public_id, "recycler")
    await browser.send(WayState.send, {"destinataire": recipient, "service": "", "engagement": "EJ1", "marche": ""})
    errors = (await browser.state(WayState)).errors
    assert list(errors) == ["destinataire"]
    assert told in errors["destinataire"]
    assert row(world, public_id).status is Status.A_RECYCLER


async def test_another_valideur_is_named_and_told(portal: Portal, world: World, cast: Cast) -> None:
    public_id = wrong(world, cast)
    browser = await opened(portal, world, cast.alice, public_id, "valideur")
    state = await browser.state(ValideurState)
    assert (state.waits, state.before) == (True, "Maîtrise d’œuvre Démo")
    await browser.send(ValideurState.search, "démo")
    assert SUPPLIER_SIRET not in [one.value for one in (await browser.state(ValideurState)).found]
    await browser.send(ValideurState.search, "autre")
    await browser.send(ValideurState.choose, OTHER_SUPPLIER)
    assert (await browser.state(ValideurState)).chosen == "Électricité Autre"
    for typed, told in (
        ("", t("invoices.supply.no_structure", identifier="—")),
        ("123", t("invoices.supply.no_structure", identifier="123")),
        (SUPPLIER_SIRET, t("invoices.supply.no_valideur", name="Maçonnerie Démo")),
    ):
        await browser.send(ValideurState.send, {"valideur": typed})
        assert (await browser.state(ValideurState)).errors == {"valideur": told}
    await browser.send(ValideurState.send, {"valideur": OTHER_SUPPLIER})
    assert browser.redirects == [f"/factures/{public_id}"]
    assert numbers(world, cast.charlie, Scope.VALIDER) == ["ST-1"]


FORMS: dict[str, dict[str, Any]] = {
    "completer": {"comment": "Voici."},
    "recycler": {"destinataire": RECIPIENT_SIRET, "service": "", "engagement": "EJ9", "marche": ""},
    "valideur": {"valideur": OTHER_SUPPLIER},
}


@pytest.mark.parametrize("page", sorted(FORMS))
async def test_page_offers_nothing_in_another_status(portal: Portal, world: World, cast: Cast, page: str) -> None:
    public_id, kind = add(world, cast, "F1"), PAGES[page]
    browser = await opened(portal, world, cast.alice, public_id, page)
    state = await browser.state(kind)
    assert (state.waits, state.missing, state.invoice.status) == (False, False, "Mise à disposition")
    await browser.send(kind.send, FORMS[page])  # type: ignore[attr-defined]  # each page has it
    state = await browser.state(kind)
    assert ("F1" in state.problem, row(world, public_id).status) == (True, Status.MISE_A_DISPOSITION)


@pytest.mark.parametrize(("page", "made"), [("completer", suspended), ("recycler", sent_back), ("valideur", wrong)])
async def test_charlie_and_the_other_parties_change_nothing(
    portal: Portal, world: World, cast: Cast, page: str, made: Any
) -> None:
    public_id, kind = made(world, cast), PAGES[page]
    before = row(world, public_id).status
    for actor in (cast.charlie, cast.buyer, mona(world, cast)):
        browser = await opened(portal, world, actor, public_id, page)
        state = await browser.state(kind)
        assert not state.waits
        if kind is ValideurState:
            await browser.send(ValideurState.search, "autre")
        await browser.send(kind.send, FORMS[page])  # type: ignore[attr-defined]  # each page has it
        assert ((await browser.state(kind)).problem != "", row(world, public_id).status) == (True, before)
    stranger = await opened(portal, world, cast.charlie, public_id, page)
    unknown = await opened(portal, world, cast.charlie, "inconnu", page)
    assert (await stranger.state(kind)).missing
    assert (await unknown.state(kind)).missing
