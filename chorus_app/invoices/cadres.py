"""CADRES: one row per cadre de facturation (section 3) with who deposits it, where it shows, and where its life starts.

Starting statuses are those of AIFE's own qualification data (section 4.1). Rows with `published=False` start as this
project chose: the data set has no such piece, or shows one that was already moved on.
"""

from dataclasses import dataclass

from chorus_app.formats.syntaxes import Space
from chorus_app.invoices.enums import Role, Status
from chorus_app.rules.codes import DEFAULT_CADRE, cadre_or_default

__all__ = ["CADRES", "DEFAULT_CADRE", "Cadre", "cadre_of"]


@dataclass(frozen=True, slots=True)
class Cadre:
    """One cadre. `valideur` tells whether the piece must name one (for works, the MOE)."""

    code: str
    api_code: str
    space: Space
    role: Role
    start: Status
    valideur: bool = False
    published: bool = True
    withdrawn: bool = False

    @property
    def label_key(self) -> str:
        return f"invoices.cadre.{self.code}"


_SIMPLE, _WORKS = Space.EMISES, Space.TRAVAUX
_READY = Status.MISE_A_DISPOSITION

_ROWS = (
    Cadre("A1", "A1_FACTURE_FOURNISSEUR", _SIMPLE, Role.FOURNISSEUR, _READY),
    Cadre("A2", "A2_FACTURE_FOURNISSEUR_DEJA_PAYEE", _SIMPLE, Role.FOURNISSEUR, _READY, published=False),
    Cadre("A3", "A3_MEMOIRE_JUSTICE", _SIMPLE, Role.PRESTATAIRE_JUSTICE, _READY, published=False),
    Cadre("A4", "A4_PROJET_DECOMPTE_MENSUEL_FOURNISSEUR", _WORKS, Role.FOURNISSEUR, Status.A_ASSOCIER_MOE, True),
    Cadre("A5", "A5_ETAT_ACOMPTE_FOURNISSEUR", _WORKS, Role.FOURNISSEUR, Status.A_ASSOCIER_MOA),
    Cadre("A6", "A6_ETAT_ACOMPTE_VALIDE_FOURNISSEUR", _WORKS, Role.FOURNISSEUR, _READY),
    Cadre("A7", "A7_PROJET_DECOMPTE_FINAL_FOURNISSEUR", _WORKS, Role.FOURNISSEUR, Status.A_ASSOCIER_MOE, True),
    Cadre("A8", "A8_DECOMPTE_GENERAL_DEFINITIF_FOURNISSEUR", _WORKS, Role.FOURNISSEUR, _READY),
    Cadre("A9", "A9_FACTURE_SOUSTRAITANT", _SIMPLE, Role.SOUS_TRAITANT, Status.A_VALIDER_1, True),
    Cadre(
        "A10",
        "A10_PROJET_DECOMPTE_MENSUEL_SOUSTRAITANT",
        _WORKS,
        Role.SOUS_TRAITANT,
        Status.MISE_A_DISPOSITION_MOE,
        True,
    ),
    Cadre(
        "A11",
        "A11_PROJET_DECOMPTE_FINAL_SOUSTRAITANT",
        _WORKS,
        Role.SOUS_TRAITANT,
        Status.MISE_A_DISPOSITION_MOE,
        True,
        published=False,
        withdrawn=True,
    ),
    Cadre("A12", "A12_FACTURE_COTRAITANT", _SIMPLE, Role.COTRAITANT, Status.A_VALIDER_1, True),
    Cadre("A13", "A13_PROJET_DECOMPTE_MENSUEL_COTRAITANT", _WORKS, Role.COTRAITANT, Status.A_ASSOCIER_MOE, True),
    Cadre("A14", "A14_PROJET_DECOMPTE_FINAL_COTRAITANT", _WORKS, Role.COTRAITANT, Status.A_ASSOCIER_MOE, True),
    Cadre("A15", "A15_ETAT_ACOMPTE_MOE", _WORKS, Role.MOE, Status.A_ASSOCIER_MOA, published=False),
    Cadre("A16", "A16_ETAT_ACOMPTE_VALIDE_MOE", _WORKS, Role.MOE, _READY),
    Cadre("A17", "A17_PROJET_DECOMPTE_GENERAL_MOE", _WORKS, Role.MOE, _READY),
    Cadre("A18", "A18_DECOMPTE_GENERAL_MOE", _WORKS, Role.MOE, Status.A_ASSOCIER_FOURNISSEUR),
    Cadre("A19", "A19_ETAT_ACOMPTE_VALIDE_MOA", _WORKS, Role.MOA, _READY),
    Cadre("A20", "A20_DECOMPTE_GENERAL_MOA", _WORKS, Role.MOA, Status.A_ASSOCIER_FOURNISSEUR, published=False),
    Cadre("A21", "A21_DEMANDE_REMBOURSEMENT_TIC", _SIMPLE, Role.BENEFICIAIRE_TIC, _READY, published=False),
    Cadre("A22", "A22_PROJET_DECOMPTE_GENERAL_FOURNISSEUR_PROCEDURE_TACITE", _WORKS, Role.FOURNISSEUR, _READY),
    Cadre("A23", "A23_DECOMPTE_GENERAL_DEFINITIF_TACITE_FOURNISSEUR", _WORKS, Role.FOURNISSEUR, _READY),
    Cadre("A24", "A24_DECOMPTE_GENERAL_DEFINITIF_TACITE_MOE", _WORKS, Role.MOE, _READY),
    # The code says MOE, the label MOA: that is how Chorus Pro has it.
    Cadre("A25", "A25_DECOMPTE_GENERAL_DEFINITIF_MOE_PROCEDURE_TACITE", _WORKS, Role.MOA, _READY, published=False),
)

CADRES = {row.code: row for row in _ROWS}


def cadre_of(written: str | None) -> Cadre:
    """The cadre under which an invoice is treated, by what its BT-23 holds. Raises `KeyError` for an unknown one."""
    return CADRES[cadre_or_default(written) or ""]
