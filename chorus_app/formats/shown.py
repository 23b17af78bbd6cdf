"""What a child process hands over of a file that is shown. Nothing here loads what opens files."""

from __future__ import annotations

from dataclasses import dataclass

SOURCE_LINES = 200  # of a page


class Unshowable(ValueError):
    """The file cannot be shown so; `name` is the last part of a text key: password, damaged, no_document…"""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


@dataclass(frozen=True, slots=True)
class Paper:
    """A file of the store that is looked at, under the name that its sender gave it; of a lot the `member` at that
    place, from 1."""

    sha256: str
    name: str
    member: int | None = None


@dataclass(frozen=True, slots=True)
class DrawnPage:
    """A page of a document that can be drawn: which one of how many, its size in points (of an image: in pixels), and
    the text that stands on it."""

    pages: int
    page: int
    width: int
    height: int
    words: str


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A line with its number in the file; `cut` characters of it are not shown."""

    number: int
    text: str
    cut: int = 0


@dataclass(frozen=True, slots=True)
class SourcePage:
    """One page of the lines of an XML document. `marked` is the line that was asked for, as it is numbered here;
    `laid_out`: the document is not shown as it stands in the file."""

    lines: tuple[SourceLine, ...]
    total: int
    page: int
    marked: int | None
    laid_out: bool

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // SOURCE_LINES))
