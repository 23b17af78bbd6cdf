"""What runs in a child process: importable by name, cheap to import, fed with a path and not with bytes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chorus_app.formats.classic import Classic
    from chorus_app.formats.detect import Detected


def probe(path: str, name: str) -> Detected:
    """What the file at `path` is; `name` is the one that the sender gave it. Never raises on bad content."""
    # lxml and pikepdf are only wanted in the child: the parent imports this module to name the function.
    from chorus_app.formats.detect import detect

    return replace(detect(Path(path), name), root=None)


def convert(path: str, lose_signature: bool) -> Classic:
    """The file at `path` as a classic PDF. Raises `NotConvertible`, see `formats.classic.to_classic`."""
    from chorus_app.formats.classic import to_classic

    return to_classic(Path(path).read_bytes(), lose_signature=lose_signature)
