"""What programs do with invoices and files: whole replies."""

import hashlib
from base64 import b64encode

from sqlmodel import select

from chorus_app.drafts.certificate import certificate_of, certificate_pdf
from chorus_app.drafts.models import AccountFile, Draft
from chorus_app.invoices.enums import Status
from tests.api.every_field.preparing import PAPER, newest_invoice
from tests.api.every_field.seed import Case, Seed, a_plan, standing, typed, validated, with_invoice
from tests.makers.invoices import RECIPIENT_SIRET, SUPPLIER_SIRET


def certificate(seed: Seed) -> str:
    """The SHA-256 of the certificate that the portal's page shows."""
    who = {"actor_id": seed.users["alice"], "structure_id": seed.cast.supplier}
    with seed.world.reading(**who) as context:
        public_id = context.session.exec(select(Draft.public_id)).one()
        return hashlib.sha256(certificate_pdf(certificate_of(context, public_id=public_id))).hexdigest()


CASES: list[tuple[str, Case]] = [
    (
        "/cpro/factures/v1/soumettre",
        Case(
            asked=lambda seed: typed(seed),
            told=lambda seed: {
                "codeRetour": 0,
                "libelle": "TRA_MSG_00.000",
                "numeroFacture": "TOUT-1",
                "identifiantFactureCPP": newest_invoice(seed),
                "identifiantStructure": SUPPLIER_SIRET,
                "dateDepot": "2026-11-24",
                "statutFacture": "A_VALIDER_1",
                "empreinteCertificatDepot": certificate(seed),
            },
        ),
    ),
    (
        "/cpro/factures/v1/traiter/recue",
        Case(
            asked=lambda seed: {"idFacture": seed.invoice, "nouveauStatut": "REJETEE", "motif": "TVA"},
            told=lambda seed: {
                "codeRetour": 0,
                "libelle": "TRA_MSG_00.000",
                "idFacture": seed.invoice,
                "numeroFacture": "TOUT-1",
                "nouveauStatut": "REJETEE",
                "dateTraitement": "2026-11-25",
            },
            who="buyer",
            prepare=validated,
        ),
    ),
    (
        "/cpro/factures/v1/traiter/factureAValider",
        Case(
            asked=lambda seed: {"idFacture": seed.invoice, "action": "REFUS", "motifRefus": "AUTRE"},
            told=lambda seed: {
                "codeRetour": 0,
                "libelle": "TRA_MSG_00.000",
                "idFacture": seed.invoice,
                "numeroFacture": "TOUT-1",
                "statutFacture": "REFUSEE_1",
                "dateTraitement": "2026-11-24",
            },
            who="mona",
            prepare=with_invoice,
        ),
    ),
    (
        "/cpro/factures/v1/traiterRejet",
        Case(
            asked=lambda seed: {"listeDemandePaiement": [{"idDemandePaiement": seed.invoice}]},
            told=lambda _: {"codeRetour": 0, "libelle": "TRA_MSG_00.000"},
            prepare=standing(Status.REJETEE),
        ),
    ),
    (
        "/cpro/factures/v1/completer",
        Case(
            asked=lambda seed: {**{"identifiantFactureCPP": seed.invoice}, "commentaire": "Voici."},
            told=lambda seed: {
                "codeRetour": 0,
                "libelle": "TRA_MSG_00.000",
                "identifiantFactureCPP": seed.invoice,
                "numeroFacture": "TOUT-1",
                "dateTraitement": "2026-11-24",
            },
            prepare=standing(Status.SUSPENDUE),
        ),
    ),
    (
        "/cpro/factures/v1/recycler",
        Case(
            asked=lambda seed: {**{"identifiantFactureCPP": seed.invoice}, "reference": {"numeroBonCommande": "EJ-99"}},
            told=lambda seed: {
                "codeRetour": 0,
                "libelle": "TRA_MSG_00.000",
                "identifiantFactureCPP": seed.invoice,
                "numeroFacture": "TOUT-1",
                "statutFacture": "MISE_A_DISPOSITION",
                "dateDepot": "2026-11-24",
            },
            prepare=standing(Status.A_RECYCLER),
        ),
    ),
    (
        "/cpro/factures/v1/corriger/valideur/facture",
        Case(
            asked=lambda seed: {"idFacture": seed.invoice, "identifiantStructure": RECIPIENT_SIRET},
            told=lambda seed: {"codeRetour": 0, "libelle": "TRA_MSG_00.000", "idFacture": seed.invoice},
            prepare=standing(Status.ERREUR_FOURNISSEUR_SUR_VALIDEUR),
        ),
    ),
    (
        "/cpro/factures/v1/recuperer/statutsFactureVisibles/valideur",
        Case(
            asked=lambda _: {},
            told=lambda _: {
                "codeRetour": 0,
                "libelle": "TRA_MSG_00.000",
                "listeStatutFacture": [{"codeStatutFacture": "A_VALIDER_1"}, {"codeStatutFacture": "A_VALIDER_2"}],
            },
        ),
    ),
    (
        "/cpro/factures/v1/deposer/pdf",
        Case(
            asked=lambda _: {
                "fichierFacture": b64encode(PAPER).decode(),
                "nomFichier": "facture.pdf",
                "formatDepot": "PDF_NON_SIGNE",
            },
            told=lambda seed: {
                "codeRetour": 0,
                "libelle": "TRA_MSG_00.000",
                "numeroFacture": "FA-2026-001",
                "dateFacture": "2026-11-02",
                "codeFournisseur": SUPPLIER_SIRET,
                "codeDestinataire": RECIPIENT_SIRET,
                "codeServiceExecutant": None,
                "codeDeviseFacture": "EUR",
                "typeFacture": "FACTURE",
                "typeTva": None,
                "numeroBonCommande": None,
                "montantHtTotal": 1500.0,
                "montantTVA": 300.0,
                "montantTtcAvantRemiseGlobalTTC": 1800.0,
                "montantAPayer": 1800.0,
                "pieceJointeId": seed.row(AccountFile).id,
            },
        ),
    ),
    (
        "/cpro/transverses/v1/ajouter/fichier",
        Case(
            asked=lambda _: a_plan(),
            told=lambda seed: {"codeRetour": 0, "libelle": "GCU_MSG_01_000", "pieceJointeId": seed.row(AccountFile).id},
        ),
    ),
    (
        "/cpro/transverses/v1/rechercher/pj/moncompte",
        Case(
            asked=lambda _: {"pieceJointeDesignation": "plan"},
            told=lambda seed: {
                "codeRetour": 0,
                "libelle": "GCU_MSG_01_000",
                "listePiecesJointes": [
                    {
                        "pieceJointeId": seed.plan,
                        "pieceJointeDesignation": "plan.png",
                        "pieceJointeExtension": "PNG",
                        "pieceJointeTypeCode": "02",
                        "pieceJointeTypeLibelle": "Pièce jointe complémentaire",
                        "pieceJointeObjetId": seed.users["alice"],
                        "pieceJointeUtilisateurId": seed.users["alice"],
                    }
                ],
                "parametresRetour": {"nbResultatsParPage": 10, "pageCourante": 1, "pages": 1, "total": 1},
            },
        ),
    ),
    (
        "/cpro/transverses/v1/rechercher/pj/structure",
        Case(
            asked=lambda seed: {"idStructureCPP": seed.cast.supplier},
            told=lambda _: {
                "codeRetour": 0,
                "libelle": "GCU_MSG_01_000",
                "listePiecesJointes": [],
                "parametresRetour": {"nbResultatsParPage": 10, "pageCourante": 1, "pages": 1, "total": 0},
            },
        ),
    ),
]

# Asked in a sandbox alone: one invoice with its PDF and its plan goes, with its draft, the file put aside
# and what the valideur was told.
SANDBOXED: list[tuple[str, Case]] = [
    (
        "/bac-a-sable/reset",
        Case(
            asked=lambda _: {},
            told=lambda _: {
                "codeRetour": 0,
                "libelle": "TRA_MSG_00.000",
                "nombreFlux": 0,
                "nombreFactures": 1,
                "nombreComptesRendus": 0,
                "nombreDocuments": 2,
                "nombreBrouillons": 1,
                "nombreFichiersMisDeCote": 1,
                "nombreNotifications": 1,
            },
            prepare=with_invoice,
        ),
    )
]
