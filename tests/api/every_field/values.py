"""The lists of values: whole replies."""

from tests.api.every_field.seed import Case
from tests.api.every_field.typing_in import JSON
from tests.makers.invoices import RECIPIENT_SIRET, SUPPLIER_SIRET


def rows(name: str, words: str) -> list[JSON]:
    """A list whose entries have one field."""
    return [{name: word} for word in words.split()]


CASES: list[tuple[str, Case]] = [
    (
        "/cpro/transverses/v1/recuperer/structures/actives/fournisseur",
        Case(
            asked=lambda _: {},
            told=lambda seed: {
                "codeRetour": 0,
                "libelle": "GCU_MSG_01_000",
                "listeStructures": [
                    {
                        "idStructureCPP": seed.cast.supplier,
                        "identifiant": SUPPLIER_SIRET,
                        "designationStructure": "Maçonnerie Démo",
                    }
                ],
            },
        ),
    ),
    (
        "/cpro/transverses/v1/recuperer/structures/actives/destinataire",
        Case(
            asked=lambda _: {},
            told=lambda seed: {
                "codeRetour": 0,
                "libelle": "GCU_MSG_01_000",
                "listeStructures": [
                    {
                        "idStructureCPP": seed.cast.recipient,
                        "identifiant": RECIPIENT_SIRET,
                        "designationStructure": "Ville de Démo",
                    }
                ],
            },
            who="buyer",
        ),
    ),
    (
        "/cpro/transverses/v1/recuperer/structures/actives/facturetravaux",
        Case(
            asked=lambda _: {},
            told=lambda seed: {
                "codeRetour": 0,
                "libelle": "GCU_MSG_01_000",
                "listeStructures": [
                    {
                        "idStructureCPP": seed.cast.supplier,
                        "identifiant": SUPPLIER_SIRET,
                        "designationStructure": "Maçonnerie Démo",
                    }
                ],
            },
        ),
    ),
    (
        "/cpro/transverses/v1/recuperer/coordbanc/valides",
        Case(
            asked=lambda seed: {"idStructure": seed.cast.supplier},
            told=lambda seed: {
                "codeRetour": 0,
                "libelle": "GCU_MSG_01_000",
                "listeCoordonneeBancaire": [
                    {"idCoordonneeBancaire": seed.account, "nomCoordonneeBancaire": "Compte courant"}
                ],
            },
        ),
    ),
    (
        "/cpro/transverses/v1/recuperer/modereglements",
        Case(
            asked=lambda _: {},
            told=lambda _: {
                "codeRetour": 0,
                "libelle": "GCU_MSG_01_000",
                "listeModePaiement": rows("modePaiement", "AUTRE CHEQUE ESPECE PRELEVEMENT REPORT VIREMENT"),
            },
        ),
    ),
    (
        "/cpro/transverses/v1/recuperer/modedepot",
        Case(
            asked=lambda _: {},
            told=lambda _: {
                "codeRetour": 0,
                "libelle": "GCU_MSG_01_000",
                "listeModeDepot": rows(
                    "modeDepot",
                    """
                    SAISIE_WEB PORTAIL_PDF EDI_XML_STRUCT EDI_MIXTE EDI_PDF_ARCHIVE
                    SAISIE_PORTAIL SAISIE_API DEPOT_PDF_PORTAIL DEPOT_PDF_SIGNE_PORTAIL
                    DEPOT_PDF_API DEPOT_PDF_SIGNE_API EDI UPLOAD_PORTAIL UPLOAD_API
                    EDI_NUMERISATION
                    """,
                ),
            },
        ),
    ),
    (
        "/cpro/transverses/v1/recuperer/tauxtva",
        Case(
            asked=lambda _: {},
            told=lambda _: {
                "codeRetour": 0,
                "libelle": "GCU_MSG_01_000",
                "listeTauxTva": [
                    {"codeTauxTva": "TVA20", "libelleTauxTva": "20 %", "valeurTauxTva": 20.0},
                    {"codeTauxTva": "TVA10", "libelleTauxTva": "10 %", "valeurTauxTva": 10.0},
                    {"codeTauxTva": "TVA8_5", "libelleTauxTva": "8,5 %", "valeurTauxTva": 8.5},
                    {"codeTauxTva": "TVA5_5", "libelleTauxTva": "5,5 %", "valeurTauxTva": 5.5},
                    {"codeTauxTva": "TVA2_1", "libelleTauxTva": "2,1 %", "valeurTauxTva": 2.1},
                    {"codeTauxTva": "TVA1_75", "libelleTauxTva": "1,75 %", "valeurTauxTva": 1.75},
                    {"codeTauxTva": "TVA1_05", "libelleTauxTva": "1,05 %", "valeurTauxTva": 1.05},
                    {"codeTauxTva": "TVA0", "libelleTauxTva": "0 %", "valeurTauxTva": 0.0},
                ],
            },
        ),
    ),
    (
        "/cpro/transverses/v1/recuperer/formatflux",
        Case(
            asked=lambda _: {},
            told=lambda _: {
                "codeRetour": 0,
                "libelle": "GCU_MSG_01_000",
                "listeFormatFlux": [
                    {"formatFlux": "IN_DP_E1_STRUCT"},
                    {"formatFlux": "IN_DP_E2_MIXTE"},
                    {"formatFlux": "IN_DP_E2_FACTURX"},
                ],
            },
        ),
    ),
    (
        "/cpro/transverses/v1/recuperer/typedp",
        Case(
            asked=lambda _: {},
            told=lambda _: {
                "codeRetour": 0,
                "libelle": "GCU_MSG_01_000",
                "listeTypeDemandePaiement": [
                    {"typeDemandePaiement": "FACTURE"},
                    {"typeDemandePaiement": "FACTURE_TRAVAUX"},
                ],
            },
        ),
    ),
    (
        "/cpro/transverses/v1/recuperer/typefacturetravaux",
        Case(
            asked=lambda _: {},
            told=lambda _: {
                "codeRetour": 0,
                "libelle": "GCU_MSG_01_000",
                "listeTypeFactureTravaux": rows(
                    "typeFactureTravaux",
                    """
                    DP_DE_SOUSTRAITANT_TRAVAUX PROJET_DECOMPTE_MENSUEL ETAT_ACOMPTE
                    ETAT_ACOMPTE_VALIDE PROJET_DECOMPTE_FINAL PROJET_DECOMPTE_GENERAL
                    PROJET_DECOMPTE_GENERAL_PROCEDURE_TACITE DECOMPTE_GENERAL
                    DECOMPTE_GENERAL_SIGNE DECOMPTE_GENERAL_DEFINITIF_TACITE
                    DECOMPTE_GENERAL_DEFINITIF_PROCEDURE_TACITE
                    """,
                ),
            },
        ),
    ),
    (
        "/cpro/transverses/v1/recuperer/typeidentifiant/structure",
        Case(
            asked=lambda _: {},
            told=lambda _: {
                "codeRetour": 0,
                "libelle": "GCU_MSG_01_000",
                "listeTypeIdentifiant": rows(
                    "typeIdentifiantStructure", "SIRET UE_HORS_FRANCE HORS_UE RIDET TAHITI AUTRE PARTICULIER"
                ),
            },
        ),
    ),
    (
        "/cpro/transverses/v1/recuperer/motifs/exonerationtva",
        Case(
            asked=lambda _: {},
            told=lambda _: {
                "codeRetour": 0,
                "libelle": "GCU_MSG_01_000",
                "listeMotifsExonerationTva": [
                    {
                        "codeMotifExonerationTva": "VATEX-FR-FRANCHISE",
                        "libelleMotifExonerationTva": "Franchise en base : TVA non applicable, article 293 B du CGI",
                    },
                    {
                        "codeMotifExonerationTva": "VATEX-EU-IC",
                        "libelleMotifExonerationTva": "Livraison intracommunautaire exonérée",
                    },
                    {
                        "codeMotifExonerationTva": "VATEX-EU-G",
                        "libelleMotifExonerationTva": "Exportation hors de l’Union européenne",
                    },
                    {
                        "codeMotifExonerationTva": "VATEX-EU-AE",
                        "libelleMotifExonerationTva": "Autoliquidation par le client",
                    },
                    {
                        "codeMotifExonerationTva": "VATEX-EU-O",
                        "libelleMotifExonerationTva": "Opération hors du champ de la TVA",
                    },
                    {
                        "codeMotifExonerationTva": "VATEX-EU-132",
                        "libelleMotifExonerationTva": "Activité d’intérêt général exonérée "
                        "(article 132 de la directive 2006/112/CE)",
                    },
                    {
                        "codeMotifExonerationTva": "VATEX-EU-79-C",
                        "libelleMotifExonerationTva": "Débours refacturés au franc le franc "
                        "(article 79 c de la directive 2006/112/CE)",
                    },
                ],
            },
        ),
    ),
    (
        "/cpro/transverses/v1/recuperer/cadrefacturation",
        Case(
            asked=lambda _: {"typeDemandePaiement": "FACTURE"},
            told=lambda _: {
                "codeRetour": 0,
                "libelle": "GCU_MSG_01_000",
                "listeCadreFacturation": [
                    {"codeCadreFacturation": "A1_FACTURE_FOURNISSEUR"},
                    {"codeCadreFacturation": "A2_FACTURE_FOURNISSEUR_DEJA_PAYEE"},
                    {"codeCadreFacturation": "A9_FACTURE_SOUSTRAITANT"},
                    {"codeCadreFacturation": "A12_FACTURE_COTRAITANT"},
                ],
            },
        ),
    ),
    (
        "/cpro/transverses/v1/recuperer/cadrefacturation",
        Case(
            asked=lambda _: {"typeDemandePaiement": "FACTURE_TRAVAUX"},
            told=lambda _: {
                "codeRetour": 0,
                "libelle": "GCU_MSG_01_000",
                "listeCadreFacturation": rows(
                    "codeCadreFacturation",
                    """
                    A4_PROJET_DECOMPTE_MENSUEL_FOURNISSEUR A5_ETAT_ACOMPTE_FOURNISSEUR
                    A6_ETAT_ACOMPTE_VALIDE_FOURNISSEUR
                    A7_PROJET_DECOMPTE_FINAL_FOURNISSEUR
                    A8_DECOMPTE_GENERAL_DEFINITIF_FOURNISSEUR
                    A10_PROJET_DECOMPTE_MENSUEL_SOUSTRAITANT
                    A13_PROJET_DECOMPTE_MENSUEL_COTRAITANT
                    A14_PROJET_DECOMPTE_FINAL_COTRAITANT A15_ETAT_ACOMPTE_MOE
                    A16_ETAT_ACOMPTE_VALIDE_MOE A17_PROJET_DECOMPTE_GENERAL_MOE
                    A18_DECOMPTE_GENERAL_MOE A19_ETAT_ACOMPTE_VALIDE_MOA
                    A20_DECOMPTE_GENERAL_MOA
                    A22_PROJET_DECOMPTE_GENERAL_FOURNISSEUR_PROCEDURE_TACITE
                    A23_DECOMPTE_GENERAL_DEFINITIF_TACITE_FOURNISSEUR
                    A24_DECOMPTE_GENERAL_DEFINITIF_TACITE_MOE
                    A25_DECOMPTE_GENERAL_DEFINITIF_MOE_PROCEDURE_TACITE
                    """,
                ),
            },
        ),
    ),
    (
        "/cpro/transverses/v1/recuperer/etat/typedp",
        Case(
            asked=lambda _: {"typeDemandePaiement": "FACTURE"},
            told=lambda _: {
                "codeRetour": 0,
                "libelle": "GCU_MSG_01_000",
                "listeEtatDemandePaiement": rows(
                    "etatDemandePaiement",
                    """
                    BROUILLON DEPOSEE EN_COURS_ACHEMINEMENT MISE_A_DISPOSITION A_VALIDER_1
                    A_VALIDER_2 VALIDEE_1 VALIDEE_2 REFUSEE_1 REFUSEE_2
                    ABSENCE_VALIDATION_1_HORS_DELAI ABSENCE_VALIDATION_2_HORS_DELAI
                    ERREUR_FOURNISSEUR_SUR_VALIDEUR ERREUR_COTRAITANT_SUR_VALIDEUR
                    A_RECYCLER EN_ATTENTE_RECYCLAGE_FOURNISSEUR SUSPENDUE A_COMPLETER
                    COMPLETEE REJETEE PRISE_EN_COMPTE_DESTINATAIRE SERVICE_FAIT MANDATEE
                    MISE_A_DISPOSITION_COMPTABLE COMPTABILISEE MISE_EN_PAIEMENT ASSOCIEE
                    ABANDONNEE SUPPRIMEE NON_CONFORME INTERPRETEE_OCR
                    EN_COURS_TRAITEMENT_PIVOT_S DUPLIQUE_APRES_REFUS REMPLACEE_PAR_A22
                    TECHNIQUE_INCONNU A_VALIDER_MOE REFUSEE_MOE A_ASSOCIER_MOE
                    ERREUR_DE_MOE MISE_A_DISPOSITION_MOE PRISE_EN_COMPTE_MOE
                    ABSENCE_VALIDATION_MOE_DELAI_REGLEMENTAIRE TRANSMISE_MOA
                    A_ASSOCIER_MOA ERREUR_DE_MOA REFUSEE_MOA MISE_A_DISPOSITION_MOA
                    PRISE_EN_COMPTE_MOA A_ASSOCIER_FOURNISSEUR REFUSEE_FOURNISSEUR
                    ERREUR_FOURNISSEUR_SUR_MOE ERREUR_FOURNISSEUR_SUR_MOA
                    ERREUR_MOE_SUR_FOURNISSEUR ERREUR_MOE_SUR_MOA
                    ERREUR_MOA_SUR_FOURNISSEUR ERREUR_DESTINATAIRE_PD
                    ERREUR_DESTINATAIRE_EA
                    """,
                ),
            },
        ),
    ),
    (
        "/cpro/transverses/v1/recuperer/etats/traitement",
        Case(
            asked=lambda _: {"statutCourant": "MISE_A_DISPOSITION"},
            told=lambda _: {
                "codeRetour": 0,
                "libelle": "GCU_MSG_01_000",
                "listeStatutsPossiblesPourTraitement": rows(
                    "statutPossiblePourTraitement",
                    """
                    SUSPENDUE A_RECYCLER REJETEE SERVICE_FAIT MANDATEE
                    MISE_A_DISPOSITION_COMPTABLE COMPTABILISEE MISE_EN_PAIEMENT
                    """,
                ),
            },
        ),
    ),
    (
        "/cpro/transverses/v1/recuperer/motifs/refus/Facture/AValider",
        Case(
            asked=lambda _: {"codeCadreFacturationAValider": "A9"},
            told=lambda _: {
                "codeRetour": 0,
                "libelle": "GCU_MSG_01_000",
                "listeMotifRefusFactureAValider": [
                    {
                        "idMotif": 1,
                        "codeMotif": "ERREUR_VALIDEUR",
                        "libelleMotif": "Erreur de valideur : cette structure n’est pas celle qui valide la facture",
                    },
                    {"idMotif": 2, "codeMotif": "ERREUR_MONTANT", "libelleMotif": "Erreur dans les montants"},
                    {
                        "idMotif": 3,
                        "codeMotif": "PRESTATION_NON_CONFORME",
                        "libelleMotif": "Prestation non réalisée ou non conforme",
                    },
                    {
                        "idMotif": 4,
                        "codeMotif": "PIECE_MANQUANTE",
                        "libelleMotif": "Pièce justificative manquante ou erronée",
                    },
                    {"idMotif": 5, "codeMotif": "AUTRE", "libelleMotif": "Autre motif, précisé en complément"},
                ],
            },
        ),
    ),
    (
        "/cpro/transverses/v1/recuperer/typespj",
        Case(
            asked=lambda _: {"typeObjet": "FACTURE"},
            told=lambda _: {
                "codeRetour": 0,
                "libelle": "GCU_MSG_01_000",
                "listeTypePieceJointe": [
                    {
                        "idTypePieceJointe": 1,
                        "codeTypePieceJointe": "01",
                        "libelleTypePieceJointe": "Facture",
                        "typeObjet": "FACTURE",
                    },
                    {
                        "idTypePieceJointe": 2,
                        "codeTypePieceJointe": "02",
                        "libelleTypePieceJointe": "Pièce jointe complémentaire",
                        "typeObjet": "FACTURE",
                    },
                ],
            },
        ),
    ),
    (
        "/cpro/transverses/v1/health-check",
        Case(
            asked=lambda _: {},
            told=lambda _: {"body": "Application is up", "statusCodeValue": 200, "statusCode": "200"},
        ),
    ),
]
