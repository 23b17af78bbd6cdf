"""The layers of a check, in their order, and what came of those that are run apart."""

from __future__ import annotations

from dataclasses import dataclass

from chorus_app.rules.finding import Finding, Layer

ORDER = (
    Layer.OPENABLE,
    Layer.WELL_FORMED,
    Layer.CONTAINER,
    Layer.XSD,
    Layer.CHORUS,
    Layer.EN16931,
    Layer.BR_FR,
)
STANDARDS = (Layer.EN16931, Layer.BR_FR)  # run by Saxon, in a child of their own; Chorus Pro does not ask them


@dataclass(frozen=True, slots=True)
class LayerOutcome:
    """What a layer that was run apart found. `skipped`: the last part of a key in `findings.skipped`, or None."""

    layer: Layer
    findings: tuple[Finding, ...] = ()
    skipped: str | None = None


def in_order(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """The findings layer by layer; inside a layer they keep their order."""
    return tuple(sorted(findings, key=lambda finding: ORDER.index(finding.layer)))


def all_skipped(why: str) -> tuple[LayerOutcome, ...]:
    """The outcome when EN 16931 and BR-FR were not asked at all."""
    return tuple(LayerOutcome(layer, skipped=why) for layer in STANDARDS)
