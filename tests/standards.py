"""Compares what EN 16931 finds in the sample files with their manifest, which was made with CEN's own stylesheets.

`python -m tests.standards` prints the table of docs/verdicts.md; `--rules` the list of rules that the files trigger.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from chorus_app.rules.finding import Layer, Severity
from chorus_app.rules.profiles import REFORM_PROFILE
from chorus_app.rules.schematron.checking import check
from chorus_app.rules.schematron.loading import rule_ids
from chorus_app.rules.schematron.sheets import EXTENDED_CII, EXTENDED_UBL, sheets_for
from chorus_app.rules.verdict import Verdict, verdict
from tests.samples import Sample, samples

EXTENSION = re.compile(r"BR-F[RX]EXT-|CII-(FR)?EXT")
WHY = {
    "BR-CL-24": "Only EXTENDED-CTC-FR has the rule, with a list of MIME types of its own (BR-FREXT-CL-24).",
    "CII-DT-024": "Only EXTENDED-CTC-FR has the rule, relaxed for the extension (CII-FREXT-DT-024).",
    "CII-DT-027": "Only EXTENDED-CTC-FR has the rule, relaxed for the extension (CII-FREXTDT-027).",
    "BR-AE-08": "Factur-X asks it of every breakdown row of the category, CEN only where TypeCode says VAT.",
    "BR-AE-10": "As BR-AE-08.",
    "BR-E-08": "As BR-AE-08.",
    "BR-E-10": "As BR-AE-08.",
}


@dataclass(frozen=True, slots=True)
class Compared:
    """What the manifest and the verdict say of the rules that refuse, warnings apart."""

    sample: Sample
    found: Verdict
    expected: frozenset[str]
    got: frozenset[str]

    @property
    def extended(self) -> bool:
        facts = self.found.facts
        return sheets_for(Layer.EN16931, facts.schema or "", facts.level)[0] in (EXTENDED_CII, EXTENDED_UBL)


@cache
def judged(sample: Sample) -> Verdict:
    """The verdict with all layers, all of them as grave as they can be."""
    return verdict(sample.path, name=sample.path.name, profile=REFORM_PROFILE, standards=check)


def compared() -> Iterator[Compared]:
    """Every sample whose EN 16931 rules the manifest names and the verdict has asked."""
    for sample in samples():
        found = judged(sample)
        if sample.en16931 and any(run.layer is Layer.EN16931 and not run.skipped for run in found.layers):
            yield Compared(sample, found, expected_rules(sample), rules_found(found))


def not_compared() -> Iterator[tuple[Sample, str]]:
    """Every sample whose rules the manifest names and the verdict did not ask, with the reason."""
    for sample in samples():
        skipped = next(run.skipped for run in judged(sample).layers if run.layer is Layer.EN16931)
        if sample.en16931 and skipped:
            yield sample, skipped


def expected_rules(sample: Sample) -> frozenset[str]:
    """The rules that the manifest names as broken, without the warnings behind " w:"."""
    return frozenset(sample.en16931.partition(" w:")[0].split(";")) - {"ok", ""}


def rules_found(found: Verdict) -> frozenset[str]:
    """The rules of EN 16931 that the verdict finds broken, warnings apart."""
    blocking = [finding for finding in found.findings if finding.severity is Severity.BLOCKING]
    return frozenset(finding.code for finding in blocking if finding.layer is Layer.EN16931)


def difference(sample: Sample) -> str | None:
    """What the verdict finds otherwise than the manifest says; None when nothing. For `samples_report`."""
    found = judged(sample)
    skipped = next(run.skipped for run in found.layers if run.layer is Layer.EN16931)
    if not sample.en16931:
        return None
    if skipped:
        return f"not asked ({skipped})"
    one = Compared(sample, found, expected_rules(sample), rules_found(found))
    missing, more = sorted(one.expected - one.got), sorted(one.got - one.expected)
    return " ".join([*(f"-{rule}" for rule in missing), *(f"+{rule}" for rule in more)]) or None


def differences() -> dict[tuple[str, bool], list[list[str]]]:
    """By rule and whether the files are EXTENDED: the files that the manifest alone names, and the verdict alone."""
    by_rule: dict[tuple[str, bool], list[list[str]]] = defaultdict(lambda: [[], []])
    for one in compared():
        for rule in one.expected - one.got:
            by_rule[rule, one.extended][0].append(one.sample.file)
        for rule in one.got - one.expected:
            by_rule[rule, one.extended][1].append(one.sample.file)
    return by_rule


def why(rule: str, extended: bool) -> str | None:
    """Why a rule comes out otherwise than with CEN's stylesheet; None when nobody has explained it."""
    if not extended:
        return WHY.get(rule)
    if EXTENSION.match(rule):
        return "A rule of the extension, which the level EXTENDED asks for."
    if replaced := sorted(name for name in rule_ids(EXTENDED_CII) if EXTENSION.match(name) and core_of(name) == rule):
        return f"At the level EXTENDED, {', '.join(replaced)} stands in its place, which is laxer."
    return None if rule in rule_ids(EXTENDED_CII) else "The level EXTENDED does without this rule."


