"""Outcomes on demand, in sandbox mode: how an import is to end is asked for with the deposit, or by the number of the
invoice. The import walks its steps as ever, and its report says that the outcome was asked for."""

from dataclasses import dataclass, replace
from enum import StrEnum

from chorus_app.flux.enums import FluxState
from chorus_app.flux.models import Flux
from chorus_app.kernel.context import Context
from chorus_app.kernel.text import t
from chorus_app.rules.finding import Finding, Layer, Severity
from chorus_app.rules.verdict import Verdict

MAGIC = "SABLE-"  # what the number of such an invoice begins with: SABLE-REJETE-17; it has 20 characters at most
CODE, KEY = "FLUX-BAC-A-SABLE", "flux.finding.sandbox"


class Outcome(StrEnum):
    """How an import can be asked to end. A wrong file is refused all the same: then there is nothing to integrate."""

    INTEGRATED = "integre"
    PARTLY = "partiel"
    REJECTED = "rejete"
    INCIDENT = "incident"
    INADMISSIBLE = "irrecevable"

    @property
    def state(self) -> FluxState:
        return STATES[self]

    @property
    def refuses(self) -> bool:
        """Whether nothing is integrated, however right the file is."""
        return self not in (Outcome.INTEGRATED, Outcome.PARTLY)


STATES = {
    Outcome.INTEGRATED: FluxState.INTEGRATED,
    Outcome.PARTLY: FluxState.PARTLY_INTEGRATED,
    Outcome.REJECTED: FluxState.REJECTED,
    Outcome.INCIDENT: FluxState.INCIDENT,
    Outcome.INADMISSIBLE: FluxState.INADMISSIBLE,
}


@dataclass(frozen=True, slots=True)
class Wish:
    """What a depositor asks for: how the import ends, and after how many seconds it begins."""

    outcome: Outcome | None = None
    after: float = 0.0


NOTHING = Wish()


def asked(context: Context, flux: Flux, verdict: Verdict | None = None) -> Outcome | None:
    """How this import is to end; None where nothing was asked, and always outside of sandbox mode."""
    if not context.world.settings.sandbox:
        return None
    number = verdict.invoice.number if verdict and verdict.invoice else None
    word = flux.asked_outcome or _word(number or "")
    return Outcome(word) if word in set(Outcome) else None


def judged(verdict: Verdict, outcome: Outcome | None) -> tuple[Verdict, FluxState | None]:
    """The verdict as it was asked for, and the state of its report; without a wish what the checks found."""
    if outcome is None or (not verdict.accepted and not outcome.refuses):
        return verdict, None
    findings = (*verdict.findings, finding(outcome))
    return replace(verdict, accepted=not outcome.refuses, findings=findings), outcome.state


def finding(outcome: Outcome) -> Finding:
    """What the report says of it."""
    severity = Severity.BLOCKING if outcome.refuses else Severity.WARNING
    return Finding(Layer.OPENABLE, severity, CODE, KEY, params={"state": t(outcome.state.label_key)})


def _word(number: str) -> str:
    return number.removeprefix(MAGIC).partition("-")[0].lower() if number.startswith(MAGIC) else ""
