"""One invoice in all its fields: whole replies of consulter."""

from tests.api.every_field.parts import cadre, paged, recipient, supplier, whole
from tests.api.every_field.preparing import works_pieces
from tests.api.every_field.seed import Case, Seed, treated
from tests.api.every_field.typing_in import JSON
from tests.makers.invoices import RECIPIENT_SIRET

INVOICE_REFERENCES: JSON = {
    "typeFacture": "AVOIR",
    "typeFactureTravaux": None,
    "dateFacture": "2026-11-03",
    "dateDepot": "2026-11-24",
    "dateEcheancePaiement": None,
    "codeDeviseFacture": "EUR",
    "libelleDeviseFacture": "euro",
    "typeTva": "TVA_SUR_ENCAISSEMENT",
    "motifExonerationTva": "VATEX-EU-O",
    "libelleMotifExonerationTva": "Opération hors du champ de la TVA",
    "modePaiement": "PRELEVEMENT",
    "numeroBonCommande": "EJ-12",
    "numeroMarche": "M-7",
    "numeroFactureOrigine": "ANCIENNE-1",
    "numeroDpMandat": "DP-42",
}
INVOICE_TOTALS: JSON = {
    "montantHtTotal": 1015.0,
    "montantTVA": 55.0,
    "montantTtcTotal": 1070.0,
    "montantAPayer": 1070.0,
}
INVOICE_RATES: list[JSON] = [
    {
        "ligneTvaMontantBaseHtParTaux": 1000.0,
        "ligneTvaMontantTvaParTaux": 55.0,
        "ligneTvaTauxManuel": 5.5,
        "ligneTvaTauxRefCode": "TVA5_5",
        "ligneTvaTauxRefLibelle": "5,5 %",
        "ligneTvaTauxRefValeur": 5.5,
    },
    {
        "ligneTvaMontantBaseHtParTaux": 15.0,
        "ligneTvaMontantTvaParTaux": 0.0,
        "ligneTvaTauxManuel": 0.0,
        "ligneTvaTauxRefCode": "TVA0",
        "ligneTvaTauxRefLibelle": "0 %",
        "ligneTvaTauxRefValeur": 0.0,
    },
]
INVOICE_LINES: list[JSON] = [
    {
        "lignePosteNumero": 1,
        "lignePosteReference": "REF-9",
        "lignePosteDenomination": "Porte",
        "lignePosteQuantite": 2.0,
        "lignePosteUniteLibelle": "KGM",
        "lignePosteMontantUnitaireHT": 510.0,
        "lignePosteMontantRemiseHT": 20.0,
        "lignePosteMontantHtApresRemise": 1000.0,
        "lignePosteTauxTva": "TVA5_5",
        "lignePosteTauxTvaManuel": 5.5,
        "lignePosteMontantTva": 55.0,
        "lignePosteMontantTtcApresRemise": 1055.0,
    },
    {
        "lignePosteNumero": 2,
        "lignePosteReference": "REF-10",
        "lignePosteDenomination": "Timbres",
        "lignePosteQuantite": 10.0,
        "lignePosteUniteLibelle": "C62",
        "lignePosteMontantUnitaireHT": 1.5,
        "lignePosteMontantRemiseHT": None,
        "lignePosteMontantHtApresRemise": 15.0,
        "lignePosteTauxTva": "TVA0",
        "lignePosteTauxTvaManuel": 0.0,
        "lignePosteMontantTva": 0.0,
        "lignePosteMontantTtcApresRemise": 15.0,
    },
]
PIECE_REFERENCES: JSON = {
    "typeFacture": "FACTURE",
    "typeFactureTravaux": "PROJET_DECOMPTE_MENSUEL",
    "dateFacture": "2026-11-02",
    "dateDepot": "2026-11-24",
    "dateEcheancePaiement": "2026-12-02",
    "codeDeviseFacture": "EUR",
    "libelleDeviseFacture": "euro",
    "typeTva": "TVA_SUR_ENCAISSEMENT",
    "motifExonerationTva": None,
    "libelleMotifExonerationTva": None,
    "modePaiement": "VIREMENT",
    "numeroBonCommande": None,
    "numeroMarche": "M-7",
    "numeroFactureOrigine": None,
    "numeroDpMandat": None,
}
PIECE_TOTALS: JSON = {
    "montantHtTotal": 1500.0,
    "montantTVA": 300.0,
    "montantTtcTotal": 1800.0,
    "montantAPayer": 1800.0,
}
PIECE_RATES: list[JSON] = [
    {
        "ligneTvaMontantBaseHtParTaux": 1500.0,
        "ligneTvaMontantTvaParTaux": 300.0,
        "ligneTvaTauxManuel": 20.0,
        "ligneTvaTauxRefCode": "TVA20",
        "ligneTvaTauxRefLibelle": "20 %",
        "ligneTvaTauxRefValeur": 20.0,
    }
]
PIECE_LINES: list[JSON] = [
    {
        "lignePosteNumero": 1,
        "lignePosteReference": None,
        "lignePosteDenomination": "Porte en chêne",
        "lignePosteQuantite": 2.0,
        "lignePosteUniteLibelle": "C62",
        "lignePosteMontantUnitaireHT": 600.0,
        "lignePosteMontantRemiseHT": None,
        "lignePosteMontantHtApresRemise": 1200.0,
        "lignePosteTauxTva": "TVA20",
        "lignePosteTauxTvaManuel": 20.0,
        "lignePosteMontantTva": 240.0,
        "lignePosteMontantTtcApresRemise": 1440.0,
    },
    {
        "lignePosteNumero": 2,
        "lignePosteReference": None,
        "lignePosteDenomination": "Pose",
        "lignePosteQuantite": 6.0,
        "lignePosteUniteLibelle": "HUR",
        "lignePosteMontantUnitaireHT": 50.0,
        "lignePosteMontantRemiseHT": None,
        "lignePosteMontantHtApresRemise": 300.0,
        "lignePosteTauxTva": "TVA20",
        "lignePosteTauxTvaManuel": 20.0,
        "lignePosteMontantTva": 60.0,
        "lignePosteMontantTtcApresRemise": 360.0,
    },
]


