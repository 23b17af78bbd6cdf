"""Closed lists of words about bank details."""

from enum import StrEnum


class BankDetailKind(StrEnum):
    """How the account is given: the two kinds of Chorus Pro."""

    IBAN = "IBAN"
    RIB = "RIB"


class BankDetailState(StrEnum):
    """Bank details are never deleted from the database: what is deleted is no longer seen."""

    ACTIVE = "ACTIVE"
    INACTIVE = "INACTIVE"
    SUPPRIMEE = "SUPPRIMEE"
