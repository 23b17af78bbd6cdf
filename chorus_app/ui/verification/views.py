"""What the check page shows of a file, as ready text."""

from dataclasses import dataclass

from chorus_app.kernel import french
from chorus_app.kernel.text import t
from chorus_app.rules.profiles import PROFILES
from chorus_app.rules.verdict import Verdict
from chorus_app.ui.verdict.layers import LayerCard, layer_cards
from chorus_app.ui.verdict.reading import Fact, file_facts, invoice_facts, kind_label, kind_tone


@dataclass(frozen=True)
class ProfileChoice:
    """A profile of use; `code` is its name in the address."""

    code: str
    name: str
    meaning: str


@dataclass(frozen=True)
class ResultCard:
    """All that is shown of a checked file. `tone` is the verdict's: success, danger or warning."""

    name: str = ""
    size: str = ""
    label: str = ""
    kind_tone: str = "info"
    meaning: str = ""
    facts: tuple[Fact, ...] = ()
    read: tuple[Fact, ...] = ()
    tone: str = ""
    title: str = ""
    text: str = ""
    profile: str = ""
    layers: tuple[LayerCard, ...] = ()


def profile_choices() -> tuple[ProfileChoice, ...]:
    return tuple(
        ProfileChoice(code, profile_name(code), t(f"verification.profile.{_flat(code)}.meaning")) for code in PROFILES
    )


def profile_name(code: str) -> str:
    """« Norme EN 16931 »."""
    return t(f"verification.profile.{_flat(code)}.name")


def result_card(name: str, size: int, verdict: Verdict) -> ResultCard:
    """The whole answer on a file."""
    outcome = outcome_of(verdict)
    return ResultCard(
        name=name,
        size=french.size(size),
        label=kind_label(verdict),
        kind_tone=kind_tone(verdict.kind),
        meaning=t(verdict.kind.meaning_key),
        facts=file_facts(verdict.facts),
        read=invoice_facts(verdict.invoice),
        tone={"accepted": "success", "unanswered": "warning"}.get(outcome.rpartition(".")[2], "danger"),
        title=t(f"verdict.{outcome}.title", count=len(verdict.blocking)),
        text=t(f"verdict.{outcome}.text"),
        profile=t("verification.by_profile", profile=profile_name(verdict.profile)),
        layers=layer_cards(verdict),
    )


def outcome_of(verdict: Verdict) -> str:
    """Which texts tell the verdict: those of the profile, or that nothing could be read or asked."""
    if verdict.invoice is None:
        return "unread"
    if not verdict.accepted:
        return f"{_flat(verdict.profile)}.refused"
    if verdict.unanswered:
        return "unanswered"
    return f"{_flat(verdict.profile)}.accepted"


def _flat(code: str) -> str:
    return code.replace("-", "_")
