"""STATUSES: one row per status with its tone and where it may lead.

Chorus Pro publishes the life of a simple invoice (section 4.1, `published=True`). The transitions of works pieces are
published nowhere: theirs are this project's own.
"""

from dataclasses import dataclass
from enum import StrEnum

from chorus_app.invoices.enums import Status


class Tone(StrEnum):
    """How a status looks; never by colour alone."""

    NEUTRAL = "neutral"
    INFO = "info"
    SUCCESS = "success"
    WARNING = "warning"
    DANGER = "danger"


@dataclass(frozen=True, slots=True)
class StatusRow:
    """A status: its tone, the statuses that may follow, and whether Chorus Pro publishes that."""

    status: Status
    tone: Tone = Tone.NEUTRAL
    next: tuple[Status, ...] = ()
    published: bool = True


S = Status  # the table below names it a hundred times

RECIPIENT_TARGETS = (
    S.SUSPENDUE,
    S.A_RECYCLER,
    S.REJETEE,
    S.SERVICE_FAIT,
    S.MANDATEE,
    S.MISE_A_DISPOSITION_COMPTABLE,
    S.COMPTABILISEE,
    S.MISE_EN_PAIEMENT,
)
_AFTER_VALIDATION = (S.EN_COURS_ACHEMINEMENT, S.MISE_A_DISPOSITION)

_ROWS = (
    StatusRow(S.BROUILLON, next=(S.DEPOSEE, S.SUPPRIMEE)),
    StatusRow(S.DEPOSEE, Tone.INFO, _AFTER_VALIDATION),
    StatusRow(S.EN_COURS_ACHEMINEMENT, Tone.INFO, (S.MISE_A_DISPOSITION,)),
    StatusRow(S.MISE_A_DISPOSITION, Tone.SUCCESS, RECIPIENT_TARGETS),
    StatusRow(
        S.A_VALIDER_1,
        Tone.WARNING,
        (S.VALIDEE_1, S.REFUSEE_1, S.ERREUR_FOURNISSEUR_SUR_VALIDEUR, S.ABSENCE_VALIDATION_1_HORS_DELAI),
    ),
    StatusRow(
        S.A_VALIDER_2,
        Tone.WARNING,
        (S.VALIDEE_2, S.REFUSEE_2, S.ERREUR_COTRAITANT_SUR_VALIDEUR, S.ABSENCE_VALIDATION_2_HORS_DELAI),
    ),
    StatusRow(S.VALIDEE_1, Tone.SUCCESS, (S.A_VALIDER_2, *_AFTER_VALIDATION), published=False),
    StatusRow(S.VALIDEE_2, Tone.SUCCESS, _AFTER_VALIDATION, published=False),
    StatusRow(S.REFUSEE_1, Tone.DANGER, published=False),
    StatusRow(S.REFUSEE_2, Tone.DANGER, published=False),
    StatusRow(S.ABSENCE_VALIDATION_1_HORS_DELAI, Tone.INFO, (S.A_VALIDER_2, *_AFTER_VALIDATION), published=False),
    StatusRow(S.ABSENCE_VALIDATION_2_HORS_DELAI, Tone.INFO, _AFTER_VALIDATION, published=False),
    StatusRow(S.ERREUR_FOURNISSEUR_SUR_VALIDEUR, Tone.DANGER, (S.A_VALIDER_1,), published=False),
    StatusRow(S.ERREUR_COTRAITANT_SUR_VALIDEUR, Tone.DANGER, (S.A_VALIDER_2,), published=False),
    StatusRow(S.A_RECYCLER, Tone.WARNING, (S.DEPOSEE,)),
    StatusRow(S.SUSPENDUE, Tone.WARNING, (S.COMPLETEE,)),
    StatusRow(S.COMPLETEE, Tone.INFO, RECIPIENT_TARGETS),
    StatusRow(S.REJETEE, Tone.DANGER),
    StatusRow(S.SERVICE_FAIT, Tone.SUCCESS, RECIPIENT_TARGETS),
    StatusRow(S.MANDATEE, Tone.SUCCESS, RECIPIENT_TARGETS),
    StatusRow(S.MISE_A_DISPOSITION_COMPTABLE, Tone.SUCCESS, (S.COMPTABILISEE,)),
    StatusRow(S.COMPTABILISEE, Tone.SUCCESS, (S.MISE_EN_PAIEMENT,)),
    StatusRow(S.MISE_EN_PAIEMENT, Tone.SUCCESS),
    StatusRow(S.A_ASSOCIER_MOE, Tone.SUCCESS, (S.ASSOCIEE, S.REFUSEE_MOE), published=False),
    StatusRow(S.A_ASSOCIER_MOA, Tone.SUCCESS, (S.ASSOCIEE, S.REFUSEE_MOA), published=False),
    StatusRow(
        S.MISE_A_DISPOSITION_MOE, Tone.SUCCESS, (S.PRISE_EN_COMPTE_MOE, S.REFUSEE_MOE, S.TRANSMISE_MOA), published=False
    ),
    StatusRow(S.MISE_A_DISPOSITION_MOA, Tone.SUCCESS, (S.PRISE_EN_COMPTE_MOA, S.REFUSEE_MOA), published=False),
    StatusRow(S.TRANSMISE_MOA, Tone.SUCCESS, (S.PRISE_EN_COMPTE_MOA, S.REFUSEE_MOA), published=False),
    StatusRow(S.A_ASSOCIER_FOURNISSEUR, Tone.WARNING, (S.ASSOCIEE, S.REFUSEE_FOURNISSEUR), published=False),
    StatusRow(S.ASSOCIEE, Tone.SUCCESS, published=False),
    StatusRow(S.REFUSEE_MOE, Tone.DANGER, published=False),
    StatusRow(S.REFUSEE_MOA, Tone.DANGER, published=False),
    StatusRow(S.REFUSEE_FOURNISSEUR, Tone.DANGER, published=False),
)

STATUSES = {status: StatusRow(status, published=False) for status in Status} | {row.status: row for row in _ROWS}

# The release note calls « Envoyée » what no API code says: the piece has gone to the MOE or the MOA. Which works codes
# mean that is this project's own reading.
SENT = frozenset(
    {S.A_ASSOCIER_MOE, S.A_ASSOCIER_MOA, S.MISE_A_DISPOSITION_MOE, S.MISE_A_DISPOSITION_MOA, S.TRANSMISE_MOA}
)
TO_VALIDATE = (S.A_VALIDER_1, S.A_VALIDER_2)  # the valideur is asked
# Only a recipient who has the invoice gives it one of these.
RECEIVED = frozenset({*RECIPIENT_TARGETS, S.COMPLETEE})
DELIVERED = SENT | {S.MISE_A_DISPOSITION} | RECEIVED


def label_key(status: Status) -> str:
    """Key of the word shown for a status."""
    return "invoices.status_sent" if status in SENT else f"invoices.status.{status.value}"


def meaning_key(status: Status) -> str:
    """Key of the sentence that says what a status means; a general one for statuses that nobody can give yet."""
    return f"invoices.meaning.{status.value}" if status in _EXPLAINED else "invoices.meaning_other"


_EXPLAINED = frozenset(row.status for row in _ROWS)
