"""Import the directory of public structures and their services from a CSV file.

One line for each structure, or one for each of its services (the structure's own columns may then be repeated). What is
known already is updated; a column that the file does not have changes nothing. All lines or none.

In three steps, so that the writer's place is taken for the last one only: `read_lines` (the bytes: in a child process,
where strangers' bytes are read), `check_lines` (each by itself), `write_lines` (compared with what is known, written).
"""

import csv
import io
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from sqlmodel import SQLModel, col, insert, select

from chorus_app.audit.acts import Act
from chorus_app.audit.service import record
from chorus_app.kernel.context import Context
from chorus_app.kernel.errors import Invalid, InvalidForm
from chorus_app.kernel.identifiers import IdentifierType
from chorus_app.kernel.search import search_key
from chorus_app.kernel.tokens import new_public_id
from chorus_app.kernel.words import fold, one_line
from chorus_app.structures.enums import Act as StructureAct
from chorus_app.structures.enums import StructureKind
from chorus_app.structures.journal import DIRECTORY, record_change
from chorus_app.structures.models import Service, Structure
from chorus_app.structures.service import check_structure

NEEDED = ("identifiant", "raison_sociale")
# Column of the file -> column of the table.
STRUCTURE_FLAGS = {
    "active": "active",
    "code_service_obligatoire": "code_service_required",
    "engagement_obligatoire": "engagement_required",
    "engagement_ou_service": "engagement_or_service",
    "etat": "is_state",
    "moe": "is_moe",
    "moa": "is_moa",
}
STRUCTURE_TEXTS = {"adresse": "address", "code_postal": "postcode", "ville": "city"}
SERVICE_COLUMNS = (
    "service_code",
    "service_nom",
    "service_actif",
    "service_debut",
    "service_fin",
    "service_engagement_obligatoire",
)
COLUMNS = ("type_identifiant", *NEEDED, "nature", *STRUCTURE_TEXTS, *STRUCTURE_FLAGS, *SERVICE_COLUMNS)
YES = frozenset({"oui", "o", "1", "vrai", "true", "x"})
NO = frozenset({"non", "n", "0", "faux", "false"})
MOST_ERRORS = 50
LONGEST_CODE = 100
AT_ONCE = 500  # identifiers that one query asks for
TOLD_EVERY = 1_000  # lines between two words on how far it is


Line = tuple[int, Mapping[str, str]]  # 1 is the line of the column names; column of the file -> its cell
Told = Callable[[int, int], object]  # how many of how many lines are done


@dataclass(frozen=True, slots=True)
class LineError:
    """What is wrong on a line (1 is the line of the column names)."""

    line: int
    error: Invalid


class ImportRefused(InvalidForm):
    """The file has errors; nothing was imported."""

    code = "import_refused"

    def __init__(self, lines: list[LineError]) -> None:
        super().__init__(*(line.error for line in lines))
        self.key = "structures.import.refused"
        self.lines = lines

    def __reduce__(self) -> tuple[type["ImportRefused"], tuple[list[LineError]]]:
        """It may be raised in a child process."""
        return type(self), (self.lines,)


@dataclass(slots=True)
class Imported:
    """How many were created and changed."""

    structures_created: int = 0
    structures_changed: int = 0
    services_created: int = 0
    services_changed: int = 0


@dataclass(slots=True)
class Wanted:
    """A structure that the file tells of, after its last line: what it is known by, its values, those of its services.

    `fresh` is the row to add when it is not known.
    """

    fresh: Structure
    values: dict[str, object]
    services: dict[str, dict[str, object]] = field(default_factory=dict)


Checked = dict[tuple[IdentifierType, str], Wanted]


def read_text(file: Path) -> str:
    """The text of a CSV file: UTF-8, or what French spreadsheets write."""
    content = file.read_bytes()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def read_file(file: str) -> list[Line]:
    """The lines of a CSV file. Raises `ImportRefused`."""
    return read_lines(read_text(Path(file)))


def import_structures(context: Context, *, content: str, name: str = "") -> Imported:
    """Import the text of a CSV file, parted by `;` or `,`. Raises `ImportRefused`, each error with its line."""
    return write_lines(context, checked=check_lines(context, lines=read_lines(content)), name=name)


