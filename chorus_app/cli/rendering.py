"""A verdict as `chorus check` prints it: one JSON object, or lines that a person reads."""

from __future__ import annotations

from collections.abc import Iterator

from chorus_app.kernel.french import amount, plain_day
from chorus_app.kernel.text import t
from chorus_app.rules.as_json import as_text
from chorus_app.rules.finding import Finding
from chorus_app.rules.verdict import Verdict

INDENT = "    "


def rendered(verdict: Verdict, *, file: str, milliseconds: float, form: str) -> str:
    """The verdict in that form, "json" or "text"."""
    if form == "json":
        return as_text(verdict, file=file, milliseconds=milliseconds)
    return "\n".join(text_lines(verdict, file=file))


def text_lines(verdict: Verdict, *, file: str) -> Iterator[str]:
    """What the file is, the verdict, each finding with what to do, and what was not checked."""
    outcome = "unanswered" if verdict.unanswered else verdict.outcome.value
    yield t("check.head", file=file, verdict=t(f"check.verdicts.{outcome}"))
    yield INDENT + _kind(verdict)
    if verdict.invoice is not None:
        yield INDENT + _summary(verdict)
    for finding in verdict.findings:
        yield from _finding(finding)
    for run in verdict.layers:
        if run.skipped_key is not None and run.skipped not in ("lower_failed", "not_applicable"):
            yield INDENT + t("check.skipped", layer=t(f"findings.layers.{run.layer.value}"), why=t(run.skipped_key))


def _kind(verdict: Verdict) -> str:
    parts = [t(verdict.kind.label_key)]
    if verdict.facts.level:
        parts.append(t("check.level", level=verdict.facts.level))
    if verdict.syntaxes:
        parts.append(t("check.syntaxes", codes=", ".join(verdict.syntaxes)))
    return " · ".join(parts)


def _summary(verdict: Verdict) -> str:
    invoice = verdict.invoice
    assert invoice is not None  # noqa: S101 - the caller has looked
    seller, buyer = (
        party.name or (party.identifier.value if party.identifier else "") for party in (invoice.seller, invoice.buyer)
    )
    parts = (
        invoice.number or "",
        plain_day(invoice.issue_date),
        t("check.parties", seller=seller, buyer=buyer),
        amount(invoice.payable, invoice.currency),
    )
    return " · ".join(part for part in parts if part)


def _finding(finding: Finding) -> Iterator[str]:
    place = [finding.code, finding.term or "", finding.path or ""]
    if finding.line:
        place.append(t("check.line", line=finding.line))
    severity = t(f"findings.severities.{finding.severity.value}")
    title = t(f"{finding.key}.title", **finding.params)
    yield INDENT + t("check.finding", severity=severity, title=title)
    yield INDENT * 2 + " · ".join(part for part in place if part)
    yield INDENT * 2 + t(f"{finding.key}.meaning", **finding.params)
    yield INDENT * 2 + t(f"{finding.key}.todo", **finding.params)
