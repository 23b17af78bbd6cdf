"""Names of the levels of Factur-X, from the guideline of the XML (BT-24) and from the XMP of the PDF."""

from __future__ import annotations

# Parts of BT-24, the most telling first: a longer URN contains the shorter ones.
GUIDELINES = (
    ("extended-ctc-fr", "EXTENDED-CTC-FR"),
    ("xrechnung", "XRECHNUNG"),
    (":extended", "EXTENDED"),
    (":minimum", "MINIMUM"),
    (":basicwl", "BASIC WL"),
    (":basic", "BASIC"),
    (":comfort", "COMFORT"),
    (":en16931", "EN 16931"),
)
KNOWN_PREFIXES = ("urn:factur-x.eu:", "urn:cen.eu:en16931:", "urn:zugferd.de:", "urn:ferd:")
MARKS = ("factur-x", "zugferd", "xrechnung", "extended-ctc-fr", "ferd")


def level_of(guideline: str | None) -> str | None:
    """The level that BT-24 names; None when the URN is not known."""
    urn = (guideline or "").casefold()
    if not urn.startswith(KNOWN_PREFIXES):
        return None
    own = urn.removeprefix("urn:cen.eu:en16931:2017")
    if any(mark in own for mark in MARKS):
        return next((level for part, level in GUIDELINES if part in own), None)
    return "EN 16931" if urn == "urn:cen.eu:en16931:2017" else None


def same_level(one: str, other: str) -> bool:
    """Whether two names mean the same level ("EN 16931", "EN16931" and ZUGFeRD 2.0's "COMFORT" do)."""
    return _flat(one) == _flat(other)


def _flat(level: str) -> str:
    flat = level.casefold().replace(" ", "").replace("-", "").replace("_", "")
    return "en16931" if flat == "comfort" else flat
