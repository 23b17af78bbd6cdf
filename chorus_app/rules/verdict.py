"""The verdict on a file: what it is, what it says, layer by layer what is wrong, and whether it is accepted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path

from lxml import etree

from chorus_app.formats import cii, cpp, ubl
from chorus_app.formats.detect import PDF_MARK, Detected, detect
from chorus_app.formats.facts import Facts
from chorus_app.formats.kinds import UNREADABLE_KINDS, FileKind
from chorus_app.formats.parsed import ParsedInvoice, Place
from chorus_app.formats.syntaxes import Syntax, accepting, get
from chorus_app.formats.xml import Reason, XmlRefused, looks_like_xml, open_xml
from chorus_app.kernel.text import t
from chorus_app.rules import chorus, fit, xsd
from chorus_app.rules.directory import DepositContext, Directory
from chorus_app.rules.finding import Finding, Layer, Severity
from chorus_app.rules.layers import ORDER, STANDARDS, LayerOutcome, all_skipped, in_order
from chorus_app.rules.making import Case, make
from chorus_app.rules.profiles import DEFAULT_PROFILE, PROFILES
from chorus_app.rules.schematron.light import light

START = 1024  # bytes that tell a PDF or an XML document
READERS = {"cii": cii.read_tree, "ubl": ubl.read_tree, "cpp": cpp.read_tree}
WITHOUT_SCHEMA = frozenset({"cpp"})  # its schema is in an annex that is not public
STANDARD_SCHEMAS = ("cii", "ubl")  # EN 16931 knows these two syntaxes
# EN 16931 and BR-FR on a document: its XML, schema, Factur-X level and the profile of severities.
Standards = Callable[[bytes, str, str | None, str], tuple[LayerOutcome, ...]]


class Outcome(StrEnum):
    """The verdict in one word, as the command line prints it."""

    ACCEPT = "accept"
    REFUSE = "refuse"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class LayerRun:
    """What became of a layer. `skipped` is None when it was run, else the last part of a key in `findings.skipped`."""

    layer: Layer
    skipped: str | None = None

    @property
    def skipped_key(self) -> str | None:
        """Key of the sentence that says why the layer was not run."""
        return f"findings.skipped.{self.skipped}" if self.skipped else None


@dataclass(frozen=True, slots=True)
class Verdict:
    """All that is known of a file. `syntaxes` are the codes of the flows that take such a file."""

    kind: FileKind
    facts: Facts
    syntaxes: tuple[str, ...]
    syntax: str | None
    profile: str
    accepted: bool
    findings: tuple[Finding, ...]
    layers: tuple[LayerRun, ...]
    invoice: ParsedInvoice | None = None
    xml: bytes | None = field(default=None, repr=False)

    @property
    def outcome(self) -> Outcome:
        """Accepted, refused, or not even readable."""
        if self.accepted:
            return Outcome.ACCEPT
        return Outcome.UNREADABLE if self.kind in UNREADABLE_KINDS else Outcome.REFUSE

    @property
    def unanswered(self) -> bool:
        """Nothing refuses the file, but a standard by which the profile judges was not asked."""
        judging = {layer for layer in STANDARDS if PROFILES[self.profile][layer] is Severity.BLOCKING}
        return self.accepted and any(run.skipped and run.layer in judging for run in self.layers)

    @property
    def blocking(self) -> tuple[Finding, ...]:
        """The findings that refuse the file."""
        return tuple(finding for finding in self.findings if finding.severity is Severity.BLOCKING)


def verdict(
    content: bytes | Path,
    *,
    name: str = "",
    syntax: Syntax | None = None,
    profile: str = DEFAULT_PROFILE,
    directory: Directory | None = None,
    context: DepositContext | None = None,
    standards: Standards | None = None,
) -> Verdict:
    """The verdict on a file. Without `syntax` it is only checked; without `directory` the rules that ask it are
    skipped; without `standards` (`schematron.checking.check`) EN 16931 and BR-FR are. Never raises on bad content."""
    detected = detect(content, name)
    found = judge(detected, name=name, syntax=syntax, profile=profile, directory=directory, context=context)
    return ask_standards(found, standards) if standards else found


def verdict_on_file(path: str, name: str, syntax_code: str | None, profile: str = DEFAULT_PROFILE) -> Verdict:
    """The verdict without the directory, for a child process: arguments and result can be pickled."""
    return verdict(Path(path), name=name, syntax=get(syntax_code) if syntax_code else None, profile=profile)


def given_up(path: Path, *, name: str, reason: str, profile: str = DEFAULT_PROFILE) -> Verdict:
    """The verdict on a file that its child process did not survive; `reason` as in `ChildDied`."""
    with path.open("rb") as file:
        start = file.read(START)
    kind = FileKind.OTHER
    if PDF_MARK in start:
        kind = FileKind.PDF_UNREADABLE
    elif looks_like_xml(start):
        kind = FileKind.XML_MALFORMED
    detected = Detected(kind, Facts(size=path.stat().st_size), reason=Reason(f"child_{reason}"))
    return judge(detected, name=name, profile=profile)


def judge(
    detected: Detected,
    *,
    name: str = "",
    syntax: Syntax | None = None,
    profile: str = DEFAULT_PROFILE,
    directory: Directory | None = None,
    context: DepositContext | None = None,
) -> Verdict:
    """The verdict on a file that has been detected already."""
    refusal = _first_refusal(detected, name, syntax, profile)
    if refusal is not None:
        return _verdict(detected, syntax, profile, [refusal], _skipped_after(refusal.layer))
    container = [make(fault.code, fault.value, profile=profile, params=fault.params) for fault in detected.faults]
    try:
        root = detected.root if detected.root is not None else open_xml(detected.xml or b"")
    except XmlRefused as error:
        unreadable = _unreadable(error, profile)
        return _verdict(detected, syntax, profile, [*container, unreadable], _skipped_after(Layer.WELL_FORMED))
    return _judge_document(
        detected, root, container, syntax=syntax, profile=profile, directory=directory, context=context
    )


def _first_refusal(detected: Detected, name: str, syntax: Syntax | None, profile: str) -> Finding | None:
    if syntax is None:
        return fit.readable(detected, name=name, profile=profile)
    return (
        fit.fits(syntax, detected, name=name, profile=profile)
        or fit.extension_kept(name, profile=profile)
        or fit.b2b_rejection(syntax, profile=profile)
    )


def _judge_document(
    detected: Detected,
    root: etree._Element,
    container: list[Finding],
    *,
    syntax: Syntax | None,
    profile: str,
    directory: Directory | None,
    context: DepositContext | None,
) -> Verdict:
    public = detected.facts.schema not in WITHOUT_SCHEMA
    structure = xsd.check(root, detected.xml or b"", profile=profile) if public else ()
    invoice = READERS[detected.facts.schema or "cii"](root)
    findings = [*container, *structure]
    if _blocks(structure):
        return _verdict(detected, syntax, profile, findings, _skipped_after(Layer.XSD), invoice)
    case = Case(invoice, syntax, context or DepositContext(), profile)
    findings += chorus.check(case)
    partial = _verdict(detected, syntax, profile, findings, _layers(detected, directory="no_directory"), invoice)
    return complete(partial, directory=directory, context=context)


def complete(partial: Verdict, *, directory: Directory | None, context: DepositContext | None = None) -> Verdict:
    """A verdict given without the directory and the day (in a child process), completed by the rules that ask them.

    Nothing changes when the Chorus layer was not reached.
    """
    reached = any(run.layer is Layer.CHORUS and run.skipped == "no_directory" for run in partial.layers)
    if not reached or partial.invoice is None:
        return partial
    syntax = get(partial.syntax) if partial.syntax else None
    case = Case(partial.invoice, syntax, context or DepositContext(), partial.profile)
    findings = in_order((*partial.findings, *chorus.check_deposit(case, directory)))
    answered = None if directory is not None else "no_directory"
    layers = tuple(replace(run, skipped=answered) if run.layer is Layer.CHORUS else run for run in partial.layers)
    return replace(partial, findings=findings, accepted=not _blocks(findings), layers=layers)


def standards_wanted(found: Verdict) -> bool:
    """Whether EN 16931 and BR-FR can be asked: the document's structure is right, and nobody asked them yet."""
    return any(run.skipped == "not_asked" for run in found.layers) and found.xml is not None


