"""ACTS of the audit log. The name of each is the text `audit.act.<value>`; a new one needs a row here and its text."""

from enum import StrEnum


class Act(StrEnum):
    """What was done."""

    # Accounts
    SIGNED_IN = "signed_in"
    SIGN_IN_FAILED = "sign_in_failed"
    SIGNED_OUT_EVERYWHERE = "signed_out_everywhere"
    ACCOUNT_OPENED = "account_opened"
    ACCOUNT_ASKED_AGAIN = "account_asked_again"
    ACCOUNT_ACTIVATED = "account_activated"
    PASSWORD_RESET = "password_reset"  # noqa: S105 - the name of an act
    PASSWORD_REPLACED = "password_replaced"  # noqa: S105 - the name of an act
    ADDRESS_CHANGED = "address_changed"
    ACCOUNT_CLOSED = "account_closed"
    LINK_HANDED_OUT = "link_handed_out"
    ACCOUNT_DISABLED = "account_disabled"
    ACCOUNT_ENABLED = "account_enabled"
    OPERATOR_NAMED = "operator_named"
    OPERATOR_WITHDRAWN = "operator_withdrawn"
    # Structures
    STRUCTURE_CREATED = "structure_created"
    STRUCTURE_DISABLED = "structure_disabled"
    STRUCTURE_ENABLED = "structure_enabled"
    DIRECTORY_IMPORTED = "directory_imported"
    MANAGER_NAMED = "manager_named"
    REQUEST_APPROVED = "request_approved"
    REQUEST_REFUSED = "request_refused"
    REQUEST_UNBLOCKED = "request_unblocked"
    PROOF_SENT = "proof_sent"
    MEMBERSHIP_ENDED = "membership_ended"
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
    EDI_DECLARED = "edi_declared"
    EDI_INTERFACES_CHANGED = "edi_interfaces_changed"
    EDI_NETWORKS_CHANGED = "edi_networks_changed"
    EDI_PASSWORD_RENEWED = "edi_password_renewed"  # noqa: S105 - the name of an act
    EDI_KEY_CHANGED = "edi_key_changed"
    EDI_ACTIVATED = "edi_activated"
    EDI_SUSPENDED = "edi_suspended"
    # The portal itself
    BACKUP_MADE = "backup_made"
    BACKUP_RESTORED = "backup_restored"
    DATA_HANDED_OUT = "data_handed_out"
    DATA_PURGED = "data_purged"
    LOG_EXPORTED = "log_exported"


class Kind(StrEnum):
    """What an act is about; the name is the text `audit.kind.<value>`."""

    NOTHING = ""
    ACCOUNT = "account"
    STRUCTURE = "structure"
    REQUEST = "request"
