"""Which value of an invoice stands where in a syntax: one table a syntax, read and written by the same rows.

The rows stand in the order of the schema, which is the order of writing. A path is relative to the row's group; its
steps carry the prefixes of the syntax. "@name" at the end is an attribute; a step that begins with "+" starts a new
element where the writer would share the last one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from dataclasses import field as filled
from typing import TYPE_CHECKING, Any

from chorus_app.formats.codecs import TEXT, Codec

if TYPE_CHECKING:
    from chorus_app.formats.reading import Found


@dataclass(frozen=True, slots=True)
class Leaf:
    """A value. `field` is dotted through the parts: "seller.address.city". Written at the first of `paths`, read at
    all of them, the first that holds something counts. `many`: each occurrence, as a tuple."""

    field: str
    paths: tuple[str, ...]
    term: str | None = None
    codec: Codec = TEXT
    many: bool = False
    fixed: Mapping[str, str] = filled(default_factory=dict)  # attributes written beside the value
    read_only: bool = False


@dataclass(frozen=True, slots=True)
class Many:
    """A group that comes back: each element of `path` makes one of `group`. In a `bulk` one (the lines) the places
    of the first occurrence are not kept for the invoice as a whole."""

    field: str
    path: str
    group: Group
    bulk: bool = False


@dataclass(frozen=True, slots=True)
class Fixed:
    """Something that the writer adds: an element that the schema asks for. With `when`, only if one of these fields
    has a value; a `text` of None only makes the element."""

    path: str
    text: str | None = None
    when: tuple[str, ...] = ()


Row = Leaf | Many | Fixed
Make = Callable[["Found"], object]
Take = Callable[[Any], Mapping[str, object]]


@dataclass(frozen=True, slots=True)
class Part:
    """How a part of a group is made of the values found, and taken apart again."""

    make: Make
    take: Take | None = None  # None: by its attributes


@dataclass(frozen=True, eq=False, slots=True)
class Group:
    """The rows of one element, and its parts by dotted name; "" is the group itself."""

    rows: tuple[Row, ...]
    parts: Mapping[str, Part]

    def names(self) -> list[str]:
        """Names of the parts, the deepest first."""
        return sorted((name for name in self.parts if name), key=lambda name: -name.count("."))


def leaf(
    target: str,
    *paths: str,
    term: str | None = None,
    codec: Codec = TEXT,
    many: bool = False,
    fixed: Mapping[str, str] | None = None,
    read_only: bool = False,
) -> Leaf:
    """A row for one value."""
    return Leaf(target, paths, term, codec, many, fixed or {}, read_only)


def under(part: str, path: str, rows: Iterable[Row]) -> Iterator[Row]:
    """The rows of a part that stands at `path`."""
    prefix, start = (f"{part}." if part else "", f"{path}/" if path else "")
    for row in rows:
        if isinstance(row, Fixed):
            yield replace(row, path=start + row.path, when=tuple(prefix + name for name in row.when))
        elif isinstance(row, Many):
            yield replace(row, field=prefix + row.field, path=start + row.path)
        else:
            yield replace(row, field=prefix + row.field, paths=tuple(start + one for one in row.paths))


def of(make: Callable[..., object]) -> Part:
    """A part that is a dataclass whose fields the rows name."""
    return Part(lambda found: make(**found.values))


def placed(make: Callable[..., object]) -> Part:
    """A group that keeps its own places."""
    return Part(lambda found: make(**found.values, place=found.place, places=found.places))
