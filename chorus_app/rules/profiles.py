"""Which layers block: one table by profile of use."""

from __future__ import annotations

from collections.abc import Mapping

from chorus_app.rules.catalogue import CATALOGUE
from chorus_app.rules.finding import Layer, Severity

DEFAULT_PROFILE = "chorus-pro"
EN16931_PROFILE = "en16931"
REFORM_PROFILE = "reforme-2026"
_BLOCKING, _WARNING = Severity.BLOCKING, Severity.WARNING

# AIFE's own qualification files pass the full schemas and fail EN 16931 and BR-FR: Chorus Pro does not block on these.
_CHORUS_PRO = {
    Layer.OPENABLE: _BLOCKING,
    Layer.WELL_FORMED: _BLOCKING,
    Layer.CONTAINER: _WARNING,
    Layer.XSD: _BLOCKING,
    Layer.CHORUS: _BLOCKING,
    Layer.EN16931: _WARNING,
    Layer.BR_FR: _WARNING,
}
# The two others judge by the standard: what only Chorus Pro asks (a SIRET, a cadre) is then a remark.
_STANDARD = {**_CHORUS_PRO, Layer.CONTAINER: _BLOCKING, Layer.CHORUS: _WARNING, Layer.EN16931: _BLOCKING}
PROFILES: Mapping[str, Mapping[Layer, Severity]] = {
    DEFAULT_PROFILE: _CHORUS_PRO,
    EN16931_PROFILE: _STANDARD,
    REFORM_PROFILE: {**_STANDARD, Layer.BR_FR: _BLOCKING},
}
# Beginnings of codes that are remarks although their layer blocks: Factur-X recommends these, it does not demand them.
REMARKS: Mapping[str, tuple[str, ...]] = {
    EN16931_PROFILE: ("FX-AFRELATIONSHIP", "FX-NOM", "FX-PLUSIEURS-XML", "FX-XMP-NOM"),
    REFORM_PROFILE: ("FX-AFRELATIONSHIP", "FX-NOM", "FX-PLUSIEURS-XML", "FX-XMP-NOM"),
}


def severity_of(code: str, layer: Layer, profile: str = DEFAULT_PROFILE) -> Severity:
    """How grave a finding is: its own severity when the catalogue gives one, else that of its layer in the profile."""
    entry = CATALOGUE.get(code)
    if entry and entry.severity:
        return entry.severity
    return _WARNING if code.startswith(REMARKS.get(profile, ())) else PROFILES[profile][layer]
