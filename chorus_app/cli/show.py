"""`chorus show`: all that a file says, term by term."""

import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from chorus_app.cli.batch import Question, written
from chorus_app.cli.check import EXIT_CODES
from chorus_app.cli.inputs import files_of
from chorus_app.cli.judging import answers
from chorus_app.formats.kinds import FileKind
from chorus_app.formats.printed.job import read_file
from chorus_app.formats.printed.labels import Field
from chorus_app.kernel.children import MEMORY_BYTES, SECONDS, ChildDied, Children
from chorus_app.kernel.french import amount, number, plain_day, size
from chorus_app.kernel.text import t

if TYPE_CHECKING:
    from chorus_app.rules.verdict import Verdict

CLASSIC = (FileKind.PDF_PLAIN, FileKind.PDF_SIGNED, FileKind.PDF_ATTACHMENTS, FileKind.FACTURX_DECLARED)
ORDER = tuple(Field)
LEFT_OUT = frozenset({"place", "places", "raw", "schema", "embedded"})  # where things stand, and how they were read
INDENT = "  "


@click.command(help=t("show.help"))
@click.argument("file", metavar="FICHIER")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help=t("show.form"))
def show(file: str, form: str) -> None:
    with ExitStack() as stack:
        named = files_of([file], Path(stack.enter_context(TemporaryDirectory())))[:1]
        (answer,) = answers(named, Question("chorus-pro"), jobs=1)
        if form == "json":
            click.echo(written(answer, "json").text)
        elif answer.verdict is not None:
            click.echo("\n".join([*outline(answer.verdict), *printed(answer.verdict, named[0].path)]))
    sys.exit(EXIT_CODES["unreadable" if answer.outcome == "unreadable" else "accept"])


def outline(verdict: "Verdict") -> Iterator[str]:
    """What the file is, then the invoice, each value on a line of its own."""
    from chorus_app.formats.described import describe

    yield t(verdict.kind.label_key)
    yield INDENT + t(verdict.kind.meaning_key)
    for label, text in describe(verdict.facts):
        yield INDENT + t("show.line", label=label, value=text)
    if verdict.invoice is None:
        yield from (INDENT + t(f"{finding.key}.meaning", **finding.params) for finding in verdict.findings)
        return
    yield t("show.invoice")
    yield from _group(verdict.invoice, INDENT)
    for term, text in verdict.invoice.raw.items():
        yield INDENT + t("show.unread", term=term, value=text)


def printed(verdict: "Verdict", file: Path) -> Iterator[str]:
    """What can be read on the pages of a PDF without data; what may be wrong is marked."""
    if verdict.kind not in CLASSIC:
        return
    with closing(Children(1, memory_bytes=MEMORY_BYTES, seconds=SECONDS)) as children:
        try:
            found = children.run(read_file, file)
        except ChildDied:
            found = None
    if found is None or not found.words:
        yield t("show.printed.nothing")
        return
    yield t("show.printed.title")
    for wanted, seen in sorted(found.values.items(), key=lambda item: ORDER.index(item[0])):
        value = amount(seen.value) if isinstance(seen.value, Decimal) else said(seen.value)
        told = t("show.line", label=t(f"show.printed.fields.{wanted.name.lower()}"), value=value)
        yield INDENT + (told if seen.sure else t("show.printed.unsure", told=told))
    for row in found.vat:
        yield INDENT + t("show.printed.vat", rate=number(row.rate), base=amount(row.base), amount=amount(row.amount))


def _group(group: object, indent: str) -> Iterator[str]:
    assert is_dataclass(group)  # noqa: S101 - only groups have terms
    for field in fields(group):
        if field.name not in LEFT_OUT:
            yield from _term(t(f"show.terms.{field.name}"), getattr(group, field.name), indent)


def _term(label: str, value: object, indent: str) -> Iterator[str]:
    """Nothing for a value that is not there."""
    if isinstance(value, tuple) and not hasattr(value, "_fields"):
        for place, inner in enumerate(value, 1):
            yield from _term(f"{label} {place}" if len(value) > 1 else label, inner, indent)
    elif is_dataclass(value):
        lines = list(_group(value, indent + INDENT))
        if lines:
            yield f"{indent}{label}"
            yield from lines
    elif (text := said(value)) != "":
        yield indent + t("show.line", label=label, value=text)


def said(value: object) -> str:
    """A single value as it is read in French; empty when there is none, and for a mark that is not set."""
    if value is None or value is False:
        return ""
    if value is True:
        return t("show.yes")
    if isinstance(value, bytes):
        return size(len(value))
    if isinstance(value, Decimal):
        return number(value)
    if isinstance(value, date):
        return plain_day(value)
    return str(value.value if isinstance(value, Enum) else value)
