"""The directory's file as the operator sends it on a page: kept for an hour, tried, then imported.

The file waits in a folder of its own under a token that nobody can guess; its sender alone can use it.
"""

import os
import secrets
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from chorus_app.kernel.context import Context, World
from chorus_app.kernel.errors import NotFound
from chorus_app.kernel.words import one_line
from chorus_app.operations.perms import require_operator
from chorus_app.structures import importing
from chorus_app.structures.importing import Checked, Imported, Line

MAX_BYTES = 50_000_000
KEEP = timedelta(hours=1)
FOLDER = "directory"
SUFFIX = ".name"


def place(context: Context) -> Path:
    """Where the operator's next file is written. Raises `NotFound` for who is no operator."""
    require_operator(context)
    sweep(context.world)
    folder = context.world.folder / FOLDER
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder / f"{context.actor_id}-{secrets.token_hex(16)}"


def keep(world: World, file: Path, *, name: str) -> str:
    """The file has arrived; returns the token that its sender uses it by."""
    named, at = file.with_suffix(SUFFIX), world.clock.now().timestamp()
    named.write_text(one_line(name)[:200], encoding="utf-8")
    for one in (file, named):
        os.utime(one, (at, at))
    return file.name.partition("-")[2]


def sent_file(context: Context, *, token: str) -> tuple[Path, str]:
    """The file that the actor sent, and its name. Raises `NotFound`."""
    require_operator(context)
    wanted = f"{context.actor_id}-{token}"
    for file in (context.world.folder / FOLDER).glob("*" + SUFFIX):
        if secrets.compare_digest(file.stem.encode(), wanted.encode("utf-8", "replace")):
            return file.with_suffix(""), file.read_text(encoding="utf-8")
    raise NotFound("operations.directory.gone")


def lines_of(world: World, file: Path) -> list[Line]:
    """Its lines, read in a child process. Raises `ImportRefused`, `ChildDied`."""
    return world.children.run(importing.read_file, str(file))


def examine(context: Context, *, lines: Sequence[Line], told: Callable[[int, int], object]) -> tuple[Checked, Imported]:
    """What the lines ask for and what an import would do. Raises `ImportRefused`, `NotFound`."""
    require_operator(context)
    checked = importing.check_lines(context, lines=lines, told=told)
    return checked, importing.compare(context, checked=checked)


def import_checked(context: Context, *, checked: Checked, name: str) -> Imported:
    """Write it. Raises `NotFound` for who is no operator."""
    require_operator(context)
    return importing.write_lines(context, checked=checked, name=name)


def forget(context: Context, *, token: str) -> None:
    """Delete the file: it was imported, or given up."""
    try:
        file, _ = sent_file(context, token=token)
    except NotFound:
        return
    file.unlink(missing_ok=True)
    file.with_suffix(SUFFIX).unlink(missing_ok=True)


def sweep(world: World, *, older_than: timedelta = KEEP) -> int:
    """Delete what waits for longer; returns how many files."""
    late = world.clock.now() - older_than
    old = [file for file in (world.folder / FOLDER).glob("*") if _written(file) <= late]
    for file in old:
        file.unlink(missing_ok=True)
    return len(old)


def _written(file: Path) -> datetime:
    try:
        return datetime.fromtimestamp(file.stat().st_mtime, UTC)
    except FileNotFoundError:
        return datetime.max.replace(tzinfo=UTC)
