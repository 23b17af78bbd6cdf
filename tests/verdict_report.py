"""The verdict on a sample file against what its manifest expects of it.

`expected` says what the file's source says. Who accepts or rejects there judges by a standard, so the profile is that
standard's: Chorus Pro for AIFE's files, BR-FR where it is named, else EN 16931.
"""

from __future__ import annotations

from chorus_app.rules.profiles import DEFAULT_PROFILE, EN16931_PROFILE, REFORM_PROFILE
from chorus_app.rules.schematron.checking import check
from chorus_app.rules.verdict import Outcome, Verdict, verdict
from tests.makers.directory import aife_directory
from tests.samples import Sample

ACCEPT, REFUSE, UNREADABLE = frozenset({Outcome.ACCEPT}), frozenset({Outcome.REFUSE}), frozenset({Outcome.UNREADABLE})
NOT_ACCEPTED = REFUSE | UNREADABLE
BY_START = {
    "accept": ACCEPT,
    "warn": ACCEPT,
    "wrong data that the official schematron lets through": ACCEPT,
    "reject": NOT_ACCEPTED,
    "refuse": REFUSE,
}
OLD_STANDARDS = ("zugferd1",)  # "accept" there means by a standard that no flow of Chorus Pro takes


def expected_outcomes(sample: Sample) -> frozenset[Outcome]:
    """What the manifest lets the verdict be. What is no invoice, or cannot be opened, is not accepted."""
    if sample.folder not in OLD_STANDARDS:
        for start, outcomes in BY_START.items():
            if sample.expected.startswith(start):
                return outcomes
    return frozenset(Outcome) if sample.kinds == () or _may_be_invoice(sample) else NOT_ACCEPTED


def _may_be_invoice(sample: Sample) -> bool:
    return any(kind.startswith(("facturx", "ubl", "cii")) and kind != "facturx_declared" for kind in sample.kinds)


def profile_of(sample: Sample) -> str:
    """By whose rules the manifest judges."""
    if sample.folder.startswith("chorus"):
        return DEFAULT_PROFILE
    return REFORM_PROFILE if "BR-FR" in sample.expected or "BR-FR" in sample.note else EN16931_PROFILE


def judged(sample: Sample) -> Verdict:
    """The verdict by those rules; AIFE's files with the directory that they were made for."""
    directory = aife_directory() if sample.folder.startswith("chorus") else None
    return verdict(sample.path, name=sample.path.name, profile=profile_of(sample), directory=directory, standards=check)


def verdict_difference(sample: Sample) -> str | None:
    """None when the verdict is what the manifest expects, else the verdict and what blocks."""
    found = judged(sample)
    if found.outcome in expected_outcomes(sample):
        return None
    codes = ", ".join(dict.fromkeys(finding.code for finding in found.blocking)) or "nothing blocks"
    return f"{found.outcome.value} ({profile_of(sample)}; {codes}), expected: {sample.expected}"
