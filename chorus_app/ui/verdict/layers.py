"""The findings layer by layer: what each control found, or why it was not done."""

from collections.abc import Iterable
from dataclasses import dataclass

from chorus_app.kernel.text import t
from chorus_app.rules.finding import Finding, Severity
from chorus_app.rules.verdict import LayerRun, Verdict
from chorus_app.ui.components.findings import FindingCard, finding_card

MOST_SHOWN = 50
PARTLY = "no_directory"  # the layer was run, but for the rules that ask the directory
NEVER_DUE, NOT_REACHED = "not_applicable", "lower_failed"


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
    """The layers in their order, without those that have no object for such a file; what was not reached is one."""
    reached = [run for run in verdict.layers if run.skipped not in (NEVER_DUE, NOT_REACHED) or _found(run, verdict)]
    rest = [run for run in verdict.layers if run.skipped == NOT_REACHED and run not in reached]
    return (*(_layer(run, _found(run, verdict)) for run in reached), *([_not_reached(rest)] if rest else []))


def _found(run: LayerRun, verdict: Verdict) -> list[Finding]:
    return [found for found in verdict.findings if found.layer is run.layer]


def _not_reached(runs: Iterable[LayerRun]) -> LayerCard:
    names = ", ".join(_name(run) for run in runs)
    why = t(f"findings.skipped.{NOT_REACHED}")
    return LayerCard(name=names, state=t("verdict.layers.not_done"), tone="neutral", why=why)


def _layer(run: LayerRun, findings: Iterable[Finding]) -> LayerCard:
    mine = list(findings)
    blocking = [found for found in mine if found.severity is Severity.BLOCKING]
    remarks = [found for found in mine if found.severity is not Severity.BLOCKING]
    left_out = max(0, len(blocking) - MOST_SHOWN) + max(0, len(remarks) - MOST_SHOWN)
    skipped = None if mine and run.skipped == NOT_REACHED else run.skipped
    run = LayerRun(run.layer, skipped)
    return LayerCard(
        name=_name(run),
        state=_state(run, blocking=len(blocking), remarks=len(remarks)),
        tone=_tone(run, blocking=bool(blocking), remarks=bool(remarks)),
        why=t(run.skipped_key) if run.skipped_key else "",
        blocking=tuple(finding_card(found) for found in blocking[:MOST_SHOWN]),
        remarks=tuple(finding_card(found) for found in remarks[:MOST_SHOWN]),
        see=t("verdict.layers.remarks", count=len(remarks)) if remarks else "",
        more=t("verdict.layers.more", count=left_out) if left_out else "",
    )


def _name(run: LayerRun) -> str:
    return t(f"findings.layers.{run.layer.value}")


def _state(run: LayerRun, *, blocking: int, remarks: int) -> str:
    if _is_not_done(run):
        return t("verdict.layers.not_done")
    told = [t("verdict.layers.partly")] if run.skipped == PARTLY else []
    if blocking:
        told.append(t("verdict.layers.blocking", count=blocking))
    if told:
        return ", ".join(told)
    return t("verdict.layers.done" if remarks else "verdict.layers.clean")


def _tone(run: LayerRun, *, blocking: bool, remarks: bool) -> str:
    if _is_not_done(run):
        return "neutral"
    if blocking:
        return "danger"
    return "info" if remarks else "success"


def _is_not_done(run: LayerRun) -> bool:
    return run.skipped not in (None, PARTLY)
