"""A file deposited by a program until its compte-rendu, as the clients of Chorus Pro read it."""

import asyncio
import base64
from typing import Any

import pytest
from sqlmodel import select

from chorus_app.flux.enums import FluxState
from chorus_app.flux.models import Flux
from chorus_app.invoices.models import Invoice
from chorus_app.kernel.context import World
from chorus_app.structures.models import Structure
from tests.api.client import ADDRESS, Keys, Program, keys_of, program
from tests.flux.scenes import Cast, wait_until
from tests.makers.invoices import RECIPIENT_SIRET, SUPPLIER_SIRET, make_cii, make_facturx, make_ubl
from tests.makers.lots import tar_gz

DEPOSIT = "factures/v1/deposer/flux"
REPORT, DETAILS = "transverses/v1/consulterCR", "transverses/v1/consulterCRDetaille"
SEARCH, HISTORY = "factures/v1/rechercher/fournisseur", "factures/v1/consulter/historique"
FACTURX, UBL, CII = "IN_DP_E2_CII_FACTURX", "IN_DP_E1_UBL_INVOICE", "IN_DP_E1_CII_16B"
BEFORE = {
    "IN_DEPOT_PORTAIL_EN_ATTENTE_TRAITEMENT_SE_CPP",
    "IN_EN_ATTENTE_TRAITEMENT_CPP",
    "IN_EN_COURS_TRAITEMENT_CPP",
}


def asked(content: bytes, *, syntax: str = FACTURX, name: str = "facture.pdf") -> dict[str, Any]:
    return {
        "idUtilisateurCourant": 0,
        "fichierFlux": base64.b64encode(content).decode(),
        "nomFichier": name,
        "syntaxeFlux": syntax,
        "avecSignature": False,
    }


async def ended(world: World, one: Program, number: str) -> dict[str, Any]:
    """The detailed report, once the flux is at its end."""

    def final() -> bool:
        with world.reading() as context:
            return FluxState(context.session.exec(select(Flux.state).where(Flux.number == number)).one()).final

    await asyncio.to_thread(wait_until, final)
    return await one.post(DETAILS, {"numeroFluxDepot": number})


async def test_before_the_verdict_no_state_can_be_taken_for_success(world: World, keys: Keys) -> None:
    async with program(world, keys) as one:
        receipt = await one.post(DEPOSIT, asked(make_facturx()))
        for state in FluxState:
            with world.transaction() as context:
                context.session.exec(select(Flux)).one().state = state
            if state.final:
                continue
            details = await one.post(DETAILS, {"numeroFluxDepot": receipt["numeroFluxDepot"]})
            report = await one.post(REPORT, {"numeroFluxDepot": receipt["numeroFluxDepot"]})
            assert report["etatCourantFlux"] == details["etatCourantDepotFlux"] == state
            assert state in BEFORE
            assert report["fichierCR"] is None
            assert (details["listeErreurDP"], details["listeErreurTechnique"]) == ([], [])


