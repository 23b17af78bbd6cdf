"""Closed lists of words about invoices, with the values of Chorus Pro's API. See also `status` and `cadres`."""

from enum import StrEnum


class Status(StrEnum):
    """`statutFacture` (section 4.1)."""

    BROUILLON = "BROUILLON"
    DEPOSEE = "DEPOSEE"
    EN_COURS_ACHEMINEMENT = "EN_COURS_ACHEMINEMENT"
    MISE_A_DISPOSITION = "MISE_A_DISPOSITION"
    A_VALIDER_1 = "A_VALIDER_1"
    A_VALIDER_2 = "A_VALIDER_2"
    VALIDEE_1 = "VALIDEE_1"
    VALIDEE_2 = "VALIDEE_2"
    REFUSEE_1 = "REFUSEE_1"
    REFUSEE_2 = "REFUSEE_2"
    ABSENCE_VALIDATION_1_HORS_DELAI = "ABSENCE_VALIDATION_1_HORS_DELAI"
    ABSENCE_VALIDATION_2_HORS_DELAI = "ABSENCE_VALIDATION_2_HORS_DELAI"
    ERREUR_FOURNISSEUR_SUR_VALIDEUR = "ERREUR_FOURNISSEUR_SUR_VALIDEUR"
    ERREUR_COTRAITANT_SUR_VALIDEUR = "ERREUR_COTRAITANT_SUR_VALIDEUR"
    A_RECYCLER = "A_RECYCLER"
    EN_ATTENTE_RECYCLAGE_FOURNISSEUR = "EN_ATTENTE_RECYCLAGE_FOURNISSEUR"
    SUSPENDUE = "SUSPENDUE"
    A_COMPLETER = "A_COMPLETER"
    COMPLETEE = "COMPLETEE"
    REJETEE = "REJETEE"
    PRISE_EN_COMPTE_DESTINATAIRE = "PRISE_EN_COMPTE_DESTINATAIRE"
    SERVICE_FAIT = "SERVICE_FAIT"
    MANDATEE = "MANDATEE"
    MISE_A_DISPOSITION_COMPTABLE = "MISE_A_DISPOSITION_COMPTABLE"
    COMPTABILISEE = "COMPTABILISEE"
    MISE_EN_PAIEMENT = "MISE_EN_PAIEMENT"
    ASSOCIEE = "ASSOCIEE"
    ABANDONNEE = "ABANDONNEE"
    SUPPRIMEE = "SUPPRIMEE"
    NON_CONFORME = "NON_CONFORME"
    INTERPRETEE_OCR = "INTERPRETEE_OCR"
    EN_COURS_TRAITEMENT_PIVOT_S = "EN_COURS_TRAITEMENT_PIVOT_S"
    DUPLIQUE_APRES_REFUS = "DUPLIQUE_APRES_REFUS"
    REMPLACEE_PAR_A22 = "REMPLACEE_PAR_A22"
    TECHNIQUE_INCONNU = "TECHNIQUE_INCONNU"
    A_VALIDER_MOE = "A_VALIDER_MOE"
    REFUSEE_MOE = "REFUSEE_MOE"
    A_ASSOCIER_MOE = "A_ASSOCIER_MOE"
    ERREUR_DE_MOE = "ERREUR_DE_MOE"
    MISE_A_DISPOSITION_MOE = "MISE_A_DISPOSITION_MOE"
    PRISE_EN_COMPTE_MOE = "PRISE_EN_COMPTE_MOE"
    ABSENCE_VALIDATION_MOE_DELAI_REGLEMENTAIRE = "ABSENCE_VALIDATION_MOE_DELAI_REGLEMENTAIRE"
    TRANSMISE_MOA = "TRANSMISE_MOA"
    A_ASSOCIER_MOA = "A_ASSOCIER_MOA"
    ERREUR_DE_MOA = "ERREUR_DE_MOA"
    REFUSEE_MOA = "REFUSEE_MOA"
    MISE_A_DISPOSITION_MOA = "MISE_A_DISPOSITION_MOA"
    PRISE_EN_COMPTE_MOA = "PRISE_EN_COMPTE_MOA"
    A_ASSOCIER_FOURNISSEUR = "A_ASSOCIER_FOURNISSEUR"
    REFUSEE_FOURNISSEUR = "REFUSEE_FOURNISSEUR"
    ERREUR_FOURNISSEUR_SUR_MOE = "ERREUR_FOURNISSEUR_SUR_MOE"
    ERREUR_FOURNISSEUR_SUR_MOA = "ERREUR_FOURNISSEUR_SUR_MOA"
    ERREUR_MOE_SUR_FOURNISSEUR = "ERREUR_MOE_SUR_FOURNISSEUR"
    ERREUR_MOE_SUR_MOA = "ERREUR_MOE_SUR_MOA"
    ERREUR_MOA_SUR_FOURNISSEUR = "ERREUR_MOA_SUR_FOURNISSEUR"
    ERREUR_DESTINATAIRE_PD = "ERREUR_DESTINATAIRE_PD"
    ERREUR_DESTINATAIRE_EA = "ERREUR_DESTINATAIRE_EA"


