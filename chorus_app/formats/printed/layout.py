"""Words on pages, put together as the eye does: cells of words that touch, rows of cells at one height."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

SAME_ROW = 0.5  # of a word's height: what lies closer to the middle of a row belongs to it
NEW_CELL = 1.1  # of a word's height: a wider gap parts two cells
APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "º": "°", "\u00a0": " ", "\u202f": " ", "‑": "-", "–": "-", "—": "-"})


@dataclass(frozen=True, slots=True)
class Box:
    """A place on a page (counted from 0), in points from the page's upper left corner."""

    page: int
    left: float
    top: float
    right: float
    bottom: float

    @property
    def height(self) -> float:
        """In points."""
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        """Half-way between top and bottom."""
        return (self.top + self.bottom) / 2

    def around(self, other: Box) -> Box:
        """The smallest place that holds both."""
        return Box(
            self.page,
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )

    def overlap(self, other: Box) -> float:
        """How many points of their width lie above each other; negative when they lie side by side."""
        return min(self.right, other.right) - max(self.left, other.left)


@dataclass(frozen=True, slots=True)
class Word:
    """What stands between two blanks."""

    text: str
    box: Box


@dataclass(frozen=True)
class Cell:
    """Words that follow each other without a wide gap."""

    words: tuple[Word, ...]

    @cached_property
    def text(self) -> str:
        """The words, one blank between them."""
        return " ".join(word.text for word in self.words)

    @cached_property
    def plain(self) -> str:
        """The text without capitals and accents, letter for letter at the same place."""
        return plain(self.text)

    @cached_property
    def box(self) -> Box:
        """Where the cell stands."""
        return around(word.box for word in self.words)

    def part(self, start: int, end: int) -> Cell:
        """The words that the characters from `start` to `end` touch."""
        at, inside = 0, []
        for word in self.words:
            if at < end and at + len(word.text) > start:
                inside.append(word)
            at += len(word.text) + 1
        return Cell(tuple(inside) or self.words[-1:])


@dataclass(frozen=True, slots=True)
class Row:
    """Cells at one height, from left to right."""

    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its size in points, its rows from top to bottom."""

    number: int  # from 0
    width: float
    height: float
    rows: tuple[Row, ...]


def page_of(number: int, width: float, height: float, words: Iterable[Word]) -> Page:
    """The words of one page in rows and cells."""
    return Page(number, width, height, tuple(Row(tuple(_cells(row))) for row in _rows(words)))


def _rows(words: Iterable[Word]) -> Iterator[list[Word]]:
    row: list[Word] = []
    for word in sorted(words, key=lambda word: (word.box.middle, word.box.left)):
        if row and word.box.middle - row[0].box.middle > SAME_ROW * min(row[0].box.height, word.box.height):
            yield row
            row = []
        row.append(word)
    if row:
        yield row


def _cells(row: list[Word]) -> Iterator[Cell]:
    row.sort(key=lambda word: word.box.left)
    cell = row[:1]
    for word in row[1:]:
        before = cell[-1].box
        if word.box.left - before.right > NEW_CELL * min(before.height, word.box.height):
            yield Cell(tuple(cell))
            cell = []
        cell.append(word)
    yield Cell(tuple(cell))


def around(boxes: Iterable[Box]) -> Box:
    """The smallest place that holds all of them; there is one at least."""
    first, *others = boxes
    for box in others:
        first = first.around(box)
    return first


def plain(text: str) -> str:
    """Without capitals and accents, with one kind of apostrophe, hyphen and blank; as many characters as before."""
    return "".join(_plain(letter) for letter in text.translate(APOSTROPHES))


def _plain(letter: str) -> str:
    base = unicodedata.normalize("NFD", letter)[0].casefold()
    return base if len(base) == 1 else letter
