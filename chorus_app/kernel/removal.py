"""Many rows deleted at once, by what one column holds: some at a time, for a statement takes so many values."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

from sqlalchemy import delete
from sqlmodel import Session, SQLModel

T = TypeVar("T")
AT_ONCE = 500


def batches(values: Sequence[T]) -> Iterator[Sequence[T]]:
    """The values in their order, `AT_ONCE` at a time."""
    for start in range(0, len(values), AT_ONCE):
        yield values[start : start + AT_ONCE]


def delete_rows(session: Session, table: type[SQLModel], column: str, values: Sequence[object]) -> int:
    """Delete the rows whose column holds one of the values; returns how many."""
    rows = SQLModel.metadata.tables[str(table.__tablename__)]
    done = (session.execute(delete(rows).where(rows.c[column].in_(some))) for some in batches(values))
    return sum(result.rowcount for result in done)  # type: ignore[attr-defined] # of a DELETE
