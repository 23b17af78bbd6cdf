"""A disk of a few megabytes, where one may have one: a folder in memory, mounted for a test."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

WITHOUT = "no small disk: only root may mount one, and only on Linux"


@cache
def possible() -> bool:
    """Whether one can be mounted here."""
    if os.geteuid() != 0 or shutil.which("mount") is None:
        return False
    with TemporaryDirectory() as folder:
        return _mount(Path(folder), 1) and _unmount(Path(folder))


@contextmanager
def small_disk(folder: Path, *, megabytes: int) -> Iterator[None]:
    """The folder is a disk of that size inside the block."""
    assert _mount(folder, megabytes)
    try:
        yield
    finally:
        assert _unmount(folder)


def fill(folder: Path, *, leave: int) -> Path:
    """Write a file that leaves so many bytes of the disk, at most; returns it."""
    ballast = folder / "ballast"
    free = shutil.disk_usage(folder).free
    with ballast.open("wb", buffering=0) as file:
        os.posix_fallocate(file.fileno(), 0, max(1, free - leave))
    return ballast


def _mount(folder: Path, megabytes: int) -> bool:
    command = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def _unmount(folder: Path) -> bool:
    return subprocess.run(["umount", "--lazy", str(folder)], capture_output=True, check=False).returncode == 0
