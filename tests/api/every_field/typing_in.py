"""An invoice with every field that `soumettre` knows."""

from typing import Any

from tests.makers.invoices import MOE_SIRET, RECIPIENT_SIRET

JSON = dict[str, Any]

REFERENCES: JSON = {
    "deviseFacture": "EUR",
    "typeFacture": "AVOIR",
    "typeTva": "TVA_SUR_ENCAISSEMENT",
    "motifExonerationTva": "VATEX-EU-O",
    "numeroMarche": "M-7",
    "numeroBonCommande": "EJ-12",
    "numeroFactureOrigine": "ANCIENNE-1",
    "modePaiement": "PRELEVEMENT",
}
STAMPS: JSON = {
    "lignePosteNumero": 2,
    "lignePosteReference": "REF-10",
    "lignePosteDenomination": "Timbres",
    "lignePosteQuantite": 10,
    "lignePosteUnite": "C62",
    "lignePosteMontantUnitaireHT": 1.5,
    "lignePosteTauxTvaManuel": 0,
}
DOOR: JSON = {
    "lignePosteNumero": 1,
    "lignePosteReference": "REF-9",
    "lignePosteDenomination": "Porte",
    "lignePosteQuantite": 2,
    "lignePosteUnite": "KGM",
    "lignePosteMontantUnitaireHT": 510,
    "lignePosteMontantRemiseHT": 20,
    "lignePosteTauxTva": "TVA5_5",
}
RATES: list[JSON] = [
    {"ligneTvaTaux": "TVA5_5", "ligneTvaMontantBaseHtParTaux": 1000, "ligneTvaMontantTvaParTaux": 55},
    {"ligneTvaTauxManuel": 0, "ligneTvaMontantBaseHtParTaux": 15, "ligneTvaMontantTvaParTaux": 0},
]
TOTALS: JSON = {
    "montantHtTotal": 1015,
    "montantTVA": 55,
    "montantTtcTotal": 1070,
    "montantRemiseGlobaleTTC": 0,
    "montantAPayer": 1070,
}


def every_field(*, supplier: int, agency: int, account: int, plan: int) -> JSON:
    """The ids are those of the supplier, of its service and account, and of the file that was sent."""
    return {
        "idUtilisateurCourant": 0,
        "modeDepot": "SAISIE_API",
        "numeroFactureSaisi": "TOUT-1",
        "dateFacture": "2026-11-03",
        "destinataire": {"codeDestinataire": RECIPIENT_SIRET, "codeServiceExecutant": "SERV1"},
        "fournisseur": {
            "idFournisseur": supplier,
            "idServiceFournisseur": agency,
            "codeCoordonneesBancairesFournisseur": account,
        },
        "cadreDeFacturation": {
            "codeCadreFacturation": "A9_FACTURE_SOUSTRAITANT",
            "codeStructureValideur": MOE_SIRET,
            "codeServiceValideur": "ETUDES",
        },
        "references": REFERENCES,
        "lignePoste": [STAMPS, DOOR],
        "ligneTva": RATES,
        "montantTotal": TOTALS,
        "pieceJointePrincipale": [],
        "pieceJointeComplementaire": [
            {
                "pieceJointeComplementaireId": plan,
                "pieceJointeComplementaireDesignation": "plan.png",
                "pieceJointeComplementaireType": "05",
                "pieceJointeComplementaireIdLiaison": 0,
                "pieceJointeComplementaireNumeroLigneFacture": 1,
            }
        ],
        "commentaire": "Livrée le 2.",
    }
