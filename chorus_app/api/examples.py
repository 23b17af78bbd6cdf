"""EXAMPLES: one question for each route, made of the demonstration's data, so that it can be pasted and run."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from sqlmodel import col, select

from chorus_app.demo.deposits import EMISES, ONE_LINE, DemoDeposit, DemoInvoice
from chorus_app.demo.making import make_file, parsed_invoice
from chorus_app.demo.structures import BY_SLUG
from chorus_app.flux.models import Flux
from chorus_app.formats import syntaxes
from chorus_app.formats.syntaxes import Space
from chorus_app.formats.writers import page
from chorus_app.invoices.enums import Status
from chorus_app.invoices.models import Invoice
from chorus_app.kernel.clock import in_paris
from chorus_app.kernel.context import Context
from chorus_app.kernel.text import t
from chorus_app.structures.models import Service, Structure

NUMBER = "EXEMPLE-API-1"
ISSUED, RECEIVED, TO_VALIDATE, REFUSED = "F-1113", "F-1101", "SIT-91-GYMNASE", "F-1202"
SYNTAX = "FSO1100A"
ANY_FLUX = "CPP0011117000000000000001"


@dataclass(frozen=True, slots=True)
class Row:
    """The row id of something of the demonstration: a structure by its slug, a service by "slug/code", an invoice by
    its number, a piece of works by its status (the newest that has it). Also the number of the flux of a deposit, the
    content of a file in base64, words."""

    kind: str
    name: str = ""


def _invoice(number: str) -> Row:
    return Row("invoice", number)


def _piece(status: Status) -> Row:
    return Row("piece", status)


_DEPOSIT = DemoDeposit(
    "api-example", 0, "supplier_user", SYNTAX, EMISES, DemoInvoice(NUMBER, "batisseurs", "free", ONE_LINE)
)
_PAGE = {"nbResultatsParPage": 10, "pageResultatDemandee": 1}
_FACTURES, _STRUCTURES, _TRANSVERSES = "/cpro/factures/v1", "/cpro/structures/v1", "/cpro/transverses/v1"
_TRAVAUX = "/cpro/factures/travaux"
_VALUES = f"{_TRANSVERSES}/recuperer"
_MONTCLAIR = Row("structure", "montclair")

EXAMPLES: Mapping[str, Mapping[str, Any]] = {
    "/bac-a-sable/reset": {},
    f"{_FACTURES}/deposer/flux": {
        "fichierFlux": Row("file"),
        "nomFichier": f"{NUMBER}.xml",
        "syntaxeFlux": Row("syntax"),
        "avecSignature": False,
    },
    f"{_FACTURES}/rechercher/fournisseur": {
        "typeFacture": "FACTURE",
        "statutCourant": ["MISE_A_DISPOSITION", "MISE_EN_PAIEMENT"],
        "rechercheFactureParFournisseur": _PAGE,
    },
    f"{_FACTURES}/rechercher/recipiendaire": {"numeroFacture": RECEIVED, "paramRecherche": _PAGE},
    f"{_FACTURES}/consulter/fournisseur": {"identifiantFactureCPP": _invoice(ISSUED)},
    f"{_FACTURES}/consulter/recipiendaire": {"identifiantFactureCPP": _invoice(RECEIVED)},
    f"{_FACTURES}/consulter/valideur": {"identifiantFactureCPP": _invoice(TO_VALIDATE)},
    f"{_FACTURES}/traiter/recue": {
        "idFacture": _invoice("F-1131"),
        "nouveauStatut": "SUSPENDUE",
        "motif": Row("reason"),
    },
    f"{_FACTURES}/consulter/historique": {"idFacture": _invoice(ISSUED)},
    "/cpro/facturesTravaux/v1/rechercher": {"numeroMarche": "TRX-014-GYM", "rechercheFactureTravaux": _PAGE},
    f"{_TRAVAUX}/soumettre": {
        "modeDepot": "DEPOT_PDF_API",
        "numeroFactureSaisi": "EXEMPLE-API-3",
        "dateFacture": Row("today"),
        "destinataire": {"codeDestinataire": BY_SLUG["montclair"].identifier, "codeServiceExecutant": "VOIRIE"},
        "cadreDeFacturation": {
            "codeCadreFacturation": "A4_PROJET_DECOMPTE_MENSUEL_FOURNISSEUR",
            "codeStructureValideur": BY_SLUG["horizon"].identifier,
        },
        "references": {
            "deviseFacture": "EUR",
            "typeFacture": "FACTURE",
            "typeTva": "TVA_SUR_DEBIT",
            "modePaiement": "VIREMENT",
            "numeroMarche": "TRX-014-GYM",
        },
        "ligneTva": [{"ligneTvaTaux": "TVA20", "ligneTvaMontantBaseHtParTaux": 1000, "ligneTvaMontantTvaParTaux": 200}],
        "montantTotal": {"montantHtTotal": 1000, "montantTVA": 200, "montantTtcTotal": 1200, "montantAPayer": 1200},
        "pieceJointePrincipale": [{"pieceJointePrincipaleId": 1}],
        "piecePrecedente": {"idPiecePrecedente": _piece(Status.A_ASSOCIER_MOE)},
    },
    f"{_TRAVAUX}/rechercher": {"numeroMarche": "TRX-014-GYM", "rechercheFactureTravaux": _PAGE},
    f"{_TRAVAUX}/rechercher/atraiter": {"rechercheFactureTravaux": _PAGE},
    f"{_TRAVAUX}/consulter": {"idFactureTravaux": _piece(Status.A_ASSOCIER_MOE)},
    f"{_TRAVAUX}/consulter/dossierfacturation": {"idFactureTravaux": _piece(Status.A_ASSOCIER_MOE)},
    f"{_TRAVAUX}/prendreEnCompte": {"idFactureTravaux": _piece(Status.MISE_A_DISPOSITION_MOE)},
    f"{_TRAVAUX}/refuser": {
        "idFactureTravaux": _piece(Status.A_ASSOCIER_MOE),
        "motifRefus": "PIECE_MANQUANTE",
        "complementInfo": Row("survey"),
    },
    f"{_TRAVAUX}/suspendre/demander/completer/factureTravaux": {
        "idFactureTravaux": _piece(Status.A_ASSOCIER_MOE),
        "commentaire": Row("survey"),
    },
    f"{_TRAVAUX}/demander/recyclage": {"idFactureTravaux": _piece(Status.A_ASSOCIER_MOE)},
    f"{_TRAVAUX}/completermoe": {
        "idFactureTravaux": _piece(Status.A_ASSOCIER_MOE),
        "commentaire": Row("comment"),
    },
    f"{_TRAVAUX}/completer": {"idFactureTravaux": _piece(Status.A_COMPLETER), "commentaire": Row("comment")},
    f"{_TRAVAUX}/recycler": {
        "idFactureTravaux": _piece(Status.EN_ATTENTE_RECYCLAGE_FOURNISSEUR),
        "destinataire": {"codeServiceExecutant": "VOIRIE"},
        "reference": {"numeroMarche": "TRX-015-ECO"},
    },
    f"{_TRAVAUX}/corrigerValideur": {
        "idFactureTravaux": _piece(Status.ERREUR_FOURNISSEUR_SUR_MOE),
        "identifiantStructure": BY_SLUG["horizon"].identifier,
        "typeIdentifiantStructure": "SIRET",
    },
    f"{_STRUCTURES}/rechercher": {
        "structure": {"identifiantStructure": BY_SLUG["montclair"].identifier, "typeIdentifiantStructure": "SIRET"},
        "parametres": _PAGE,
    },
    f"{_STRUCTURES}/consulter": {"idStructureCPP": _MONTCLAIR},
    f"{_STRUCTURES}/rechercher/services": {
        "idStructure": _MONTCLAIR,
        "parametresRechercherServicesStructure": _PAGE,
    },
    f"{_STRUCTURES}/consulter/service": {"idStructure": _MONTCLAIR, "idService": Row("service", "montclair/ECOLES")},
    f"{_STRUCTURES}/rechercher/espaces": {"parametresRechercherEspaces": _PAGE},
    f"{_STRUCTURES}/lister/rattachementsutilisateur": {"idStructure": Row("structure", "batisseurs")},
    "/cpro/utilisateurs/v1/monCompte/recuperer/rattachements": {"parametresRecherche": _PAGE},
    "/cpro/engagementsJuridiques/v1/rechercher": {
        "numeroEngagementJuridique": "0000048295",
        "etatCourantEngagementJuridique": "COMMANDE",
    },
    f"{_TRANSVERSES}/consulterCR": {"numeroFluxDepot": Row("flux", ISSUED)},
    f"{_TRANSVERSES}/consulterCRDetaille": {"numeroFluxDepot": Row("flux", REFUSED)},
    f"{_TRANSVERSES}/telecharger/annuaire/destinataire": {},
    f"{_TRANSVERSES}/consulter/information/siret": {"siretStructure": BY_SLUG["montclair"].identifier},
    f"{_TRANSVERSES}/health-check": {},
    f"{_FACTURES}/deposer/pdf": {
        "fichierFacture": Row("pdf"),
        "nomFichier": f"{NUMBER}.pdf",
        "formatDepot": "PDF_NON_SIGNE",
    },
    f"{_FACTURES}/soumettre": {
        "modeDepot": "SAISIE_API",
        "numeroFactureSaisi": "EXEMPLE-API-2",
        "dateFacture": Row("today"),
        "destinataire": {"codeDestinataire": BY_SLUG["free"].identifier},
        "cadreDeFacturation": {"codeCadreFacturation": "A1_FACTURE_FOURNISSEUR"},
        "references": {
            "deviseFacture": "EUR",
            "typeFacture": "FACTURE",
            "typeTva": "TVA_SUR_DEBIT",
            "modePaiement": "VIREMENT",
        },
        "lignePoste": [
            {
                "lignePosteNumero": 1,
                "lignePosteDenomination": Row("item"),
                "lignePosteQuantite": 2,
                "lignePosteUnite": "KGM",
                "lignePosteMontantUnitaireHT": 500,
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
    },
    f"{_FACTURES}/traiter/factureAValider": {
        "idFacture": _invoice("ST-0001"),
        "action": "VALIDATION",
        "complementInfo": Row("comment"),
    },
    f"{_FACTURES}/traiterRejet": {
        "listeDemandePaiement": [{"idDemandePaiement": _invoice(ISSUED)}],
        "motifRejet": Row("comment"),
    },
    f"{_FACTURES}/completer": {"identifiantFactureCPP": _invoice("F-1110"), "commentaire": Row("comment")},
    f"{_FACTURES}/recycler": {
        "identifiantFactureCPP": _invoice("F-1122"),
        "destinataire": {"codeDestinataire": BY_SLUG["montclair"].identifier, "codeServiceExecutant": "VOIRIE"},
    },
    f"{_FACTURES}/corriger/valideur/facture": {
        "idFacture": _invoice("ST-0002"),
        "identifiantStructure": BY_SLUG["montclair"].identifier,
        "typeIdentifiantStructure": "SIRET",
    },
    f"{_FACTURES}/rechercher/valideur": {"typeDemandePaiement": "FACTURE", "pagination": _PAGE},
    f"{_FACTURES}/rechercher/demandePaiement": {"roleUtilisateur": "FOURNISSEUR", "numeroFacture": ISSUED},
    f"{_FACTURES}/recuperer/statutsFactureVisibles/valideur": {},
    f"{_FACTURES}/telecharger/groupe": {"listeFacture": [{"idFacture": _invoice(ISSUED)}], "format": "PDF"},
    f"{_TRANSVERSES}/rechercher/destinataire": {"nomVilleCodePostal": "Montclair", "parametresRecherche": _PAGE},
    f"{_TRANSVERSES}/ajouter/fichier": {
        "pieceJointeFichier": Row("pdf"),
        "pieceJointeNom": "annexe",
        "pieceJointeTypeMime": "application/pdf",
        "pieceJointeExtension": "PDF",
    },
    f"{_TRANSVERSES}/telecharger/pieceJointe": {"objetPieceJointe": "UTILISATEUR"},
    f"{_TRANSVERSES}/rechercher/pj/structure": {"idStructureCPP": _MONTCLAIR, "parametresRecherche": _PAGE},
    f"{_TRANSVERSES}/rechercher/pj/moncompte": {"parametresRecherche": _PAGE},
    f"{_VALUES}/structures/actives/facturetravaux": {},
    f"{_VALUES}/motifs/exonerationtva": {"codeLangue": "FR"},
    f"{_VALUES}/motifs/refus/Facture/AValider": {"codeCadreFacturationAValider": "A4"},
    f"{_VALUES}/coordbanc/valides": {"idStructure": Row("structure", "batisseurs")},
    f"{_VALUES}/typespj": {"typeObjet": "FACTURE"},
    f"{_VALUES}/devises": {"codeLangue": "FR"},
    f"{_VALUES}/pays": {"codeLangue": "FR"},
    f"{_VALUES}/modereglements": {},
    f"{_VALUES}/modedepot": {},
    f"{_VALUES}/tauxtva": {"codeLangue": "FR"},
    f"{_VALUES}/cadrefacturation": {"typeDemandePaiement": "FACTURE_TRAVAUX"},
    f"{_VALUES}/formatflux": {},
    f"{_VALUES}/typedp": {},
    f"{_VALUES}/typefacturetravaux": {},
    f"{_VALUES}/typeidentifiant/structure": {},
    f"{_VALUES}/etat/typedp": {"typeDemandePaiement": "FACTURE"},
    f"{_VALUES}/etats/traitement": {"statutCourant": "MISE_A_DISPOSITION"},
    f"{_VALUES}/structures/actives/fournisseur": {},
    f"{_VALUES}/structures/actives/destinataire": {},
}


def example(context: Context, path: str) -> dict[str, Any]:
    """The question of a route, its rows found in the world. Where they are not – a portal in real use – the example
    only shows the form: 1 stands for every id."""
    found: dict[str, Any] = _filled(context, EXAMPLES[path])
    return found


def _filled(context: Context, value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _filled(context, entry) for name, entry in value.items()}
    if isinstance(value, list):
        return [_filled(context, entry) for entry in value]
    return _value(context, value) if isinstance(value, Row) else value


def _value(context: Context, row: Row) -> object:
    if row.kind == "syntax":
        return next(syntax.api_name for syntax in syntaxes.SYNTAXES if syntax.code == SYNTAX)
    if row.kind in ("reason", "item", "comment", "survey"):
        return t(f"openapi.{row.kind}")
    today = in_paris(context.now()).date()
    if row.kind == "today":
        return today.isoformat()
    if row.kind == "file":
        return base64.b64encode(make_file(_DEPOSIT, today=today)[1]).decode()
    if row.kind == "pdf":
        return base64.b64encode(_paper(today)).decode()
    found = _looked_up(context, row) if context.world.settings.demo else None
    return found or (ANY_FLUX if row.kind == "flux" else 1)


@lru_cache(maxsize=2)
def _paper(today: date) -> bytes:
    """The example's invoice as a PDF without data; drawn once a day."""
    syntax = syntaxes.get(SYNTAX)
    if syntax is None:
        raise LookupError(SYNTAX)
    return page.draw(parsed_invoice(_DEPOSIT.invoice, syntax, issued=today))


def _looked_up(context: Context, row: Row) -> object:
    ask = context.session.exec
    if row.kind == "structure":
        return ask(select(Structure.id).where(Structure.identifier == BY_SLUG[row.name].identifier)).first()
    if row.kind == "invoice":
        return ask(select(Invoice.id).where(Invoice.number == row.name)).first()
    if row.kind == "piece":
        newest = select(Invoice.id).where(Invoice.space == Space.TRAVAUX, Invoice.status == row.name)
        return ask(newest.order_by(col(Invoice.id).desc())).first()
    if row.kind == "flux":
        return ask(select(Flux.number).where(Flux.file_key.startswith(row.name.lower()))).first()
    slug, _, code = row.name.partition("/")
    query = select(Service.id).join(Structure).where(Service.code == code)
    return ask(query.where(Structure.identifier == BY_SLUG[slug].identifier)).first()
