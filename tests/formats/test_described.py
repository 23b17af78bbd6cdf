"""The facts about a file, in words."""

from __future__ import annotations

from chorus_app.formats.described import describe
from chorus_app.formats.detect import detect
from chorus_app.formats.facts import Facts, Inside, Signature, SignatureState
from tests.makers import pdfs
from tests.makers.invoices import make_facturx, make_pdf


def test_facts_of_a_facturx_in_words() -> None:
    told = dict(describe(detect(make_facturx()).facts))
    assert (told["Niveau"], told["Pages"], told["Archivage"]) == ("EN 16931", "1", "PDF/A-3b")
    assert told["Facture en XML"] == "factur-x.xml"
    assert "Signature" not in told


def test_facts_of_a_signed_pdf_in_words() -> None:
    facts = detect(pdfs.sign(make_pdf(), certify=True, allows=1)).facts
    told = dict(describe(facts))
    signed_at = facts.signatures[0].signed_at
    assert signed_at is not None
    assert told["Signature"] == f"Menuiserie Martin, le {signed_at:%d/%m/%Y}\u00a0: le document n’a pas changé depuis."
    assert told["Certification"].endswith("Aucune modification n’y est permise.")
    assert "identité du signataire" in told["Identité"]


def test_signature_without_name_or_day_in_words() -> None:
    unknown = Signature(SignatureState.UNKNOWN)
    named = Signature(SignatureState.BROKEN, signer="Alice")
    told = [text for label, text in describe(Facts(signatures=(unknown, named))) if label == "Signature"]
    assert told[0].startswith("l’état de la signature")
    assert told[1].startswith("Alice\u00a0: les données signées ont été modifiées")


def test_protection_rights_and_repair_in_words() -> None:
    told = dict(describe(Facts(encrypted=True, repaired=True, usage_rights=True)))
    assert set(told) == {"Protection", "État", "Droits d’usage"}
    many = dict(describe(Facts(files=tuple(Inside(f"{n}.txt") for n in range(12)))))
    assert many["Fichiers contenus"].endswith("9.txt et 2 autres")
