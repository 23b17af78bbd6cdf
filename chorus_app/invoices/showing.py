"""Files made to be looked at: as a readable invoice, as pictures, as lines of XML. Whether the person may see the file
is asked before.

Strangers made them: a child process with limits of its own opens them, apart from those of the imports, so that neither
waits for the other. What was made is kept for a while, within a bound of memory; a name by content never means another.
"""

import asyncio
from collections.abc import Callable
from typing import TypeVar

from chorus_app.formats.shown import DrawnPage, SourcePage, Unshowable
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


async def read(world: World, sha256: str, *, page: int) -> Read:
    """The file as a readable invoice, with that page of its lines. Raises `Unshowable`, `TooMany`."""
    key = (sha256, page)
    if (known := _read.get(key)) is None:
        known = await _asked(world, sha256, reading.read_file, page)
        _read.put(key, known, 1)
    return known


async def readable_pdf(world: World, sha256: str, *, foot: str) -> bytes:
    """The readable invoice as a PDF, `foot` on each page. Raises `NotFound`, `Unshowable`, `TooMany`."""
    key = (sha256, foot)
    if (known := _bytes.get(key)) is not None:
        return known
    made = await _asked(world, sha256, reading.write_pdf, foot)
    if made is None:
        raise NotFound
    _bytes.put(key, made, len(made))
    return made


async def drawn_page(world: World, sha256: str, *, page: int) -> DrawnPage:
    """The page of the document, or the nearest one that there is. Raises `Unshowable`, `TooMany`."""
    return await _asked(world, sha256, look, page)


async def picture(world: World, sha256: str, *, page: int, width: int) -> bytes:
    """The page as a JPEG so many pixels wide. Raises `Unshowable`, `TooMany`."""
    key = (sha256, page, width)
    if (known := _bytes.get(key)) is None:
        known = await _asked(world, sha256, draw, page, width)
        _bytes.put(key, known, len(known))
    return known


async def source(world: World, sha256: str, *, page: int, line: int | None, place: str) -> SourcePage | None:
    """A page of the XML's lines, as `formats.source.source_page`. Raises `Unshowable`, `TooMany`."""
    return await _asked(world, sha256, lines, page, line, place)


async def xml(world: World, sha256: str) -> bytes:
    """The XML itself. Raises `NotFound`, `Unshowable`, `TooMany`."""
    found = await _asked(world, sha256, xml_in)
    if found is None:
        raise NotFound
    return found


async def _asked(world: World, sha256: str, function: Callable[..., R], *args: object) -> R:
    path = world.files.path(sha256) if sha256 else None
    if path is None or not await asyncio.to_thread(path.is_file):
        raise Unshowable("gone")
    if len(_waiting) >= MOST_WAITING:
        raise TooMany("invoices.showing_busy", seconds=AGAIN_AFTER)
    me = object()
    _waiting.append(me)
    try:
        return await world.viewers.run_async(function, str(path), *args)
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


def look(path: str, page: int) -> DrawnPage:
    from chorus_app.formats import pictures

    return pictures.look(path, page)


def draw(path: str, page: int, width: int) -> bytes:
    from chorus_app.formats import pictures

    return pictures.draw(path, page, width)


def lines(path: str, page: int, line: int | None, place: str) -> SourcePage | None:
    from chorus_app.formats.source import source_page

    return source_page(path, page, line, place)


def xml_in(path: str) -> bytes | None:
    from chorus_app.formats.source import xml_of

    return xml_of(path)
