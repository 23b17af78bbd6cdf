"""The findings layer by layer: what each control found, or why it was not done."""

from collections.abc import Iterable
from dataclasses import dataclass

from chorus_app.kernel.text import t
from chorus_app.rules.finding import Finding, Severity
from chorus_app.rules.verdict import LayerRun, Verdict
from chorus_app.ui.components.findings import FindingCard, finding_card

MOST_SHOWN = 50
PARTLY = "no_directory"  # the layer was run, but for the rules that ask the directory
NEVER_DUE = "not_applicable"


@dataclass(frozen=True)
class LayerCard:
    """One control. `state` says in words what became of it, `why` what was not done; both lists are ready texts."""

    name: str
    state: str
    tone: str
    why: str
    blocking: tuple[FindingCard, ...] = ()
    remarks: tuple[FindingCard, ...] = ()
    see: str = ""
    more: str = ""


def layer_cards(verdict: Verdict) -> tuple[LayerCard, ...]:
    """All layers in their order; those that have no object for such a file are left out."""
    return tuple(_layer(run, verdict.findings) for run in verdict.layers if run.skipped != NEVER_DUE)


def _layer(run: LayerRun, findings: Iterable[Finding]) -> LayerCard:
    mine = [found for found in findings if found.layer is run.layer]
    blocking = [found for found in mine if found.severity is Severity.BLOCKING]
    remarks = [found for found in mine if found.severity is not Severity.BLOCKING]
    left_out = max(0, len(blocking) - MOST_SHOWN) + max(0, len(remarks) - MOST_SHOWN)
    return LayerCard(
        name=t(f"findings.layers.{run.layer.value}"),
        state=_state(run, len(blocking), len(remarks)),
        tone=_tone(run, blocking=bool(blocking), remarks=bool(remarks)),
        why=t(run.skipped_key) if run.skipped_key else "",
        blocking=tuple(finding_card(found) for found in blocking[:MOST_SHOWN]),
        remarks=tuple(finding_card(found) for found in remarks[:MOST_SHOWN]),
        see=t("verdict.see_remarks", count=len(remarks)) if remarks else "",
        more=t("verdict.layers.more", count=left_out) if left_out else "",
    )


def _state(run: LayerRun, blocking: int, remarks: int) -> str:
    if _is_not_done(run):
        return t("verdict.layers.not_done")
    told = [t("verdict.layers.blocking", count=blocking)] if blocking else []
    told += [t("verdict.layers.remarks", count=remarks)] if remarks else []
    if run.skipped == PARTLY:
        told = [t("verdict.layers.partly"), *told]
    return ", ".join(told) or t("verdict.layers.clean")


def _tone(run: LayerRun, *, blocking: bool, remarks: bool) -> str:
    if _is_not_done(run):
        return "neutral"
    if blocking:
        return "danger"
    return "info" if remarks else "success"


def _is_not_done(run: LayerRun) -> bool:
    return run.skipped not in (None, PARTLY)
