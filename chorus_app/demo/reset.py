"""Empties the demonstration's data folder, so that it can be filled anew."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from chorus_app.kernel.config import Settings
from chorus_app.kernel.errors import Denied
from chorus_app.kernel.lock import NAME as LOCK_NAME
from chorus_app.kernel.lock import ServerLock


@contextmanager
def emptied(settings: Settings) -> Iterator[Path]:
    """The data folder without its data; no server can start until the block ends.

    Raises `Denied` outside demonstration mode, `Conflict` while a server runs. Nothing is deleted then.
    """
    if not settings.demo:
        raise Denied("demo.command.only_in_demo")
    lock = ServerLock(settings.data_dir)
    lock.take()
    try:
        for entry in settings.data_dir.iterdir():
            if entry.name != LOCK_NAME:
                _delete(entry)
        yield settings.data_dir
    finally:
        lock.release()


def _delete(entry: Path) -> None:
    if entry.is_dir() and not entry.is_symlink():
        shutil.rmtree(entry)
    else:
        entry.unlink()