async def test_deposit_report_search_and_history_say_what_is_stored(importing: World, cast: Cast, keys: Keys) -> None:
    async with program(importing, keys) as one:
        receipt = await one.post(DEPOSIT, asked(make_facturx(number="API-1")))
        details = await ended(importing, one, receipt["numeroFluxDepot"])
        report = await one.post(REPORT, {"numeroFluxDepot": receipt["numeroFluxDepot"]})
        found = await one.post(SEARCH, {"numeroFluxDepot": receipt["numeroFluxDepot"], "typeFacture": "FACTURE"})
        with importing.reading() as context:
            flux = context.session.exec(select(Flux)).one()
            invoice = context.session.exec(select(Invoice)).one()
            supplier = context.session.get_one(Structure, cast.supplier)
        history = await one.post(HISTORY, {"idFacture": invoice.id})
    assert receipt == {
        "codeRetour": 0,
        "libelle": "TRA_MSG_00.000",
        "numeroFluxDepot": flux.number,
        "dateDepot": "2026-11-24",
        "syntaxeFlux": FACTURX,
    }
    assert (len(flux.number), flux.number[:10], flux.mode_depot, flux.door) == (25, "CPP0011117", "UPLOAD_API", "api")
    assert details == {
        "codeRetour": 0,
        "libelle": "TRA_MSG_00.000",
        "nomFichier": f"FSO1117A_CPP001_{flux.number}",
        "dateDepotFlux": "2026-11-24T14:30:00.000+01:00",
        "codeInterfaceDepotFlux": "FSO1117A",
        "etatCourantDepotFlux": "IN_INTEGRE",
        "dateHeureEtatCourantFlux": "2026-11-24T14:30:00.000+01:00",
        "listeErreurDP": [],
        "listeErreurTechnique": [],
    }
    assert base64.b64decode(report.pop("fichierCR")).startswith(b"%PDF")
    assert report == {
        "codeRetour": 0,
        "libelle": "TRA_MSG_00.000",
        "numeroFluxDepot": flux.number,
        "nomFichierFlux": f"FSO1117A_CPP001_{flux.number}",
        "dateDepotFlux": "2026-11-24T14:30:00.000+01:00",
        "codeInterfaceFlux": "FSO1117A",
        "codeAppliPartenaire": "CPP001",
        "designationPartenaire": supplier.name,
        "etatCourantFlux": "IN_INTEGRE",
        "dateHeureEtatCourantFlux": "2026-11-24T14:30:00.000+01:00",
    }
    assert found["parametresRetour"] == {"nbResultatsParPage": 10, "pageCourante": 1, "pages": 1, "total": 1}
    (row,) = found["listeFactures"]
    assert (row["identifiantFactureCPP"], row["numeroFluxDepot"], row["statut"]) == (
        invoice.id,
        flux.number,
        invoice.status,
    )
    assert (history["idFacture"], history["numeroFacture"]) == (invoice.id, "API-1")
    assert (history["statutCourantCode"], history["modeDepot"]) == (invoice.status, "UPLOAD_API")
    statuses = history["historiquesDesStatuts"]
    assert statuses["histoStatut"][0]["histoStatutCode"] == invoice.status
    assert statuses["totalHistoStatut"] == len(statuses["histoStatut"])


async def test_rejected_number_may_be_deposited_again_under_a_new_flux_number(importing: World, keys: Keys) -> None:
    """The story of a known connector: refused, mended, taken, with the same invoice number."""
    wrong, right = (make_cii(number="API-2", payment_means=code) for code in (None, "30"))
    async with program(importing, keys) as one:
        first = await one.post(DEPOSIT, asked(wrong, syntax=CII, name="UNCEFACT-API-2.xml"))
        refused = await ended(importing, one, first["numeroFluxDepot"])
        second = await one.post(DEPOSIT, asked(right, syntax=CII, name="UNCEFACT-API-2.xml"))
        taken = await ended(importing, one, second["numeroFluxDepot"])
        seen = await one.post(REPORT, {"numeroFluxDepot": first["numeroFluxDepot"]})
    assert (refused["codeRetour"], refused["libelle"]) == (0, "TRA_MSG_00.000")
    assert (refused["etatCourantDepotFlux"], seen["etatCourantFlux"]) == ("IN_REJETE", "IN_REJETE")
    (errors,) = refused["listeErreurDP"]
    assert (errors["numeroDP"], errors["identifiantFournisseur"]) == ("API-2", SUPPLIER_SIRET)
    assert errors["identifiantDestinataire"] == RECIPIENT_SIRET
    assert "TypeCode.value est obligatoire" in errors["libelleErreurDP"].split("|")[0]
    assert errors["liensAide"] == [f"{ADDRESS}/documentation/constats#CPP-PAIEMENT-ABSENT"]
    assert second["numeroFluxDepot"] != first["numeroFluxDepot"]
    assert taken["etatCourantDepotFlux"] == "IN_INTEGRE"


async def test_each_error_of_structure_is_an_entry_of_its_own(importing: World, keys: Keys) -> None:
    wrong = make_ubl(number="API-3").replace(b"IssueDate>", b"DateDEmission>")
    async with program(importing, keys) as one:
        receipt = await one.post(DEPOSIT, asked(wrong, syntax=UBL, name="facture.xml"))
        answer = await ended(importing, one, receipt["numeroFluxDepot"])
    assert answer["etatCourantDepotFlux"] == "IN_REJETE"
    assert answer["listeErreurTechnique"]
    for error in answer["listeErreurTechnique"]:
        assert error["codeErreur"] == "ERR_XSD_001"
        assert error["libelleErreur"].startswith("IRRECEVABILITE: cvc-")
        assert " - ligne: " in error["libelleErreur"]
        assert error["lienAide"] == f"{ADDRESS}/documentation/constats#ERR_XSD_001"


