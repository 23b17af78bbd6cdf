"""What suppliers do with invoices that came back, and valideurs with those that wait for them."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from chorus_app.invoices import tacit
from chorus_app.invoices.enums import DocumentKind, EventKind, Scope, Status
from chorus_app.invoices.lists import InvoiceFilters, list_invoices
from chorus_app.invoices.models import Invoice, InvoiceDocument, InvoiceEvent
from chorus_app.invoices.queries import get_invoice
from chorus_app.invoices.service import give_status
from chorus_app.kernel.context import World
from chorus_app.notifications.enums import NewsKind
from chorus_app.notifications.models import Notification
from chorus_app.structures.enums import StructureKind
from tests.api.client import Keys, keys_of, program
from tests.api.test_attachments import put, strangers
from tests.api.test_submitting import SUBMIT, invoice, others
from tests.flux import scenes
from tests.flux.scenes import Cast
from tests.makers.invoices import MOE_SIRET, SUPPLIER_SIRET

COMPLETE, RECYCLE = "factures/v1/completer", "factures/v1/recycler"
VALIDEUR, REJECTIONS = "factures/v1/corriger/valideur/facture", "factures/v1/traiterRejet"
VALIDATE, STATUSES = "factures/v1/traiter/factureAValider", "factures/v1/recuperer/statutsFactureVisibles/valideur"
TO_VALIDATE, DEMANDS = "factures/v1/rechercher/valideur", "factures/v1/rechercher/demandePaiement"
OTHER_TOWN = "21690123100011"
A9 = {"codeCadreFacturation": "A9_FACTURE_SOUSTRAITANT", "codeStructureValideur": MOE_SIRET}


async def submitted(world: World, keys: Keys, *path: Status, **changes: Any) -> Invoice:
    """An invoice of Alice's program, and the statuses that it was given since."""
    async with program(world, keys) as one:
        answer = await one.post(SUBMIT, invoice(**changes))
    assert answer["codeRetour"] == 0, answer
    return moved(world, answer["identifiantFactureCPP"], *path)


def moved(world: World, invoice_id: int, *path: Status) -> Invoice:
    with world.transaction() as context:
        found = context.session.get_one(Invoice, invoice_id)
        for status in path:
            give_status(context, invoice=found, status=status)
    return found


def now(world: World, invoice_id: int) -> Invoice:
    with world.reading() as context:
        return context.session.get_one(Invoice, invoice_id)


def history(world: World, invoice_id: int, *, kind: EventKind = EventKind.STATUS) -> list[tuple[str, str | None]]:
    with world.reading() as context:
        query = select(InvoiceEvent).where(InvoiceEvent.invoice_id == invoice_id, InvoiceEvent.kind == kind)
        events = context.session.exec(query.order_by(col(InvoiceEvent.id))).all()
        return [(event.code, event.comment) for event in events]


async def test_suspended_invoice_is_completed(world: World, keys: Keys) -> None:
    suspended = await submitted(world, keys, Status.SUSPENDUE)
    asked = {"identifiantFactureCPP": suspended.id, "commentaire": "Le bon de livraison."}
    async with program(world, keys) as one:
        bon = await put(one, content=b"bon", name="bon.pdf")
        nothing = await one.post(COMPLETE, {"identifiantFactureCPP": suspended.id})
        said = {"pieceJointeComplementaireType": "05", "pieceJointeComplementaireNumeroLigneFacture": 1}
        documents = [{**others(bon)[0], **said}]
        answer = await one.post(COMPLETE, {**asked, "pieceJointeComplementaire": documents})
        again = await one.post(COMPLETE, asked)
    assert nothing["codeRetour"] == 20001
    assert answer == {
        "codeRetour": 0,
        "libelle": "TRA_MSG_00.000",
        "identifiantFactureCPP": suspended.id,
        "numeroFacture": "PROG-1",
        "dateTraitement": "2026-11-24",
    }
    assert (again["codeRetour"], again["libelle"][:14]) == (20002, "GDP_MSG_11.033")
    assert now(world, suspended.id).status is Status.COMPLETEE
    assert history(world, suspended.id)[-1] == ("COMPLETEE", "Le bon de livraison.")
    with world.reading() as context:
        query = select(InvoiceDocument).where(InvoiceDocument.kind == DocumentKind.ATTACHMENT)
        (added,) = context.session.exec(query).all()
    assert (added.invoice_id, added.name, world.files.read(added.sha256)) == (suspended.id, "bon.pdf", b"bon")
    assert (added.type_code, added.line) == ("05", 1)


