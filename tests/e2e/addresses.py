"""Where the portals that tests start keep their data."""

from pathlib import Path

DATA_OF: dict[str, Path] = {}  # by address
