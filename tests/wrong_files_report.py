"""What the portal answers to wrong files that are deposited on purpose: `python -m tests.wrong_files_report [FILE]`.

Deposits each wrong file of the samples folder as a person does who chose the syntax that its name suggests, lets the
import run to its end, and writes the reports as a document; without FILE it is printed. docs/reports-of-wrong-files.md
is what it wrote last.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from chorus_app.flux.queries import get_report
from chorus_app.flux.steps import STEPS, Impossible, Job
from chorus_app.flux.views import FindingView, ReportView
from chorus_app.flux.workflow import give_up
from chorus_app.formats.detect import detect
from chorus_app.formats.kinds import FACTURX_KINDS, FileKind
from chorus_app.formats.syntaxes import Space
from chorus_app.kernel import workflows
from chorus_app.kernel.clock import StoppedClock
from chorus_app.kernel.config import Settings
from chorus_app.kernel.context import World
from chorus_app.kernel.text import t
from chorus_app.tables import metadata
from tests.conftest import NOW
from tests.flux import scenes
from tests.samples import Sample, samples

WRONG = (
    *("facturx_invalid", "cii_invalid", "ubl_invalid", "cii_gap", "ubl_gap", "zugferd1"),
    *("pdf_plain", "pdf_signed", "pdf_attach_other", "pdf_sigfield_empty", "pdf_usage_rights"),
    *("pdf_encrypted", "pdf_odd", "pdf_broken", "pdf_bomb", "xml_other", "xml_broken", "xml_bomb"),
)
SYNTAX = {**dict.fromkeys(FACTURX_KINDS, "FSO1117A"), FileKind.CII: "FSO1106A", FileKind.CPP: "FSO1113A"}
READ = (
    "## Read as the supplier who gets them",
    "",
    "On 2026-11-30 all 257 reports were read, remarks included: 1,085 findings in 351 wordings. What is wrong and "
    "where was told everywhere; what to do was not always something that one does in a program that makes invoices. "
    "Mended then: the missing SIRET of supplier or recipient and the missing means of payment (where to enter them), "
    "the unknown supplier (where its structure is created), numbers that look right but hold a character that nobody "
    "sees, dates that are right but written otherwise, an amount that was told as « — », a credit note told that its "
    "code 380 does not exist, an incomplete Factur-X that can also be deposited by its pages, VAT rates with needless"
    " zeros, remarks of the reform that did not say that Chorus Pro needs no change, and an official sentence that "
    "began with half of its own number.",
    "",
    "Left as they are: the technical words of the libraries that open PDF and XML, and official rules of EN 16931 in "
    "English, each announced as such and meant for whoever makes the program.",
)
SHOWN = 4  # codes of one file in the table


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a file."""

    sample: Sample
    syntax: str
    report: ReportView

    @property
    def told(self) -> tuple[FindingView, ...]:
        """What refuses the file, or, where nothing does, what is said of it."""
        blocking = tuple(found for found in self.report.findings if found.severity == "blocking")
        return blocking or self.report.findings


def wrong_files() -> list[Sample]:
    """The wrong files of the manifest; none when the folder is absent."""
    return [sample for sample in samples() if sample.folder in WRONG]


def answers(files: Sequence[Sample]) -> Iterator[Answer]:
    """Deposit each of the files and read its report."""
    with world() as served:
        cast = scenes.cast(served)
        for sample in files:
            yield answer(served, cast, sample)


@contextmanager
def world() -> Iterator[World]:
    """An empty portal whose imports are run by hand."""
    with tempfile.TemporaryDirectory() as folder:
        made = World(Settings(data_dir=Path(folder)), StoppedClock(NOW))
        metadata.create_all(made.engine)
        workflows.prepare(made)
        yield made
        made.close()


def answer(served: World, cast: scenes.Cast, sample: Sample) -> Answer:
    syntax = syntax_of(sample)
    name = sample.path.name
    receipt = scenes.put(served, cast, sample.path.read_bytes(), syntax, space=Space.EMISES, name=name)
    job = Job(served, scenes.row_id(served, receipt))
    try:
        for step in STEPS:
            step.act(job)
    except Impossible as impossible:
        give_up(job, impossible.code)
    with served.reading(actor_id=cast.alice) as context:
        return Answer(sample, syntax, get_report(context, public_id=receipt.public_id))


def syntax_of(sample: Sample) -> str:
    """The syntax that a person would choose: by what the file is, else by its name."""
    kind = detect(sample.path, sample.path.name).kind
    if kind in SYNTAX:
        return SYNTAX[kind]
    return "FSO1117A" if sample.path.suffix.casefold() == ".pdf" else "FSO1100A"


def document(found: Sequence[Answer]) -> Iterator[str]:
    """The lines of the document."""
    yield from (
        "# Reports of wrong files",
        "",
        f"Written by `python -m tests.wrong_files_report docs/reports-of-wrong-files.md`: {len(found)} wrong files of "
        "the samples folder, deposited on purpose. Suppliers of other countries are unknown to the directory of the "
        "test, and told so.",
        "",
        *READ,
        "",
        "## What each answer says",
        "",
        "One example of each reason that refuses a file, in the words of its report.",
    )
    blocking = [told for one in reversed(found) for told in one.told if told.severity == "blocking"]
    examples = {(told.code, told.key, told.params.get("kind", "")): told for told in blocking}
    for reason in sorted(examples):
        yield from sentences(examples[reason])
    yield from ("", "## File by file", "", "| File | Result | Findings |", "|---|---|---|")
    for one in found:
        yield f"| {one.sample.file} | {t(one.report.flux.state_key)} | {codes(one)} |"


def sentences(finding: FindingView) -> Iterator[str]:
    title, meaning, todo = (
        t(key, "fr", **finding.params) for key in (finding.title_key, finding.meaning_key, finding.todo_key)
    )
    yield from ("", f"### {finding.code}", "", f"**{plain(title)}**. {plain(meaning)}", "", f"À faire : {plain(todo)}")


def codes(one: Answer) -> str:
    """The codes, each once; remarks are marked as such."""
    found = list(dict.fromkeys(told.code for told in one.told))
    more = f", … ({len(found)})" if len(found) > SHOWN else ""
    remark = "" if any(told.severity == "blocking" for told in one.told) or not found else "remarks only: "
    return remark + ", ".join(found[:SHOWN]) + more


def plain(text: str) -> str:
    """As text of a document: nothing that Markdown would obey."""
    return "".join(f"\\{letter}" if letter in "*_<>|[]`" else letter for letter in text)


def main(arguments: Sequence[str]) -> int:
    """Write the document; 2 when there is nothing to deposit."""
    files = wrong_files()
    if not files:
        print("no sample files beside the project")
        return 2
    text = "\n".join(document(list(answers(files)))) + "\n"
    if arguments:
        Path(arguments[0]).write_text(text, encoding="utf-8")
    else:
        print(text)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
