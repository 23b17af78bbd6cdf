"""Files that are only checked: no deposit, no row, nothing kept.

Each waits in a folder of its own until the page that sent it takes it over, by a token that nobody can guess; it is
deleted once it is judged, or after ten minutes when nobody asks for it.
"""

import asyncio
import os
import secrets
import shutil
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from chorus_app.flux.checking import ask_standards, lightened
from chorus_app.flux.errors import Busy
from chorus_app.flux.naming import shown_name
from chorus_app.kernel.clock import in_paris
from chorus_app.kernel.context import World
from chorus_app.kernel.errors import NotFound
from chorus_app.kernel.tokens import hash_token, new_token
from chorus_app.rules.directory import DepositContext
from chorus_app.rules.verdict import Verdict, complete

MAX_BYTES = 20_000_000
MOST_FILES = 10  # of everybody, on their way and being checked: 200 MB on disk at most
MOST_OF_ONE = 3
KEEP = timedelta(minutes=10)
GIVES_WAY = timedelta(minutes=1)  # a page asks for its file at once: a longer wait is nobody's when the place is wanted
FILE, NAME = "file", "name"

_places = threading.Lock()
# One at a time: the deposits keep the other child processes.
_checks = ThreadPoolExecutor(1, thread_name_prefix="verification")


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file taken over by its page."""

    path: Path
    name: str
    size: int


@contextmanager
def arrival(world: World, *, owner: str) -> Iterator[Path]:
    """A place for one file on its way, of somebody named by any text: the path to write it to.

    Raises `Busy` when there is none. Nothing stays at the end of the block, unless `leave` was called.
    """
    place = _take_place(world, hash_token(owner)[:16])
    try:
        yield place / FILE
    finally:
        shutil.rmtree(place, ignore_errors=True)


def leave(world: World, file: Path, *, name: str) -> str:
    """Let a file that has arrived wait for its page; returns the token that names it, once."""
    token = new_token()
    place = file.parent
    (place / NAME).write_text(shown_name(name), encoding="utf-8")
    owner = place.name.split("-")[1]
    _rename(world, place, f"waiting-{owner}-{hash_token(token)}")
    return token


@contextmanager
def taken(world: World, *, token: str) -> Iterator[SentFile]:
    """The file of that token, for this one time; deleted at the end of the block. Raises `NotFound`."""
    sweep(world)
    found = next(_folder(world).glob(f"waiting-*-{hash_token(token)}"), None)
    if found is None:
        raise NotFound("verification.unknown")
    try:
        place = _rename(world, found, f"taken-{found.name.split('-')[1]}-{secrets.token_hex(16)}")
    except FileNotFoundError:
        raise NotFound("verification.unknown") from None
    try:
        file = place / FILE
        yield SentFile(file, (place / NAME).read_text(encoding="utf-8"), file.stat().st_size)
    finally:
        shutil.rmtree(place, ignore_errors=True)


def sweep(world: World, *, older_than: timedelta = KEEP) -> int:
    """Delete what waits for longer, and what a check that broke off left there for the full time."""
    now = world.clock.now()
    late = [
        place
        for state, age in (("waiting", older_than), ("taken", KEEP))
        for place in _folder(world).glob(f"{state}-*")
        if _waits_since(place, now) <= now - age
    ]
    for place in late:
        shutil.rmtree(place, ignore_errors=True)
    return len(late)


def forget_all(world: World) -> None:
    """Delete what a stopped server left."""
    shutil.rmtree(_folder(world), ignore_errors=True)


async def judge(world: World, file: SentFile, profile: str) -> Verdict:
    """The verdict on a file. The directory is never asked: whoever sends a file learns nothing about others from it.

    Raises `ChildDied`.
    """
    return await asyncio.get_running_loop().run_in_executor(_checks, _judge, world, file, profile)


def check_only(path: str, name: str, profile: str) -> Verdict:
    """The verdict without directory and day, for a child process. Never raises on bad content."""
    # lxml and pikepdf are only wanted in the child: the parent imports this module to name the function.
    from chorus_app.rules.verdict import verdict_on_file

    return lightened(verdict_on_file(path, name, None, profile))


def _judge(world: World, file: SentFile, profile: str) -> Verdict:
    found = world.children.run(check_only, str(file.path), file.name, profile)
    today = in_paris(world.clock.now()).date()
    return ask_standards(world, complete(found, directory=None, context=DepositContext(today=today)))


def _take_place(world: World, owner: str) -> Path:
    with _places:
        sweep(world)
        folder = _folder(world)
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if _is_full(folder, owner) and (not sweep(world, older_than=GIVES_WAY) or _is_full(folder, owner)):
            raise Busy
        place = folder / f"coming-{owner}-{secrets.token_hex(16)}"
        place.mkdir(mode=0o700)
        return place


def _is_full(folder: Path, owner: str) -> bool:
    places = [place.name for place in folder.iterdir()]
    return len(places) >= MOST_FILES or sum(f"-{owner}-" in name for name in places) >= MOST_OF_ONE


def _rename(world: World, place: Path, name: str) -> Path:
    """Rename and date at once; who comes second does not find it any more."""
    renamed = place.rename(place.with_name(name))
    at = world.clock.now().timestamp()
    os.utime(renamed, (at, at))
    return renamed


def _waits_since(place: Path, now: datetime) -> datetime:
    """When it was renamed last; `now` when it has just gone."""
    try:
        return datetime.fromtimestamp(place.stat().st_mtime, UTC)
    except FileNotFoundError:
        return now


def _folder(world: World) -> Path:
    return world.folder / "verification"
