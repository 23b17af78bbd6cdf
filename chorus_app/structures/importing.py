"""Import the directory of public structures and their services from a CSV file.

One line for each structure, or one for each of its services (the structure's own columns may then be repeated). What is
known already is updated; a column that the file does not have changes nothing. All lines or none.
"""

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlmodel import select

from chorus_app.kernel.context import Context
from chorus_app.kernel.errors import Invalid, InvalidForm
from chorus_app.kernel.identifiers import IdentifierType
from chorus_app.kernel.words import fold, one_line
from chorus_app.structures.enums import StructureKind
from chorus_app.structures.models import Service, Structure
from chorus_app.structures.queries import structure_by_identifier
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


@dataclass(slots=True)
class Imported:
    """How many were created and changed."""

    structures_created: int = 0
    structures_changed: int = 0
    services_created: int = 0
    services_changed: int = 0


Row = Mapping[str, str]


def read_text(file: Path) -> str:
    """The text of a CSV file: UTF-8, or what French spreadsheets write."""
    content = file.read_bytes()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def import_structures(context: Context, *, content: str) -> Imported:
    """Import the text of a CSV file, parted by `;` or `,`. Raises `ImportRefused`, each error with its line."""
    done, errors = Imported(), list[LineError]()
    for line, row in _rows(content):
        try:
            _import_row(context, row, done)
        except InvalidForm as refused:
            errors.extend(LineError(line, error) for error in refused.errors)
        except Invalid as refused:
            errors.append(LineError(line, refused))
        if len(errors) >= MOST_ERRORS:
            break
    if errors:
        raise ImportRefused(errors)
    return done


def _rows(content: str) -> Iterator[tuple[int, Row]]:
    content = content.removeprefix("\ufeff")
    head = content.partition("\n")[0]
    reader = csv.reader(io.StringIO(content, newline=""), delimiter=";" if head.count(";") >= head.count(",") else ",")
    columns = [fold(name).replace(" ", "_") for name in next(reader, [])]
    missing = [name for name in NEEDED if name not in columns]
    unknown = [name for name in columns if name not in COLUMNS]
    if missing or unknown or len(set(columns)) != len(columns):
        names = ", ".join(missing or unknown or columns)
        key = "structures.import.columns_missing" if missing else "structures.import.columns_unknown"
        raise ImportRefused([LineError(1, Invalid(key, names=names))])
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield reader.line_num, dict(zip(columns, (one_line(cell) for cell in cells), strict=False))


def _import_row(context: Context, row: Row, done: Imported) -> None:
    structure = _import_structure(context, row, done)
    if row.get("service_code"):
        _import_service(context, structure, row, done)


def _import_structure(context: Context, row: Row, done: Imported) -> Structure:
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
    known = structure_by_identifier(context, kind=read.identifier_type, identifier=read.identifier)
    changed = _assign(known or read, values)
    context.session.add(known or read)
    context.session.flush()
    done.structures_created += known is None
    done.structures_changed += known is not None and changed
    return known or read


def _import_service(context: Context, structure: Structure, row: Row, done: Imported) -> None:
    code = row["service_code"]
    if len(code) > LONGEST_CODE:
        raise Invalid("structures.import.code_too_long", most=LONGEST_CODE)
    known = context.session.exec(
        select(Service).where(Service.structure_id == structure.id, Service.code == code)
    ).one_or_none()
    service = known or Service(structure_id=structure.id, code=code, name=row.get("service_nom") or code)
    readers: dict[str, tuple[str, Callable[[Row, str], object]]] = {
        "service_nom": ("name", lambda row, column: row[column][:200]),
        "service_actif": ("active", _yes),
        "service_debut": ("valid_from", _date),
        "service_fin": ("valid_until", _date),
        "service_engagement_obligatoire": ("engagement_required", _yes),
    }
    changed = _assign(service, {name: read(row, column) for column, (name, read) in readers.items() if row.get(column)})
    context.session.add(service)
    context.session.flush()
    done.services_created += known is None
    done.services_changed += known is not None and changed


def _assign(target: Structure | Service, values: Mapping[str, object]) -> bool:
    """Set the values; whether one of them is new."""
    new = {name: value for name, value in values.items() if getattr(target, name) != value}
    for name, value in new.items():
        setattr(target, name, value)
    return bool(new)


def _kind(row: Row) -> StructureKind:
    nature = (row.get("nature") or StructureKind.PUBLIQUE).upper()
    if nature not in StructureKind.__members__:
        raise Invalid("structures.import.kind", value=nature)
    return StructureKind(nature)


def _yes(row: Row, column: str) -> bool:
    value = row[column].casefold()
    if value not in YES | NO:
        raise Invalid("structures.import.yes_or_no", column=column, value=row[column])
    return value in YES


def _date(row: Row, column: str) -> date:
    """JJ/MM/AAAA or AAAA-MM-JJ."""
    value = row[column]
    try:
        if "/" in value:
            day, month, year = value.split("/")
            return date(int(year), int(month), int(day))
        return date.fromisoformat(value)
    except ValueError:
        raise Invalid("structures.import.date", column=column, value=value) from None
