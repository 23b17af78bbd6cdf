"""Whose a SIRET, a VAT number or an IBAN is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from chorus_app.formats.printed import labels, values
from chorus_app.formats.printed.labels import Field
from chorus_app.formats.printed.layout import Cell, Page, Row
from chorus_app.formats.printed.seen import SURE, Seen, cells_of

HEADING = 260  # points: how far above a SIRET its heading may stand
SHORT = 60  # characters of a cell that can be a heading
ALIGNED = 3  # points: lines that begin so near each other begin at one edge


@dataclass(frozen=True)
class _Role:
    """Whose a SIRET may be: `field` None when nothing says it."""

    number: str
    cell: Cell
    field: Field | None
    weight: float


def parties_of(pages: Sequence[Page]) -> dict[Field, Seen]:
    roles = [role for page in pages for role in _roles(page)]
    told: dict[Field, Seen] = {}
    for wanted in (Field.SUPPLIER, Field.RECIPIENT):
        mine = sorted((role for role in roles if role.field is wanted), key=lambda role: -role.weight)
        if mine:
            alone = len({role.number for role in mine if role.weight == mine[0].weight}) == 1
            told[wanted] = _party(mine[0], sure=alone and mine[0].weight >= SURE and values.has_key(mine[0].number))
    named = {seen.value for seen in told.values()}
    left = [role for role in roles if role.weight < SURE and role.number not in named]
    for wanted in (Field.SUPPLIER, Field.RECIPIENT):
        if wanted not in told and left:
            told[wanted] = _party(left.pop(0), sure=False)
    return told


def _party(role: _Role, *, sure: bool) -> Seen:
    return Seen(role.number, role.cell.text, role.cell.box, sure)


def _roles(page: Page) -> Iterator[_Role]:
    for at, row in enumerate(page.rows):
        for cell in row.cells:
            for written in values.sirets(cell.text):
                announced = "siret" in cell.plain[: written.start] or _is_announced(row, cell)
                if announced or values.has_key(written.value):
                    role = _role(page, at, cell, cell.plain[: written.start])
                    if role is not None:
                        yield _Role(written.value, cell.part(written.start, written.end), *role)


def _is_announced(row: Row, cell: Cell) -> bool:
    left = [other for other in row.cells if other.box.right <= cell.box.left]
    return bool(left) and "siret" in left[-1].plain


def _role(page: Page, at: int, cell: Cell, before: str) -> tuple[Field | None, float] | None:
    """By the words before the number, else by the nearest heading above, else by what stands around it. None for
    somebody else than supplier and recipient."""
    if (told := _named(before)) is not None:
        return told, 3
    if labels.LETTERHEAD.search(cell.plain):
        return Field.SUPPLIER, 2.5
    for other in _above(page, at, cell):
        if len(other.text) <= SHORT:
            if labels.OTHER_PARTY.search(other.plain):
                return None
            if (told := _named(other.plain)) is not None:
                return told, 2.5
            if labels.PUBLIC_BODY.search(other.plain):
                return Field.RECIPIENT, 2
    if any(labels.LETTERHEAD.search(other.plain) for other in page.rows[at].cells):
        return Field.SUPPLIER, 2
    edge = cell.box.middle < page.height * 0.12 or cell.box.middle > page.height * 0.9
    return (Field.SUPPLIER, 1.5) if edge else (None, 0)


def _named(text: str) -> Field | None:
    """The last word that says whose it is."""
    last = [
        (match.start(), wanted)
        for pattern, wanted in ((labels.SUPPLIER, Field.SUPPLIER), (labels.RECIPIENT, Field.RECIPIENT))
        for match in pattern.finditer(text)
    ]
    return max(last)[1] if last else None


def _above(page: Page, at: int, cell: Cell) -> Iterator[Cell]:
    """The cells of the same column above, the nearest first."""
    for row in reversed(page.rows[:at]):
        if cell.box.top - row.cells[0].box.bottom > HEADING:
            return
        yield from (other for other in row.cells if other.box.overlap(cell.box) > 0)


def numbers_with_keys(pages: Sequence[Page], found: Mapping[Field, Seen]) -> dict[Field, Seen]:
    """The supplier's VAT number and IBAN: their keys give them away."""
    told: dict[Field, Seen] = {}
    supplier = found.get(Field.SUPPLIER)
    for cell in cells_of(pages):
        for written in values.vat_numbers(cell.text):
            if supplier is not None and str(supplier.value).startswith(written.value[4:]):
                part = cell.part(written.start, written.end)
                told.setdefault(Field.SUPPLIER_VAT, Seen(written.value, part.text, part.box, supplier.sure))
    accounts = [(cell, written) for cell in cells_of(pages) for written in values.ibans(cell.text)]
    accounts = accounts or [(cell, written) for cell in _wrapped(pages) for written in values.ibans(cell.text)]
    if accounts:
        cell, written = accounts[0]
        part = cell.part(written.start, written.end)
        alone = len({account.value for _, account in accounts}) == 1
        told[Field.IBAN] = Seen(written.value, part.text, part.box, alone)
    return told


def _wrapped(pages: Iterable[Page]) -> Iterator[Cell]:
    """Lines of a paragraph two by two, for what begins on the one and ends on the other."""
    for page in pages:
        for row, below in zip(page.rows, page.rows[1:], strict=False):
            for cell in row.cells:
                for other in below.cells:
                    near = other.box.top - cell.box.bottom < cell.box.height
                    if near and abs(other.box.left - cell.box.left) < ALIGNED:
                        yield Cell((*cell.words, *other.words))
