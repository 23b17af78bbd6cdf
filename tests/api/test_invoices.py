"""One invoice in all its fields, received ones and works pieces; and what a recipient does with one."""

from typing import Any

import pytest
from sqlmodel import col, select

from chorus_app.formats.parsed import Party
from chorus_app.invoices.enums import Status
from chorus_app.invoices.models import Invoice, InvoiceEvent, InvoiceLine, InvoiceVat
from chorus_app.kernel.context import World
from chorus_app.structures.models import Service, Structure
from tests.api.client import Keys, keys_of, program
from tests.flux import scenes
from tests.flux.scenes import Cast
from tests.makers.invoices import MOE_SIRET, RECIPIENT_SIRET, SUPPLIER_SIRET, make_ubl, siret

WORKS_PIECE: dict[str, Any] = {"cadre": "A4", "valideur": Party(siret(MOE_SIRET), "Atelier MOE")}
ISSUED, RECEIVED = "factures/v1/consulter/fournisseur", "factures/v1/consulter/recipiendaire"
VALIDATED, TREAT = "factures/v1/consulter/valideur", "factures/v1/traiter/recue"
SEARCH, WORKS = "factures/v1/rechercher/recipiendaire", "facturesTravaux/v1/rechercher"


def integrated(world: World, cast: Cast, *, syntax: str = "FSO1100A", **changes: Any) -> Invoice:
    """An invoice of Alice's that the import took."""
    scenes.outcome(world, cast, scenes.put(world, cast, make_ubl(**changes), syntax, name="facture.xml"))
    with world.reading() as context:
        return context.session.exec(select(Invoice).order_by(col(Invoice.id).desc())).all()[0]


@pytest.fixture
def buyers(world: World, cast: Cast) -> Keys:
    return keys_of(world, user_id=cast.buyer, structure_id=cast.recipient, name="Logiciel de la ville")


async def test_issued_invoice_says_what_is_stored(importing: World, cast: Cast, keys: Keys) -> None:
    invoice = integrated(importing, cast, number="LIRE-1")
    async with program(importing, keys) as one:
        answer = await one.post(ISSUED, {"identifiantFactureCPP": invoice.id})
    with importing.reading() as context:
        vat = context.session.exec(select(InvoiceVat).where(InvoiceVat.invoice_id == invoice.id)).all()
        lines = context.session.exec(select(InvoiceLine).where(InvoiceLine.invoice_id == invoice.id)).all()
        supplier, recipient = (context.session.get_one(Structure, id_) for id_ in (cast.supplier, cast.recipient))
        service = context.session.exec(select(Service).where(Service.structure_id == cast.recipient)).one()
    told = answer["facture"]
    assert {name: told[name] for name in ("identifiantFactureCPP", "numeroFacture", "statutFacture", "modeDepot")} == {
        "identifiantFactureCPP": invoice.id,
        "numeroFacture": "LIRE-1",
        "statutFacture": invoice.status,
        "modeDepot": invoice.mode_depot,
    }
    assert told["cadreDeFacturation"]["codeCadreFacturation"] == "A1_FACTURE_FOURNISSEUR"
    assert told["fournisseur"]["codeFournisseur"] == SUPPLIER_SIRET
    assert told["fournisseur"]["designationFournisseur"] == supplier.name
    assert told["fournisseur"]["coordBancairesFournisseurCleIban"] == invoice.iban
    assert told["destinataire"]["codeDestinataire"] == RECIPIENT_SIRET
    assert told["destinataire"]["libelleDestinataire"] == recipient.name
    assert (told["destinataire"]["idServiceExecutant"], told["destinataire"]["codeServiceExecutant"]) == (
        service.id if invoice.service_code else None,
        invoice.service_code,
    )
    assert told["montantTotal"] == {
        "montantHtTotal": float(invoice.tax_exclusive or 0),
        "montantTVA": float(invoice.tax_total or 0),
        "montantTtcTotal": float(invoice.tax_inclusive or 0),
        "montantAPayer": float(invoice.payable or 0),
    }
    references = told["references"]
    assert (references["typeFacture"], references["dateFacture"], references["codeDeviseFacture"]) == (
        "FACTURE",
        invoice.issue_date.isoformat(),
        "EUR",
    )
    assert references["numeroBonCommande"] == invoice.engagement
    assert [entry["ligneTvaMontantBaseHtParTaux"] for entry in told["recapitulatifDeTva"]["ligneTva"]] == [
        float(row.base or 0) for row in vat
    ]
    assert [
        (entry["lignePosteNumero"], entry["lignePosteDenomination"], entry["lignePosteMontantHtApresRemise"])
        for entry in told["lignesDePoste"]["lignePoste"]
    ] == [(row.position, row.name, float(row.net_amount or 0)) for row in lines]
    assert told["lignesDePoste"]["totalLignesPoste"] == len(lines) > 0
    assert told["pieceJointePrincipale"]["idPieceJointePrincipale"] > 0


async def test_each_role_reads_its_own_side_only(importing: World, cast: Cast, keys: Keys, buyers: Keys) -> None:
    invoice = integrated(importing, cast, number="LIRE-2")
    asked = {"identifiantFactureCPP": invoice.id}
    async with program(importing, keys) as one:
        assert (await one.post(ISSUED, asked))["codeRetour"] == 0
        assert (await one.post(RECEIVED, asked))["codeRetour"] == 20000
        assert (await one.post(VALIDATED, asked))["codeRetour"] == 20000
    async with program(importing, buyers) as one:
        assert (await one.post(RECEIVED, asked))["facture"]["numeroFacture"] == "LIRE-2"
        assert (await one.post(ISSUED, asked))["codeRetour"] == 20000
    strangers = keys_of(importing, user_id=cast.charlie, structure_id=cast.other)
    async with program(importing, strangers) as one:
        for path in (ISSUED, RECEIVED, VALIDATED):
            unknown = await one.post(path, {"identifiantFactureCPP": 999_999})
            assert await one.post(path, asked) == unknown
        refused = await one.post(TREAT, {"idFacture": invoice.id, "nouveauStatut": "SERVICE_FAIT"})
        assert refused == await one.post(TREAT, {"idFacture": 999_999, "nouveauStatut": "SERVICE_FAIT"})
        assert (await one.post(SEARCH, {}))["listeFactures"] == []


