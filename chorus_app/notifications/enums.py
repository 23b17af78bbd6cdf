"""Closed lists of words about notifications."""

from enum import StrEnum


class NewsKind(StrEnum):
    """What happened. The value is the text key of the line that tells it."""

    REQUEST_RECEIVED = "notifications.news.request_received"
    REQUEST_REMINDED = "notifications.news.request_reminded"
    REQUEST_APPROVED = "notifications.news.request_approved"
    REQUEST_REFUSED = "notifications.news.request_refused"
    MEMBERSHIP_ENDED = "notifications.news.membership_ended"
    PROOF_POSSIBLE = "notifications.news.proof_possible"
    FLUX_INTEGRATED = "notifications.news.flux_integrated"
    FLUX_PARTLY_INTEGRATED = "notifications.news.flux_partly_integrated"
    FLUX_REJECTED = "notifications.news.flux_rejected"
    FLUX_INCIDENT = "notifications.news.flux_incident"
    INVOICE_STATUS = "notifications.news.invoice_status"
    INVOICE_TO_VALIDATE = "notifications.news.invoice_to_validate"
    PIECE_RECEIVED = "notifications.news.piece_received"
    PASSWORD_ENDS = "notifications.news.password_ends"  # noqa: S105 - a text key
    PASSWORD_ENDED = "notifications.news.password_ended"  # noqa: S105 - a text key
    CERTIFICATE_ENDS = "notifications.news.certificate_ends"
    CERTIFICATE_ENDED = "notifications.news.certificate_ended"


class MailTopic(StrEnum):
    """Mails that a person may switch on and off; those about the account and his own requests always go."""

    TO_ANSWER = "TO_ANSWER"
    TO_VALIDATE = "TO_VALIDATE"
    PIECE_RECEIVED = "PIECE_RECEIVED"
    FLUX_REFUSED = "FLUX_REFUSED"
    FLUX_INTEGRATED = "FLUX_INTEGRATED"
    INVOICE_STATUS = "INVOICE_STATUS"

    @property
    def by_default(self) -> bool:
        """Whether who never chose gets them: a deposit that went well needs nobody's attention."""
        return self is not MailTopic.FLUX_INTEGRATED
