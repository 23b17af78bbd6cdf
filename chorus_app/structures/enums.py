"""Closed lists of words about structures; values are those of Chorus Pro's API."""

from enum import StrEnum


class StructureKind(StrEnum):
    PRIVEE = "PRIVEE"
    PUBLIQUE = "PUBLIQUE"


class MembershipState(StrEnum):
    """The part of Chorus Pro's `statutRattachement` that an attachment itself can take."""

    VALIDEE = "VALIDEE"
    DESACTIVEE = "DESACTIVEE"
    SUPPRIMEE = "SUPPRIMEE"


class RequestState(StrEnum):
    """What became of a request for attachment; ANNULEE (by the asker) is this portal's own."""

    EN_COURS_DE_VALIDATION = "EN_COURS_DE_VALIDATION"
    VALIDEE = "VALIDEE"
    REFUSEE = "REFUSEE"
    ANNULEE = "ANNULEE"


class Profile(StrEnum):
    """What an attached person may do; a MODIFICATION includes its CONSULTATION."""

    ORGANISATION_CONSULTATION = "ORGANISATION_CONSULTATION"
    ORGANISATION_MODIFICATION = "ORGANISATION_MODIFICATION"
    FACTURATION_CONSULTATION = "FACTURATION_CONSULTATION"
    FACTURATION_MODIFICATION = "FACTURATION_MODIFICATION"


class Space(StrEnum):
    """The applications of the portal that a profile can be limited to."""

    FACTURES_EMISES = "FACTURES_EMISES"
    FACTURES_RECUES = "FACTURES_RECUES"
    FACTURES_A_VALIDER = "FACTURES_A_VALIDER"
    FACTURES_DE_TRAVAUX = "FACTURES_DE_TRAVAUX"
