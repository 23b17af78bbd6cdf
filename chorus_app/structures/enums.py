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


class RequestKind(StrEnum):
    """What can be asked of the managers of a structure."""

    ATTACHMENT = "attachment"
    HABILITATION = "habilitation"


class TimerKind(StrEnum):
    """What is due when nobody answers a request."""

    REMIND_MANAGERS = "REMIND_MANAGERS"
    OFFER_PROOF = "OFFER_PROOF"


class Profile(StrEnum):
    """What an attached person may do; a MODIFICATION includes its CONSULTATION."""

    ORGANISATION_CONSULTATION = "ORGANISATION_CONSULTATION"
    ORGANISATION_MODIFICATION = "ORGANISATION_MODIFICATION"
    FACTURATION_CONSULTATION = "FACTURATION_CONSULTATION"
    FACTURATION_MODIFICATION = "FACTURATION_MODIFICATION"

    @property
    def of_organisation(self) -> bool:
        """Whether it is about the structure itself, not about its invoices."""
        return self in (Profile.ORGANISATION_CONSULTATION, Profile.ORGANISATION_MODIFICATION)

    @property
    def given_by(self) -> tuple["Profile", ...]:
        """The profiles that give as much as this one."""
        return (self, Profile(self.value.replace("CONSULTATION", "MODIFICATION")))


class Space(StrEnum):
    """The applications of the portal that a profile can be limited to."""

    FACTURES_EMISES = "FACTURES_EMISES"
    FACTURES_RECUES = "FACTURES_RECUES"
    FACTURES_A_VALIDER = "FACTURES_A_VALIDER"
    FACTURES_DE_TRAVAUX = "FACTURES_DE_TRAVAUX"


class Demand(StrEnum):
    """What a structure demands of the invoices that it receives: the five cases of Chorus Pro."""

    NOTHING = "nothing"
    SERVICE = "service"
    ENGAGEMENT = "engagement"
    EITHER = "either"
    BOTH = "both"


class Act(StrEnum):
    """What can be done to a structure, as its history keeps it."""

    DIRECTORY_IMPORTED = "directory_imported"
    DATA_CHANGED = "data_changed"
    PARAMETERS_CHANGED = "parameters_changed"
    SERVICE_ADDED = "service_added"
    SERVICE_CHANGED = "service_changed"
    SERVICE_DEACTIVATED = "service_deactivated"
    SERVICE_REACTIVATED = "service_reactivated"
    MEMBER_ATTACHED = "member_attached"
    MEMBER_ENDED = "member_ended"
    PROFILE_GIVEN = "profile_given"
    PROFILE_TAKEN = "profile_taken"
    SPACE_OPENED = "space_opened"
    SPACE_CLOSED = "space_closed"
    BANK_DETAIL_ADDED = "bank_detail_added"
    BANK_DETAIL_CHANGED = "bank_detail_changed"
    BANK_DETAIL_MADE_DEFAULT = "bank_detail_made_default"
    BANK_DETAIL_DEACTIVATED = "bank_detail_deactivated"
    BANK_DETAIL_REACTIVATED = "bank_detail_reactivated"
    BANK_DETAIL_DELETED = "bank_detail_deleted"
    APPLICATION_ADDED = "application_added"
    APPLICATION_RENEWED = "application_renewed"
    APPLICATION_REVOKED = "application_revoked"
    APPLICATION_SUBSCRIBED = "application_subscribed"
    APPLICATION_LIMITED = "application_limited"
    APPLICATION_SUSPENDED = "application_suspended"
    APPLICATION_REACTIVATED = "application_reactivated"
    APPLICATION_RESET = "application_reset"
    API_ACCOUNT_OPENED = "api_account_opened"
    API_ACCOUNT_RENEWED = "api_account_renewed"
    API_ACCOUNT_CLOSED = "api_account_closed"
    CERTIFICATE_ADDED = "certificate_added"
    CERTIFICATE_REPLACED = "certificate_replaced"
    CERTIFICATE_TAKEN_OFF = "certificate_taken_off"
    EDI_DECLARED = "edi_declared"
    EDI_INTERFACES_CHANGED = "edi_interfaces_changed"
    EDI_NETWORKS_CHANGED = "edi_networks_changed"
    EDI_PASSWORD_RENEWED = "edi_password_renewed"  # noqa: S105 - the name of an act
    EDI_KEY_CHANGED = "edi_key_changed"
    EDI_ACTIVATED = "edi_activated"
    EDI_SUSPENDED = "edi_suspended"
