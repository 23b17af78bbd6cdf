"""What labels announce: the value after them, at their right, or under them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from chorus_app.formats.printed import labels, values
from chorus_app.formats.printed.labels import LABELS, Field, Label
from chorus_app.formats.printed.layout import Cell, Page, Row
from chorus_app.formats.printed.seen import SURE, Claim, Claims, Seen, cells_of

MAX_NUMBER = 20  # characters of an invoice's number (BT-1) in Chorus Pro
MAX_REFERENCE = 50  # of an engagement or a market
BELOW = 3.2  # heights of a cell: how far below its label a value may stand
A_WORD = 1.0  # what a code loses in weight that has no digit
IN_PIECES = 1.5  # what a number loses in weight that has blanks in it
RIGHT, UNDER = 0.25, 0.75  # what a value loses in weight that stands at the right of its label, or under it
DAYS = {Field.ISSUED, Field.DUE}
MONEY = {Field.NET, Field.VAT, Field.GROSS, Field.PREPAID, Field.PAYABLE}
BETWEEN = re.compile(r"\([^)]*\)|[^\w]", re.ASCII)  # what may stand between a label and its value
BEFORE_A_DAY = re.compile(r"[^a-z]*(?:le|du)?[^a-z]*")  # of the one day of a page
WORDS_BETWEEN = {Field.DUE: 12, Field.ISSUED: 4}  # letters: « échéance fixée au », « date : le »
LENGTHS = {Field.NUMBER: MAX_NUMBER}


def claims_of(pages: Sequence[Page]) -> Claims:
    claims: dict[Field, list[Claim]] = defaultdict(list)
    for page in pages:
        for at, row in enumerate(page.rows):
            table = sum(bool(labels.LINE_HEADER.match(cell.plain)) for cell in row.cells) >= 2
            for number, cell in enumerate(row.cells):
                for label, start, end, until in _announced(cell):
                    if table and label.field in MONEY:
                        continue  # the head of a column of the invoice's lines
                    if label.field in (Field.NUMBER, Field.ISSUED) and labels.OTHER_INVOICE.search(cell.plain[:start]):
                        continue
                    claims[label.field] += _found(
                        label, cell.text[end:until], cell, end, row.cells[number + 1 :], page, at
                    )
    return claims


def _announced(cell: Cell) -> list[tuple[Label, int, int, int]]:
    """The labels in a cell, where each begins and ends, and where its value ends: at the next label at the latest.

    Where several begin inside each other, the longest counts.
    """
    spans = [
        (label, *match.span("label" if label.pattern.groupindex else 0))
        for label in LABELS
        for match in label.pattern.finditer(cell.plain)
    ]
    spans.sort(key=lambda span: (span[1], -span[2], -span[0].weight))
    kept: list[tuple[Label, int, int]] = []
    for span in spans:
        if not kept or span[1] >= kept[-1][2]:
            kept.append(span)
    ends = [*(start for _, start, _ in kept), len(cell.text)][1:]
    return [(label, start, end, until) for (label, start, end), until in zip(kept, ends, strict=True)]


def _found(
    label: Label, rest: str, cell: Cell, offset: int, right: Sequence[Cell], page: Page, at: int
) -> Iterator[Claim]:
    """The first value after the label: in its cell, at its right, under it."""
    if label.field is Field.NUMBER and (whole := values.spaced(rest)) is not None:
        yield Claim(whole.value, cell.part(offset + whole.start, offset + whole.end), label.weight - IN_PIECES)
        return
    for value, start, end in _written(label.field, rest):
        if label.field in MONEY or len(BETWEEN.sub("", rest[:start])) <= WORDS_BETWEEN.get(label.field, 0):
            yield Claim(value, cell.part(offset + start, offset + end), label.weight - _doubt(label.field, value))
        return
    if BETWEEN.sub("", rest) and label.field not in MONEY:
        return  # something else follows: the words were part of a sentence
    for beside in right:
        if (claim := _first(label, beside, RIGHT)) is not None:
            yield claim
            return
        if _announced(beside):
            break
    for under in _under(cell, page.rows[at + 1 :]):
        if (claim := _first(label, under, UNDER)) is not None:
            yield claim
            return


def _first(label: Label, cell: Cell, loss: float) -> Claim | None:
    others = _announced(cell)
    until = others[0][1] if others else len(cell.text)
    for value, start, end in _written(label.field, cell.text[:until]):
        if label.field not in DAYS | MONEY and labels.OTHER_NUMBER.search(cell.plain[:start]):
            return None
        return Claim(value, cell.part(start, end), label.weight - loss - _doubt(label.field, value))
    return None


def _doubt(wanted: Field, value: object) -> float:
    """What the look of a value takes from its weight: a service's code without a digit may be a word."""
    word = wanted is Field.SERVICE and not any(letter.isdigit() for letter in str(value))
    return A_WORD if word else 0


def _under(cell: Cell, rows: Sequence[Row]) -> Iterator[Cell]:
    """The cells below, in the same column, down to the next label."""
    for row in rows:
        if row.cells[0].box.top - cell.box.bottom > BELOW * cell.box.height:
            return
        for other in row.cells:
            if other.box.overlap(cell.box) > 0:
                if _announced(other):
                    return
                yield other


def _written(wanted: Field, text: str) -> Iterator[tuple[str | Decimal | date, int, int]]:
    found: Iterator[values.Written[date]] | Iterator[values.Written[Decimal]] | Iterator[values.Written[str]]
    if wanted in DAYS:
        found = values.days(text)
    elif wanted in MONEY:
        found = values.amounts(text)
    elif wanted is Field.SERVICE:
        found = values.services(text, MAX_REFERENCE)
    else:
        found = values.codes(text, LENGTHS.get(wanted, MAX_REFERENCE))
    for written in found:
        value = written.value
        taken = wanted is Field.PREPAID and isinstance(value, Decimal)  # what was paid is often written as taken away
        yield abs(value) if taken and isinstance(value, Decimal) else value, written.start, written.end


def best_of(claims: Sequence[Claim]) -> Seen:
    """The claim that most speaks for; sure when its words mean nothing else and none as strong says otherwise."""
    best = max(claims, key=lambda claim: claim.weight)
    rivals = {claim.value for claim in claims if claim.weight >= best.weight - 0.5}
    return best.seen(sure=best.weight >= SURE and len(rivals) == 1)


def only_day(pages: Sequence[Page], found: Mapping[Field, Seen]) -> dict[Field, Seen]:
    """Where no words tell the invoice's day, the one day on its first page, unsure."""
    if Field.ISSUED in found:
        return {}
    due = found[Field.DUE].value if Field.DUE in found else None
    seen = {
        written.value: cell.part(written.start, written.end)
        for cell in cells_of(pages[:1])
        for written in values.days(cell.text)
        if written.value != due and BEFORE_A_DAY.fullmatch(cell.plain[: written.start])
    }
    if len(seen) != 1:
        return {}
    ((day, cell),) = seen.items()
    return {Field.ISSUED: Seen(day, cell.text, cell.box, sure=False)}
