"""STATUSES: one row per status with its tone and where it may lead.

Chorus Pro publishes the life of a simple invoice (section 4.1, `published=True`). The transitions of works pieces are
published nowhere: theirs are this project's own.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from chorus_app.invoices.enums import Status
from chorus_app.kernel.clock import PARIS


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
# A piece of works is with its MOE, or with its MOA.
WITH_MOE = (S.A_ASSOCIER_MOE, S.MISE_A_DISPOSITION_MOE, S.PRISE_EN_COMPTE_MOE)
WITH_MOA = (S.A_ASSOCIER_MOA, S.MISE_A_DISPOSITION_MOA, S.TRANSMISE_MOA, S.PRISE_EN_COMPTE_MOA)
_ASKED = (S.A_COMPLETER, S.EN_ATTENTE_RECYCLAGE_FOURNISSEUR)
_BY_MOE = (S.ASSOCIEE, S.REFUSEE_MOE, *_ASKED)
_BY_MOA = (S.ASSOCIEE, S.REFUSEE_MOA, *_ASKED)

_ROWS = (
    StatusRow(S.BROUILLON, next=(S.DEPOSEE, S.SUPPRIMEE)),
    StatusRow(
        S.DEPOSEE,
        Tone.INFO,
        (*_AFTER_VALIDATION, S.A_ASSOCIER_MOE, S.MISE_A_DISPOSITION_MOE, S.A_ASSOCIER_MOA, S.A_ASSOCIER_FOURNISSEUR),
    ),
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
    StatusRow(S.A_ASSOCIER_MOE, Tone.SUCCESS, (*_BY_MOE, S.ERREUR_FOURNISSEUR_SUR_MOE), published=False),
    StatusRow(
        S.MISE_A_DISPOSITION_MOE,
        Tone.SUCCESS,
        (S.PRISE_EN_COMPTE_MOE, S.TRANSMISE_MOA, *_BY_MOE, S.ERREUR_FOURNISSEUR_SUR_MOE),
        published=False,
    ),
    StatusRow(S.PRISE_EN_COMPTE_MOE, Tone.SUCCESS, (S.TRANSMISE_MOA, *_BY_MOE), published=False),
    StatusRow(S.A_ASSOCIER_MOA, Tone.SUCCESS, _BY_MOA, published=False),
    StatusRow(S.MISE_A_DISPOSITION_MOA, Tone.SUCCESS, (S.PRISE_EN_COMPTE_MOA, *_BY_MOA), published=False),
    StatusRow(S.TRANSMISE_MOA, Tone.SUCCESS, (S.PRISE_EN_COMPTE_MOA, *_BY_MOA), published=False),
    StatusRow(S.PRISE_EN_COMPTE_MOA, Tone.SUCCESS, _BY_MOA, published=False),
    StatusRow(S.A_COMPLETER, Tone.WARNING, (*WITH_MOE, *WITH_MOA), published=False),
    StatusRow(S.EN_ATTENTE_RECYCLAGE_FOURNISSEUR, Tone.WARNING, (S.DEPOSEE,), published=False),
    StatusRow(S.ERREUR_FOURNISSEUR_SUR_MOE, Tone.DANGER, (S.A_ASSOCIER_MOE, S.MISE_A_DISPOSITION_MOE), published=False),
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
# What only pieces of works have: their recipient has not received them yet, or never will.
OF_WORKS = frozenset(
    {
        *WITH_MOE,
        *WITH_MOA,
        *_ASKED,
        S.A_ASSOCIER_FOURNISSEUR,
        S.ASSOCIEE,
        S.REFUSEE_MOE,
        S.REFUSEE_MOA,
        S.REFUSEE_FOURNISSEUR,
        S.ERREUR_FOURNISSEUR_SUR_MOE,
    }
)
TO_VALIDATE = (S.A_VALIDER_1, S.A_VALIDER_2)  # the valideur is asked
# Only a recipient who has the invoice gives it one of these.
RECEIVED = frozenset({*RECIPIENT_TARGETS, S.COMPLETEE})
DELIVERED = SENT | {S.MISE_A_DISPOSITION, S.PRISE_EN_COMPTE_MOE, S.PRISE_EN_COMPTE_MOA, S.ASSOCIEE} | RECEIVED


def last_day_to_validate(asked_at: datetime, *, days: int) -> date:
    """The day of Paris with which the time of a valideur ends who was asked at that moment and has so many days."""
    return asked_at.astimezone(PARIS).date() + timedelta(days=days)


def label_key(status: Status) -> str:
    """Key of the word shown for a status."""
    return "invoices.status_sent" if status in SENT else f"invoices.status.{status.value}"


def meaning_key(status: Status) -> str:
    """Key of the sentence that says what a status means; a general one for statuses that nobody can give yet."""
    return f"invoices.meaning.{status.value}" if status in _EXPLAINED else "invoices.meaning_other"


_EXPLAINED = frozenset(row.status for row in _ROWS)