async def test_received_invoices_are_found_by_the_suppliers_service(importing: World, cast: Cast, buyers: Keys) -> None:
    with importing.transaction() as context:
        mine = Service(structure_id=cast.supplier, code="AGENCE", name="Agence")
        context.session.add(mine)
    first, second = (integrated(importing, cast, number=f"RECUE-{n}") for n in (1, 2))
    with importing.transaction() as context:
        from chorus_app.invoices.listing import place

        row = context.session.get_one(Invoice, first.id)
        row.supplier_service = "AGENCE"
        place(context, row)
    async with program(importing, buyers) as one:
        everything = await one.post(SEARCH, {"paramRecherche": {"nbResultatsParPage": 1}})
        narrowed = await one.post(
            SEARCH, {"listeFournisseurs": [{"idFournisseur": cast.supplier, "listeIdService": [mine.id]}]}
        )
        nobody = await one.post(SEARCH, {"listeFournisseurs": [{"idFournisseur": 999_999}]})
    assert [everything[name] for name in ("nbResultatsParPage", "pageCourante", "pages", "total")] == [1, 1, 2, 2]
    assert [row["idFacture"] for row in everything["listeFactures"]] == [second.id]
    assert [row["numeroFacture"] for row in narrowed["listeFactures"]] == ["RECUE-1"]
    assert narrowed["listeFactures"][0]["codeServiceFournisseur"] == "AGENCE"
    assert nobody["listeFactures"] == []


async def test_recipient_gives_a_status_with_its_reason(importing: World, cast: Cast, buyers: Keys) -> None:
    invoice = integrated(importing, cast, number="TRAITER-1")
    asked = {"idFacture": invoice.id, "nouveauStatut": "SUSPENDUE"}
    async with program(importing, buyers) as one:
        without = await one.post(TREAT, asked)
        done = await one.post(TREAT, asked | {"motif": "Joindre le bon de livraison."})
        again = await one.post(TREAT, {"idFacture": invoice.id, "nouveauStatut": "MANDATEE"})
        wrong = await one.post(TREAT, {"idFacture": invoice.id, "nouveauStatut": "DEPOSEE"})
    assert (without["codeRetour"], "motif" in without["libelle"]) == (20001, True)
    assert done == {
        "codeRetour": 0,
        "libelle": "TRA_MSG_00.000",
        "idFacture": invoice.id,
        "numeroFacture": "TRAITER-1",
        "nouveauStatut": "SUSPENDUE",
        "dateTraitement": "2026-11-24",
    }
    assert (again["codeRetour"], wrong["codeRetour"]) == (20001, 20001)
    with importing.reading() as context:
        row = context.session.get_one(Invoice, invoice.id)
        event = context.session.exec(select(InvoiceEvent).where(InvoiceEvent.code == Status.SUSPENDUE.value)).one()
    assert (row.status, event.comment) == (Status.SUSPENDUE, "Joindre le bon de livraison.")


async def test_only_who_received_an_invoice_treats_it(importing: World, cast: Cast, keys: Keys) -> None:
    invoice = integrated(importing, cast, number="TRAITER-2")
    async with program(importing, keys) as one:
        answer = await one.post(TREAT, {"idFacture": invoice.id, "nouveauStatut": "SERVICE_FAIT"})
    assert (answer["codeRetour"], answer["libelle"][:13]) == (20001, "GDP_MSG_11.00")


async def test_works_pieces_are_found_by_the_titulaire_and_the_moe(importing: World, cast: Cast, keys: Keys) -> None:
    piece = integrated(importing, cast, syntax="FSO1130A", number="SIT-1", **WORKS_PIECE)
    with importing.transaction() as context:
        moe = scenes.person(context, "mona")
        scenes.attach(context, moe, context.session.get_one(Structure, cast.moe))
    watching = keys_of(importing, user_id=moe, structure_id=cast.moe, name="Logiciel de la MOE")
    for who in (keys, watching):
        async with program(importing, who) as one:
            answer = await one.post(WORKS, {"numeroFluxDepot": piece.flux_number})
            none = await one.post(WORKS, {"cadreFacturation": "A5_ETAT_ACOMPTE_FOURNISSEUR"})
        (row,) = answer["listeFacturesTravaux"]
        assert (row["idFactureTravaux"], row["numeroFactureTravaux"]) == (piece.id, "SIT-1")
        assert row["cadreFacturation"] == "A4_PROJET_DECOMPTE_MENSUEL_FOURNISSEUR"
        assert row["typeFactureTravaux"] == "PROJET_DECOMPTE_MENSUEL"
        assert (row["statutFactureTravaux"], row["numeroFluxDepot"]) == (piece.status, piece.flux_number)
        assert answer["parametresRetour"]["total"] == 1
        assert none["listeFacturesTravaux"] == []
    async with program(importing, watching) as one:
        told = await one.post(VALIDATED, {"identifiantFactureCPP": piece.id})
    assert told["facture"]["cadreDeFacturation"]["codeValideur1"] == MOE_SIRET
