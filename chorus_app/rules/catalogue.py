"""Every finding that the portal can make: its code, its layer, and a severity of its own when it has one."""

from __future__ import annotations

from dataclasses import dataclass

from chorus_app.rules.finding import Layer, Severity


@dataclass(frozen=True, slots=True)
class Entry:
    """One kind of finding. `term` is the business term that it is about; `severity` None means: as its layer."""

    code: str
    layer: Layer
    term: str | None = None
    severity: Severity | None = None

    @property
    def key(self) -> str:
        """Key of its texts (`.title`, `.meaning`, `.todo`)."""
        return text_key(self.code)


def text_key(code: str) -> str:
    """The key of the texts of a code: "CPP-EJ-OBLIGATOIRE" is `findings.cpp_ej_obligatoire`."""
    return "findings." + code.casefold().replace("-", "_")


_WARNING, _INFO = Severity.WARNING, Severity.INFO

ENTRIES: tuple[Entry, ...] = (
    # Openable: what the file is.
    Entry("FICHIER-SYNTAXE", Layer.OPENABLE),
    Entry("FICHIER-PDF-CLASSIQUE", Layer.OPENABLE),
    Entry("FICHIER-ILLISIBLE", Layer.OPENABLE),
    Entry("FICHIER-NON-FACTURE", Layer.OPENABLE),
    Entry("FICHIER-FACTURX-INCOMPLETE", Layer.OPENABLE),
    Entry("FICHIER-LOT", Layer.OPENABLE),
    Entry("FICHIER-TROP-LOURD", Layer.OPENABLE),
    Entry("FICHIER-SANS-EXTENSION", Layer.OPENABLE),
    # A lot that is refused as a whole.
    Entry("LOT-FORMAT", Layer.OPENABLE),
    Entry("LOT-EXTENSION-ARCHIVE", Layer.OPENABLE),
    Entry("LOT-ILLISIBLE", Layer.OPENABLE),
    Entry("LOT-PROTEGE", Layer.OPENABLE),
    Entry("LOT-VIDE", Layer.OPENABLE),
    Entry("LOT-TROP-DE-FACTURES", Layer.OPENABLE),
    Entry("LOT-TROP-GRAND", Layer.OPENABLE),
    Entry("LOT-BOMBE", Layer.OPENABLE),
    Entry("LOT-CHEMIN", Layer.OPENABLE),
    Entry("LOT-LIEN", Layer.OPENABLE),
    Entry("LOT-IMBRIQUE", Layer.OPENABLE),
    Entry("LOT-SANS-EXTENSION", Layer.OPENABLE),
    Entry("LOT-EXTENSION", Layer.OPENABLE),
    Entry("LOT-NOM-DOUBLE", Layer.OPENABLE),
    Entry("SYNTAXE-B2B", Layer.OPENABLE),
    Entry("SYNTAXE-ESPACE", Layer.OPENABLE),
    # Well formed.
    Entry("XML-ILLISIBLE", Layer.WELL_FORMED),
    # Container of a Factur-X.
    Entry("FX-PLUSIEURS-XML", Layer.CONTAINER),
    Entry("FX-NOM", Layer.CONTAINER),
    Entry("FX-NAMES-ABSENT", Layer.CONTAINER),
    Entry("FX-AF-ABSENT", Layer.CONTAINER),
    Entry("FX-AFRELATIONSHIP-ABSENT", Layer.CONTAINER),
    Entry("FX-AFRELATIONSHIP-INCONNU", Layer.CONTAINER),
    Entry("FX-AFRELATIONSHIP-USAGE", Layer.CONTAINER, severity=_WARNING),
    Entry("FX-XMP-ABSENT", Layer.CONTAINER),
    Entry("FX-XMP-ILLISIBLE", Layer.CONTAINER),
    Entry("FX-XMP-SANS-FACTURX", Layer.CONTAINER),
    Entry("FX-XMP-NOM", Layer.CONTAINER),
    Entry("FX-PDFA", Layer.CONTAINER),
    Entry("FX-NIVEAU", Layer.CONTAINER, "BT-24"),
    Entry("FX-PROFIL-INCONNU", Layer.CONTAINER, "BT-24"),
    Entry("FX-PROFIL-ABSENT", Layer.CONTAINER, "BT-24"),
    Entry("FX-OUTPUTINTENT-ABSENT", Layer.CONTAINER),
    Entry("FX-CHIFFRE", Layer.CONTAINER),
    # Schema. Chorus Pro has one code for all.
    Entry("ERR_XSD_001", Layer.XSD),
    # Chorus rules: the invoice itself.
    Entry("CPP-NUMERO-ABSENT", Layer.CHORUS, "BT-1"),
    Entry("CPP-NUMERO-LONGUEUR", Layer.CHORUS, "BT-1"),
    Entry("CPP-NUMERO-CARACTERES", Layer.CHORUS, "BT-1"),
    Entry("CPP-DOUBLON", Layer.CHORUS, "BT-1"),
    Entry("CPP-DOUBLON-LOT", Layer.CHORUS, "BT-1"),
    Entry("CPP-DATE-ABSENTE", Layer.CHORUS, "BT-2"),
    Entry("CPP-DATE-ILLISIBLE", Layer.CHORUS, "BT-2"),
    Entry("CPP-DATE-FUTURE", Layer.CHORUS, "BT-2", _WARNING),
    Entry("CPP-ECHEANCE-ILLISIBLE", Layer.CHORUS, "BT-9", _WARNING),
    Entry("CPP-ECHEANCE-AVANT", Layer.CHORUS, "BT-9", _WARNING),
    Entry("CPP-TYPE-ABSENT", Layer.CHORUS, "BT-3"),
    Entry("CPP-TYPE-INCONNU", Layer.CHORUS, "BT-3"),
    Entry("CPP-AVOIR-ORIGINE", Layer.CHORUS, "BT-25", _INFO),
    Entry("CPP-DEVISE-INCONNUE", Layer.CHORUS, "BT-5"),
    Entry("CPP-DEVISE-ABSENTE", Layer.CHORUS, "BT-5", _INFO),
    Entry("CPP-CADRE-ABSENT", Layer.CHORUS, "BT-23", _INFO),
    Entry("CPP-CADRE-AUTRE-USAGE", Layer.CHORUS, "BT-23", _WARNING),
    Entry("CPP-CADRE-INCONNU", Layer.CHORUS, "BT-23"),
    Entry("CPP-CADRE-HORS-PORTEE", Layer.CHORUS, "BT-23"),
    Entry("CPP-CADRE-TRAVAUX", Layer.CHORUS, "BT-23"),
    Entry("CPP-CADRE-ROLE", Layer.CHORUS, "BT-23", _WARNING),
    Entry("CPP-PAIEMENT-ABSENT", Layer.CHORUS, "BT-81"),
    Entry("CPP-PAIEMENT-INCONNU", Layer.CHORUS, "BT-81", _WARNING),
    Entry("CPP-REGIME-TVA", Layer.CHORUS, "BT-8", _WARNING),
    Entry("CPP-PERIODE", Layer.CHORUS, "BT-74", _WARNING),
    Entry("CPP-IBAN", Layer.CHORUS, "BT-84", _WARNING),
    Entry("CPP-BIC", Layer.CHORUS, "BT-86", _WARNING),
    Entry("CPP-LIGNES-ABSENTES", Layer.CHORUS, "BG-25", _WARNING),
    Entry("CPP-MONTANT-ABSENT", Layer.CHORUS),
    Entry("CPP-MONTANT-ILLISIBLE", Layer.CHORUS),
    Entry("CPP-MONTANT-FORMAT", Layer.CHORUS),
    Entry("CPP-MONTANT-TAILLE", Layer.CHORUS),
    Entry("CPP-TVA-CATEGORIE", Layer.CHORUS, "BT-118"),
    Entry("CPP-PJ-PRINCIPALE", Layer.CHORUS, "BG-24"),
    Entry("CPP-PJ-ILLISIBLE", Layer.CHORUS, "BG-24"),
    Entry("CPP-PJ-SANS-EXTENSION", Layer.CHORUS, "BG-24", _WARNING),
    Entry("CPP-PJ-EXTENSION", Layer.CHORUS, "BG-24"),
    Entry("CPP-PJ-CONTENU", Layer.CHORUS, "BG-24", _WARNING),
    Entry("CPP-PJ-TAILLE", Layer.CHORUS, "BG-24"),
    Entry("CPP-PJ-NOM-LONG", Layer.CHORUS, "BG-24", _WARNING),
    # Chorus rules: sums, which warn because Chorus Pro takes invoices that do not add up.
    Entry("CPP-SOMME-LIGNES", Layer.CHORUS, "BT-106", _WARNING),
    Entry("CPP-LIGNE-MONTANT", Layer.CHORUS, "BT-131", _INFO),
    Entry("CPP-SOMME-REMISES", Layer.CHORUS, "BT-107", _WARNING),
    Entry("CPP-SOMME-FRAIS", Layer.CHORUS, "BT-108", _WARNING),
    Entry("CPP-TVA-BASE-LIGNES", Layer.CHORUS, "BT-116", _WARNING),
    Entry("CPP-SOMME-HT", Layer.CHORUS, "BT-109", _WARNING),
    Entry("CPP-TVA-TAUX", Layer.CHORUS, "BT-117", _WARNING),
    Entry("CPP-TVA-BASES", Layer.CHORUS, "BT-116", _WARNING),
    Entry("CPP-SOMME-TVA", Layer.CHORUS, "BT-110", _WARNING),
    Entry("CPP-SOMME-TTC", Layer.CHORUS, "BT-112", _WARNING),
    Entry("CPP-SOMME-NET", Layer.CHORUS, "BT-115", _WARNING),
    Entry("CPP-AVOIR-NEGATIF", Layer.CHORUS, "BT-115", _WARNING),
    Entry("CPP-FACTURE-NEGATIVE", Layer.CHORUS, "BT-115", _WARNING),
    # Chorus rules: the parties and what the recipient demands.
    Entry("CPP-FOURNISSEUR-ABSENT", Layer.CHORUS, "BT-30"),
    Entry("CPP-FOURNISSEUR-SIRET", Layer.CHORUS, "BT-30"),
    Entry("CPP-FOURNISSEUR-INCONNU", Layer.CHORUS, "BT-30"),
    Entry("CPP-FOURNISSEUR-INACTIF", Layer.CHORUS, "BT-30"),
    Entry("CPP-FOURNISSEUR-RATTACHEMENT", Layer.CHORUS, "BT-30"),
    Entry("CPP-FOURNISSEUR-SERVICE", Layer.CHORUS, "CPP-SERVICE-FOURNISSEUR"),
    Entry("CPP-FOURNISSEUR-ESPACE", Layer.CHORUS, "BT-30"),
    Entry("CPP-DESTINATAIRE-ABSENT", Layer.CHORUS, "BT-47"),
    Entry("CPP-DESTINATAIRE-SIRET", Layer.CHORUS, "BT-47"),
    Entry("CPP-DESTINATAIRE-INCONNU", Layer.CHORUS, "BT-47"),
    Entry("CPP-DESTINATAIRE-INACTIF", Layer.CHORUS, "BT-47"),
    Entry("CPP-DESTINATAIRE-PRIVE", Layer.CHORUS, "BT-47"),
    Entry("CPP-DESTINATAIRE-ZERO", Layer.CHORUS, "BT-47"),
    Entry("CPP-SERVICE-OBLIGATOIRE", Layer.CHORUS, "BT-10"),
    Entry("CPP-SERVICE-INCONNU", Layer.CHORUS, "BT-10"),
    Entry("CPP-SERVICE-INACTIF", Layer.CHORUS, "BT-10"),
    Entry("CPP-SERVICE-CARACTERES", Layer.CHORUS, "BT-10"),
    Entry("CPP-SERVICE-LONGUEUR", Layer.CHORUS, "BT-10"),
    Entry("CPP-SERVICE-FACTURES-PUBLIQUES", Layer.CHORUS, "BT-10"),
    Entry("CPP-EJ-OBLIGATOIRE", Layer.CHORUS, "BT-13"),
    Entry("CPP-EJ-SERVICE", Layer.CHORUS, "BT-13"),
    Entry("CPP-EJ-LONGUEUR", Layer.CHORUS, "BT-13"),
    Entry("CPP-EJ-OU-SERVICE", Layer.CHORUS, "BT-13"),
    Entry("CPP-VALIDEUR-OBLIGATOIRE", Layer.CHORUS, "CPP-VALIDEUR"),
    Entry("CPP-VALIDEUR-INCONNU", Layer.CHORUS, "CPP-VALIDEUR"),
    Entry("CPP-MOE-ABSENT", Layer.CHORUS, "CPP-VALIDEUR", _WARNING),
    Entry("CPP-VALIDEUR-FOURNISSEUR", Layer.CHORUS, "CPP-VALIDEUR", _WARNING),
    Entry("CPP-DESTINATAIRE-FOURNISSEUR", Layer.CHORUS, "BT-47", _WARNING),
    Entry("CPP-TVA-NUMERO", Layer.CHORUS, "BT-31", _WARNING),
    Entry("CPP-TVA-AUTRE", Layer.CHORUS, "BT-31", _INFO),
    # The standards: a rule that could not be computed. The rules themselves stand in the official stylesheets.
    Entry("EN16931-CALCUL", Layer.EN16931),
    Entry("BR-FR-CALCUL", Layer.BR_FR),
)
CATALOGUE = {entry.code: entry for entry in ENTRIES}