class Role(StrEnum):
    """Who deposits under a cadre; those of works are `roleUtilisateur` of the API where it has one."""

    FOURNISSEUR = "FOURNISSEUR"
    SOUS_TRAITANT = "SOUS_TRAITANT"
    COTRAITANT = "COTRAITANT"
    MOE = "MOE"
    MOA = "MOA"
    PRESTATAIRE_JUSTICE = "PRESTATAIRE_JUSTICE"
    BENEFICIAIRE_TIC = "BENEFICIAIRE_TIC"


class EventKind(StrEnum):
    """The three histories of an invoice (consulter/historique)."""

    STATUS = "status"
    ACTION = "action"
    COMPLEMENT = "complement"


REJECTION_TREATED = "TRAITEMENT_REJET"  # the act of a supplier, by the code of Chorus Pro's history
MOE_NAMED = "AJOUT_MOE"  # likewise, by this project's own code
VALIDEUR_REMINDED = "RELANCE_VALIDEUR"  # nobody's act: the portal reminds, and notes it by this project's own code


class InvoiceAct(StrEnum):
    """What an invoice waits for: of its valideur, its supplier, its recipient, or of the MOE or MOA of works."""

    VALIDATE = "valider"
    REFUSE = "refuser"
    COMPLETE = "completer"
    RECYCLE = "recycler"
    CORRECT_VALIDEUR = "valideur"
    NOTE_REJECTION = "rejet"
    TREAT = "traiter"
    TAKE = "prendre"
    FORWARD = "transmettre"
    REFUSE_PIECE = "refuser-piece"
    ASK_MORE = "demander"
    ASK_ANOTHER_WAY = "renvoyer"
    ADD = "joindre"


class Side(StrEnum):
    """Of whom a piece of works waits for something; by this value an address narrows the list of works to it."""

    SUPPLIER = "CHEZ_LE_FOURNISSEUR"
    MOE = "CHEZ_LA_MOE"
    MOA = "CHEZ_LA_MOA"


class RefusedFor(StrEnum):
    """Why a valideur refuses an invoice; Chorus Pro's own list is not public."""

    ERREUR_VALIDEUR = "ERREUR_VALIDEUR"
    ERREUR_MONTANT = "ERREUR_MONTANT"
    PRESTATION_NON_CONFORME = "PRESTATION_NON_CONFORME"
    PIECE_MANQUANTE = "PIECE_MANQUANTE"
    AUTRE = "AUTRE"

    @property
    def label_key(self) -> str:
        return {
            RefusedFor.ERREUR_VALIDEUR: "invoices.refusal.valideur",
            RefusedFor.ERREUR_MONTANT: "invoices.refusal.amounts",
            RefusedFor.PRESTATION_NON_CONFORME: "invoices.refusal.work",
            RefusedFor.PIECE_MANQUANTE: "invoices.refusal.attachments",
            RefusedFor.AUTRE: "invoices.refusal.other",
        }[self]


class DocumentKind(StrEnum):
    """Where a file of an invoice comes from."""

    DEPOSITED = "deposited"
    MAIN = "main"
    ATTACHMENT = "attachment"

    @property
    def label_key(self) -> str:
        return f"invoices.document.{self.value}"


class Scope(StrEnum):
    """The lists of invoices of the portal."""

    EMISES = "emises"
    TRAVAUX = "travaux"
    RECUES = "recues"
    VALIDER = "a_valider"

    @property
    def label_key(self) -> str:
        return f"invoices.scope.{self.value}"


# `modeDepot` (section 4): how an invoice or a flux came in.
DEPOSIT_MODES = (
    "UPLOAD_PORTAIL",
    "UPLOAD_API",
    "SAISIE_PORTAIL",
    "SAISIE_API",
    "DEPOT_PDF_PORTAIL",
    "DEPOT_PDF_SIGNE_PORTAIL",
    "DEPOT_PDF_API",
    "DEPOT_PDF_SIGNE_API",
    "EDI",
    "EDI_NUMERISATION",
)