async def test_depositor_on_the_portal_is_told_what_the_program_did(world: World, cast: Cast, keys: Keys) -> None:
    suspended = await submitted(world, keys, Status.SUSPENDUE)
    with world.transaction() as context:
        context.session.get_one(Invoice, suspended.id).depositor_id = cast.alice
    async with program(world, keys) as one:
        await one.post(COMPLETE, {"identifiantFactureCPP": suspended.id, "commentaire": "Voici."})
    with world.reading() as context:
        told = context.session.exec(select(Notification).where(Notification.user_id == cast.alice)).all()
    assert [entry.kind for entry in told] == [NewsKind.INVOICE_STATUS]


async def test_document_that_does_not_fit_completes_nothing(world: World, keys: Keys) -> None:
    suspended = await submitted(world, keys, Status.SUSPENDUE)
    async with program(world, keys) as one:
        twice = [await put(one, content=content, name="bon.pdf") for content in (b"1", b"2")]
        answer = await one.post(
            COMPLETE, {"identifiantFactureCPP": suspended.id, "pieceJointeComplementaire": others(*twice)}
        )
    assert answer["codeRetour"] == 20001
    assert now(world, suspended.id).status is Status.SUSPENDUE


async def test_invoice_sent_back_goes_another_way_under_its_number(world: World, cast: Cast, keys: Keys) -> None:
    with world.transaction() as context:
        lyon = scenes.structure(context, OTHER_TOWN, "Ville de Lyon", kind=StructureKind.PUBLIQUE)
        lyon.engagement_required = True
        scenes.service(context, lyon, "VOIRIE")
    back = await submitted(world, keys, Status.A_RECYCLER)
    way = {"codeDestinataire": OTHER_TOWN, "codeServiceExecutant": "VOIRIE"}
    asked = {"identifiantFactureCPP": back.id, "destinataire": way, "commentaire": "Bon service."}
    async with program(world, keys) as one:
        wrong = await one.post(RECYCLE, {**asked, "destinataire": {"codeServiceExecutant": "INCONNU"}})
        lacking = await one.post(RECYCLE, {**asked, "reference": {"numeroBonCommande": ""}})
        answer = await one.post(RECYCLE, {**asked, "reference": {"numeroBonCommande": "EJ-99"}})
        again = await one.post(RECYCLE, asked)
    assert (wrong["codeRetour"], "service" in wrong["libelle"]) == (20001, True)
    assert (lacking["codeRetour"], "obligatoire" in lacking["libelle"]) == (20001, True)
    assert answer == {
        "codeRetour": 0,
        "libelle": "TRA_MSG_00.000",
        "identifiantFactureCPP": back.id,
        "numeroFacture": "PROG-1",
        "statutFacture": "MISE_A_DISPOSITION",
        "dateDepot": "2026-11-24",
    }
    assert again["codeRetour"] == 20002
    kept = now(world, back.id)
    assert (kept.recipient_id, kept.service_code, kept.engagement, kept.contract) == (lyon.id, "VOIRIE", "EJ-99", "M-7")
    assert history(world, back.id)[-2:] == [("DEPOSEE", "Bon service."), ("MISE_A_DISPOSITION", None)]
    with world.reading(actor_id=cast.buyer, structure_id=cast.recipient) as context:
        assert list_invoices(context, scope=Scope.RECUES).page.total == 0
    with world.reading(actor_id=cast.alice, structure_id=cast.supplier) as context:
        found = list_invoices(context, scope=Scope.EMISES, filters=InvoiceFilters(text="Lyon")).page
    assert [row.recipient.name for row in found.rows] == ["Ville de Lyon"]


