"""Invoices that programs submit: by the rules of the portal's forms, field by field, once."""

import base64
import hashlib
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlmodel import select

from chorus_app.drafts import queries
from chorus_app.drafts.certificate import certificate_of, certificate_pdf
from chorus_app.drafts.models import AccountFile, Draft
from chorus_app.formats.syntaxes import Space
from chorus_app.invoices.enums import DocumentKind, Status
from chorus_app.invoices.models import Invoice, InvoiceDocument, InvoiceLine, InvoiceVat
from chorus_app.kernel.context import World
from chorus_app.structures.models import Service, Structure
from tests.api.client import Keys, Program, program
from tests.api.test_attachments import put, strangers
from tests.factories import BIC, IBAN, bank_account
from tests.flux import scenes
from tests.flux.scenes import Cast
from tests.makers.invoices import MOE_SIRET, RECIPIENT_SIRET, SUPPLIER_SIRET, make_facturx, make_pdf
from tests.makers.pdfs import sign
from tests.makers.xades import xades

PDF, SUBMIT, CONSULT = "factures/v1/deposer/pdf", "factures/v1/soumettre", "factures/v1/consulter/fournisseur"
PAPER = make_pdf()
SIGNED = sign(PAPER)  # pyHanko signs outside of a running loop only


def invoice(mode: str = "SAISIE_API", **changes: Any) -> dict[str, Any]:
    """What a program says of an invoice without fault."""
    return {
        "modeDepot": mode,
        "numeroFactureSaisi": "PROG-1",
        "dateFacture": "2026-11-03",
        "destinataire": {"codeDestinataire": RECIPIENT_SIRET, "codeServiceExecutant": "SERV1"},
        "cadreDeFacturation": {"codeCadreFacturation": "A1_FACTURE_FOURNISSEUR"},
        "references": {
            "deviseFacture": "EUR",
            "typeFacture": "FACTURE",
            "typeTva": "TVA_SUR_DEBIT",
            "modePaiement": "VIREMENT",
            "numeroBonCommande": "EJ-12",
            "numeroMarche": "M-7",
        },
        "lignePoste": [
            {
                "lignePosteNumero": 1,
                "lignePosteReference": "REF-9",
                "lignePosteDenomination": "Porte",
                "lignePosteQuantite": 2,
                "lignePosteUnite": "KGM",
                "lignePosteMontantUnitaireHT": 510,
                "lignePosteMontantRemiseHT": 20,
                "lignePosteTauxTvaManuel": 20,
            }
        ],
        "ligneTva": [{"ligneTvaTaux": "TVA20", "ligneTvaMontantBaseHtParTaux": 1000, "ligneTvaMontantTvaParTaux": 200}],
        "montantTotal": {
            "montantHtTotal": 1000,
            "montantTVA": 200,
            "montantTtcTotal": 1200,
            "montantAPayer": 1200,
        },
        "commentaire": "Livrée le 2.",
        **changes,
    }


async def read(one: Program, content: bytes, kind: str = "PDF_NON_SIGNE", name: str = "facture.pdf") -> dict[str, Any]:
    file = base64.b64encode(content).decode()
    return await one.post(PDF, {"fichierFacture": file, "nomFichier": name, "formatDepot": kind})


def main(number: int) -> list[dict[str, Any]]:
    return [{"pieceJointePrincipaleId": number, "pieceJointePrincipaleDesignation": "Facture"}]


def others(*numbers: int) -> list[dict[str, Any]]:
    return [{"pieceJointeComplementaireId": number} for number in numbers]


def the_invoice(world: World) -> Invoice:
    with world.reading() as context:
        return context.session.exec(select(Invoice)).one()


def documents(world: World) -> list[tuple[DocumentKind, str, str]]:
    with world.reading() as context:
        rows = context.session.exec(select(InvoiceDocument).order_by(InvoiceDocument.id)).all()  # type: ignore[arg-type]
        return [(row.kind, row.name, row.sha256) for row in rows]


