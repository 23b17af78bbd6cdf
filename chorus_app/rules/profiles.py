"""Which layers block: one table by profile of use."""

from __future__ import annotations

from collections.abc import Mapping

from chorus_app.rules.catalogue import CATALOGUE
from chorus_app.rules.finding import Layer, Severity

DEFAULT_PROFILE = "chorus-pro"

# AIFE's own qualification files pass the full schemas and fail EN 16931 and BR-FR: Chorus Pro does not block on these.
PROFILES: Mapping[str, Mapping[Layer, Severity]] = {
    DEFAULT_PROFILE: {
        Layer.OPENABLE: Severity.BLOCKING,
        Layer.WELL_FORMED: Severity.BLOCKING,
        Layer.CONTAINER: Severity.WARNING,
        Layer.XSD: Severity.BLOCKING,
        Layer.CHORUS: Severity.BLOCKING,
        Layer.EN16931: Severity.WARNING,
        Layer.BR_FR: Severity.WARNING,
    },
}


def severity_of(code: str, layer: Layer, profile: str = DEFAULT_PROFILE) -> Severity:
    """How grave a finding is: its own severity when the catalogue gives one, else that of its layer."""
    entry = CATALOGUE.get(code)
    return entry.severity if entry and entry.severity else PROFILES[profile][layer]
