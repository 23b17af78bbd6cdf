"""LABELS: by which words an invoice announces each value. Patterns are for texts without capitals and accents."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class Field(StrEnum):
    """A value that is looked for, by its business term."""

    NUMBER = "BT-1"
    ISSUED = "BT-2"
    DUE = "BT-9"
    MARKET = "BT-12"
    ENGAGEMENT = "BT-13"
    SERVICE = "BT-10"
    SUPPLIER = "BT-30"
    RECIPIENT = "BT-47"
    SUPPLIER_VAT = "BT-31"
    IBAN = "BT-84"
    NET = "BT-109"
    VAT = "BT-110"
    GROSS = "BT-112"
    PREPAID = "BT-113"
    PAYABLE = "BT-115"


@dataclass(frozen=True, slots=True)
class Label:
    """Words that announce a value. `weight` from 1 (may mean something else) to 3 (means nothing else).

    Where the pattern has a group `label`, only these words are the label; those before it are what it must follow.
    """

    field: Field
    pattern: re.Pattern[str]
    weight: int


NUM = r"(?:n\s?[°o]\.?|num(?:ero)?\.?|no\.?|ref(?:erence)?\.?|#)"
OF = r"\s?(?:de |du |d'|de la |la |l')?\s?"
HT = r"(?:h\.?\s?t\b\.?|hors[ -]taxes?)"
TTC = r"(?:t\.?\s?t\.?\s?c\b\.?|toutes taxes comprises)"
WEEKDAY = r"(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)"
VAT = r"(?:t\.?\s?v\.?\s?a(?![a-z])\.?|taxes?)"


def _labels(field: Field, *weighted: tuple[int, str]) -> tuple[Label, ...]:
    return tuple(Label(field, re.compile(rf"(?<![a-z0-9]){pattern}", re.ASCII), weight) for weight, pattern in weighted)


LABELS: tuple[Label, ...] = (
    *_labels(
        Field.NUMBER,
        (3, rf"{NUM}{OF}(?:facture|piece|avoir|document|invoice)\b"),
        (3, rf"(?:facture|avoir|invoice|note de credit)\s*(?:d'avoir\s*)?{NUM}(?![a-z])"),
        (
            2,
            r"(?:facture|avoir|invoice)(?!\s(?:du|le|d'|a|au|de|client|fournisseur)\b)(?=\s*:?\s*[^\s:]*\d)",
        ),
        (1, rf"^{NUM}(?=\s*:?\s*[^\s:]*\d)"),
        (1, rf"^{NUM}\s*:?$"),
        (2, rf"note d'honoraires\s*{NUM}(?![a-z])"),
        (2, r"note d'honoraires(?=\s*:?\s*[^\s:]*\d)"),
        (2, r"(?<=[-,;/] )numero(?=\s*:?\s*[^\s:]*\d)"),
        (1, r"^(?:facture|avoir|invoice)\s*:?$"),
    ),
    *_labels(
        Field.ISSUED,
        (3, r"invoice date\b"),
        (3, rf"date{OF}(?:facture|facturation|emission|l'emission|document|piece|avoir)\b"),
        (3, r"(?:emise?|etablie?|editee?|facturee?)\s(?:le|en date du)\b"),
        (3, r"(?:facture|avoir)\b[^:]{0,30}?\b(?P<label>du|en date du)(?=\s*:?\s*\d)"),
        (2, r"date(?=\s*:)"),
        (2, r"^date$"),
        (2, rf"^[a-z' -]{{2,40}}, le(?: {WEEKDAY})?(?=\s\d)"),
        (1, r"^(?:le|du)(?=\s\d)"),
    ),
    *_labels(
        Field.DUE,
        (
            3,
            rf"(?:date{OF})?(?:limite de (?:paiement|reglement)|echeance)\b(?:{OF}(?:paiement|reglement|facture)\b)?"
            r"(?:\s(?:le|au))?",
        ),
        (3, r"(?:a (?:payer|regler)|payable|reglement|paiement)\s(?:avant le|au plus tard le|le|avant|au(?=\s\d))"),
        (2, r"au plus tard le(?=\s\d)"),
        (3, r"due date\b"),
    ),
    *_labels(
        Field.MARKET,
        (3, rf"{NUM}{OF}marche\b(?: public)?"),
        (3, rf"marche(?: public)?\s*(?:{NUM}|(?=:))"),
        (1, r"marche(?: public)?(?=\s*[a-z]{0,6}[-_/.]?\d)"),
    ),
    *_labels(
        Field.ENGAGEMENT,
        (3, rf"(?:{NUM}{OF})?engagement(?: juridique)?\b(?:\s*\(ej\))?(?:\s*{NUM}(?![a-z]))?(?: a rappeler)?"),
        (3, rf"(?:{NUM}\s*)?ej\b(?![-_/.])(?:\s*{NUM}(?![a-z]))?"),
        (3, rf"{NUM}{OF}(?:votre )?(?:bon de )?commande\b"),
        (3, rf"(?:votre )?(?:bon de )?commande(?: client)?\s*(?:{NUM}(?![a-z])|(?=:))"),
        (2, rf"(?:votre|vos) (?:{NUM}|commande|bon de commande)(?![a-z])"),
        (1, r"(?:bon de commande|commande|bdc)(?=\s*[a-z]{0,6}[-_/.]?\d)"),
        (2, r"bd?c\s*(?=:)"),
        (3, r"(?:po|purchase order)\s*(?:number|no\.?|#)"),
    ),
    *_labels(
        Field.SERVICE,
        (3, rf"(?:code|{NUM}){OF}service(?: executant| destinataire)?\b"),
        (2, rf"service (?:executant|destinataire)\s*(?:{NUM}(?![a-z]))?"),
        (1, r"service\s*(?=:)"),
        (1, r"service(?=\s\w*[-_\d]\w*)"),
    ),
    *_labels(
        Field.NET,
        (3, rf"(?:total|montant|sous[ -]?total|net)(?: general| net| global| facture)?\s?{HT}(?: net)?"),
        (3, rf"total(?: net)? {HT}"),
        (2, rf"(?:total \w+|soit) {HT}"),
        (1, r"^total des honoraires\s*:?$"),
        (1, rf"^{HT}(?=\s*:?\s*$)"),
        (1, r"base (?:ht|imposable|hors taxes?)\b"),
        (2, r"^sub-?total\b"),
    ),
    *_labels(
        Field.VAT,
        (3, rf"(?:total|montant)(?: general| total)?{OF}(?:des |de la )?{VAT}"),
        (2, rf"^(?:{VAT}|vat)(?:\s?(?:collectee|a))?(?=\s*\(|\s*:?\s*(?:\d[\d.,]*\s?%|$|-?\d|eur|€))"),
        (2, r"dont tva\b"),
    ),
    *_labels(
        Field.GROSS,
        (3, rf"(?:total|montant|net)(?: general| global| facture)?\s?{TTC}"),
        (1, rf"^{TTC}(?=\s*:?\s*$)"),
        (2, rf"(?:total \w+|soit) {TTC}"),
        (1, r"^total\s*:?$"),
    ),
    *_labels(
        Field.PREPAID,
        (3, r"(?:acomptes?(?: verses?| regles?| deduits?)?|deja (?:paye|verse|regle)e?|a deduire)\b"),
    ),
    *_labels(
        Field.PAYABLE,
        (
            3,
            r"(?:net|reste|solde|montant|total|somme|restant)\s?(?:net )?(?:a (?:payer|regler|verser)|due?)\b(?: ttc)?",
        ),
        (2, r"^a (?:payer|regler)\b(?! (?:avant|le|au))"),
        (3, r"(?:amount|balance|total) due\b"),
    ),
)
# Cells above a SIRET, or words before it, that say whose it is.
SUPPLIER = re.compile(
    r"\b(?:emetteur|fournisseur|vendeur|prestataire|titulaire|emis par|de la part de|notre siret|expediteur"
    r"|sous-traitant|entreprise|vendor|seller)\b"
)
RECIPIENT = re.compile(
    r"\b(?:client|destinataire|dest\b|factur(?:e|er|ee|ation) a|adresse de facturation|acheteur|debiteur|ministere"
    r"|a l'attention|votre siret|payeur|donneur d'ordre|maitre d'ouvrage|adressee? a|bill(?:ed)? to)"
)
OTHER_PARTY = re.compile(
    r"\b(?:valideur|encaisseur|livraison|livre a|transporteur|mandataire|maitre d'(?:oe|œ)uvre|moe|factor|affactur\w*"
    r"|subrog\w*)\b"
)
PUBLIC_BODY = re.compile(
    r"\b(?:mairie|commune|communaute|departement|region|ministere|prefecture|centre hospitalier|chu|universite|lycee"
    r"|college|syndicat|metropole|ccas|sdis|etablissement public|agglomeration|conseil|ville de|direction|rectorat)\b"
)
# What stands beside a company's own SIRET at the head or the foot of its paper.
LETTERHEAD = re.compile(r"\b(?:capital|r\.?c\.?s\.?|ape|naf|sarl|sas|sasu|eurl|s\.a\.s|s\.a\.|auto-entrepreneur)\b")
# Words before a number or a day of another invoice, which this one takes back or puts right.
OTHER_INVOICE = re.compile(r"\b(?:annul|rectifi|rembours|concern|relati|remplac|origine|complement)")
# Words before numbers that are no invoice's, engagement's or market's.
OTHER_NUMBER = re.compile(r"\b(?:siret|siren|iban|bic|rcs|tel|fax|ape|naf|devis|client|lot)\b")
LINE_HEADER = re.compile(
    r"^(?:designation|description|libelle|article|reference|prestation|quantite|qte|p\.?u\.?|prix|unite|ref)\b"
)
EXEMPT = re.compile(r"tva non applicable|exoner|autoliquidation|293 ?b")
CREDIT_NOTE = re.compile(r"^(?:facture d')?(?:avoir|note de credit)\b")