def invoice(seed: Seed) -> JSON:
    """The invoice of the seed, whoever asks."""
    return whole(
        {
            "identifiantFactureCPP": seed.invoice,
            "numeroFacture": "TOUT-1",
            "statutFacture": "SERVICE_FAIT",
            "modeDepot": "SAISIE_API",
            "commentaire": "Livrée le 2.",
            "cadreDeFacturation": cadre(seed, "A9_FACTURE_SOUSTRAITANT", validated="2026-11-25"),
            "destinataire": recipient(seed),
            "fournisseur": supplier(seed),
            "references": INVOICE_REFERENCES,
            "montantTotal": INVOICE_TOTALS,
            "recapitulatifDeTva": paged("LignesRecapitulativesTVA", "ligneTva", INVOICE_RATES),
            "lignesDePoste": paged("LignesPoste", "lignePoste", INVOICE_LINES),
            "pieceJointePrincipale": {
                "idPieceJointePrincipale": seed.main,
                "idLiaisonPieceJointePrincipale": seed.main,
            },
            "listeDesPiecesJointes": paged(
                "ListePiecesJointe",
                "pieceJointe",
                [
                    {
                        "pieceJointeId": seed.attached,
                        "pieceJointeIdLiaison": seed.attached,
                        "pieceJointeDesignation": "plan.png",
                        "pieceJointeExtension": "PNG",
                        "pieceJointeTypeCode": "05",
                        "pieceJointeTypeLibelle": None,
                        "pieceJointeNumeroLigneFacture": 1,
                    }
                ],
            ),
            "piecePrecedente": None,
            "pieceSuivante": None,
        }
    )


def piece(seed: Seed) -> JSON:
    """The second of three pieces of works."""
    return whole(
        {
            "identifiantFactureCPP": seed.invoice,
            "numeroFacture": "SIT-2",
            "statutFacture": "A_ASSOCIER_MOE",
            "modeDepot": "UPLOAD_API",
            "commentaire": "Travaux de novembre",
            "cadreDeFacturation": cadre(seed, "A4_PROJET_DECOMPTE_MENSUEL_FOURNISSEUR"),
            "destinataire": recipient(seed),
            "fournisseur": supplier(seed),
            "references": PIECE_REFERENCES,
            "montantTotal": PIECE_TOTALS,
            "recapitulatifDeTva": paged("LignesRecapitulativesTVA", "ligneTva", PIECE_RATES),
            "lignesDePoste": paged("LignesPoste", "lignePoste", PIECE_LINES),
            "pieceJointePrincipale": None,
            "listeDesPiecesJointes": paged("ListePiecesJointe", "pieceJointe", []),
            "piecePrecedente": {
                "idPiecePrecedente": seed.invoice - 1,
                "numeroPiecePrecedente": "SIT-1",
                "cadreFacturationPiecePrecedente": "A4_PROJET_DECOMPTE_MENSUEL_FOURNISSEUR",
                "idDestinatairePiecePrecedente": seed.cast.recipient,
                "identifiantDestinatairePiecePrecedente": RECIPIENT_SIRET,
                "raisonSocialeDestinatairePiecePrecedente": "Ville de Démo",
                "codeServiceExecutantPiecePrecedente": "SERV1",
            },
            "pieceSuivante": {
                "idPieceSuivante": seed.invoice + 1,
                "numeroPieceSuivante": "SIT-3",
                "cadreFacturationPieceSuivante": "A4_PROJET_DECOMPTE_MENSUEL_FOURNISSEUR",
            },
        }
    )


def asked(seed: Seed) -> JSON:
    return {"identifiantFactureCPP": seed.invoice}


def cases(role: str, who: str) -> list[tuple[str, Case]]:
    """The same invoice as each of those sees it who have a part in it."""
    path = f"/cpro/factures/v1/consulter/{role}"
    return [(path, Case(asked, told, who, prepare)) for told, prepare in ((invoice, treated), (piece, works_pieces))]


def piece_of_works(seed: Seed) -> JSON:
    """The same piece under the names of works."""
    told = piece(seed)["facture"]
    names = {
        "identifiantFactureCPP": "idFactureTravaux",
        "numeroFacture": "numeroFactureTravaux",
        "statutFacture": "statutFactureTravaux",
    }
    return whole({names.get(name, name): value for name, value in told.items()}, under="factureTravaux")


WORKS = [
    (
        "/cpro/factures/travaux/consulter",
        Case(lambda seed: {"idFactureTravaux": seed.invoice}, piece_of_works, who, works_pieces),
    )
    for who in ("alice", "mona", "buyer")
]
CASES = [*WORKS, *cases("fournisseur", "alice"), *cases("recipiendaire", "buyer"), *cases("valideur", "mona")]
