"""What a command makes: in a child process within limits, and written whole or not at all."""

import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TypeVar

import click

from chorus_app.cli.acts import REFUSED
from chorus_app.kernel.children import MEMORY_BYTES, SECONDS, ChildDied, Children
from chorus_app.kernel.text import t

R = TypeVar("R")


def one_child(function: Callable[..., R], *args: object) -> R:
    """What the function returns, called in a child process. Its death is told, and ends the command with code 1."""
    with closing(Children(1, memory_bytes=MEMORY_BYTES, seconds=SECONDS)) as children:
        try:
            return children.run(function, *args)
        except ChildDied as death:
            click.echo(t(f"formats.reasons.child_{death.reason}"), err=True)
            sys.exit(REFUSED)


def no_overwriting(source: Path, target: Path, *, replace: bool) -> None:
    """Raise `click.UsageError` when the target is the source, or is there already and shall stay."""
    if target.exists() and target.samefile(source):
        raise click.UsageError(t("convert.same_file"))
    if target.exists() and not replace:
        raise click.UsageError(t("convert.exists", file=target))
    if not target.absolute().parent.is_dir():
        raise click.UsageError(t("convert.no_folder", folder=target.absolute().parent))


def write_whole(target: Path, content: bytes) -> None:
    """Write beside the target first: who reads it finds the old file or the new one, never a half."""
    with NamedTemporaryFile(dir=target.absolute().parent, delete=False) as file:
        file.write(content)
    Path(file.name).replace(target)
