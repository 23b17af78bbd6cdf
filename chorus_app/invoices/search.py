"""Text search: what is typed is found as it is, anywhere in a word, without regard to accents and capitals."""

from typing import Any

from sqlalchemy import DDL, ColumnElement, Subquery, column, event, text
from sqlmodel import SQLModel

from chorus_app.formats.syntaxes import plain
from chorus_app.invoices.models import Invoice
from chorus_app.kernel.context import Context

ESCAPE = "\\"
MAX_WORDS = 8
MAX_TYPED = 200
# SQLite's own full-text index of `Invoice.search_key`, by groups of three letters. It keeps no text of its own; its
# name has no prefix of ours, so that migrations leave its inner tables alone.
INDEX = "fts_chorus_invoice"
SHORTEST = 3  # letters that the index can look for
MAKE_INDEX_TABLE = (
    f"CREATE VIRTUAL TABLE IF NOT EXISTS {INDEX} USING fts5("
    "search_key, content='chorus_invoice', content_rowid='id', tokenize='trigram case_sensitive 1')"
)
make_index_table: Any = DDL(MAKE_INDEX_TABLE)  # type: ignore[no-untyped-call]
event.listen(SQLModel.metadata.tables["chorus_invoice"], "after_create", make_index_table)


def search_key(*values: str | None) -> str:
    """What a row is found by."""
    return plain(" ".join(value for value in values if value))[:600]


def words(typed: str) -> list[str]:
    """The words that were typed, as keys have them."""
    return plain(typed[:MAX_TYPED]).split()[:MAX_WORDS]


def matching(column: Any, typed: str) -> list[ColumnElement[bool]]:
    """Conditions: each word that was typed stands somewhere in the column. `%`, `_` and `\\` mean themselves."""
    return [column.like(f"%{escaped(word)}%", escape=ESCAPE) for word in words(typed)]


def escaped(text: str) -> str:
    """The text as a literal inside LIKE."""
    for special in (ESCAPE, "%", "_"):
        text = text.replace(special, ESCAPE + special)
    return text


def add_to_index(context: Context, invoice: Invoice) -> None:
    """Make a new invoice be found by its words."""
    statement = text(f"INSERT INTO {INDEX}(rowid, search_key) VALUES (:id, :key)")  # noqa: S608 - a constant
    context.session.execute(statement, {"id": invoice.id, "key": invoice.search_key})


def make_index(context: Context) -> None:
    """Read the words of all invoices anew."""
    context.session.execute(text(f"INSERT INTO {INDEX}({INDEX}) VALUES ('rebuild')"))  # noqa: S608


def indexed(typed: str) -> Subquery[Any] | None:
    """`id` of the invoices with all words of three letters or more, of all structures; None without such a word."""
    long = [word for word in words(typed) if len(word) >= SHORTEST]
    if not long:
        return None
    asked = " AND ".join('"' + word.replace('"', '""') + '"' for word in long)
    query = text(f"SELECT rowid AS id FROM {INDEX} WHERE {INDEX} MATCH :asked").bindparams(asked=asked)  # noqa: S608
    return query.columns(column("id")).subquery("found")
