"""What each finding means in general, for the page that explains them all: its texts without the values of a file."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from chorus_app.kernel.text import catalogue, t
from chorus_app.rules.catalogue import CATALOGUE, ENTRIES

PAGE = "/documentation/constats"
GAP = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Words:
    """What is wrong, what it means, what to do."""

    title: str
    meaning: str
    todo: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """A code with its texts: the one of the schema has some for each kind of mistake."""

    code: str
    layer: str
    words: tuple[Words, ...]


def explanations() -> Iterator[Explanation]:
    """Every finding of the catalogue, in its order."""
    for entry in ENTRIES:
        yield Explanation(entry.code, entry.layer.value, tuple(general(key) for key in _keys(entry.key)))


def general(key: str) -> Words:
    """The texts of a finding; where a report names a value stands, in brackets, what that is."""
    return Words(*(without_values(f"{key}.{part}") for part in ("title", "meaning", "todo")))


def without_values(key: str) -> str:
    """A text with, where a value is told, in brackets what that is."""
    return GAP.sub(_named, str(catalogue("fr")[key]))


def _named(gap: re.Match[str]) -> str:
    return f"[{t(f'help.gap.{gap[1]}')}]"


def address(code: str, others: Iterable[str] = ()) -> str:
    """Where the finding is explained. Rules of the standards explain themselves in the report: they have the page."""
    return f"{PAGE}#{code}" if code in CATALOGUE or code in others else PAGE


def layer_name(layer: str) -> str:
    return t(f"findings.layers.{layer}")


def _keys(key: str) -> list[str]:
    """The key itself, or those of its kinds."""
    kinds = [name.removesuffix(".title") for name in catalogue("fr") if re.fullmatch(rf"{key}(\.\w+)?\.title", name)]
    return sorted(kinds)
