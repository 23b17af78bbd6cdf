"""The files that a command is given: by name, by pattern, by folder, or on standard input."""

import glob
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from chorus_app.cli.batch import Input
from chorus_app.kernel.text import t

STANDARD_INPUT = "-"
CHUNK = 1 << 20


def files_of(words: Sequence[str], folder: Path) -> list[Input]:
    """All files that the words name, each once, in their order. What comes on standard input is kept in `folder`.

    Raises `click.UsageError` for a word that names nothing.
    """
    found: dict[Path, Input] = {}
    for word in words:
        for file in _named(word, folder):
            found.setdefault(file.path, file)
    if not found:
        raise click.UsageError(t("check.no_file", names=", ".join(words)))
    return list(found.values())


def _named(word: str, folder: Path) -> Iterator[Input]:
    if word == STANDARD_INPUT:
        yield _from_standard_input(folder)
        return
    path = Path(word)
    if path.is_dir():
        yield from (_at(inner) for inner in sorted(path.rglob("*")) if inner.is_file())
        return
    matches = [path] if path.exists() else _matching(word)
    if not matches:
        raise click.UsageError(t("check.no_such_file", name=word))
    for match in matches:
        if match.is_dir():
            yield from _named(str(match), folder)
        else:
            yield _at(match)


def _at(path: Path) -> Input:
    """A name that is no UTF-8 is told with � where it cannot be printed."""
    return Input(os.fsencode(path).decode("utf-8", "replace"), path)


def _matching(pattern: str) -> list[Path]:
    """Path.glob takes no absolute pattern."""
    return [Path(match) for match in sorted(glob.glob(pattern, recursive=True))]  # noqa: PTH207


def _from_standard_input(folder: Path) -> Input:
    """A piece at a time: how long it is shows only at its end."""
    kept = folder / "entree"
    with kept.open("wb") as target:
        while piece := sys.stdin.buffer.read(CHUNK):
            target.write(piece)
    return Input(STANDARD_INPUT, kept)
