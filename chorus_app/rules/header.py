"""Chorus rules on the invoice itself: number, dates, type, currency, cadre, payment, amounts."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from chorus_app.formats.parsed import Place
from chorus_app.kernel.french import plain_day
from chorus_app.rules import codes
from chorus_app.rules.finding import Finding
from chorus_app.rules.making import Case

COMPULSORY = "L'element {balise} est obligatoire."
COMPULSORY_AMOUNTS = {"BT-109": "tax_exclusive", "BT-112": "tax_inclusive", "BT-115": "payable"}
TOTALS = {
    "BT-106": "line_total",
    "BT-107": "allowance_total",
    "BT-108": "charge_total",
    "BT-110": "tax_total",
    "BT-113": "prepaid",
    "BT-114": "rounding",
    **COMPULSORY_AMOUNTS,
}
AMOUNT_TERMS = (*TOTALS, "BT-116", "BT-117", "BT-119", "BT-129", "BT-131", "BT-146", "BT-152")


def number(case: Case) -> Iterator[Finding]:
    """BT-1: compulsory, 20 characters at most, letters, digits, blank and - + _ / (G1.05)."""
    value = case.invoice.number
    if value is None:
        yield case.finding("CPP-NUMERO-ABSENT", official=COMPULSORY)
        return
    if len(value) > codes.MAX_NUMBER:
        yield case.finding(
            "CPP-NUMERO-LONGUEUR",
            value,
            length=str(len(value)),
            official="Le champ identifiant de la facture ({balise}) ne doit pas depasser 20 caracteres",
        )
    if not codes.NUMBER_CHARACTERS.fullmatch(value):
        wrong = "".join(dict.fromkeys(letter for letter in value if not codes.NUMBER_CHARACTERS.fullmatch(letter)))
        yield case.finding("CPP-NUMERO-CARACTERES", value, wrong=wrong)


def issue_date(case: Case) -> Iterator[Finding]:
    """BT-2: compulsory and a day of the calendar (G1.07)."""
    invoice = case.invoice
    if "BT-2" in invoice.raw:
        yield case.finding("CPP-DATE-ILLISIBLE", invoice.raw["BT-2"])
    elif invoice.issue_date is None:
        yield case.finding("CPP-DATE-ABSENTE", official=COMPULSORY)
    if "BT-9" in invoice.raw:
        yield case.finding("CPP-ECHEANCE-ILLISIBLE", invoice.raw["BT-9"])
    elif invoice.issue_date and invoice.due_date and invoice.due_date < invoice.issue_date:
        yield case.finding("CPP-ECHEANCE-AVANT", plain_day(invoice.due_date), issued=plain_day(invoice.issue_date))


def future_date(case: Case) -> Iterator[Finding]:
    """BT-2: a day to come is only a warning."""
    day, today = case.invoice.issue_date, case.context.today
    if day is not None and today is not None and day > today:
        yield case.finding("CPP-DATE-FUTURE", plain_day(day))


def type_code(case: Case) -> Iterator[Finding]:
    """BT-3: an invoice (380 and the like) or a credit note (381) (G1.01)."""
    value = case.invoice.type_code
    if value is None:
        yield case.finding("CPP-TYPE-ABSENT", official=COMPULSORY)
    elif value.upper() not in codes.INVOICE_TYPES | codes.CREDIT_NOTE_TYPES:
        yield case.finding("CPP-TYPE-INCONNU", value)
    elif value.upper() in codes.CREDIT_NOTE_TYPES and case.invoice.original_invoice is None:
        yield case.finding("CPP-AVOIR-ORIGINE", place=case.invoice.place("BT-25"))


def currency(case: Case) -> Iterator[Finding]:
    """BT-5: a code of ISO 4217; AIFE's own files leave it out, the euro is then understood."""
    value = case.invoice.currency
    if value is None:
        yield case.finding("CPP-DEVISE-ABSENTE")
    elif value not in codes.CURRENCIES:
        yield case.finding("CPP-DEVISE-INCONNUE", value)


def cadre(case: Case) -> Iterator[Finding]:
    """BT-23: a cadre of Chorus Pro (empty means A1), one of the works in a works flow."""
    written = case.invoice.cadre
    code = codes.cadre_or_default(written)
    if written is None:
        yield case.finding("CPP-CADRE-ABSENT")
    elif code is None:
        yield case.finding("CPP-CADRE-INCONNU", written)
        return
    elif codes.is_other_usage(written):
        yield case.finding("CPP-CADRE-AUTRE-USAGE", written)
    if code in codes.OTHER_SPACE_CADRES:
        yield case.finding("CPP-CADRE-HORS-PORTEE", code)
    elif case.syntax is not None and case.syntax.works_only and code not in codes.WORKS_FLOW_CADRES:
        yield case.finding(
            "CPP-CADRE-TRAVAUX",
            code,
            syntax=case.syntax.interface_code,
            cadres=", ".join(codes.WORKS_FLOW_CADRES),
        )
    elif code in codes.MOE_AND_MOA_CADRES:
        yield case.finding("CPP-CADRE-ROLE", code)


