"""The words of drafts. What is stored is the value: no member is ever renamed."""

from enum import StrEnum

# What is kept in `Draft.facts` of a signature in a file of its own: which file, how the PDF came, what it says.
SIGNED_BY, MANNER_BEFORE, SIGNATURE = OF_SIGNATURE = ("signed_by", "manner_before", "signature")
WORDS, CONVERTED = "words", "converted"  # how many words the pages have; which kind of file the data were taken out of


class Step(StrEnum):
    """The steps of a deposit by hand, in their order."""

    FILE = "fichier"
    DATA = "donnees"
    ATTACHMENTS = "pieces-jointes"
    SUMMARY = "recapitulatif"
    SENT = "confirmation"

    @property
    def label_key(self) -> str:
        return f"drafts.steps.{self.value.replace('-', '_')}"


class Manner(StrEnum):
    """How the invoice comes: as a PDF, signed or not, or typed in without one (`modeDepot`, section 1.5)."""

    PDF = "DEPOT_PDF_PORTAIL"
    SIGNED_PDF = "DEPOT_PDF_SIGNE_PORTAIL"
    TYPED = "SAISIE_PORTAIL"

    @property
    def label_key(self) -> str:
        return f"invoices.mode.{self.value}"

    @property
    def by_program(self) -> str:
        """`modeDepot` of the same from a program."""
        return self.value.replace("_PORTAIL", "_API")


class Mark(StrEnum):
    """Where a value of the form comes from: typed, read and sure, read and to be looked at, or from an XML."""

    TYPED = "typed"
    READ = "read"
    UNSURE = "unsure"
    DATA = "data"


class Answer(StrEnum):
    """The fields of the form. The value names the field in pages, addresses and stored drafts."""

    NUMBER = "numero"
    ISSUED = "date"
    TYPE = "type"
    ORIGINAL = "facture-d-origine"
    CADRE = "cadre"
    VALIDEUR = "valideur"
    VALIDEUR_SERVICE = "service-valideur"
    PREVIOUS = "piece-precedente"
    RECIPIENT = "destinataire"
    SERVICE = "service"
    SUPPLIER_SERVICE = "service-fournisseur"
    ENGAGEMENT = "engagement"
    CONTRACT = "marche"
    DUE = "echeance"
    CURRENCY = "devise"
    REGIME = "regime-de-tva"
    PAYMENT = "mode-de-paiement"
    ACCOUNT = "coordonnees-bancaires"
    NET = "total-ht"
    VAT = "total-tva"
    GROSS = "total-ttc"
    PREPAID = "deja-paye"
    PAYABLE = "a-payer"
    NOTE = "commentaire"

    @property
    def label_key(self) -> str:
        return f"drafts.fields.{self.value.replace('-', '_')}"
