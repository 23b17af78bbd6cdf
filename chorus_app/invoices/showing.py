"""Files made to be looked at: as a readable invoice, as pictures, as lines of XML. Whether the person may see the file
is asked before.

Strangers made them: a child process with limits of its own opens them, apart from those of the imports, so that neither
waits for the other. What was made is kept for a while, within a bound of memory; a name by content never means another.
"""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from chorus_app.formats.shown import DrawnPage, Paper, SourcePage, Unshowable
from chorus_app.invoices import reading
from chorus_app.invoices.reading import Read
from chorus_app.kernel.children import ChildDied
from chorus_app.kernel.context import World
from chorus_app.kernel.errors import NotFound, TooMany
from chorus_app.kernel.kept import Kept

R = TypeVar("R")
MOST_WAITING = 40  # of all people together
AGAIN_AFTER = 5  # seconds
KEPT_BYTES = 64_000_000  # pictures and PDF
KEPT_READ = 60  # readable invoices, a page of lines each

_bytes: Kept[bytes] = Kept(KEPT_BYTES)
_read: Kept[Read] = Kept(KEPT_READ)
_waiting: list[object] = []


async def read(world: World, paper: Paper, *, page: int) -> Read:
    """The file as a readable invoice, with that page of its lines. Raises `Unshowable`, `TooMany`."""
    key = (paper.sha256, paper.member, page)
    if (known := _read.get(key)) is None:
        known = await _asked(world, paper, read_file, page)
        _read.put(key, known, 1)
    return known


async def readable_pdf(world: World, paper: Paper, *, foot: str) -> bytes:
    """The readable invoice as a PDF, `foot` on each page. Raises `NotFound`, `Unshowable`, `TooMany`."""
    key = (paper.sha256, paper.member, foot)
    if (known := _bytes.get(key)) is not None:
        return known
    made = await _asked(world, paper, write_pdf, foot)
    if made is None:
        raise NotFound
    _bytes.put(key, made, len(made))
    return made


async def drawn_page(world: World, paper: Paper, *, page: int) -> DrawnPage:
    """The page of the document, or the nearest one that there is. Raises `Unshowable`, `TooMany`."""
    return await _asked(world, paper, look, page)


async def picture(world: World, paper: Paper, *, page: int, width: int) -> bytes:
    """The page as a JPEG so many pixels wide. Raises `Unshowable`, `TooMany`."""
    key = (paper.sha256, paper.member, page, width)
    if (known := _bytes.get(key)) is None:
        known = await _asked(world, paper, draw, page, width)
        _bytes.put(key, known, len(known))
    return known


async def source(world: World, paper: Paper, *, page: int, line: int | None, place: str) -> SourcePage | None:
    """A page of the XML's lines, as `formats.source.source_page`. Raises `Unshowable`, `TooMany`."""
    return await _asked(world, paper, lines, page, line, place)


async def xml(world: World, paper: Paper) -> bytes:
    """The XML itself. Raises `NotFound`, `Unshowable`, `TooMany`."""
    found = await _asked(world, paper, xml_in)
    if found is None:
        raise NotFound
    return found


async def member(world: World, paper: Paper) -> tuple[bytes, str]:
    """The file of a lot and its name there. Raises `Unshowable`, `TooMany`."""
    return await _asked(world, paper, member_in)


async def _asked(world: World, paper: Paper, function: Callable[..., R], *args: object) -> R:
    path = world.files.path(paper.sha256) if paper.sha256 else None
    if path is None or not await asyncio.to_thread(path.is_file):
        raise Unshowable("gone")
    if len(_waiting) >= MOST_WAITING:
        raise TooMany("invoices.showing_busy", seconds=AGAIN_AFTER)
    me = object()
    _waiting.append(me)
    try:
        return await world.viewers.run_async(function, path, paper, *args)
    except ChildDied as death:
        raise Unshowable(death.reason) from None
    finally:
        _waiting.remove(me)


# --- In the child, which alone loads what opens files ---


def warm() -> None:
    """Load it ahead of the first file."""
    import chorus_app.formats.pictures
    import chorus_app.formats.rendering.sheet
    import chorus_app.rules.verdict  # noqa: F401 - see above


def content_of(path: Path, paper: Paper) -> bytes:
    """The bytes of the file, or of the member of a lot. Raises `Unshowable`."""
    if paper.member is None:
        return path.read_bytes()
    from chorus_app.formats.lots import read_member

    content = read_member(path, paper.name, paper.member)
    if content is None:
        raise Unshowable("no_member")
    return content


def read_file(path: Path, paper: Paper, page: int) -> Read:
    return reading.read_file(content_of(path, paper), page)


def write_pdf(path: Path, paper: Paper, foot: str) -> bytes | None:
    return reading.write_pdf(content_of(path, paper), foot)


def look(path: Path, paper: Paper, page: int) -> DrawnPage:
    from chorus_app.formats import pictures

    return pictures.look(content_of(path, paper), page)


def draw(path: Path, paper: Paper, page: int, width: int) -> bytes:
    from chorus_app.formats import pictures

    return pictures.draw(content_of(path, paper), page, width)


def lines(path: Path, paper: Paper, page: int, line: int | None, place: str) -> SourcePage | None:
    from chorus_app.formats.source import source_page

    return source_page(content_of(path, paper), page, line, place)


def xml_in(path: Path, paper: Paper) -> bytes | None:
    from chorus_app.formats.source import xml_of

    return xml_of(content_of(path, paper))


def member_in(path: Path, paper: Paper) -> tuple[bytes, str]:
    from chorus_app.formats.lots import Lot, look_through

    content, lot = content_of(path, paper), look_through(path, paper.name)
    name = lot.members[paper.member - 1].name if isinstance(lot, Lot) and paper.member else paper.name
    return content, name.replace("\\", "/").rpartition("/")[2]