def payment(case: Case) -> Iterator[Finding]:
    """BT-81: compulsory, but on a credit note; a code out of the list (S2.05) is read as a transfer (G1.14)."""
    value, kind = case.invoice.payment_means, (case.invoice.type_code or "").upper()
    if value is None:
        if kind not in codes.CREDIT_NOTE_TYPES:
            yield case.finding("CPP-PAIEMENT-ABSENT", official=COMPULSORY)
    elif value.lstrip("0") not in codes.PAYMENT_MEANS and value.upper() not in codes.PAYMENT_WORDS:
        yield case.finding("CPP-PAIEMENT-INCONNU", value)


def vat_regime(case: Case) -> Iterator[Finding]:
    """BT-8: VAT on receipts, on debits, or a word of UBL flows (G2.13)."""
    value = case.invoice.vat_due_code
    if value is not None and value.upper() not in codes.VAT_REGIMES:
        yield case.finding("CPP-REGIME-TVA", value)


def periods(case: Case) -> Iterator[Finding]:
    """BG-14 and BG-26: a period ends after it begins."""
    invoice = case.invoice
    placed = [(invoice.period, invoice.place("BT-74")), *((line.period, line.place) for line in invoice.lines)]
    for period, place in placed:
        if period is not None and period.start and period.end and period.end < period.start:
            start = plain_day(period.start)
            yield case.finding("CPP-PERIODE", plain_day(period.end), place=place, start=start)


def account(case: Case) -> Iterator[Finding]:
    """BT-84 and BT-86: an IBAN whose check digits hold, a BIC of 8 or 11 characters (G1.16 to G1.19)."""
    iban, bic = case.invoice.iban, case.invoice.bic
    if iban is not None and codes.IBAN_START.match(compact(iban)) and not is_iban(iban):
        yield case.finding("CPP-IBAN", iban)
    if bic is not None and not codes.BIC.fullmatch(compact(bic)):
        yield case.finding("CPP-BIC", bic)


def is_iban(text: str) -> bool:
    """Whether the check digits of the IBAN hold (ISO 13616); blanks do not count."""
    iban = compact(text)
    if not codes.IBAN.fullmatch(iban):
        return False
    moved = iban[4:] + iban[:4]
    return int("".join(str(int(letter, 36)) for letter in moved)) % 97 == 1


def compact(text: str) -> str:
    """Without blanks, in capitals."""
    return "".join(text.split()).upper()


def lines(case: Case) -> Iterator[Finding]:
    """BG-25: Chorus Pro asks for lines even where the syntax does not."""
    if not case.invoice.lines:
        yield case.finding("CPP-LIGNES-ABSENTES")


def amounts(case: Case) -> Iterator[Finding]:
    """Totals without and with VAT and the amount due are compulsory; 19 digits and 6 decimals at most.

    No number may be larger than what can be kept exactly.
    """
    invoice = case.invoice
    for term in AMOUNT_TERMS:
        if term in invoice.raw:
            yield case.finding("CPP-MONTANT-ILLISIBLE", invoice.raw[term], term=term)
    for term, name in COMPULSORY_AMOUNTS.items():
        if getattr(invoice, name) is None and term not in invoice.raw:
            yield case.finding("CPP-MONTANT-ABSENT", term=term, official=COMPULSORY)
    for term, place, value in _numbers(case):
        if value is not None and _too_long(value):
            yield case.finding("CPP-MONTANT-FORMAT", str(value), term=term, place=place)
    for term, place, value in (*_numbers(case), *_rates_and_quantities(case)):
        if value is not None and abs(value) > codes.MAX_AMOUNT:
            yield case.finding("CPP-MONTANT-TAILLE", str(value), term=term, place=place)


def _numbers(case: Case) -> Iterator[tuple[str, Place | None, Decimal | None]]:
    invoice = case.invoice
    for term, name in TOTALS.items():
        yield term, invoice.place(term), getattr(invoice, name)
    for row in invoice.vat:
        yield "BT-116", row.place, row.base
        yield "BT-117", row.place, row.amount
    for line in invoice.lines:
        yield "BT-131", line.place, line.net_amount
        yield "BT-146", line.place, line.unit_price


def _rates_and_quantities(case: Case) -> Iterator[tuple[str, Place | None, Decimal | None]]:
    for row in case.invoice.vat:
        yield "BT-119", row.place, row.rate
    for line in case.invoice.lines:
        yield "BT-129", line.place, line.quantity
        yield "BT-152", line.place, line.vat_rate


def _too_long(value: Decimal) -> bool:
    _, digits, exponent = value.as_tuple()
    decimals = -exponent if isinstance(exponent, int) else 0
    return decimals > codes.MAX_DECIMALS or len(digits) > codes.MAX_DIGITS


def vat_category(case: Case) -> Iterator[Finding]:
    """BT-118: each row of the VAT breakdown says its category, where the syntax has a place for it."""
    if case.invoice.schema == "cpp":
        return
    for row in case.invoice.vat:
        if row.category is None:
            yield case.finding("CPP-TVA-CATEGORIE", place=row.place)
