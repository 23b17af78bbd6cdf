"""The guides, read from `fr/*.md`. Their first heading is their title."""

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from chorus_app.kernel.markdown import Block, BlockKind, parse, plain

FOLDER = Path(__file__).parent


class GuideName(StrEnum):
    """Every guide, by the name of its file."""

    ACCOUNT = "creer-un-compte"
    CLASSIC_PDF = "pdf-classique"
    LETTER = "lettre-editeur"
    EDI = "raccordement-edi"
    ACCESSIBILITY = "accessibilite"


@dataclass(frozen=True, slots=True)
class Guide:
    """A page of explanations: its title, then its blocks without the title."""

    title: str
    blocks: tuple[Block, ...]


@lru_cache
def guide(name: GuideName, *, language: str = "fr") -> Guide:
    """The guide of this name."""
    blocks = parse((FOLDER / language / f"{name}.md").read_text(encoding="utf-8"))
    if not blocks or blocks[0].kind is not BlockKind.HEADING or blocks[0].level != 1:
        raise ValueError(f"the guide {name} has no title")
    return Guide(plain(blocks[0].spans), blocks[1:])
