"""Identifiers of structures, phone numbers and mail addresses: checked, and brought to one written form.

Each function returns the normalised value or raises `Invalid`.
"""

import unicodedata
from enum import StrEnum

import email_validator
import phonenumbers
from stdnum import luhn
from stdnum.fr import siret

from chorus_app.kernel.errors import Invalid

ALL_ZERO_SIRET = "0" * 14
OWN_COUNTRY = "FR"
# A number of an overseas department or territory is invalid for the region FR and valid for its own.
PHONE_REGIONS = ("FR", "GP", "MQ", "GF", "RE", "YT", "NC", "PF", "PM", "BL", "MF", "WF")
MAX_EMAIL = 254
MAX_IDENTIFIER = 80


class IdentifierType(StrEnum):
    """`typeIdentifiant` of Chorus Pro's API."""

    SIRET = "SIRET"
    UE_HORS_FRANCE = "UE_HORS_FRANCE"
    HORS_UE = "HORS_UE"
    RIDET = "RIDET"
    TAHITI = "TAHITI"
    AUTRE = "AUTRE"
    PARTICULIER = "PARTICULIER"