async def test_typed_invoice_is_kept_field_by_field(world: World, cast: Cast, keys: Keys) -> None:
    with world.transaction() as context:
        mine = Service(structure_id=cast.supplier, code="AGENCE", name="Agence")
        account = bank_account(context, cast.supplier)
        context.session.add(mine)
    supplier = {
        "idFournisseur": cast.supplier,
        "idServiceFournisseur": mine.id,
        "codeCoordonneesBancairesFournisseur": account.id,
    }
    async with program(world, keys) as one:
        plan = await put(one, content=b"plan", name="plan.png")
        answer = await one.post(SUBMIT, invoice(fournisseur=supplier, pieceJointeComplementaire=others(plan)))
        told = (await one.post(CONSULT, {"identifiantFactureCPP": answer["identifiantFactureCPP"]}))["facture"]
    kept = the_invoice(world)
    with world.reading(actor_id=kept.depositor_id, structure_id=cast.supplier) as context:
        draft = context.session.exec(select(Draft)).one()
        certificate = certificate_pdf(certificate_of(context, public_id=draft.public_id))
        line = context.session.exec(select(InvoiceLine)).one()
        (vat,) = context.session.exec(select(InvoiceVat)).all()
    assert answer == {
        "codeRetour": 0,
        "libelle": "TRA_MSG_00.000",
        "numeroFacture": "PROG-1",
        "identifiantFactureCPP": kept.id,
        "identifiantStructure": SUPPLIER_SIRET,
        "dateDepot": "2026-11-24",
        "statutFacture": "MISE_A_DISPOSITION",
        "empreinteCertificatDepot": hashlib.sha256(certificate).hexdigest(),
    }
    assert (kept.mode_depot, kept.status, kept.supplier_service) == ("SAISIE_API", Status.MISE_A_DISPOSITION, "AGENCE")
    assert (kept.engagement, kept.contract, kept.service_code, kept.note) == ("EJ-12", "M-7", "SERV1", "Livrée le 2.")
    assert (kept.iban, kept.bic, kept.recipient_id) == (IBAN, BIC, cast.recipient)
    assert (line.name, line.unit, line.net_amount) == ("Porte", "KGM", Decimal(1000))
    assert (vat.rate, vat.base, vat.amount) == (Decimal(20), Decimal(1000), Decimal(200))
    assert told["references"]["typeTva"] == "TVA_SUR_DEBIT"
    assert told["references"]["modePaiement"] == "VIREMENT"
    assert told["montantTotal"]["montantTtcTotal"] == 1200
    (drawn, attached) = documents(world)
    assert drawn[:2] == (DocumentKind.MAIN, "PROG-1.pdf")
    assert world.files.read(drawn[2]).startswith(b"%PDF")
    assert (attached[:2], world.files.read(attached[2])) == ((DocumentKind.ATTACHMENT, "plan.png"), b"plan")


async def test_pdf_is_read_then_submitted_with_it(world: World, cast: Cast, keys: Keys) -> None:
    async with program(world, keys) as one:
        found = await read(one, PAPER)
        assert {name: found[name] for name in ("codeRetour", "numeroFacture", "codeFournisseur", "typeFacture")} == {
            "codeRetour": 0,
            "numeroFacture": "FA-2026-001",
            "codeFournisseur": SUPPLIER_SIRET,
            "typeFacture": "FACTURE",
        }
        assert found["codeDestinataire"] == RECIPIENT_SIRET
        assert found["montantAPayer"] == found["montantTtcAvantRemiseGlobalTTC"] > found["montantHtTotal"] > 0
        asked = invoice("DEPOT_PDF_API", pieceJointePrincipale=main(found["pieceJointeId"]))
        answer = await one.post(SUBMIT, {**asked, "lignePoste": []})
    assert (answer["codeRetour"], answer["numeroFacture"]) == (0, "PROG-1")
    kept = the_invoice(world)
    assert (kept.mode_depot, kept.tax_inclusive) == ("DEPOT_PDF_API", Decimal(1200))
    assert documents(world) == [(DocumentKind.MAIN, "facture.pdf", hashlib.sha256(PAPER).hexdigest())]
    with world.reading(actor_id=cast.alice, structure_id=cast.supplier) as context:
        assert queries.list_drafts(context, space=Space.EMISES).total == 0
        assert context.session.exec(select(AccountFile.taken_at)).one() is not None