async def test_rejection_is_noted_once_and_shown(world: World, cast: Cast, keys: Keys) -> None:
    rejected = await submitted(world, keys, Status.REJETEE)
    other = await submitted(world, keys, numeroFactureSaisi="PROG-2")
    both = [{"idDemandePaiement": number} for number in (rejected.id, other.id)]
    path = "factures/v1/rechercher/fournisseur"
    async with program(world, keys) as one:
        refused = await one.post(REJECTIONS, {"listeDemandePaiement": both})
        before = (await one.post(path, {"numeroFacture": "PROG-1"}))["listeFactures"][0]["rejetTraite"]
        for _ in range(2):
            done = await one.post(REJECTIONS, {"listeDemandePaiement": both[:1], "motifRejet": "TVA", "cpltInfos": "x"})
        found = (await one.post(path))["listeFactures"]
        told = await one.post("factures/v1/consulter/historique", {"idFacture": rejected.id})
    assert (refused["codeRetour"], before) == (20002, False)
    assert done == {"codeRetour": 0, "libelle": "TRA_MSG_00.000"}
    assert {row["numeroFacture"]: row["rejetTraite"] for row in found} == {"PROG-1": True, "PROG-2": False}
    assert history(world, rejected.id, kind=EventKind.ACTION) == [("TRAITEMENT_REJET", "TVA – x")]
    assert told["derniereAction"]["derniereActionCode"] == "TRAITEMENT_REJET"
    with world.reading(actor_id=cast.alice, structure_id=cast.supplier) as context:
        labels = [event.label_key for event in get_invoice(context, public_id=rejected.public_id).history]
    assert labels[-1] == "invoices.rejection_treated"


async def test_valideur_finds_and_validates_what_waits_for_him(world: World, keys: Keys, moe: Keys) -> None:
    waiting = await submitted(world, keys, cadreDeFacturation=A9)
    async with program(world, moe) as one:
        found = await one.post(TO_VALIDATE, {"statutCourant": ["A_VALIDER_1"], "numeroFacture": "PROG"})
        consulted = await one.post("factures/v1/consulter/valideur", {"identifiantFactureCPP": waiting.id})
        statuses = await one.post(STATUSES)
        none = await one.post(TO_VALIDATE, {"typeDemandePaiement": "FACTURE_TRAVAUX"})
        paper = await put(one, content=b"visa", name="visa.pdf")
        asked = {"idFacture": waiting.id, "action": "VALIDATION", "complementInfo": "Conforme."}
        answer = await one.post(VALIDATE, {**asked, "idPieceJointe": paper})
        again = await one.post(VALIDATE, asked)
    assert [(row["idFacture"], row["statut"]) for row in found["listeFactures"]] == [(waiting.id, "A_VALIDER_1")]
    assert found["parametresRetour"] == {"nbResultatsParPage": 10, "pageCourante": 1, "pages": 1, "total": 1}
    assert consulted["facture"]["numeroFacture"] == "PROG-1"
    assert statuses["listeStatutFacture"] == [{"codeStatutFacture": f"A_VALIDER_{n}"} for n in (1, 2)]
    assert none["listeFactures"] == []
    assert answer == {
        "codeRetour": 0,
        "libelle": "TRA_MSG_00.000",
        "idFacture": waiting.id,
        "numeroFacture": "PROG-1",
        "statutFacture": "MISE_A_DISPOSITION",
        "dateTraitement": "2026-11-24",
    }
    assert again["codeRetour"] == 20002
    assert history(world, waiting.id)[-2:] == [("VALIDEE_1", "Conforme."), ("MISE_A_DISPOSITION", None)]
    with world.reading() as context:
        assert "visa.pdf" in context.session.exec(select(InvoiceDocument.name)).all()


