"""Loads of pyHanko what reads signatures, without what asks the network and what signs: a third of the time."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

CLIENT = "aiohttp"
PACKAGE = "pyhanko.sign"  # its __init__ loads all that signs; its modules that read do not need it


class _Absent(ModuleType):
    """Has every name that is asked for, each an empty class: enough to be imported, and for nothing more."""

    def __getattr__(self, name: str) -> type:
        if name.startswith("__"):
            raise AttributeError(name)
        return type(name, (), {})


@contextmanager
def reading_only() -> Iterator[None]:
    """What is imported inside finds an empty HTTP client, and modules of `PACKAGE` without its `__init__`, unless the
    process has the real ones already. Whoever imports these afterwards gets them whole."""
    stand_ins = {name: module for name, module in (_client(), _package()) if name not in sys.modules}
    sys.modules.update(stand_ins)
    try:
        yield
    finally:
        for name in stand_ins:
            del sys.modules[name]


def _client() -> tuple[str, ModuleType]:
    return CLIENT, _Absent(CLIENT)


def _package() -> tuple[str, ModuleType]:
    import pyhanko

    bare = ModuleType(PACKAGE)
    bare.__path__ = [str(Path(folder, "sign")) for folder in pyhanko.__path__]
    return PACKAGE, bare
