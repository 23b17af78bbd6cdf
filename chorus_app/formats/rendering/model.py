"""What a readable invoice is made of, whatever shows it: a page, a print, a PDF."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Fact:
    """A value with its label. `term` is its number in EN 16931, if it has one; the value may have several lines.
    `meaning` explains a label that is a word of the trade."""

    label: str
    value: str
    term: str = ""
    meaning: str = ""


@dataclass(frozen=True)
class Block:
    """Values that belong together; `title` may be empty. The last one of `sums` is what is to be paid."""

    title: str
    facts: list[Fact]
    term: str = ""
    sums: bool = False


@dataclass(frozen=True)
class Cell:
    """A cell of a table, with the heading of its column for those who do not see the table's head."""

    value: str
    label: str
    numeric: bool = False


@dataclass(frozen=True)
class Row:
    """A row of a table. The first of its cells is its title; `facts` stand below that."""

    cells: list[Cell]
    facts: list[Fact]


@dataclass(frozen=True)
class Column:
    """A column of a table."""

    label: str
    numeric: bool = False


@dataclass(frozen=True)
class Section:
    """A part of the invoice: blocks side by side, then a table, each as far as there is one."""

    key: str
    title: str
    blocks: list[Block]
    columns: list[Column]
    rows: list[Row]


@dataclass(frozen=True)
class Sheet:
    """A readable invoice without its lines, which may be thousands: `lines_at` says before which section they stand."""

    title: str
    sections: list[Section]
    lines_at: int
    line_columns: list[Column]
    line_count: int