async def test_wrong_valideur_is_corrected(world: World, cast: Cast, keys: Keys, moe: Keys) -> None:
    waiting = await submitted(world, keys, cadreDeFacturation={**A9, "codeServiceValideur": "ETUDES"})
    assert waiting.valideur_service == "ETUDES"
    refusal = {"idFacture": waiting.id, "action": "REFUS"}
    async with program(world, moe) as one:
        without = await one.post(VALIDATE, refusal)
        unknown = await one.post(VALIDATE, {**refusal, "action": "PEUT_ETRE"})
        refused = await one.post(VALIDATE, {**refusal, "motifRefus": "ERREUR_VALIDEUR", "complementInfo": "Pas nous."})
    other = {"identifiantStructure": scenes.OTHER_SUPPLIER, "typeIdentifiantStructure": "SIRET"}
    async with program(world, keys) as one:
        own = await one.post(VALIDEUR, {"idFacture": waiting.id, "identifiantStructure": SUPPLIER_SIRET})
        private = await one.post(VALIDEUR, {"idFacture": waiting.id, "idStructure": cast.other})
        nobody = await one.post(VALIDEUR, {"idFacture": waiting.id, "idStructure": 999_999})
        done = await one.post(VALIDEUR, {"idFacture": waiting.id, **other})
        again = await one.post(VALIDEUR, {"idFacture": waiting.id, **other})
    assert (without["codeRetour"], unknown["codeRetour"]) == (20001, 20001)
    assert refused["statutFacture"] == "ERREUR_FOURNISSEUR_SUR_VALIDEUR"
    assert history(world, waiting.id)[2][1] == (
        "Erreur de valideur\u00a0: cette structure n’est pas celle qui valide la facture – Pas nous."
    )
    assert (own["codeRetour"], private) == (20001, nobody)
    assert (done, again["codeRetour"]) == (
        {"codeRetour": 0, "libelle": "TRA_MSG_00.000", "idFacture": waiting.id},
        20002,
    )
    kept = now(world, waiting.id)
    assert (kept.status, kept.valideur_id, kept.valideur_service) == (Status.A_VALIDER_1, cast.other, None)
    async with program(world, moe) as one:  # it is no longer his
        assert (await one.post(TO_VALIDATE))["listeFactures"] == []
        assert (await one.post(VALIDATE, refusal | {"motifRefus": "AUTRE"}))["codeRetour"] == 20000


async def test_refused_invoice_goes_back_to_its_supplier(world: World, keys: Keys, moe: Keys) -> None:
    waiting = await submitted(world, keys, cadreDeFacturation=A9)
    async with program(world, moe) as one:
        answer = await one.post(VALIDATE, {"idFacture": waiting.id, "action": "REFUS", "motifRefus": "2"})
    assert answer["statutFacture"] == "REFUSEE_1"
    assert history(world, waiting.id)[-1] == ("REFUSEE_1", "Erreur dans les montants")


