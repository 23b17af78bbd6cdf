"""Texts by key. The words stand in `chorus_app/texts/<language>/<family>.toml`; code only names them."""

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

CATALOGUES = Path(__file__).parents[1] / "texts"
PLURALS = frozenset({"zero", "one", "many"})


class UnknownText(KeyError):
    """A key that no catalogue has."""


def t(key: str, language: str = "fr", **params: object) -> str:
    """The text named `key` ("family.part.part"), filled with `params`.

    A table of `one` / `many` (and optionally `zero`) is a plural chosen by the parameter `count`, the French way:
    0 and 1 are singular. Raises `UnknownText`.
    """
    entry = catalogue(language).get(key)
    if entry is None:
        raise UnknownText(key)
    if isinstance(entry, Mapping):
        entry = _plural(entry, params.get("count", 1))
    return entry.format(**params) if params else entry


def has_text(key: str, language: str = "fr") -> bool:
    """Whether some catalogue has the key."""
    return key in catalogue(language)


def _plural(forms: Mapping[str, str], count: object) -> str:
    number = count if isinstance(count, int) else 1
    if number == 0 and "zero" in forms:
        return forms["zero"]
    return forms["one"] if abs(number) <= 1 else forms["many"]


@lru_cache
def catalogue(language: str) -> Mapping[str, str | Mapping[str, str]]:
    """All texts of a language, by full key."""
    texts: dict[str, str | Mapping[str, str]] = {}
    for file in sorted((CATALOGUES / language).glob("*.toml")):
        _collect(file.stem, tomllib.loads(file.read_text(encoding="utf-8")), texts)
    return texts


def _collect(prefix: str, table: Mapping[str, object], into: dict[str, str | Mapping[str, str]]) -> None:
    for name, value in table.items():
        key = f"{prefix}.{name}"
        if isinstance(value, str) or (isinstance(value, Mapping) and "many" in value and value.keys() <= PLURALS):
            into[key] = value
        elif isinstance(value, Mapping):
            _collect(key, value, into)
