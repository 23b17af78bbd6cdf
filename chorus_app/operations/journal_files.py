"""The audit log as files: CSV for a French spreadsheet, or one JSON object a line for a program."""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from chorus_app.audit.acts import Act
from chorus_app.kernel.text import has_text, t
from chorus_app.operations.journal import JournalRow

BOM = "\ufeff"
COLUMNS = (
    "number",
    "at",
    "act",
    "code",
    "actor",
    "actor_id",
    "structure",
    "door",
    "network",
    "kind",
    "subject_id",
    "subject",
    "reason",
    "before",
    "after",
)
# A cell that begins like this would be run as a formula by a spreadsheet; full-width signs count as well.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def as_csv(rows: Iterable[JournalRow]) -> Iterator[str]:
    """The lines of a CSV file, `;` between cells, with a BOM."""
    yield BOM + _csv_line([t(f"audit.csv.{column}") for column in COLUMNS])
    for row in rows:
        yield _csv_line(_cells(row))


def as_json_lines(rows: Iterable[JournalRow]) -> Iterator[str]:
    """One JSON object a line; times in ISO 8601."""
    for row in rows:
        yield json.dumps({**asdict(row), "at": row.at.isoformat()}, ensure_ascii=False) + "\n"


def act_name(act: str) -> str:
    """The act in words; one that this version does not know keeps its code."""
    return t(f"audit.act.{act}") if act in set(Act) else act


def door_name(door: str) -> str:
    return t(f"audit.door.{door}") if has_text(f"audit.door.{door}") else door


def _cells(row: JournalRow) -> list[str]:
    return [
        str(row.id),
        row.at.isoformat(timespec="seconds"),
        act_name(row.act),
        row.act,
        row.actor,
        row.actor_id,
        row.structure,
        door_name(row.door),
        row.network,
        row.kind,
        row.subject_id,
        row.subject,
        row.reason,
        _values(row.before),
        _values(row.after),
    ]


def _values(values: Any) -> str:
    return json.dumps(values, ensure_ascii=False) if values else ""


def _csv_line(cells: list[str]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=";", lineterminator="\r\n").writerow([_safe(cell) for cell in cells])
    return buffer.getvalue()


def _safe(text: str) -> str:
    """The text, with an apostrophe before what a spreadsheet would take for a formula."""
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA_STARTS) or text.startswith(FORMULA_STARTS) else text
