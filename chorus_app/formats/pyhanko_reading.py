"""Keeps the HTTP client of pyHanko out: nothing here asks the network, and to load it takes as long as all the rest."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

CLIENT = "aiohttp"


class _Absent(ModuleType):
    """Has every name that is asked for, each an empty class: enough to be imported, and for nothing more."""

    def __getattr__(self, name: str) -> type:
        if name.startswith("__"):
            raise AttributeError(name)
        return type(name, (), {})


@contextmanager
def without_http_client() -> Iterator[None]:
    """What is imported inside finds an empty HTTP client, unless the process has the real one already."""
    if CLIENT in sys.modules:
        yield
        return
    sys.modules[CLIENT] = _Absent(CLIENT)
    try:
        yield
    finally:
        del sys.modules[CLIENT]
