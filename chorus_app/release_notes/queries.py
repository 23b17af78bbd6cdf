"""CHANGELOG.md, read as the portal's release notes."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from chorus_app.kernel.markdown import Block, BlockKind, Spans, parse, plain

CHANGELOG = Path(__file__).parents[2] / "CHANGELOG.md"
RELEASE = re.compile(r"(?P<version>V\d+(\.\d+)*) — (?P<date>\d{4}-\d{2}-\d{2})")


@dataclass(frozen=True, slots=True)
class Section:
    """What was added, changed or corrected."""

    title: str
    items: tuple[Spans, ...]


@dataclass(frozen=True, slots=True)
class Release:
    """One version of the portal."""

    version: str
    date: date
    summary: tuple[Spans, ...]
    sections: tuple[Section, ...]


@lru_cache
def releases() -> tuple[Release, ...]:
    """All versions, newest first."""
    return read_releases(CHANGELOG.read_text(encoding="utf-8"))


def read_releases(changelog: str) -> tuple[Release, ...]:
    """The releases of a changelog: "## V3.8.1 — 2026-11-24", then "### Ajouté" and lists. Raises `ValueError`."""
    blocks = parse(changelog)
    starts = [i for i, block in enumerate(blocks) if block.kind is BlockKind.HEADING and block.level == 2]
    ends = [*starts[1:], len(blocks)]
    return tuple(_release(blocks[start:end]) for start, end in zip(starts, ends, strict=True))


def _release(blocks: Sequence[Block]) -> Release:
    heading = RELEASE.fullmatch(plain(blocks[0].spans))
    if heading is None:
        raise ValueError(f"not a release: {plain(blocks[0].spans)}")
    summary = tuple(block.spans for block in blocks[1:] if block.kind is BlockKind.PARAGRAPH)
    return Release(heading["version"], date.fromisoformat(heading["date"]), summary, tuple(_sections(blocks[1:])))


def _sections(blocks: Sequence[Block]) -> Iterator[Section]:
    title = ""
    for block in blocks:
        if block.kind is BlockKind.HEADING:
            title = plain(block.spans)
        elif block.kind is BlockKind.BULLETS:
            yield Section(title, block.items)
