"""Text search: what is typed is found as it is, without regard to accents and capitals."""

from typing import Any

from sqlalchemy import ColumnElement

from chorus_app.formats.syntaxes import plain

ESCAPE = "\\"
MAX_WORDS = 8
MAX_TYPED = 200


def search_key(*values: str | None) -> str:
    """What a row is found by."""
    return plain(" ".join(value for value in values if value))[:600]


def matching(column: Any, typed: str) -> list[ColumnElement[bool]]:
    """Conditions: each word that was typed stands somewhere in the column. `%`, `_` and `\\` mean themselves."""
    return [column.like(f"%{escaped(word)}%", escape=ESCAPE) for word in plain(typed[:MAX_TYPED]).split()[:MAX_WORDS]]


def escaped(text: str) -> str:
    """The text as a literal inside LIKE."""
    for special in (ESCAPE, "%", "_"):
        text = text.replace(special, ESCAPE + special)
    return text