def read_lines(content: str) -> list[Line]:
    """The lines that hold something. Raises `ImportRefused` for wrong column names, or what is no CSV."""
    content = content.removeprefix("\ufeff")
    head = content.partition("\n")[0]
    reader = csv.reader(io.StringIO(content, newline=""), delimiter=";" if head.count(";") >= head.count(",") else ",")
    try:
        columns = [fold(name).replace(" ", "_") for name in next(reader, [])]
        _check_columns(columns)
        return list(_lines(reader, columns))
    except csv.Error:
        raise ImportRefused([LineError(reader.line_num + 1, Invalid("structures.import.no_csv"))]) from None


def check_lines(context: Context, *, lines: Sequence[Line], told: Told = lambda _done, _all: None) -> Checked:
    """What the lines ask for, each checked by itself. Raises `ImportRefused` with the first errors."""
    checked, errors = Checked(), list[LineError]()
    for done, (line, row) in enumerate(lines, 1):
        try:
            _check_line(context, row, checked)
        except InvalidForm as refused:
            errors.extend(LineError(line, error) for error in refused.errors)
        except Invalid as refused:
            errors.append(LineError(line, refused))
        if len(errors) >= MOST_ERRORS:
            break
        if done % TOLD_EVERY == 0 or done == len(lines):
            told(done, len(lines))
    if errors:
        raise ImportRefused(errors[:MOST_ERRORS])
    return checked


def compare(context: Context, *, checked: Checked) -> Imported:
    """What an import would do now; nothing is written."""
    return _apply(context, checked, write=False)


def write_lines(context: Context, *, checked: Checked, name: str = "") -> Imported:
    """Create and update, and note it under the file's name."""
    done = _apply(context, checked, write=True)
    record(
        context,
        act=Act.DIRECTORY_IMPORTED,
        subject=name,
        after={
            "structures_created": done.structures_created,
            "structures_changed": done.structures_changed,
            "services_created": done.services_created,
            "services_changed": done.services_changed,
        },
    )
    return done


def _check_columns(columns: Sequence[str]) -> None:
    missing = [name for name in NEEDED if name not in columns]
    unknown = [name for name in columns if name not in COLUMNS]
    if missing or unknown or len(set(columns)) != len(columns):
        names = ", ".join(missing or unknown or columns)
        key = "structures.import.columns_missing" if missing else "structures.import.columns_unknown"
        raise ImportRefused([LineError(1, Invalid(key, names=names[:300]))])


def _lines(reader: Any, columns: Sequence[str]) -> Iterator[Line]:
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield reader.line_num, dict(zip(columns, (one_line(cell) for cell in cells), strict=False))


def _check_line(context: Context, row: Mapping[str, str], checked: Checked) -> None:
    read = check_structure(
        context,
        identifier_type=(row.get("type_identifiant") or IdentifierType.SIRET).upper(),
        identifier=row.get("identifiant", ""),
        name=row.get("raison_sociale", ""),
        **{name: row.get(column, "") for column, name in STRUCTURE_TEXTS.items()},
    )
    values: dict[str, object] = {"name": read.name, "name_key": read.name_key, "kind": _kind(row)}
    values |= {name: getattr(read, name) for column, name in STRUCTURE_TEXTS.items() if row.get(column)}
    values |= {name: _yes(row, column) for column, name in STRUCTURE_FLAGS.items() if row.get(column)}
    service = _check_service(row) if row.get("service_code") else None
    wanted = checked.setdefault((read.identifier_type, read.identifier), Wanted(read, {}))
    wanted.values |= values
    if service is not None:
        wanted.services.setdefault(row["service_code"], {}).update(service)


def _check_service(row: Mapping[str, str]) -> dict[str, object]:
    if len(row["service_code"]) > LONGEST_CODE:
        raise Invalid("structures.import.code_too_long", most=LONGEST_CODE)
    readers: dict[str, tuple[str, Callable[[Mapping[str, str], str], object]]] = {
        "service_nom": ("name", lambda row, column: row[column][:200]),
        "service_actif": ("active", _yes),
        "service_debut": ("valid_from", _date),
        "service_fin": ("valid_until", _date),
        "service_engagement_obligatoire": ("engagement_required", _yes),
    }
    return {name: read(row, column) for column, (name, read) in readers.items() if row.get(column)}


def _apply(context: Context, checked: Checked, *, write: bool) -> Imported:
    done, entries = Imported(), list(checked.items())
    for first in range(0, len(entries), AT_ONCE):
        _apply_some(context, dict(entries[first : first + AT_ONCE]), done, write=write)
    return done


