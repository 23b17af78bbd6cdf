"""What programs do with pieces of works: whole replies."""

from typing import Any

from chorus_app.drafts.models import AccountFile
from chorus_app.invoices.enums import Status
from tests.api.client import program
from tests.api.every_field.acts import certificate
from tests.api.every_field.preparing import PAPER, newest_invoice, piece_standing, works_pieces
from tests.api.every_field.seed import Case, Seed, typed
from tests.api.every_field.typing_in import JSON
from tests.api.test_attachments import put
from tests.makers.invoices import MOE_SIRET, SUPPLIER_SIRET

TRAVAUX = "/cpro/factures/travaux"
S = Status


async def pieces_and_paper(seed: Seed) -> None:
    """Alice's program has put the PDF of the next piece aside."""
    await works_pieces(seed)
    async with program(seed.world, seed.keys["alice"]) as one:
        await put(one, content=PAPER, name="piece.pdf")


def submitted(seed: Seed) -> JSON:
    """Every field that the route knows."""
    return {
        **typed(seed),
        "modeDepot": "DEPOT_PDF_API",
        "numeroFactureSaisi": "SIT-4",
        "cadreDeFacturation": {
            "codeCadreFacturation": "A4_PROJET_DECOMPTE_MENSUEL_FOURNISSEUR",
            "codeStructureValideur": MOE_SIRET,
            "codeServiceValideur": "ETUDES",
        },
        "lignePoste": [],
        "pieceJointePrincipale": [
            {
                "pieceJointePrincipaleId": seed.row(AccountFile).id,
                "pieceJointePrincipaleDesignation": "piece.pdf",
            }
        ],
        "piecePrecedente": {"idPiecePrecedente": seed.invoice, "numeroPiecePrecedente": "SIT-2"},
    }


def left(status: str) -> Any:
    """The reply of an act that left the second piece with that status."""
    return lambda seed: {
        "codeRetour": 0,
        "libelle": "TRA_MSG_00.000",
        "idFactureTravaux": seed.invoice,
        "numeroFactureTravaux": "SIT-2",
        "statutFactureTravaux": status,
        "dateTraitement": "2026-11-24",
    }


def about(**said: object) -> Any:
    return lambda seed: {"idFactureTravaux": seed.invoice, **said}


SUBMITTED = Case(
    asked=submitted,
    told=lambda seed: {
        "codeRetour": 0,
        "libelle": "TRA_MSG_00.000",
        "numeroFactureTravaux": "SIT-4",
        "idFactureTravaux": newest_invoice(seed),
        "identifiantStructure": SUPPLIER_SIRET,
        "dateDepot": "2026-11-24",
        "statutFactureTravaux": "A_ASSOCIER_MOE",
        "empreinteCertificatDepot": certificate(seed),
    },
    prepare=pieces_and_paper,
)
RECYCLED = Case(
    asked=about(reference={"numeroBonCommande": "EJ-99"}),
    told=lambda seed: {
        "codeRetour": 0,
        "libelle": "TRA_MSG_00.000",
        "idFactureTravaux": seed.invoice,
        "numeroFactureTravaux": "SIT-2",
        "statutFactureTravaux": "A_ASSOCIER_MOE",
        "dateDepot": "2026-11-24",
    },
    prepare=piece_standing(S.EN_ATTENTE_RECYCLAGE_FOURNISSEUR),
)
CASES: list[tuple[str, Case]] = [
    (f"{TRAVAUX}/soumettre", SUBMITTED),
    (f"{TRAVAUX}/recycler", RECYCLED),
    (
        f"{TRAVAUX}/prendreEnCompte",
        Case(about(), left("PRISE_EN_COMPTE_MOE"), "mona", piece_standing(cadre="A10")),
    ),
    (f"{TRAVAUX}/refuser", Case(about(motifRefus="2"), left("REFUSEE_MOE"), "mona", works_pieces)),
    (
        f"{TRAVAUX}/suspendre/demander/completer/factureTravaux",
        Case(about(commentaire="Le métré ?"), left("A_COMPLETER"), "mona", works_pieces),
    ),
    (
        f"{TRAVAUX}/demander/recyclage",
        Case(about(), left("EN_ATTENTE_RECYCLAGE_FOURNISSEUR"), "mona", works_pieces),
    ),
    (
        f"{TRAVAUX}/completermoe",
        Case(about(commentaire="Vérifié."), left("A_ASSOCIER_MOE"), "mona", works_pieces),
    ),
    (
        f"{TRAVAUX}/completer",
        Case(about(commentaire="Le voici."), left("A_ASSOCIER_MOE"), prepare=piece_standing(S.A_COMPLETER)),
    ),
    (
        f"{TRAVAUX}/corrigerValideur",
        Case(
            about(identifiantStructure=MOE_SIRET),
            left("A_ASSOCIER_MOE"),
            prepare=piece_standing(S.ERREUR_FOURNISSEUR_SUR_MOE),
        ),
    ),
]
