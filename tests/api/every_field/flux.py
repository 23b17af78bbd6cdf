"""Flux and their compte-rendu: whole replies."""

import base64

from tests.api.every_field.preparing import newest_flux, refused_file, refused_invoice
from tests.api.every_field.seed import DEPOSITED, Case
from tests.api.every_field.typing_in import JSON
from tests.api.test_deposit import CII, asked
from tests.flux.test_lots import words_of
from tests.makers.invoices import RECIPIENT_SIRET, SUPPLIER_SIRET, make_cii

REPORTED = ("CPP0011106000000000000001", "FAUTE-1", "Rejeté", "Maçonnerie Démo")


def report(answer: JSON) -> JSON:
    """The reply, with those of the words that its PDF says."""
    words = words_of(base64.b64decode(answer["fichierCR"]))
    return {**answer, "fichierCR": [word for word in REPORTED if word in words]}


CASES: list[tuple[str, Case]] = [
    (
        "/cpro/factures/v1/deposer/flux",
        Case(
            asked=lambda _: asked(make_cii(), syntax=CII, name="facture.xml"),
            told=lambda seed: {
                "codeRetour": 0,
                "libelle": "TRA_MSG_00.000",
                "numeroFluxDepot": newest_flux(seed),
                "dateDepot": "2026-11-24",
                "syntaxeFlux": "IN_DP_E1_CII_16B",
            },
        ),
    ),
    (
        "/cpro/transverses/v1/consulterCRDetaille",
        Case(
            asked=lambda seed: {"numeroFluxDepot": seed.flux},
            told=lambda _: {
                "codeRetour": 0,
                "libelle": "TRA_MSG_00.000",
                "nomFichier": "FSO1106A_CPP001_CPP0011106000000000000001",
                "dateDepotFlux": DEPOSITED,
                "codeInterfaceDepotFlux": "FSO1106A",
                "etatCourantDepotFlux": "IN_REJETE",
                "dateHeureEtatCourantFlux": DEPOSITED,
                "listeErreurDP": [
                    {
                        "identifiantFournisseur": SUPPLIER_SIRET,
                        "identifiantDestinataire": RECIPIENT_SIRET,
                        "numeroDP": "FAUTE-1",
                        "libelleErreurDP": (
                            "L'element FichierXml.SupplyChainTradeTransaction.ApplicableHeaderT"
                            "radeSettlement.SpecifiedTradeSettlementPaymentMeans.TypeCode.value"
                            " est obligatoire.|L'engagement juridique (FichierXml.SupplyChainTr"
                            "adeTransaction.ApplicableHeaderTradeAgreement.BuyerOrderReferenced"
                            "Document.IssuerAssignedID.value) est obligatoire"
                        ),
                        "liensAide": [
                            "http://localhost:3000/documentation/constats#CPP-PAIEMENT-ABSENT",
                            "http://localhost:3000/documentation/constats#CPP-EJ-OBLIGATOIRE",
                        ],
                    }
                ],
                "listeErreurTechnique": [],
            },
            prepare=refused_invoice,
            importing=True,
        ),
    ),
    (
        "/cpro/transverses/v1/consulterCRDetaille",
        Case(
            asked=lambda seed: {"numeroFluxDepot": seed.flux},
            told=lambda _: {
                "codeRetour": 0,
                "libelle": "TRA_MSG_00.000",
                "nomFichier": "FSO1100A_CPP001_CPP0011100000000000000001",
                "dateDepotFlux": DEPOSITED,
                "codeInterfaceDepotFlux": "FSO1100A",
                "etatCourantDepotFlux": "IN_REJETE",
                "dateHeureEtatCourantFlux": DEPOSITED,
                "listeErreurDP": [],
                "listeErreurTechnique": [
                    {
                        "natureErreur": "xsd",
                        "codeErreur": "ERR_XSD_001",
                        "libelleErreur": (
                            "IRRECEVABILITE: cvc-complex-type.2.4.a: Invalid content was found "
                            "starting with element 'DateDEmission'. One of '{CopyIndicator, "
                            "UUID, IssueDate}' is expected. - ligne: 14 - position: 22"
                        ),
                        "lienAide": "http://localhost:3000/documentation/constats#ERR_XSD_001",
                    }
                ],
            },
            prepare=refused_file,
            importing=True,
        ),
    ),
    (
        "/cpro/transverses/v1/consulterCR",
        Case(
            asked=lambda seed: {"numeroFluxDepot": seed.flux},
            told=lambda _: {
                "codeRetour": 0,
                "libelle": "TRA_MSG_00.000",
                "numeroFluxDepot": "CPP0011106000000000000001",
                "nomFichierFlux": "FSO1106A_CPP001_CPP0011106000000000000001",
                "dateDepotFlux": DEPOSITED,
                "codeInterfaceFlux": "FSO1106A",
                "codeAppliPartenaire": "CPP001",
                "designationPartenaire": "Maçonnerie Démo",
                "etatCourantFlux": "IN_REJETE",
                "dateHeureEtatCourantFlux": DEPOSITED,
                "fichierCR": list(REPORTED),
            },
            prepare=refused_invoice,
            importing=True,
            shown=report,
        ),
    ),
]