def _apply_some(context: Context, checked: Checked, done: Imported, *, write: bool) -> None:
    known = _known(context, checked)
    fresh = [wanted for key, wanted in checked.items() if key not in known]
    for key, row in known.items():
        done.structures_changed += _change(context, row, checked[key].values, write=write)
    done.structures_created += len(fresh)
    if write:
        _add(context, Structure, [wanted.fresh.model_dump(exclude={"id"}) | wanted.values for wanted in fresh])
        known = _known(context, checked)
    services = _services(context, [row.id for key, row in known.items() if checked[key].services])
    added, blank = list[dict[str, object]](), Service(structure_id=0, code="", name="").model_dump(exclude={"id"})
    for key, wanted in checked.items():
        owner = known.get(key, wanted.fresh)
        for code, values in wanted.services.items():
            service = services.get((owner.id, code))
            if service is None:
                named = {"public_id": new_public_id(), "structure_id": owner.id, "code": code, "name": code}
                key_of = {"search_key": search_key(str(values.get("name", code)), code)}  # no event tells of many rows
                added.append(blank | named | values | key_of)
            else:
                done.services_changed += _change(context, service, values, write=write)
    done.services_created += len(added)
    if write:
        _add(context, Service, added)


def _add(context: Context, table: type[SQLModel], rows: Sequence[Mapping[str, object]]) -> None:
    """Many rows in one statement: ten times faster than one by one, while others wait to write."""
    context.session.flush()
    if rows:
        context.session.execute(insert(table), rows)


def _known(
    context: Context, wanted: Collection[tuple[IdentifierType, str]]
) -> dict[tuple[IdentifierType, str], Structure]:
    found = context.session.exec(
        select(Structure).where(col(Structure.identifier).in_({identifier for _, identifier in wanted}))
    )
    rows = {(row.identifier_type, row.identifier): row for row in found}
    return {key: row for key, row in rows.items() if key in wanted}


def _services(context: Context, structures: Iterable[int]) -> dict[tuple[int, str], Service]:
    found = context.session.exec(select(Service).where(col(Service.structure_id).in_(list(structures))))
    return {(row.structure_id, row.code): row for row in found}


def _change(context: Context, row: Structure | Service, values: Mapping[str, object], *, write: bool) -> bool:
    """Whether one of the values is new; if they are to be written, set them and tell the history of it."""
    before = {name: getattr(row, name) for name in values}
    changed = _assign(row, values, write=write)
    if changed and write:
        tell = _tell_structure if isinstance(row, Structure) else _tell_service
        tell(context, row, before, values)  # type: ignore[arg-type] # the one that goes with the row
    return changed


def _tell_structure(context: Context, known: Structure, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    """Write what changed into the structure's history; forms that are open are older now."""
    known.data_version += 1
    known.parameters_version += 1
    told = [name for name in after if name != "name_key"]
    record_change(
        context,
        structure_id=known.id,
        act=StructureAct.DIRECTORY_IMPORTED,
        object_id=DIRECTORY,
        before={name: before[name] for name in told},
        after={name: after[name] for name in told},
    )


def _tell_service(context: Context, known: Service, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    known.version += 1
    record_change(
        context,
        structure_id=known.structure_id,
        act=StructureAct.SERVICE_CHANGED,
        subject=known.code,
        object_id=known.public_id,
        before=before,
        after=after,
    )


def _assign(target: Structure | Service, values: Mapping[str, object], *, write: bool) -> bool:
    """Whether one of the values is new; set them, if they are to be written."""
    new = {name: value for name, value in values.items() if getattr(target, name) != value}
    for name, value in new.items() if write else ():
        setattr(target, name, value)
    return bool(new)


def _kind(row: Mapping[str, str]) -> StructureKind:
    nature = (row.get("nature") or StructureKind.PUBLIQUE).upper()
    if nature not in StructureKind.__members__:
        raise Invalid("structures.import.kind", value=nature)
    return StructureKind(nature)


def _yes(row: Mapping[str, str], column: str) -> bool:
    value = row[column].casefold()
    if value not in YES | NO:
        raise Invalid("structures.import.yes_or_no", column=column, value=row[column])
    return value in YES


def _date(row: Mapping[str, str], column: str) -> date:
    """JJ/MM/AAAA or AAAA-MM-JJ."""
    value = row[column]
    try:
        if "/" in value:
            day, month, year = value.split("/")
            return date(int(year), int(month), int(day))
        return date.fromisoformat(value)
    except ValueError:
        raise Invalid("structures.import.date", column=column, value=value) from None
