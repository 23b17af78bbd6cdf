"""The directory, members and services: whole replies."""

from tests.api.every_field.preparing import lines_of
from tests.api.every_field.seed import DEPOSITED, Case
from tests.makers.invoices import RECIPIENT_SIRET, SUPPLIER_SIRET

CASES: list[tuple[str, Case]] = [
    (
        "/cpro/structures/v1/rechercher",
        Case(
            asked=lambda _: {"structure": {"identifiantStructure": RECIPIENT_SIRET}},
            told=lambda seed: {
                "codeRetour": 0,
                "libelle": "TRA_MSG_00.000",
                "listeStructures": [
                    {
                        "idStructureCPP": seed.cast.recipient,
                        "typeIdentifiantStructure": "SIRET",
                        "identifiantStructure": RECIPIENT_SIRET,
                        "designationStructure": "Ville de Démo",
                        "statut": "ACTIVE",
                    }
                ],
                "parametresRetour": {"nbResultatsParPage": 10, "pageCourante": 1, "pages": 1, "total": 1},
            },
        ),
    ),
    (
        "/cpro/structures/v1/consulter",
        Case(
            asked=lambda seed: {"idStructureCPP": seed.cast.recipient},
            told=lambda seed: {
                "codeRetour": 0,
                "libelle": "TRA_MSG_00.000",
                "informationGenerales": {
                    "idStructureCPP": seed.cast.recipient,
                    "typeIdentifiantStructure": "SIRET",
                    "identifiantStructure": RECIPIENT_SIRET,
                    "raisonSocialeStructure": "Ville de Démo",
                    "libelleStructure": "Ville de Démo",
                    "structurePriveePublique": "PUBLIQUE",
                    "dateExpirationMotPasseCompteTech": None,
                },
                "adressePostaleDuSiege": {
                    "adresse": "1 place de la Mairie",
                    "codePostal": "76540",
                    "ville": "Valmont",
                    "pays": "FR",
                },
                "parametres": {
                    "codeServiceDoitEtreRenseigne": False,
                    "numeroEJDoitEtreRenseigne": True,
                    "gestionNumeroEJOuCodeService": False,
                    "getaMoa": True,
                    "estMoaUniquement": False,
                    "estValideurDelegue": False,
                    "connexionEDI": False,
                    "recevoirDonneesViaEDI": False,
                    "nonDiffusibleInsee": False,
                    "statutMiseEnPaiementNestPasRemonte": False,
                },
            },
        ),
    ),
    (
        "/cpro/structures/v1/consulter",
        Case(
            asked=lambda seed: {"idStructureCPP": seed.cast.supplier},
            told=lambda seed: {
                "codeRetour": 0,
                "libelle": "TRA_MSG_00.000",
                "informationGenerales": {
                    "idStructureCPP": seed.cast.supplier,
                    "typeIdentifiantStructure": "SIRET",
                    "identifiantStructure": SUPPLIER_SIRET,
                    "raisonSocialeStructure": "Maçonnerie Démo",
                    "libelleStructure": "Maçonnerie Démo",
                    "structurePriveePublique": "PRIVEE",
                    "dateExpirationMotPasseCompteTech": "2028-01-22T14:30:00.000+01:00",
                },
                "adressePostaleDuSiege": {
                    "adresse": "3 rue Haute",
                    "codePostal": "45000",
                    "ville": "Orléans",
                    "pays": "FR",
                },
                "parametres": {
                    "codeServiceDoitEtreRenseigne": False,
                    "numeroEJDoitEtreRenseigne": False,
                    "gestionNumeroEJOuCodeService": False,
                    "getaMoa": False,
                    "estMoaUniquement": False,
                    "estValideurDelegue": False,
                    "connexionEDI": False,
                    "recevoirDonneesViaEDI": False,
                    "nonDiffusibleInsee": False,
                    "statutMiseEnPaiementNestPasRemonte": False,
                },
            },
        ),
    ),
    (
        "/cpro/structures/v1/rechercher/services",
        Case(
            asked=lambda seed: {"idStructure": seed.cast.supplier},
            told=lambda seed: {
                "codeRetour": 0,
                "libelle": "TRA_MSG_00.000",
                "listeServices": [
                    {
                        "idService": seed.agency,
                        "codeService": "AGENCE",
                        "libelleService": "Agence du port",
                        "estActif": True,
                        "statutService": "ACTIVE",
                        "dateDbtService": "2026-01-01",
                        "dateFinService": "2026-12-31",
                    }
                ],
                "parametresRetour": {"nbResultatsParPage": 10, "pageCourante": 1, "pages": 1, "total": 1},
            },
        ),
    ),
    (
        "/cpro/structures/v1/consulter/service",
        Case(
            asked=lambda seed: {"idStructure": seed.cast.supplier, "idService": seed.agency},
            told=lambda _: {
                "codeRetour": 0,
                "libelle": "TRA_MSG_00.000",
                "informationsGenerales": {
                    "codeService": "AGENCE",
                    "nomService": "Agence du port",
                    "descriptionService": None,
                },
                "adressePostale": {"adresse": "3 rue Haute", "codePostal": "45000", "ville": "Orléans", "pays": "FR"},
                "parametres": {
                    "numeroEngagement": True,
                    "miseEnPaiement": False,
                    "dateDebutValidite": "2026-01-01",
                    "dateFinValidite": "2026-12-31",
                },
            },
        ),
    ),
    (
        "/cpro/structures/v1/rechercher/espaces",
        Case(
            asked=lambda seed: {"idService": seed.agency},
            told=lambda seed: {
                "codeRetour": 0,
                "libelle": "TRA_MSG_00.000",
                "listeEspace": [
                    {
                        "idEspaceFo": (seed.agency * 10 + 1),
                        "codeEspace": 1,
                        "libelleEspace": "Factures émises",
                        "etatCourant": "ACTIVE",
                        "typeHabilitation": "MODIFICATION",
                        "idService": seed.agency,
                        "codeService": "AGENCE",
                        "libelleService": "Agence du port",
                    },
                    {
                        "idEspaceFo": (seed.agency * 10 + 2),
                        "codeEspace": 2,
                        "libelleEspace": "Factures reçues",
                        "etatCourant": "ACTIVE",
                        "typeHabilitation": "MODIFICATION",
                        "idService": seed.agency,
                        "codeService": "AGENCE",
                        "libelleService": "Agence du port",
                    },
                ],
                "parametresRetour": {"nbResultatsParPage": 10, "pageCourante": 1, "pages": 1, "total": 2},
            },
        ),
    ),
    (
        "/cpro/structures/v1/lister/rattachementsutilisateur",
        Case(
            asked=lambda seed: {"idUtilisateur": seed.users["alice"]},
            told=lambda seed: {
                "codeRetour": 0,
                "libelle": "TRA_MSG_00.000",
                "idStructure": seed.cast.supplier,
                "identifiantStructure": SUPPLIER_SIRET,
                "designationStructure": "Maçonnerie Démo",
                "premierService": False,
                "listeServices": [
                    {
                        "idRattachement": seed.grant,
                        "statutRattachement": "VALIDEE",
                        "idService": seed.agency,
                        "codeService": "AGENCE",
                        "nomService": "Agence du port",
                        "dateDebut": DEPOSITED,
                        "dateFin": None,
                        "commentaire": None,
                    }
                ],
                "parametresRetour": {"nbResultatsParPage": 10, "pageCourante": 1, "pages": 1, "total": 1},
            },
        ),
    ),
    (
        "/cpro/utilisateurs/v1/monCompte/recuperer/rattachements",
        Case(
            asked=lambda _: {},
            told=lambda seed: {
                "codeRetour": 0,
                "libelle": "TRA_MSG_00.000",
                "listeStructureRattachement": [
                    {
                        "idRattachementStructure": seed.memberships["alice"],
                        "statutRattachementStructure": "VALIDEE",
                        "roleUtilisateur": "UTILISATEUR",
                        "statutUtilisateur": "ACTIF",
                        "idStructure": seed.cast.supplier,
                        "identifiantStructure": SUPPLIER_SIRET,
                        "typeIdentifiantStructure": "SIRET",
                        "designationStructure": "Maçonnerie Démo",
                        "listeServicesRattache": [
                            {
                                "idService": seed.agency,
                                "codeService": "AGENCE",
                                "libelleService": "Agence du port",
                                "estActif": True,
                                "statutService": "ACTIVE",
                                "dateDbtService": "2026-01-01",
                                "dateFinService": "2026-12-31",
                                "idRattachementService": seed.grant,
                                "statutRattachementService": "VALIDEE",
                            }
                        ],
                    }
                ],
                "parametresRetour": {"nbResultatsParPage": 10, "pageCourante": 1, "pages": 1, "total": 1},
            },
        ),
    ),
    (
        "/cpro/engagementsJuridiques/v1/rechercher",
        Case(
            asked=lambda _: {"numeroEngagementJuridique": "EJ-12"},
            told=lambda _: {"codeRetour": 0, "libelle": "TRA_MSG_00.000", "listeEngagementJuridique": []},
        ),
    ),
    (
        "/cpro/transverses/v1/consulter/information/siret",
        Case(
            asked=lambda _: {"siretStructure": RECIPIENT_SIRET},
            told=lambda _: {
                "codeRetour": 0,
                "libelle": "TRA_MSG_00.000",
                "siret": RECIPIENT_SIRET,
                "siren": "123456782",
                "raisonSociale": "Ville de Démo",
                "adresse": "1 place de la Mairie 76540 Valmont",
                "estActif": True,
                "nonDiffusibleInsee": False,
            },
        ),
    ),
    (
        "/cpro/transverses/v1/rechercher/destinataire",
        Case(
            asked=lambda _: {"identifiant": RECIPIENT_SIRET},
            told=lambda seed: {
                "codeRetour": 0,
                "libelle": "GCU_MSG_01_000",
                "listeDestinataires": [
                    {
                        "idStructureCPP": seed.cast.recipient,
                        "siret": RECIPIENT_SIRET,
                        "nomDestinataire": "Ville de Démo",
                        "adresseCodePostal": "76540",
                        "adresseVille": "Valmont",
                    }
                ],
                "parametresRetour": {"nbResultatsParPage": 10, "pageCourante": 1, "pages": 1, "total": 1},
            },
        ),
    ),
    (
        "/cpro/transverses/v1/telecharger/annuaire/destinataire",
        Case(
            asked=lambda _: {},
            told=lambda _: {
                "codeRetour": 0,
                "libelle": "GCU_MSG_01_000",
                "fichierResultat": [
                    [
                        "identifiant",
                        "type_identifiant",
                        "raison_sociale",
                        "code_postal",
                        "ville",
                        "etat",
                        "gestion_engagement",
                        "gestion_service",
                        "gestion_service_ou_engagement",
                        "service_code",
                        "service_nom",
                        "service_gestion_engagement",
                    ],
                    [
                        RECIPIENT_SIRET,
                        "SIRET",
                        "Ville de Démo",
                        "76540",
                        "Valmont",
                        "ACTIVE",
                        "OUI",
                        "NON",
                        "NON",
                        "SERV1",
                        "Travaux",
                        "NON",
                    ],
                ],
            },
            shown=lines_of,
        ),
    ),
]