def for_standards(found: Verdict) -> Verdict:
    """The verdict with no more XML than EN 16931 and BR-FR are still to be asked about, and none when they are not."""
    if not standards_wanted(found):
        return replace(found, xml=None)
    xml = light(found.xml or b"")
    return replace(found if xml else with_standards(found, all_skipped("too_large")), xml=xml)


def ask_standards(found: Verdict, standards: Standards) -> Verdict:
    """A verdict completed by EN 16931 and BR-FR; unchanged when they cannot be asked."""
    if not standards_wanted(found):
        return found
    ready = for_standards(found)
    if ready.xml is None:
        return replace(ready, xml=found.xml)
    outcomes = standards(ready.xml, found.facts.schema or "", found.facts.level, found.profile)
    return with_standards(found, outcomes)


def with_standards(found: Verdict, outcomes: Sequence[LayerOutcome]) -> Verdict:
    """A verdict with what EN 16931 and BR-FR found, or why they were not asked."""
    skipped = {outcome.layer: outcome.skipped for outcome in outcomes}
    layers = tuple(LayerRun(run.layer, skipped.get(run.layer, run.skipped)) for run in found.layers)
    more = tuple(finding for outcome in outcomes for finding in outcome.findings)
    findings = in_order((*found.findings, *more))
    accepted = found.accepted and not _blocks(findings)
    return replace(found, findings=findings, layers=layers, accepted=accepted)


