"""What the deposit page shows of a file, as ready text."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from chorus_app.flux.preview import Preview
from chorus_app.formats.facts import Facts
from chorus_app.formats.kinds import FACTURX_KINDS, INVOICE_KINDS, PLAIN_PDF_KINDS, FileKind
from chorus_app.formats.parsed import ParsedInvoice, Party
from chorus_app.formats.syntaxes import Syntax
from chorus_app.invoices.cadres import CADRES
from chorus_app.kernel import french
from chorus_app.kernel.text import t
from chorus_app.rules.finding import Severity
from chorus_app.rules.layers import STANDARDS
from chorus_app.rules.verdict import Verdict
from chorus_app.ui.components.findings import FindingCard, finding_card


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


@dataclass(frozen=True)
class FileCard:
    """What the file *is*."""

    name: str = ""
    size: str = ""
    family: str = ""
    label: str = ""
    tone: str = "info"
    meaning: str = ""
    facts: tuple[Fact, ...] = ()
    read: tuple[Fact, ...] = ()


@dataclass(frozen=True)
class VerdictCard:
    """What would become of the deposit. `blocking` are the reasons of a rejection."""

    accepted: bool = False
    title: str = ""
    text: str = ""
    blocking: tuple[FindingCard, ...] = ()
    remarks: tuple[FindingCard, ...] = ()
    remarks_title: str = ""
    beyond: tuple[FindingCard, ...] = ()
    beyond_title: str = ""


@dataclass(frozen=True)
class SyntaxChoice:
    """A value of the field « Syntaxe »."""

    code: str
    interface: str
    name: str
    scope: str
    b2b: bool


def family_of(kind: FileKind) -> Family:
    """How the page explains this kind."""
    if kind in FACTURX_KINDS:
        return Family.FACTURX
    if kind in PLAIN_PDF_KINDS:
        return Family.CLASSIC
    if kind is FileKind.FACTURX_DECLARED:
        return Family.HALF_FACTURX
    return Family.XML if kind in INVOICE_KINDS else Family.NONE


def file_card(name: str, size: int, preview: Preview) -> FileCard:
    """What the file is, with what was read in it."""
    verdict = preview.verdict
    return FileCard(
        name=name,
        size=french.size(size),
        family=family_of(verdict.kind).value,
        label=kind_label(verdict),
        tone=kind_tone(verdict.kind),
        meaning=t(verdict.kind.meaning_key),
        facts=tuple(container_facts(verdict.facts)),
        read=tuple(invoice_facts(preview)),
    )


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
        return t("deposit.kind_with_level", kind=label, level=level)
    return label


def container_facts(facts: Facts) -> Iterable[Fact]:
    """What helps to recognise the file and the software that made it."""
    known = (
        ("pages", t("deposit.facts.page_count", count=facts.pages) if facts.pages else ""),
        ("attachments", ", ".join(facts.attachments[:5])),
        ("producer", facts.creator or facts.producer or ""),
        ("signature", t(f"deposit.facts.signature_{_signature(facts)}") if _signature(facts) else ""),
        ("repaired", t("deposit.facts.repaired_text") if facts.repaired else ""),
    )
    return [Fact(t(f"deposit.facts.{name}"), value) for name, value in known if value]


def _signature(facts: Facts) -> str:
    if facts.certified:
        return "certified"
    if facts.signed:
        return "signed"
    return "timestamp" if facts.timestamp_only else ""


def invoice_facts(preview: Preview) -> Iterable[Fact]:
    """The data of the invoice that its reader will act upon."""
    invoice = preview.verdict.invoice
    if invoice is None:
        return []
    known = (
        ("number", invoice.number),
        ("type", _type(invoice)),
        ("date", french.plain_day(invoice.issue_date) or invoice.raw.get("BT-2")),
        ("supplier", _party(invoice.seller, preview.supplier)),
        ("recipient", _party(invoice.buyer, preview.recipient)),
        ("service", invoice.service_code),
        ("engagement", invoice.engagement),
        ("contract", invoice.contract),
        ("cadre", _cadre(invoice.cadre)),
        ("tax_exclusive", french.amount(invoice.tax_exclusive, invoice.currency or "EUR")),
        ("tax_total", french.amount(invoice.tax_total, invoice.currency or "EUR")),
        ("tax_inclusive", french.amount(invoice.tax_inclusive, invoice.currency or "EUR")),
    )
    return [Fact(t(f"deposit.read.{name}"), value) for name, value in known if value]


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
    return t("deposit.read.cadre_named", code=code, name=t(CADRES[code].label_key)) if code in CADRES else code


def verdict_card(verdict: Verdict, *, b2b: bool = False) -> VerdictCard:
    """The verdict with its reasons."""
    blocking = tuple(finding_card(found) for found in verdict.blocking)
    others = [found for found in verdict.findings if found.severity is not Severity.BLOCKING]
    beyond = [found for found in others if found.layer in STANDARDS]
    remarks = [found for found in others if found.layer not in STANDARDS]
    outcome = "accepted" if verdict.accepted else "rejected"
    return VerdictCard(
        accepted=verdict.accepted,
        title=t(f"deposit.verdict.{outcome}", count=len(blocking)),
        text=t("deposit.b2b.text") if b2b else t(f"deposit.verdict.{outcome}_text"),
        blocking=blocking,
        remarks=tuple(finding_card(found) for found in remarks),
        remarks_title=t("deposit.verdict.remarks", count=len(remarks)),
        beyond=tuple(finding_card(found) for found in beyond),
        beyond_title=t("flux.report.beyond", count=len(beyond)),
    )


def syntax_choice(syntax: Syntax) -> SyntaxChoice:
    """The value as the page lists it."""
    return SyntaxChoice(syntax.code, syntax.interface_code, t(syntax.name_key), t(syntax.scope_key), syntax.b2b)