async def test_signed_pdf_is_told_as_what_it_is(world: World, keys: Keys) -> None:
    async with program(world, keys) as one:
        wrong = [await read(one, SIGNED), await read(one, PAPER, "PDF_SIGNE_PADES"), await read(one, PAPER, "PDF")]
        found = await read(one, SIGNED, "PDF_SIGNE_PADES")
        asked = invoice("DEPOT_PDF_API", pieceJointePrincipale=main(found["pieceJointeId"]))
        refused = await one.post(SUBMIT, asked)
        answer = await one.post(SUBMIT, {**asked, "modeDepot": "DEPOT_PDF_SIGNE_API"})
    assert [entry["codeRetour"] for entry in (*wrong, refused, answer)] == [20001, 20001, 20001, 20001, 0]
    assert "signé" in refused["libelle"]
    assert the_invoice(world).mode_depot == "DEPOT_PDF_SIGNE_API"


async def test_xades_signature_comes_in_a_file_of_its_own(world: World, keys: Keys) -> None:
    async with program(world, keys) as one:
        found = await read(one, PAPER, "PDF_SIGNE_XADES")
        asked = invoice("DEPOT_PDF_SIGNE_API", pieceJointePrincipale=main(found["pieceJointeId"]))
        without = await one.post(SUBMIT, asked)
        signature = await put(one, content=xades(PAPER), name="signature.xml")
        answer = await one.post(SUBMIT, {**asked, "pieceJointeComplementaire": others(signature)})
    assert (without["codeRetour"], answer["codeRetour"]) == (20001, 0)
    assert the_invoice(world).mode_depot == "DEPOT_PDF_SIGNE_API"


async def test_what_is_no_plain_pdf_is_refused_in_words(world: World, keys: Keys) -> None:
    async with program(world, keys) as one:
        data, photo = await read(one, make_facturx()), await read(one, b"photo")
        heavy = await read(one, b"%PDF" + b"x" * 10_000_000)
        sheet = await put(one, content=b"a;b", name="feuille.csv")
        other = await one.post(SUBMIT, invoice("DEPOT_PDF_API", pieceJointePrincipale=main(sheet)))
    assert [entry["codeRetour"] for entry in (data, photo, heavy, other)] == [20001, 20001, 20003, 20001]
    assert "deposer/flux" in data["libelle"]


async def test_portal_gives_a_number_to_who_has_none(world: World, keys: Keys) -> None:
    async with program(world, keys) as one:
        answers = [await one.post(SUBMIT, invoice(numeroFactureSaisi=None)) for _ in range(2)]
    assert [entry["numeroFacture"] for entry in answers] == ["CPP-2026-000000001", "CPP-2026-000000002"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"modeDepot": "EDI"}, "SAISIE_API"),
        ({"modeDepot": "DEPOT_PDF_API"}, "pieceJointePrincipale"),
        ({"cadreDeFacturation": {"codeCadreFacturation": "A4_PROJET_DECOMPTE_MENSUEL_FOURNISSEUR"}}, "A4"),
        ({"destinataire": {"codeDestinataire": "00000000000017"}}, "00000000000017"),
        ({"destinataire": {}, "references": {}}, "|"),
        ({"montantTotal": {"montantRemiseGlobaleTTC": 5}}, "remise"),
        ({"ligneTva": [{"ligneTvaTaux": "VINGT"}]}, "VINGT"),
        ({"fournisseur": {"codeCoordonneesBancairesFournisseur": 77}}, "bancaires"),
    ],
)
async def test_invoice_with_a_fault_leaves_nothing(
    world: World, keys: Keys, changes: dict[str, Any], said: str
) -> None:
    async with program(world, keys) as one:
        answer = await one.post(SUBMIT, invoice(**changes))
    assert (answer["codeRetour"], said in answer["libelle"]) == (20001, True), answer
    with world.reading() as context:
        assert context.session.exec(select(Draft.id)).all() == []
        assert context.session.exec(select(Invoice.id)).all() == []