def _unreadable(error: XmlRefused, profile: str) -> Finding:
    reason = t(f"formats.reasons.{error.reason.name}", line=str(error.line or 1), **error.reason.params)
    return make("XML-ILLISIBLE", place=Place("", error.line or 1), profile=profile, reason=reason)


def _blocks(findings: Iterable[Finding]) -> bool:
    return any(finding.severity is Severity.BLOCKING for finding in findings)


def _verdict(
    detected: Detected,
    syntax: Syntax | None,
    profile: str,
    findings: list[Finding],
    layers: tuple[LayerRun, ...],
    invoice: ParsedInvoice | None = None,
) -> Verdict:
    return Verdict(
        kind=detected.kind,
        facts=detected.facts,
        syntaxes=accepting(detected.kind),
        syntax=syntax.code if syntax else None,
        profile=profile,
        accepted=invoice is not None and not _blocks(findings),
        findings=tuple(findings),
        layers=layers,
        invoice=invoice,
        xml=detected.xml,
    )


def _layers(detected: Detected, *, directory: str | None) -> tuple[LayerRun, ...]:
    """All layers as run, but those that do not apply."""
    asked = "not_asked" if detected.facts.schema in STANDARD_SCHEMAS else "not_applicable"
    skipped = {**dict.fromkeys(STANDARDS, asked), Layer.CHORUS: directory}
    if detected.kind not in (FileKind.FACTURX, FileKind.FACTURX_FAULTY):
        skipped[Layer.CONTAINER] = "not_applicable"
    if detected.facts.schema in WITHOUT_SCHEMA:
        skipped[Layer.XSD] = "no_public_schema"
    return tuple(LayerRun(layer, skipped.get(layer)) for layer in ORDER)


def _skipped_after(failed: Layer) -> tuple[LayerRun, ...]:
    """The layers after the one that failed are not run, and say so."""
    reached = ORDER.index(failed)
    return tuple(LayerRun(layer, None if index <= reached else "lower_failed") for index, layer in enumerate(ORDER))
