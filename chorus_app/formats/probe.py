"""What runs in a child process: importable by name, cheap to import, fed with a path and not with bytes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chorus_app.formats.detect import Detected


def probe(path: str, name: str) -> Detected:
    """What the file at `path` is; `name` is the one that the sender gave it. Never raises on bad content."""
    # lxml and pikepdf are only wanted in the child: the parent imports this module to name the function.
    from chorus_app.formats.detect import detect

    return detect(Path(path), name)
