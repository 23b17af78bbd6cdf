"""`chorus check`: what are these files, and would Chorus Pro take them?"""

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from chorus_app.cli.batch import Answer, Question, written
from chorus_app.cli.inputs import files_of
from chorus_app.cli.judging import answers
from chorus_app.kernel.text import t

if TYPE_CHECKING:
    from chorus_app.rules.directory import Directory

EXIT_CODES = {"accept": 0, "refuse": 1, "unreadable": 2}
PROFILE_NAMES = ("chorus-pro", "en16931", "reforme-2026")
MANY = 20  # files from which a bar shows how far it is


@click.command(help=t("check.help"))
@click.argument("files", metavar="FICHIER…", nargs=-1, required=True)
@click.option(
    "--profil", "profile", type=click.Choice(PROFILE_NAMES), default=PROFILE_NAMES[0], help=t("check.profile")
)
@click.option(
    "--annuaire",
    "directory_file",
    metavar="FICHIER.csv",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help=t("check.directory"),
)
@click.option("--rapide", "quick", is_flag=True, help=t("check.quick"))
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help=t("check.form"))
@click.option("--jobs", type=click.IntRange(1, 64), default=os.cpu_count() or 1, help=t("check.jobs"))
def check(files: Sequence[str], profile: str, directory_file: Path | None, quick: bool, form: str, jobs: int) -> None:
    with ExitStack() as stack:
        named = files_of(files, Path(stack.enter_context(TemporaryDirectory())))
        directory = _directory(stack, directory_file)
        # The child writes the text itself when nothing comes after it: two cores then work for two.
        asked = Question(profile, standards=not quick, form=form if quick and directory is None else None)
        found = _finished(answers(named, asked, jobs=min(jobs, len(named))), directory, form)
        bar = click.progressbar(found, length=len(named), file=sys.stderr, hidden=len(named) < MANY)
        outcomes = show(stack.enter_context(bar), form=form)
    accepted, refused, unreadable = (outcomes.count(name) for name in EXIT_CODES)
    click.echo(t("check.counted", accept=accepted, refuse=refused, unreadable=unreadable), err=True)
    sys.exit(max(EXIT_CODES[outcome] for outcome in outcomes))


def _directory(stack: ExitStack, file: Path | None) -> "Directory | None":
    """The directory of the file. One that cannot be read is told line by line, and ends the command with code 2."""
    if file is None:
        return None
    # The database is only loaded for those who ask for it.
    from chorus_app.cli.directory_file import directory_of
    from chorus_app.cli.structure import tell
    from chorus_app.structures.importing import ImportRefused

    try:
        return stack.enter_context(directory_of(file))
    except ImportRefused as refused:
        tell(refused)
        sys.exit(2)


def _finished(found: Iterable[Answer], directory: "Directory | None", form: str) -> Iterator[Answer]:
    """Each answer with the rules of the directory, as text."""
    for answer in found:
        if answer.verdict is not None and directory is not None:
            from chorus_app.rules.verdict import complete

            completed = complete(answer.verdict, directory=directory)
            answer = replace(answer, verdict=completed, outcome=completed.outcome.value)
        yield written(answer, form)


def show(found: Iterable[Answer], *, form: str) -> list[str]:
    """Print each answer as it comes; returns the outcomes."""
    outcomes: list[str] = []
    for answer in found:
        if form == "json":
            click.echo(f"{',' if outcomes else '['}\n{answer.text}", nl=False)
        else:
            click.echo(answer.text)
        outcomes.append(answer.outcome)
    if form == "json":
        click.echo("\n]" if outcomes else "[]")
    return outcomes
