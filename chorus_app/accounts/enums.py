"""Closed lists of words about accounts."""

from enum import StrEnum


class LinkPurpose(StrEnum):
    """What the link of a mail is for."""

    ACTIVATION = "ACTIVATION"
    RESET = "RESET"


class LinkState(StrEnum):
    """What a link that somebody presents is worth."""

    VALID = "VALID"
    USED = "USED"
    EXPIRED = "EXPIRED"
    UNKNOWN = "UNKNOWN"


class ThrottleScope(StrEnum):
    """What is counted, and against whom."""

    SIGN_IN_ACCOUNT = "SIGN_IN_ACCOUNT"
    SIGN_IN_ADDRESS = "SIGN_IN_ADDRESS"
    ACCOUNT_MAIL = "ACCOUNT_MAIL"
    MAIL_ADDRESS = "MAIL_ADDRESS"
    KNOWN_PLACE = "KNOWN_PLACE"
    CHECK = "CHECK"
    EDI = "EDI"
    PASSWORD_CHECK = "PASSWORD_CHECK"  # noqa: S105 - a name


class AddressKind(StrEnum):
    """Which of a person's two addresses: the one that opens the account, or the one that others write to."""

    LOGIN = "LOGIN"
    CONTACT = "CONTACT"


class AddressSide(StrEnum):
    """From which address a change is confirmed."""

    SIGN_IN = "SIGN_IN"
    NEW = "NEW"


class ConfirmationState(StrEnum):
    """What the link that confirms a change of address is worth, or what it has brought about."""

    VALID = "VALID"
    CONFIRMED = "CONFIRMED"
    DONE = "DONE"
    EXPIRED = "EXPIRED"
    UNKNOWN = "UNKNOWN"