async def test_lot_tells_which_invoices_were_refused(importing: World, keys: Keys) -> None:
    numbers = ("API-40", "API-4é", "API-42")
    members = [(f"f{n}.xml", make_ubl(number=number)) for n, number in enumerate(numbers)]
    async with program(importing, keys) as one:
        receipt = await one.post(DEPOSIT, asked(tar_gz(members), syntax=UBL, name="lot.tar.gz"))
        answer = await ended(importing, one, receipt["numeroFluxDepot"])
    assert answer["etatCourantDepotFlux"] == "IN_INTEGRE_PARTIEL"
    assert [error["numeroDP"] for error in answer["listeErreurDP"]] == ["API-4é"]


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"fichierFlux": "pas du base64 !"}, "base64"),
        ({"fichierFlux": "é"}, "base64"),
        ({"fichierFlux": ""}, "vide"),
        ({"syntaxeFlux": "IN_DP_INCONNU"}, "IN_DP_E1_UBL_INVOICE"),
        ({"syntaxeFlux": "IN_DP_B2B_CII_FACTURX"}, "B2B"),
        ({"fichierFlux": base64.b64encode(b"%PDF" + bytes(10_000_000)).decode()}, "GDP_MSG_11.022"),
    ],
)
async def test_deposit_is_refused_in_words(world: World, keys: Keys, changed: dict[str, str], words: str) -> None:
    async with program(world, keys) as one:
        answer = await one.post(DEPOSIT, asked(make_facturx()) | changed)
    assert answer["codeRetour"] == 20001
    assert words in answer["libelle"]
    with world.reading() as context:
        assert context.session.exec(select(Flux)).all() == []


async def test_same_key_answers_the_same_receipt_and_refuses_another_file(world: World, keys: Keys) -> None:
    key = {"Idempotency-Key": "commande-17"}
    content = make_facturx(number="API-5")  # once: a PDF bears the second in which it was made
    async with program(world, keys) as one:
        first = await one.post(DEPOSIT, asked(content), **key)
        again = await one.post(DEPOSIT, asked(content), **key)
        other = await one.post(DEPOSIT, asked(make_facturx(number="API-6")), **key)
        without = await one.post(DEPOSIT, asked(content))
    assert first == again
    assert other["codeRetour"] == 20001
    assert first["numeroFluxDepot"] in other["libelle"]
    assert without["numeroFluxDepot"] != first["numeroFluxDepot"]


async def test_works_syntaxes_land_in_the_space_of_works(world: World, keys: Keys) -> None:
    async with program(world, keys) as one:
        for name, code in (
            ("IN_DP_E4_UBL_INVOICE", "FSO1130A"),
            ("IN_DP_E5_UBL_INVOICE_MIN", "FSO1131A"),
            ("IN_DP_E5_CII_FACTURX", "FSO1137A"),
        ):
            receipt = await one.post(DEPOSIT, asked(make_facturx(), syntax=name))
            with world.reading() as context:
                flux = context.session.exec(select(Flux).where(Flux.number == receipt["numeroFluxDepot"])).one()
            assert (flux.interface_code, flux.space) == (code, "travaux")


async def test_charlie_learns_nothing_of_what_alice_deposits(importing: World, cast: Cast, keys: Keys) -> None:
    async with program(importing, keys) as one:
        receipt = await one.post(DEPOSIT, asked(make_facturx(number="API-7")))
        await ended(importing, one, receipt["numeroFluxDepot"])
        with importing.reading() as context:
            invoice_id = context.session.exec(select(Invoice.id)).one()
    strangers = keys_of(importing, user_id=cast.charlie, structure_id=cast.other, name="Charlie")
    async with program(importing, strangers) as one:
        for path in (REPORT, DETAILS):
            answer = await one.post(path, {"numeroFluxDepot": receipt["numeroFluxDepot"]})
            unknown = await one.post(path, {"numeroFluxDepot": "CPP0011117000000000999999"})
            assert answer == unknown
            assert (answer["codeRetour"], answer["libelle"]) == (20001, "POQ_MSG_01.003 - Flux introuvable.")
            assert answer["lienAide"] == f"{ADDRESS}/documentation/refus-api#20001"
        answer = await one.post(HISTORY, {"idFacture": invoice_id})
        assert answer == await one.post(HISTORY, {"idFacture": 999_999})
        assert answer["codeRetour"] == 20000
        for narrowed in ({}, {"numeroFluxDepot": receipt["numeroFluxDepot"]}, {"numeroFacture": "API-7"}):
            assert (await one.post(SEARCH, narrowed))["listeFactures"] == []
