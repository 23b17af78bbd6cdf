"""One case or more for each finding that the portal can make: how to bring it about."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from chorus_app.formats import limits
from chorus_app.formats.detect import Detected, detect
from chorus_app.formats.facts import Facts
from chorus_app.formats.kinds import FileKind
from chorus_app.formats.lots import Refusal, Refused
from chorus_app.formats.parsed import (
    AllowanceCharge,
    Attachment,
    Identifier,
    ParsedInvoice,
    Party,
    Period,
    VatBreakdown,
)
from chorus_app.formats.syntaxes import Space, Syntax, get
from chorus_app.formats.xml import Reason
from chorus_app.rules import chorus
from chorus_app.rules import lots as lot_rules
from chorus_app.rules.directory import DepositContext, DirectoryService
from chorus_app.rules.finding import Finding
from chorus_app.rules.fit import fits
from chorus_app.rules.making import Case as RuleCase
from chorus_app.rules.schematron.checking import check
from chorus_app.rules.verdict import Verdict, judge, verdict
from tests.formats.test_facturx import CASES as CONTAINER_CASES
from tests.makers import pdfs
from tests.makers.directory import FakeDirectory, make_directory, make_structure
from tests.makers.invoices import (
    MOE_SIRET,
    RECIPIENT_SIRET,
    SUPPLIER_SIRET,
    make_cii,
    make_facturx,
    make_invoice,
    make_pdf,
    make_ubl,
    make_works_invoice,
    siret,
)

TODAY = date(2026, 11, 24)
Case = Callable[[], tuple[Finding, ...]]


def syntax(code: str) -> Syntax:
    """The row of that code."""
    found = get(code)
    assert found is not None
    return found


def found_in(content: bytes, code: str | None = None, directory: FakeDirectory | None = None) -> tuple[Finding, ...]:
    """Findings on a file, with the directory of the makers unless another is given."""
    return judged(content, code, directory).findings


def judged(content: bytes, code: str | None = None, directory: FakeDirectory | None = None) -> Verdict:
    """The verdict on a file, on the day of the tests."""
    return verdict(
        content,
        syntax=syntax(code) if code else None,
        directory=directory or make_directory(),
        context=DepositContext(today=TODAY),
    )


def twice(element: str, **changes: object) -> Case:
    """A CII invoice in which one element stands twice, which the schema allows and no rule can compute."""

    def case() -> tuple[Finding, ...]:
        xml = re.sub(rf"(<{element}>[^<]*</{element}>)", r"\1\1", make_cii(**changes).decode(), count=1)
        return verdict(xml.encode(), standards=check).findings

    return case


def cii(directory: FakeDirectory | None = None, code: str = "FSO1106A", **changes: object) -> Case:
    """A CII invoice with changes."""
    return lambda: found_in(make_cii(**changes), code, directory)


def cii_with(old: str, new: str, code: str = "FSO1106A") -> Case:
    """A CII invoice with one part of its text replaced."""

    def case() -> tuple[Finding, ...]:
        xml = make_cii()
        assert old.encode() in xml
        return found_in(xml.replace(old.encode(), new.encode()), code)

    return case


def recipient(invoice: dict[str, Any] | None = None, **demands: object) -> Case:
    """An invoice to a recipient with these demands."""
    directory = make_directory(recipient=make_structure(RECIPIENT_SIRET, **demands))
    return cii(directory, **(invoice or {}))


def to(identifier: Identifier | None) -> dict[str, Any]:
    """The change that addresses an invoice to another."""
    return {"buyer": Party(identifier, "Autre")}


def sold_by(identifier: Identifier | None) -> dict[str, Any]:
    """The change that makes another the supplier."""
    return {"seller": Party(identifier, "Autre")}


def misfit(content: Callable[[], bytes], code: str, space: Space | None = None) -> Case:
    """What is said before a deposit of that file with that syntax."""

    def case() -> tuple[Finding, ...]:
        finding = fits(syntax(code), detect(content()), space=space)
        return (finding,) if finding else ()

    return case


def too_heavy() -> tuple[Finding, ...]:
    """A file beyond the limit, without the file."""
    detected = Detected(FileKind.OTHER, Facts(size=limits.MAX_FILE_BYTES + 1), reason=Reason("too_large"))
    return judge(detected).findings


def unnamed_vat() -> ParsedInvoice:
    """An invoice whose VAT breakdown does not say the category."""
    invoice = make_invoice()
    return replace(invoice, vat=(replace(invoice.vat[0], category=None),))


def document(name: str, content: bytes = b"%PDF-1.7") -> Attachment:
    """A document beside the invoice."""
    return Attachment(name, "application/pdf" if name.endswith(".pdf") else None, main=False, content=content)


def without_lines() -> tuple[Finding, ...]:
    """The Chorus rules on an invoice without lines."""
    return chorus.check(RuleCase(make_invoice(lines=()), context=DepositContext(today=TODAY)))


LINE, *OTHER_LINES = make_invoice().lines
SERVICES = {
    "SERV1": DirectoryService(),
    "VIEUX": DirectoryService(active=False),
    "EJ": DirectoryService(engagement_required=True),
}
ZERO = siret("0" * 14)


def lot(why: Refused) -> tuple[Finding, ...]:
    """What is said of a lot that is refused so."""
    refusal = Refusal(why, "dossier/a.xml", {"suffix": ".png", "expected": ".zip"})
    return (lot_rules.refused(refusal, name="lot.zip"),)


CASES: dict[str, list[Case]] = {
    "FICHIER-SYNTAXE": [misfit(make_ubl, "FSO1117A"), lambda: found_in(make_facturx(), "FSO1100A")],
    "FICHIER-PDF-CLASSIQUE": [lambda: found_in(make_pdf()), lambda: found_in(pdfs.sign(make_pdf()), "FSO1117A")],
    "FICHIER-ILLISIBLE": [lambda: found_in(pdfs.protect(make_pdf(), user="x")), lambda: found_in(b"%PDF-1.4")],
    "FICHIER-NON-FACTURE": [lambda: found_in(b"<commande/>", "FSO1100A"), lambda: found_in(b"bonjour")],
    "FICHIER-FACTURX-INCOMPLETE": [lambda: found_in(pdfs.attach(make_pdf(), "bon.xml", make_cii()), "FSO1117A")],
    "FICHIER-LOT": [lambda: found_in(b"\x1f\x8b\x08" + b"\0" * 20, "FSO1117A")],
    "FICHIER-TROP-LOURD": [too_heavy],
    "FICHIER-SANS-EXTENSION": [lambda: verdict(make_ubl(), name="FSO1100A_CPP001", syntax=syntax("FSO1100A")).findings],
    **{why.value: [partial(lot, why)] for why in Refused},
    "SYNTAXE-B2B": [lambda: found_in(make_facturx(), "FSO1117A_B2B"), lambda: found_in(make_ubl(), "FSO1100A_B2B")],
    "SYNTAXE-ESPACE": [misfit(make_facturx, "FSO1137A", Space.EMISES)],
    "XML-ILLISIBLE": [
        lambda: found_in(make_cii()[:-100], "FSO1106A"),
        lambda: found_in(pdfs.attach(make_pdf(), "factur-x.xml", b"<a>"), "FSO1117A"),
        lambda: found_in(b"<!DOCTYPE x><x/>"),
    ],
    "ERR_XSD_001": [cii_with("<ram:ApplicableHeaderTradeDelivery/>", "")],
    "CPP-NUMERO-ABSENT": [cii(number=None)],
    "CPP-NUMERO-LONGUEUR": [cii(number="F" * 21)],
    "CPP-NUMERO-CARACTERES": [cii(number="FA 2026 nº1"), cii(number="FA;1"), cii(number="١٢")],
    "CPP-DOUBLON": [cii(make_directory(integrated={(SUPPLIER_SIRET, "FA-2026-001"): "CPP0011106000000000000001"}))],
    "CPP-DOUBLON-LOT": [lambda: (lot_rules.twice(make_invoice(), first="a.xml"),)],
    "CPP-DATE-ABSENTE": [cii_with(">20261102<", "><")],
    "CPP-DATE-ILLISIBLE": [cii_with(">20261102<", ">20260231<"), cii_with(">20261102<", ">02/11/2026<")],
    "CPP-DATE-FUTURE": [cii(issue_date=date(2026, 11, 25))],
    "CPP-ECHEANCE-ILLISIBLE": [cii_with(">20261202<", ">20261301<")],
    "CPP-TYPE-ABSENT": [cii(type_code=None)],
    "CPP-TYPE-INCONNU": [cii(type_code="325")],
    "CPP-DEVISE-INCONNUE": [cii(currency="EUX"), cii(currency="eur")],
    "CPP-DEVISE-ABSENTE": [cii(currency=None)],
    "CPP-CADRE-ABSENT": [cii(cadre=None)],
    "CPP-CADRE-AUTRE-USAGE": [cii(cadre="urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"), cii(cadre="S1")],
    "CPP-CADRE-INCONNU": [cii(cadre="A26"), cii(cadre="A11"), cii(cadre="B"), cii(code="FSO1106A", cadre="A0")],
    "CPP-CADRE-HORS-PORTEE": [cii(cadre="A3"), cii(cadre="A21")],
    "CPP-CADRE-TRAVAUX": [
        lambda: found_in(make_facturx(), "FSO1137A"),
        lambda: found_in(make_ubl(cadre=None), "FSO1130A"),
        lambda: found_in(make_ubl(cadre="A15"), "FSO1130A"),
    ],
    "CPP-PAIEMENT-ABSENT": [cii(payment_means=None, iban=None, bic=None)],
    "CPP-PAIEMENT-INCONNU": [cii(payment_means="54")],
    "CPP-MONTANT-ABSENT": [cii(payable=None), cii(tax_inclusive=None), cii(tax_exclusive=None)],
    "CPP-MONTANT-ILLISIBLE": [cii_with("<ram:GrandTotalAmount>1800.00", "<ram:GrandTotalAmount>" + "9" * 60)],
    "CPP-MONTANT-FORMAT": [cii(payable=Decimal("0.0000001")), cii(payable=Decimal("9" * 20))],
    "CPP-MONTANT-TAILLE": [cii(payable=Decimal("9223372036855")), cii(tax_inclusive=Decimal("-9223372036855"))],
    "CPP-TVA-CATEGORIE": [cii(vat=unnamed_vat().vat)],
    "CPP-PJ-PRINCIPALE": [cii(code="FSO1116A"), lambda: found_in(make_ubl(cadre="A4"), "FSO1131A")],
    "CPP-PJ-ILLISIBLE": [
        cii(code="FSO1116A", attachments=(Attachment("a.pdf", "application/pdf", main=True, content=b"bonjour"),))
    ],
    "CPP-FOURNISSEUR-ABSENT": [cii(**sold_by(None))],
    "CPP-FOURNISSEUR-SIRET": [cii(**sold_by(siret("810347328"))), cii(**sold_by(siret("8103473280001A")))],
    "CPP-FOURNISSEUR-INCONNU": [cii(**sold_by(siret("99999999999999"))), cii(**sold_by(Identifier("RIDET", "1", "4")))],
    "CPP-FOURNISSEUR-INACTIF": [
        cii(make_directory(supplier=make_structure(SUPPLIER_SIRET, public=False, active=False)))
    ],
    "CPP-FOURNISSEUR-RATTACHEMENT": [cii(make_directory(strangers=[SUPPLIER_SIRET]))],
    "CPP-FOURNISSEUR-SERVICE": [
        cii(replace(make_directory(), services={SUPPLIER_SIRET: frozenset({"nord"})})),
        cii(replace(make_directory(), services={SUPPLIER_SIRET: frozenset({""})}), cadre="A4"),
    ],
    "CPP-FOURNISSEUR-ESPACE": [
        cii(make_directory(supplier=make_structure(SUPPLIER_SIRET, public=False, issues=False))),
        cii(make_directory(supplier=make_structure(SUPPLIER_SIRET, public=False, does_works=False)), cadre="A4"),
    ],
    "CPP-DESTINATAIRE-ABSENT": [cii(**to(None))],
    "CPP-DESTINATAIRE-SIRET": [cii(**to(siret("123456782")))],
    "CPP-DESTINATAIRE-INCONNU": [cii(**to(siret("99999999999999")))],
    "CPP-DESTINATAIRE-INACTIF": [recipient(active=False)],
    "CPP-DESTINATAIRE-PRIVE": [recipient(public=False)],
    "CPP-DESTINATAIRE-ZERO": [cii(**to(ZERO)), cii(service_code="SERV1", **to(ZERO))],
    "CPP-SERVICE-OBLIGATOIRE": [recipient(code_service_required=True), recipient(state=True)],
    "CPP-SERVICE-INCONNU": [
        recipient({"service_code": "AUTRE"}, services=SERVICES),
        recipient({"service_code": "serv1"}),
    ],
    "CPP-SERVICE-INACTIF": [recipient({"service_code": "VIEUX"}, services=SERVICES)],
    "CPP-SERVICE-CARACTERES": [cii(service_code="SERV/1"), cii(service_code="SERV.1")],
    "CPP-SERVICE-LONGUEUR": [cii(service_code="S" * 101)],
    "CPP-SERVICE-FACTURES-PUBLIQUES": [
        recipient({"service_code": "FACTURES_PUBLIQUES"}, services={"FACTURES_PUBLIQUES": DirectoryService()})
    ],
    "CPP-EJ-OBLIGATOIRE": [
        recipient(engagement_required=True),
        recipient({"service_code": "SERV1"}, state=True, services=SERVICES),
        recipient({"service_code": "SERV1"}, engagement_required=True, code_service_required=True, services=SERVICES),
        cii(
            make_directory(
                make_structure("11000201100044", state=True, services={"FIN": DirectoryService(is_state=True)})
            ),
            service_code="FIN",
            **to(ZERO),
        ),
    ],
    "CPP-EJ-SERVICE": [recipient({"service_code": "EJ"}, services=SERVICES)],
    "CPP-EJ-LONGUEUR": [cii(engagement="E" * 51)],
    "CPP-EJ-OU-SERVICE": [recipient(engagement_or_service=True)],
    "CPP-VALIDEUR-OBLIGATOIRE": [cii(cadre="A9"), cii(cadre="A12"), lambda: found_in(make_ubl(cadre="A9"), "FSO1100A")],
    "CPP-VALIDEUR-INCONNU": [cii(cadre="A9", valideur=Party(siret("99999999999999"), "Personne"))],
    "CPP-MOE-ABSENT": [cii(cadre="A4")],
    "CPP-ECHEANCE-AVANT": [cii(due_date=date(2026, 11, 1))],
    "CPP-AVOIR-ORIGINE": [cii(type_code="381")],
    "CPP-CADRE-ROLE": [cii(cadre="A15"), cii(cadre="A25")],
    "CPP-REGIME-TVA": [cii(vat_due_code="99")],
    "CPP-IBAN": [cii(iban="FR7630006000011234567890188"), cii(iban="FR76 3000")],
    "CPP-BIC": [cii(bic="AGRIFRP")],
    "CPP-LIGNES-ABSENTES": [without_lines],
    "CPP-PJ-SANS-EXTENSION": [cii(attachments=(document("Plan"),))],
    "CPP-PJ-EXTENSION": [cii(attachments=(document("plan.dwg"),)), cii(attachments=(document("outil.exe"),))],
    "CPP-PJ-CONTENU": [cii(attachments=(document("plan.pdf", b"bonjour"),))],
    "CPP-PJ-TAILLE": [cii(attachments=(document("plan.pdf", b"%PDF" + b"0" * 10_000_000),))],
    "CPP-PJ-NOM-LONG": [cii(attachments=(document("p" * 47 + ".pdf"),))],
    "CPP-SOMME-LIGNES": [cii(line_total=Decimal("1500.02"), tax_exclusive=Decimal("1500.02"))],
    "CPP-LIGNE-MONTANT": [lambda: found_in(make_cii(lines=(replace(LINE, quantity=Decimal("3")), *OTHER_LINES)))],
    "CPP-SOMME-REMISES": [cii(allowance_total=Decimal("10.00"))],
    "CPP-SOMME-FRAIS": [cii(allowances=(AllowanceCharge(charge=True, amount=Decimal("5.00"), reason="Port"),))],
    "CPP-TVA-BASE-LIGNES": [lambda: found_in(make_cii(lines=(replace(LINE, vat_rate=Decimal("10.00")), *OTHER_LINES)))],
    "CPP-PERIODE": [cii(period=Period(date(2026, 11, 2), date(2026, 11, 1)))],
    "CPP-TVA-NUMERO": [cii(seller=replace(make_invoice().seller, vat_number="FR61810347328"))],
    "CPP-TVA-AUTRE": [cii(seller=replace(make_invoice().seller, vat_number="FR83404833048"))],
    "CPP-SOMME-HT": [cii(allowance_total=Decimal("10.00")), cii(charge_total=Decimal("0.02"))],
    "CPP-TVA-TAUX": [cii(vat=(replace(make_invoice().vat[0], amount=Decimal("300.03")),))],
    "CPP-TVA-BASES": [cii(vat=(replace(make_invoice().vat[0], base=Decimal("1499.98")),))],
    "CPP-SOMME-TVA": [cii(tax_total=Decimal("299.98"))],
    "CPP-SOMME-TTC": [cii(tax_inclusive=Decimal("1800.02"))],
    "CPP-SOMME-NET": [cii(prepaid=Decimal("100.00")), cii(payable=Decimal("1799.98"))],
    "CPP-AVOIR-NEGATIF": [cii(type_code="381", payable=Decimal("-1800.00"))],
    "CPP-FACTURE-NEGATIVE": [cii(payable=Decimal("-1800.00"))],
    "CPP-VALIDEUR-FOURNISSEUR": [cii(cadre="A9", valideur=Party(siret(SUPPLIER_SIRET), "Menuiserie Martin"))],
    "CPP-DESTINATAIRE-FOURNISSEUR": [cii(**to(siret(SUPPLIER_SIRET)))],
    "EN16931-CALCUL": [twice("ram:GrandTotalAmount"), twice("ram:TaxBasisTotalAmount")],
    "BR-FR-CALCUL": [twice("ram:DuePayableAmount", cadre="B2")],
    **{code: [lambda make=make: found_in(make(), "FSO1117A")] for code, make in CONTAINER_CASES.items()},  # type: ignore[misc]  # a default argument keeps the loop's value
}

WITHOUT_FINDING: dict[str, Case] = {
    "service demanded and given": recipient({"service_code": "SERV1"}, code_service_required=True, services=SERVICES),
    "engagement demanded and given": recipient({"engagement": "E1"}, engagement_required=True),
    "one of the two, the service": recipient({"service_code": "SERV1"}, engagement_or_service=True, services=SERVICES),
    "one of the two, the engagement": recipient({"engagement": "E1"}, engagement_or_service=True),
    "one of the two is asked first": recipient(
        {"engagement": "E1"}, engagement_or_service=True, code_service_required=True
    ),
    "State, both given": recipient({"service_code": "SERV1", "engagement": "E1"}, state=True, services=SERVICES),
    "service's own demand, met": recipient({"service_code": "EJ", "engagement": "E1"}, services=SERVICES),
    "public supplier to FACTURES_PUBLIQUES": cii(
        make_directory(
            supplier=make_structure(SUPPLIER_SIRET),
            recipient=make_structure(RECIPIENT_SIRET, services={"FACTURES_PUBLIQUES": DirectoryService()}),
        ),
        service_code="FACTURES_PUBLIQUES",
    ),
    "all-zero SIRET with a service of the State": cii(
        make_directory(make_structure("11000201100044", state=True, services={"FIN": DirectoryService(is_state=True)})),
        service_code="FIN",
        engagement="E1",
        **to(ZERO),
    ),
    "credit note without means of payment": cii(
        type_code="381", original_invoice="F1", payment_means=None, iban=None, bic=None
    ),
    "Tryton's means of payment": cii(payment_means="1"),
    "means of payment in a word": lambda: found_in(make_ubl(payment_means="VIREMENT"), "FSO1100A"),
    "sums that differ by a cent": cii(tax_total=Decimal("299.99")),
    "VAT rounded line by line": cii(
        vat=(replace(make_invoice().vat[0], amount=Decimal("300.02")),),
        tax_total=Decimal("300.02"),
        tax_inclusive=Decimal("1800.02"),
        payable=Decimal("1800.02"),
    ),
    "amount due after a payment and rounded": cii(
        prepaid=Decimal("100.00"), rounding=Decimal("0.40"), payable=Decimal("1700.40")
    ),
    "corrective invoice that gives back": cii(type_code="384", prepaid=Decimal("2000.00"), payable=Decimal("-200.00")),
    "account number that is no IBAN": cii(iban="12345678901"),
    "zipped PDF under its own name": cii(attachments=(document("aa.pdf", b"PK\x03\x04"),)),
    "allowance at the document's level": cii(
        allowances=(
            AllowanceCharge(amount=Decimal("100.00"), vat_category="S", vat_rate=Decimal("20.00"), reason="X"),
        ),
        allowance_total=Decimal("100.00"),
        tax_exclusive=Decimal("1400.00"),
        vat=(VatBreakdown("S", Decimal("20.00"), Decimal("1400.00"), Decimal("280.00")),),
        tax_total=Decimal("280.00"),
        tax_inclusive=Decimal("1680.00"),
        payable=Decimal("1680.00"),
    ),
    "line priced for a hundred, with VAT": cii(
        lines=(replace(LINE, unit_price=Decimal("72000.00"), base_quantity=Decimal("100")), *OTHER_LINES)
    ),
    "VAT number of an unknown form": cii(seller=replace(make_invoice().seller, vat_number="FRXX810347328")),
    "number with all that is permitted": cii(number="Az 09+-_/"),
    "number of another supplier": cii(make_directory(integrated={(MOE_SIRET, "FA-2026-001"): "CPP1"})),
    "cadre by its name in the API": cii(cadre="A2_FACTURE_FOURNISSEUR_DEJA_PAYEE"),
    "foreign currency": cii(currency="RSD"),
    "works invoice": lambda: found_in(make_ubl(**works("ubl")), "FSO1130A"),
}


def works(schema: str) -> dict[str, Any]:
    """The changes that make an ordinary invoice a works one."""
    invoice = make_works_invoice(schema)
    return {"cadre": invoice.cadre, "valideur": invoice.valideur}