@pytest.mark.parametrize(
    ("path_there", "changes"), [((Status.SUSPENDUE,), {}), ((), {"cadreDeFacturation": A9})], ids=["suspended", "A9"]
)
async def test_invoices_of_others_do_not_exist(
    world: World, cast: Cast, keys: Keys, path_there: tuple[Status, ...], changes: dict[str, Any]
) -> None:
    theirs = await submitted(world, keys, *path_there, **changes)
    async with program(world, strangers(world, cast)) as charlie:
        for path, field in (
            (COMPLETE, "identifiantFactureCPP"),
            (RECYCLE, "identifiantFactureCPP"),
            (VALIDEUR, "idFacture"),
            (VALIDATE, "idFacture"),
            ("factures/v1/consulter/valideur", "identifiantFactureCPP"),
        ):
            more = {"commentaire": "x", "idStructure": cast.other, "action": "VALIDATION"}
            refused = await charlie.post(path, {field: theirs.id, **more})
            assert refused == await charlie.post(path, {field: 999_999, **more})
            assert refused["codeRetour"] == 20000
        refused = await charlie.post(REJECTIONS, {"listeDemandePaiement": [{"idDemandePaiement": theirs.id}]})
        assert refused == await charlie.post(REJECTIONS, {"listeDemandePaiement": [{"idDemandePaiement": 999_999}]})
        assert (await charlie.post(TO_VALIDATE))["listeFactures"] == []
        assert (await charlie.post(DEMANDS))["listeDemandePaiement"] == []
    assert now(world, theirs.id).status is theirs.status


async def test_recipient_answers_nothing_in_the_suppliers_place(world: World, cast: Cast, keys: Keys) -> None:
    suspended = await submitted(world, keys, Status.SUSPENDUE)
    buyers = keys_of(world, user_id=cast.buyer, structure_id=cast.recipient, name="Logiciel de la ville")
    async with program(world, buyers) as one:
        answers = [
            await one.post(COMPLETE, {"identifiantFactureCPP": suspended.id, "commentaire": "x"}),
            await one.post(RECYCLE, {"identifiantFactureCPP": suspended.id}),
            await one.post(VALIDATE, {"idFacture": suspended.id, "action": "VALIDATION"}),
        ]
    assert [answer["codeRetour"] for answer in answers] == [20001, 20001, 20001]


async def test_demands_for_payment_by_part(world: World, cast: Cast, keys: Keys, moe: Keys) -> None:
    first = await submitted(world, keys)
    waiting = await submitted(world, keys, numeroFactureSaisi="PROG-2", cadreDeFacturation=A9)
    buyers = keys_of(world, user_id=cast.buyer, structure_id=cast.recipient, name="Logiciel de la ville")

    async def found(who: Keys, **asked: Any) -> list[str]:
        async with program(world, who) as one:
            answer = await one.post(DEMANDS, asked)
        return [row["numeroDemandePaiement"] for row in answer["listeDemandePaiement"]]

    assert await found(keys, roleUtilisateur="FOURNISSEUR") == ["PROG-2", "PROG-1"]
    assert await found(keys, roleUtilisateur="DESTINATAIRE") == []
    assert await found(keys, statutCourant="A_VALIDER_1") == ["PROG-2"]
    assert await found(keys, montantTTCMin=1201) == []
    assert await found(buyers) == ["PROG-1"]  # the other has not arrived yet
    assert await found(moe, roleUtilisateur="VALIDATEUR") == ["PROG-2"]
    assert await found(moe, roleUtilisateur="MOE") == []
    async with program(world, keys) as one:
        wrong = await one.post(DEMANDS, {"roleUtilisateur": "PRESIDENT"})
        (row,) = (await one.post(DEMANDS, {"numeroFacture": "PROG-1"}))["listeDemandePaiement"]
    assert wrong["codeRetour"] == 20001
    assert (row["idDemandePaiement"], row["nombreResultatTotal"]) == (first.id, "1")
    assert waiting.id != first.id


async def test_history_tells_that_the_valideur_was_reminded(world: World, keys: Keys) -> None:
    asked = await submitted(world, keys, cadreDeFacturation=A9)
    world.clock.move(timedelta(days=8))
    with world.transaction() as context:
        tacit.sweep(context)
    async with program(world, keys) as one:
        told = await one.post("factures/v1/consulter/historique", {"idFacture": asked.id})
    events = told["historiquesDesEvenementsComplementaires"]["evenement"]
    assert [(event["evenementLibelle"], event["evenementQui"]) for event in events] == [("Valideur relancé", None)]
    assert told["historiquesDesActionsUtilisateurs"]["histoAction"] == []
