"""Code lists that the Chorus rules look into."""

from __future__ import annotations

import re
from decimal import Decimal

# Cadres de facturation that exist (A11 was dropped). Labels and roles belong to the invoices.
CADRES = frozenset(f"A{number}" for number in range(1, 26) if number != 11)
WORKS_FLOW_CADRES = ("A4", "A5", "A6", "A7", "A8", "A10", "A13", "A14", "A22")
OTHER_SPACE_CADRES = frozenset({"A3", "A21"})  # mémoires de frais de justice, TIC: they have spaces of their own
VALIDEUR_CADRES = frozenset({"A9", "A12"})
MOE_CADRES = frozenset({"A4", "A7", "A10", "A13", "A14"})  # the valideur's place carries the MOE (AIFE's own files)
MOE_AND_MOA_CADRES = frozenset({*(f"A{number}" for number in range(15, 21)), "A23", "A24", "A25"})
WORKS_CADRES = MOE_AND_MOA_CADRES | frozenset(WORKS_FLOW_CADRES)  # what « Factures de travaux » holds
DEFAULT_CADRE = "A1"  # an empty BT-23 is accepted in AIFE's own files

INVOICE_TYPES = frozenset({"380", "383", "384", "385", "386", "389", "393", "FACTURE"})
CREDIT_NOTE_TYPES = frozenset({"381", "AVOIR"})
ORDINARY_TYPES = frozenset({"380", "FACTURE"})  # a corrective invoice (384) may ask for less than nothing
VAT_REGIMES = frozenset(
    {"3", "5", "29", "35", "72", "432", "TVA_SUR_DEBIT", "TVA_SUR_ENCAISSEMENT", "EXONERATION", "SANS_TVA"}
)
# S2.05 of the EDI annex; 1 is what Tryton sends and Chorus Pro takes. The words are those of UBL flows.
PAYMENT_MEANS = frozenset({"1", "10", "20", "30", "31", "42", "48", "49", "58", "59", "97"})
PAYMENT_WORDS = frozenset({"VIREMENT", "PRELEVEMENT", "CHEQUE", "ESPECE", "AUTRE", "REPORT"})

CURRENCIES = frozenset(
    re.findall(
        r"[A-Z]{3}",
        """
        AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BOV BRL BSD BTN BWP BYN
        BZD CAD CDF CHE CHF CHW CLF CLP CNY COP COU CRC CUC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD
        FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HRK HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS
        KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN
        MXV MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR
        SDG SEK SGD SHP SLE SLL SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD
        USN UYI UYU UYW UZS VED VES VND VUV WST XAF XCD XOF XPF XSU XUA YER ZAR ZMW ZWG ZWL
        """,
    )
)  # ISO 4217

NUMBER_CHARACTERS = re.compile(r"[A-Za-z0-9 +_/\-]+")  # G1.05
SERVICE_CHARACTERS = re.compile(r"[A-Za-z0-9À-ÖØ-öø-ÿŒœ_\- ]+")
SIRET = re.compile(r"\d{14}", re.ASCII)
# Key and SIREN; a key with letters belongs to structures without a SIREN of the ordinary kind.
FRENCH_VAT = re.compile(r"FR([0-9A-Z]{2})(\d{9})", re.ASCII)
ALL_ZERO_SIRET = "0" * 14
IBAN_START = re.compile(r"[A-Z]{2}\d{2}", re.ASCII)  # anything else is an account number of another kind
IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{10,30}", re.ASCII)
BIC = re.compile(r"[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?", re.ASCII)
ATTACHMENT_EXTENSIONS = frozenset(
    re.findall(
        r"\w+",
        """
        BMP BZ2 CSV DOC DOCX FAX GIF GZ GZIP HTM HTML JPEG JPG ODP ODS ODT P7S PDF PNG PPS PPT PPTX RTF SVG TGZ
        TIF TIFF TXT XHTML XLC XLM XLS XLSX XML ZIP
        """,
    )
)
MAX_ATTACHMENT_BYTES = 10_000_000
MAX_ATTACHMENT_NAME = 50
MAX_NUMBER = 20
MAX_ENGAGEMENT = 50
MAX_SERVICE = 100
MAX_DIGITS, MAX_DECIMALS = 19, 6
# With 6 decimals each amount is kept as a whole number of 64 bits.
MAX_AMOUNT = Decimal(9_223_372_036_854)
PUBLIC_INVOICES_SERVICE = "FACTURES_PUBLIQUES"


def cadre_code(written: str | None) -> str | None:
    """The cadre's short code: "A4" for "A4", "a4" and "A4_PROJET_DECOMPTE_MENSUEL_FOURNISSEUR".

    None when what is written is no cadre of Chorus Pro.
    """
    short = (written or "").strip().upper().partition("_")[0]
    return short if short in CADRES else None


def cadre_or_default(written: str | None) -> str | None:
    """The cadre under which an invoice is treated: A1 when nothing, or another usage of BT-23, is written."""
    return DEFAULT_CADRE if not written or is_other_usage(written) else cadre_code(written)


def is_other_usage(written: str) -> bool:
    """Whether BT-23 holds what other networks put there: a process URN (Peppol) or B1, S1, M1… (French reform)."""
    return bool(re.fullmatch(r"urn:\S+|[BSM]\d", written.strip()))
