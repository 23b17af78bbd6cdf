"""The parts of a whole invoice of which several are told alike."""

from tests.api.every_field.seed import Seed
from tests.api.every_field.typing_in import JSON
from tests.factories import BIC, IBAN
from tests.makers.invoices import MOE_SIRET, RECIPIENT_SIRET, SUPPLIER_SIRET


def whole(invoice: JSON, *, under: str = "facture") -> JSON:
    """The reply that tells an invoice."""
    return {"codeRetour": 0, "libelle": "TRA_MSG_00.000", under: invoice}


def paged(what: str, under: str, rows: list[JSON]) -> JSON:
    """All rows on one page."""
    return {
        f"nbResultatsParPage{what}": 10,
        f"pageCourante{what}": 1,
        f"pages{what}": 1,
        f"total{what}": len(rows),
        under: rows,
    }


def cadre(seed: Seed, code: str, *, validated: str | None = None) -> JSON:
    """The cadre with its valideur, and the day on which he validated."""
    return {
        "codeCadreFacturation": code,
        "idValideur1": seed.cast.moe,
        "codeValideur1": MOE_SIRET,
        "raisonSocialeValideur1": "Maîtrise d’œuvre Démo",
        "typeIdentifiantValideur1": "SIRET",
        "codeServiceValideur1": "ETUDES",
        "dateValidation1": validated,
    }


def recipient(seed: Seed) -> JSON:
    return {
        "idDestinataire": seed.cast.recipient,
        "codeDestinataire": RECIPIENT_SIRET,
        "libelleDestinataire": "Ville de Démo",
        "destinataireEtat": "ACTIF",
        "idServiceExecutant": seed.works,
        "codeServiceExecutant": "SERV1",
        "libelleServiceExecutant": "Travaux",
        "adresseDestinataireDetail": "1 place de la Mairie",
        "adresseDestinataireCodePostal": "76540",
        "adresseDestinataireVille": "Valmont",
        "adresseDestinataireCodePays": "FR",
        "adresseDestinataireLibellePays": "France",
    }


def supplier(seed: Seed) -> JSON:
    return {
        "idFournisseur": seed.cast.supplier,
        "codeFournisseur": SUPPLIER_SIRET,
        "typeIdentifiantFournisseur": "SIRET",
        "designationFournisseur": "Maçonnerie Démo",
        "codeServiceFournisseur": "AGENCE",
        "idServiceFournisseur": seed.agency,
        "libelleServiceFournisseur": "Agence du port",
        "adresseFournisseurDetail": "3 rue Haute",
        "adresseFournisseurCodePostal": "45000",
        "adresseFournisseurVille": "Orléans",
        "adresseFournisseurCodePays": "FR",
        "adresseFournisseurLibellePays": "France",
        "coordBancairesFournisseurType": "IBAN",
        "coordBancairesFournisseurCodePays": "FR",
        "coordBancairesFournisseurCleIban": IBAN,
        "coordBancairesBicSwift": BIC,
    }
