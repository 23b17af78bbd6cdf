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
