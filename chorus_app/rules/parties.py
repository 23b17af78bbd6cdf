"""Chorus rules on the parties that need nobody's answer: identifiers, codes, valideur."""

from __future__ import annotations

from collections.abc import Iterator

from chorus_app.formats.parsed import Party
from chorus_app.rules import codes
from chorus_app.rules.finding import Finding
from chorus_app.rules.header import COMPULSORY
from chorus_app.rules.making import Case


def supplier_identifier(case: Case) -> Iterator[Finding]:
    """BT-30: compulsory; a SIRET has 14 digits (a SIREN is refused)."""
    yield from _identifier(case, case.invoice.seller, "CPP-FOURNISSEUR")


def recipient_identifier(case: Case) -> Iterator[Finding]:
    """BT-47: compulsory; a SIRET has 14 digits."""
    yield from _identifier(case, case.invoice.buyer, "CPP-DESTINATAIRE")


def _identifier(case: Case, party: Party, code: str) -> Iterator[Finding]:
    if party.identifier is None:
        yield case.finding(f"{code}-ABSENT", official=COMPULSORY)
    elif party.identifier.type == "SIRET" and not codes.SIRET.fullmatch(party.identifier.value):
        yield case.finding(f"{code}-SIRET", party.identifier.value, length=str(len(party.identifier.value)))


def service_code(case: Case) -> Iterator[Finding]:
    """BT-10: 100 characters at most; letters, digits, _ - and blank."""
    value = case.invoice.service_code
    if value is None:
        return
    if len(value) > codes.MAX_SERVICE:
        yield case.finding("CPP-SERVICE-LONGUEUR", value, length=str(len(value)))
    if not codes.SERVICE_CHARACTERS.fullmatch(value):
        wrong = "".join(dict.fromkeys(letter for letter in value if not codes.SERVICE_CHARACTERS.fullmatch(letter)))
        yield case.finding(
            "CPP-SERVICE-CARACTERES", value, wrong=wrong, official="Le champ ({balise}) doit etre alphanumerique"
        )


def engagement(case: Case) -> Iterator[Finding]:
    """BT-13: 50 characters at most."""
    value = case.invoice.engagement
    if value is not None and len(value) > codes.MAX_ENGAGEMENT:
        yield case.finding("CPP-EJ-LONGUEUR", value, length=str(len(value)))


def valideur(case: Case) -> Iterator[Finding]:
    """A9 and A12 name their valideur; the works cadres that go to a MOE should name it."""
    cadre = codes.cadre_or_default(case.invoice.cadre)
    named = case.invoice.valideur is not None and case.invoice.valideur.identifier is not None
    if named or cadre is None:
        return
    if cadre in codes.VALIDEUR_CADRES:
        yield case.finding("CPP-VALIDEUR-OBLIGATOIRE", cadre=cadre)
    elif cadre in codes.MOE_CADRES:
        yield case.finding("CPP-MOE-ABSENT", cadre=cadre)


def themselves(case: Case) -> Iterator[Finding]:
    """Nobody invoices himself, and a subcontractor or cotraitant does not validate his own invoice."""
    supplier = case.invoice.seller.identifier
    if supplier is None:
        return
    buyer, named = case.invoice.buyer.identifier, case.invoice.valideur
    if buyer is not None and buyer.value == supplier.value:
        yield case.finding("CPP-DESTINATAIRE-FOURNISSEUR", buyer.value)
    if named is not None and named.identifier is not None and named.identifier.value == supplier.value:
        yield case.finding("CPP-VALIDEUR-FOURNISSEUR", supplier.value)


def vat_numbers(case: Case) -> Iterator[Finding]:
    """BT-31 and BT-48: the key of a French VAT number holds, and its SIREN is that of the SIRET beside it."""
    yield from _vat_number(case, case.invoice.seller, "BT-31")
    yield from _vat_number(case, case.invoice.buyer, "BT-48")


def _vat_number(case: Case, party: Party, term: str) -> Iterator[Finding]:
    written = codes.FRENCH_VAT.fullmatch("".join((party.vat_number or "").split()).upper())
    if written is None:
        return
    key, siren = written.groups()
    if key.isdigit() and int(key) != (12 + 3 * int(siren)) % 97:
        yield case.finding("CPP-TVA-NUMERO", party.vat_number, term=term)
    elif (siret := _siret(party)) is not None and not siret.startswith(siren):
        yield case.finding("CPP-TVA-AUTRE", party.vat_number, term=term, siret=siret)


def _siret(party: Party) -> str | None:
    identifier = party.identifier
    if identifier is None or identifier.type != "SIRET" or not codes.SIRET.fullmatch(identifier.value):
        return None
    return identifier.value
