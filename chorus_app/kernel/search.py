"""Text search: what is typed is found as it is, anywhere in a word, without regard to accents and capitals."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import DDL, ColumnElement, Subquery, Table, TextClause, column, event, text
from sqlmodel import Session

from chorus_app.kernel.words import plain

ESCAPE = "\\"
MAX_WORDS = 8
MAX_TYPED = 200
SHORTEST = 3  # letters that an index can look for


def search_key(*values: str | None) -> str:
    """What a row is found by."""
    return plain(" ".join(value for value in values if value))[:600]


def words(typed: str) -> list[str]:
    """The words that were typed, as keys have them."""
    return plain(typed[:MAX_TYPED]).split()[:MAX_WORDS]


def matching(key: Any, typed: str, *, shorter_than: int = MAX_TYPED + 1) -> list[ColumnElement[bool]]:
    """Conditions: each word that was typed stands somewhere in the key. `%`, `_` and `\\` mean themselves."""
    asked = (word for word in words(typed) if len(word) < shorter_than)
    return [key.like(f"%{escaped(word)}%", escape=ESCAPE) for word in asked]


def escaped(text: str) -> str:
    """The text as a literal inside LIKE."""
    for special in (ESCAPE, "%", "_"):
        text = text.replace(special, ESCAPE + special)
    return text


class TextIndex:
    """SQLite's own full-text index of a table's `search_key`, by groups of three letters; it keeps no text of its own.

    It is made with its table. Its name has no prefix of ours, so that migrations leave its inner tables alone. Whoever
    writes a key tells the index.
    """

    def __init__(self, table: Table) -> None:
        self.name = f"fts_{table.name}"
        self.ddl = (
            f"CREATE VIRTUAL TABLE IF NOT EXISTS {self.name} USING fts5("
            f"search_key, content='{table.name}', content_rowid='id', tokenize='trigram case_sensitive 1')"
        )
        make: DDL = DDL(self.ddl)  # type: ignore[no-untyped-call]
        event.listen(table, "after_create", make.execute_if(dialect="sqlite"))

    def add(self, session: Session, row_id: int, key: str) -> None:
        """Make a new row be found."""
        self._write(session, "INSERT INTO {0}(rowid, search_key) VALUES (:id, :key)", id=row_id, key=key)

    def add_all(self, session: Session, keys: Mapping[int, str]) -> None:
        """Make new rows be found, by row id."""
        statement = self._statement("INSERT INTO {0}(rowid, search_key) VALUES (:id, :key)")
        session.execute(statement, [{"id": row_id, "key": key} for row_id, key in keys.items()])

    def change(self, session: Session, row_id: int, *, before: str, after: str) -> None:
        """Make a row be found by another key; `before` must be the key that the index knows."""
        self._write(
            session, "INSERT INTO {0}({0}, rowid, search_key) VALUES ('delete', :id, :key)", id=row_id, key=before
        )
        self.add(session, row_id, after)

    def remove_all(self, session: Session, keys: Mapping[int, str]) -> None:
        """Make rows that go be found no more, by row id; the keys must be those that the index knows."""
        statement = self._statement("INSERT INTO {0}({0}, rowid, search_key) VALUES ('delete', :id, :key)")
        session.execute(statement, [{"id": row_id, "key": key} for row_id, key in keys.items()])

    def rebuild(self, session: Session) -> None:
        """Read the keys of all rows anew."""
        self._write(session, "INSERT INTO {0}({0}) VALUES ('rebuild')")

    def found(self, typed: str) -> Subquery[Any] | None:
        """`id` of the rows with all words of three letters or more; None without such a word."""
        long = [word for word in words(typed) if len(word) >= SHORTEST]
        if not long:
            return None
        asked = " AND ".join('"' + word.replace('"', '""') + '"' for word in long)
        query = self._statement("SELECT rowid AS id FROM {0} WHERE {0} MATCH :asked").bindparams(asked=asked)
        return query.columns(column("id")).subquery("found")

    def _write(self, session: Session, statement: str, **values: object) -> None:
        session.execute(self._statement(statement), values)

    def _statement(self, statement: str) -> TextClause:
        return text(statement.format(self.name))