async def test_same_key_answers_the_same_invoice(world: World, cast: Cast, keys: Keys) -> None:
    key = {"Idempotency-Key": "envoi-1"}
    async with program(world, keys) as one:
        first = await one.post(SUBMIT, invoice(numeroFactureSaisi=None), **key)
        again = await one.post(SUBMIT, invoice(numeroFactureSaisi=None), **key)
        other = await one.post(SUBMIT, invoice(numeroFactureSaisi="PROG-2"), **key)
        double = await one.post(SUBMIT, invoice(numeroFactureSaisi=first["numeroFacture"]))
    assert (first["codeRetour"], again) == (0, first)
    assert (other["codeRetour"], "idempotence" in other["libelle"]) == (20001, True)
    assert double["codeRetour"] == 20001
    assert the_invoice(world).id == first["identifiantFactureCPP"]
    async with program(world, strangers(world, cast)) as charlie:
        free = await charlie.post(SUBMIT, invoice(numeroFactureSaisi="CH-1"), **key)
    assert free["identifiantStructure"] == scenes.OTHER_SUPPLIER


async def test_files_structures_and_services_of_others_do_not_exist(world: World, cast: Cast, keys: Keys) -> None:
    async with program(world, keys) as one:
        mine = await put(one, content=PAPER, name="facture.pdf")
    async with program(world, strangers(world, cast)) as charlie:
        for own, unknown in (
            (invoice(pieceJointeComplementaire=others(mine)), invoice(pieceJointeComplementaire=others(999_999))),
            (
                invoice("DEPOT_PDF_API", pieceJointePrincipale=main(mine)),
                invoice("DEPOT_PDF_API", pieceJointePrincipale=main(999_999)),
            ),
            (
                invoice(fournisseur={"idFournisseur": cast.supplier}),
                invoice(fournisseur={"idFournisseur": 999_999}),
            ),
        ):
            refused = await charlie.post(SUBMIT, own)
            assert refused == await charlie.post(SUBMIT, unknown)
            assert refused["codeRetour"] == 20000


async def test_who_may_not_deposit_submits_nothing(world: World, cast: Cast, keys: Keys) -> None:
    with world.transaction() as context:
        context.session.get_one(Structure, cast.supplier).closed_spaces = ["FACTURES_EMISES"]
    async with program(world, keys) as one:
        answer = await one.post(SUBMIT, invoice())
    assert (answer["codeRetour"], answer["libelle"][:14]) == (20001, "GDP_MSG_11.005")


async def test_subcontractors_invoice_waits_for_its_valideur(world: World, cast: Cast, keys: Keys) -> None:
    cadre = {"codeCadreFacturation": "A9_FACTURE_SOUSTRAITANT", "codeStructureValideur": MOE_SIRET}
    async with program(world, keys) as one:
        answer = await one.post(SUBMIT, invoice(cadreDeFacturation=cadre))
    assert answer["statutFacture"] == "A_VALIDER_1"
    assert the_invoice(world).valideur_id == cast.moe


async def test_certificate_stays_the_same(world: World, keys: Keys) -> None:
    key = {"Idempotency-Key": "envoi-1"}
    async with program(world, keys) as one:
        first = await one.post(SUBMIT, invoice(), **key)
        world.clock.move(timedelta(minutes=5))
        again = await one.post(SUBMIT, invoice(), **key)
    assert again["empreinteCertificatDepot"] == first["empreinteCertificatDepot"]