def core_of(name: str) -> str:
    """The rule of EN 16931 that a rule of the extension stands for: BR-CO-10 for BR-FREXT-CO-10."""
    core = re.sub(r"^BR-F[RX]EXT-(BR-)?", "BR-", name).removesuffix("ini").removesuffix("rev")
    return re.sub(r"^CII-(FREXT-?|EXT-)", "CII-", core)


def table() -> Iterator[str]:
    """The differences as a Markdown table."""
    yield "| Rule | Files | Only the manifest | Only the verdict | Why |"
    yield "|---|---|---|---|---|"
    for (rule, extended), (manifest, ours) in sorted(differences().items(), key=lambda row: (row[0][1], row[0][0])):
        level = "EXTENDED" if extended else "others"
        yield f"| {rule} | {level} | {len(manifest)} | {len(ours)} | {why(rule, extended) or '?'} |"


def triggered_by_samples() -> list[tuple[Layer, str, str]]:
    """Layer, rule and official text of each rule of EN 16931 and BR-FR that a sample breaks.

    BR-FR's texts are left out: they quote the invoice, and no French text hangs on their words.
    """
    found = {
        (finding.layer, finding.code): finding.params["official"] if finding.layer is Layer.EN16931 else "-"
        for sample in samples()
        for finding in judged(sample).findings
        if finding.layer in (Layer.EN16931, Layer.BR_FR) and "official" in finding.params
    }
    return sorted((layer, rule, official) for (layer, rule), official in found.items())


def summary() -> Iterator[str]:
    """How many files come out as the manifest says."""
    for schema, extended in (("ubl", False), ("cii", False), ("cii", True)):
        files = [one for one in compared() if one.found.facts.schema == schema and one.extended is extended]
        equal = sum(one.expected == one.got for one in files)
        yield f"{schema.upper()}{', EXTENDED' if extended else ''}: {equal} of {len(files)} files with the same rules"
    yield from (f"not asked ({reason}): {sample.file}" for sample, reason in not_compared())


def unexplained() -> list[tuple[str, bool]]:
    """Rules that come out otherwise, and whose reason nobody has written down."""
    return sorted(key for key in differences() if why(*key) is None)


def main(arguments: list[str]) -> int:
    """Print; 2 when there are no samples."""
    if not samples():
        print("no sample files beside the project")
        return 2
    if "--rules" in arguments:
        print("# Layer, rule, official text of EN 16931: the rules that real files break. Made by tests/standards.py.")
        print("\n".join("\t".join(row) for row in triggered_by_samples()))
        return 0
    print("\n".join([*(f"* {line}" for line in summary()), "", *table()]))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
