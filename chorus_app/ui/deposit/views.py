"""What the deposit page shows of a file, as ready text."""

from dataclasses import dataclass

from chorus_app.flux.preview import Preview
from chorus_app.formats.syntaxes import Syntax
from chorus_app.kernel import french
from chorus_app.kernel.text import t
from chorus_app.rules.finding import Severity
from chorus_app.rules.layers import STANDARDS
from chorus_app.rules.verdict import Verdict
from chorus_app.ui.components.findings import FindingCard, finding_card
from chorus_app.ui.verdict.layers import LayerCard, layer_cards
from chorus_app.ui.verdict.reading import Fact, family_of, file_facts, invoice_facts, kind_label, kind_tone


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
    layers: tuple[LayerCard, ...] = ()


@dataclass(frozen=True)
class SyntaxChoice:
    """A value of the field « Syntaxe »."""

    code: str
    interface: str
    name: str
    scope: str
    b2b: bool


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
        facts=file_facts(verdict.facts),
        read=invoice_facts(verdict.invoice, supplier=preview.supplier, recipient=preview.recipient),
    )


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
        layers=layer_cards(verdict),
    )


def syntax_choice(syntax: Syntax) -> SyntaxChoice:
    """The value as the page lists it."""
    return SyntaxChoice(syntax.code, syntax.interface_code, t(syntax.name_key), t(syntax.scope_key), syntax.b2b)
