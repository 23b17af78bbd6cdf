"""What the deposit page shows of a file, as ready text."""

from collections.abc import Sequence
from dataclasses import dataclass

from chorus_app.drafts.pieces import Piece
from chorus_app.flux.lot_preview import Looked, LotEntry, LotPreview
from chorus_app.flux.naming import shown_name
from chorus_app.flux.preview import Preview
from chorus_app.flux.redeposit import Again
from chorus_app.flux.views import FindingView
from chorus_app.formats.kinds import FileKind
from chorus_app.formats.syntaxes import Syntax
from chorus_app.kernel import french
from chorus_app.kernel.text import t
from chorus_app.rules.finding import Severity
from chorus_app.rules.layers import STANDARDS
from chorus_app.rules.verdict import Verdict
from chorus_app.ui.components.findings import FindingCard, finding_card
from chorus_app.ui.verdict.layers import LayerCard, layer_cards
from chorus_app.ui.verdict.reading import Fact, family_of, file_facts, invoice_facts, kind_label, kind_tone

TRACKING = "/suivi-des-flux"
REASONS = 5  # of one invoice of a lot: the report will hold all


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


@dataclass(frozen=True)
class LotCard:
    """What a lot holds, in short."""

    counted: str = ""
    accepted: str = ""
    refused: str = ""
    verdict: str = ""
    then: str = ""
    total: str = ""
    left_out: str = ""
    parts: str = ""
    some_refused: bool = False


@dataclass(frozen=True)
class LotRow:
    """An invoice of a lot; `reasons` are those of its refusal."""

    position: str = ""
    file: str = ""
    number: str = ""
    recipient: str = ""
    amount: str = ""
    tone: str = ""
    outcome: str = ""
    reasons: tuple[FindingCard, ...] = ()


@dataclass(frozen=True)
class Change:
    """What must change before a flux is deposited again."""

    title: str
    concerned: str
    todo: str


@dataclass(frozen=True)
class AgainCard:
    """The flux that a deposit takes the place of."""

    number: str = ""
    href: str = ""
    report: str = ""
    lead: str = ""
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True)
class EarlierCard:
    """The piece of works that the one to be deposited follows; `label` is empty when there is none."""

    label: str = ""
    href: str = ""


def earlier_card(piece: Piece) -> EarlierCard:
    words = t("invoices_ui.works_piece", cadre=piece.cadre, name=t(f"invoices_ui.cadre.{piece.cadre}"))
    return EarlierCard(f"{piece.number}, {words}, {piece.supplier}", f"/factures/{piece.public_id}")


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


def lot_card(preview: LotPreview, looked: Looked) -> LotCard:
    """The lot in short."""
    refused = len(preview.refused)
    accepted = len(preview.entries) - refused
    totals = [french.amount(amount, currency) for currency, amount in sorted(preview.totals.items())]
    return LotCard(
        counted=t("deposit.lot.counted", count=len(preview.entries)),
        accepted=t("deposit.lot.some", count=accepted),
        refused=t("deposit.lot.some", count=refused),
        verdict=t("deposit.lot.refused", count=refused) if accepted else t("deposit.lot.none_accepted"),
        then=t("deposit.lot.then", count=refused) if accepted else t("deposit.lot.then_none"),
        total=" + ".join(totals) or t("deposit.lot.no_total"),
        left_out=t("deposit.lot.left_out", count=len(looked.left_out)) if looked.left_out else "",
        parts=t("deposit.lot.parts") if looked.container is FileKind.CPP_SEVERAL else "",
        some_refused=refused > 0,
    )


def lot_rows(entries: Sequence[LotEntry]) -> list[LotRow]:
    """Invoices of a lot as the page lists them."""
    return [
        LotRow(
            position=str(entry.position),
            file=shown_name(entry.file_name),
            number=entry.number or "",
            recipient=entry.recipient or "",
            amount=french.amount(entry.amount, entry.currency or "EUR"),
            tone="success" if entry.accepted else "danger",
            outcome=t("deposit.lot.would_pass") if entry.accepted else t("deposit.lot.would_fail"),
            reasons=tuple(finding_card(found) for found in entry.reasons[:REASONS]),
        )
        for entry in entries
    ]


def again_card(again: Again) -> AgainCard:
    """What is kept of an earlier deposit, and what must change."""
    href = f"{TRACKING}/{again.public_id}"
    return AgainCard(
        number=again.number,
        href=href,
        report=f"{href}/compte-rendu",
        lead=t("deposit.again.lead_lot" if again.lot else "deposit.again.lead", file=again.file_name),
        changes=tuple(_change(found, count, lot=again.lot) for found, count in again.must_change),
    )


def _change(found: FindingView, count: int, *, lot: bool) -> Change:
    card = finding_card(found)
    return Change(card.title, t("deposit.again.concerned", count=count) if lot else "", card.todo)
