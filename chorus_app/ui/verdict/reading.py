"""What a file is and what was read in it, as ready text."""

from dataclasses import dataclass
from enum import StrEnum

from chorus_app.formats.described import describe
from chorus_app.formats.facts import Facts
from chorus_app.formats.kinds import FACTURX_KINDS, INVOICE_KINDS, PLAIN_PDF_KINDS, FileKind
from chorus_app.formats.parsed import ParsedInvoice, Party
from chorus_app.invoices.cadres import CADRES
from chorus_app.kernel import french
from chorus_app.kernel.text import t
from chorus_app.rules.verdict import Verdict


class Family(StrEnum):
    """The kinds of file as the page explains them."""

    FACTURX = "facturx"
    XML = "xml"
    CLASSIC = "classic"
    HALF_FACTURX = "half_facturx"  # says it is a Factur-X and carries no invoice that can be read
    NONE = "none"


@dataclass(frozen=True)
class Fact:
    """One thing known of the file or read in it."""

    label: str
    value: str


def family_of(kind: FileKind) -> Family:
    """How the page explains this kind."""
    if kind in FACTURX_KINDS:
        return Family.FACTURX
    if kind in PLAIN_PDF_KINDS:
        return Family.CLASSIC
    if kind is FileKind.FACTURX_DECLARED:
        return Family.HALF_FACTURX
    return Family.XML if kind in INVOICE_KINDS else Family.NONE


def kind_tone(kind: FileKind) -> str:
    """How the kind's badge looks."""
    if kind in (FileKind.FACTURX_FAULTY, FileKind.FACTURX_DECLARED):
        return "warning"
    return "danger" if family_of(kind) is Family.NONE else "info"


def kind_label(verdict: Verdict) -> str:
    """« Factur-X, profil EN 16931 »."""
    label = t(verdict.kind.label_key)
    level = verdict.facts.level or verdict.facts.xmp_level
    if verdict.kind in FACTURX_KINDS and level:
        return t("verdict.kind_with_level", kind=label, level=level)
    return label


def file_facts(facts: Facts) -> tuple[Fact, ...]:
    """All that is known of the file."""
    return tuple(Fact(label, text) for label, text in describe(facts))


def invoice_facts(invoice: ParsedInvoice | None, *, supplier: str = "", recipient: str = "") -> tuple[Fact, ...]:
    """The data of the invoice that its reader will act upon; the names are those that the directory knows, if any."""
    if invoice is None:
        return ()
    known = (
        ("number", invoice.number),
        ("type", _type(invoice)),
        ("date", french.plain_day(invoice.issue_date) or invoice.raw.get("BT-2")),
        ("supplier", _party(invoice.seller, supplier)),
        ("recipient", _party(invoice.buyer, recipient)),
        ("service", invoice.service_code),
        ("engagement", invoice.engagement),
        ("contract", invoice.contract),
        ("cadre", _cadre(invoice.cadre)),
        ("tax_exclusive", french.amount(invoice.tax_exclusive, invoice.currency or "EUR")),
        ("tax_total", french.amount(invoice.tax_total, invoice.currency or "EUR")),
        ("tax_inclusive", french.amount(invoice.tax_inclusive, invoice.currency or "EUR")),
    )
    return tuple(Fact(t(f"verdict.read.{name}"), value) for name, value in known if value)


def _type(invoice: ParsedInvoice) -> str:
    code = invoice.type_code or ""
    return t(f"invoices.type.{code}") if code in ("380", "381") else code


def _party(party: Party, known_name: str) -> str:
    """Name and identifier; the directory's name when the file gives none."""
    identifier = party.identifier
    kind, value = (identifier.type, identifier.value) if identifier else (None, None)
    return french.party(known_name or party.name, kind, value)


def _cadre(code: str | None) -> str:
    if code is None:
        return ""
    return t("verdict.read.cadre_named", code=code, name=t(CADRES[code].label_key)) if code in CADRES else code
