"""Reads an invoice from what its pages show: each value with the place it came from, unsure where it may be wrong.

A value is sure when the words before it mean nothing else and no other place says otherwise, or when the sums hold.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from itertools import product

from chorus_app.formats.printed import labels, values
from chorus_app.formats.printed.labels import LABELS, Field, Label
from chorus_app.formats.printed.layout import Box, Cell, Page, Row

CENT = Decimal("0.01")
MAX_NUMBER = 20  # characters of an invoice's number (BT-1) in Chorus Pro
MAX_REFERENCE = 50  # of an engagement or a market
BELOW = 3.2  # heights of a cell: how far below its label a value may stand
HEADING = 260  # points: how far above a SIRET its heading may stand
SHORT = 60  # characters of a cell that can be a heading
RIGHT, UNDER = 0.25, 0.75  # what a value loses in weight that stands at the right of its label, or under it
DAYS = {Field.ISSUED, Field.DUE}
MONEY = {Field.NET, Field.VAT, Field.GROSS, Field.PREPAID, Field.PAYABLE}
BETWEEN = re.compile(r"\([^)]*\)|[^\w]", re.ASCII)  # what may stand between a label and its value
WORDS_BETWEEN = {Field.DUE: 12, Field.ISSUED: 4}  # letters: « échéance fixée au », « date : le »
LENGTHS = {Field.NUMBER: MAX_NUMBER}
LIKELY = 8  # claims of one total that are compared with the others
SURE = 2.0  # the weight from which words mean nothing else


@dataclass(frozen=True)
class Seen:
    """A value as it was seen: `text` as it stands there, `box` where, `sure` whether it can stand without a look."""

    value: str | Decimal | date
    text: str
    box: Box
    sure: bool


@dataclass(frozen=True)
class VatSeen:
    """A row of the VAT breakdown (BG-23): rate in percent, base and VAT in the invoice's currency."""

    rate: Decimal
    base: Decimal
    amount: Decimal
    box: Box
    sure: bool


@dataclass(frozen=True)
class Printed:
    """What can be read. `words` is how many words the pages have: none in a scan."""

    pages: int
    words: int
    values: Mapping[Field, Seen] = field(default_factory=dict)
    vat: tuple[VatSeen, ...] = ()
    credit_note: bool = False


@dataclass(frozen=True)
class _Claim:
    """That a value stands somewhere, and how much speaks for it."""

    value: str | Decimal | date
    cell: Cell
    weight: float

    def seen(self, *, sure: bool) -> Seen:
        return Seen(self.value, self.cell.text, self.cell.box, sure)


Claims = Mapping[Field, Sequence[_Claim]]


def read(pages: Sequence[Page]) -> Printed:
    """All that is announced by words that are known, or that sums and keys give away."""
    claims = _claims(pages)
    found: dict[Field, Seen] = {}
    for wanted in (Field.NUMBER, Field.ISSUED, Field.DUE, Field.MARKET, Field.ENGAGEMENT, Field.SERVICE):
        if claims.get(wanted):
            found[wanted] = _best(claims[wanted])
    rows = _vat_rows(pages)
    found |= _totals(claims, rows, exempt=any(labels.EXEMPT.search(cell.plain) for cell in _cells(pages)))
    found |= _parties(pages)
    found |= _numbers_with_keys(pages, found)
    words = sum(len(cell.words) for cell in _cells(pages))
    credit = any(labels.CREDIT_NOTE.match(cell.plain) for cell in _cells(pages[:1]))
    return Printed(len(pages), words, found, _checked(rows, found), credit)


def _cells(pages: Iterable[Page]) -> Iterator[Cell]:
    return (cell for page in pages for row in page.rows for cell in row.cells)


# ---- what labels announce


def _claims(pages: Sequence[Page]) -> Claims:
    claims: dict[Field, list[_Claim]] = defaultdict(list)
    for page in pages:
        for at, row in enumerate(page.rows):
            table = sum(bool(labels.LINE_HEADER.match(cell.plain)) for cell in row.cells) >= 2
            for number, cell in enumerate(row.cells):
                for label, _, end, until in _announced(cell):
                    if table and label.field in MONEY:
                        continue  # the head of a column of the invoice's lines
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
) -> Iterator[_Claim]:
    """The first value after the label: in its cell, at its right, under it."""
    for value, start, end in _written(label.field, rest):
        if label.field in MONEY or len(BETWEEN.sub("", rest[:start])) <= WORDS_BETWEEN.get(label.field, 0):
            yield _Claim(value, cell.part(offset + start, offset + end), label.weight)
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


def _first(label: Label, cell: Cell, loss: float) -> _Claim | None:
    others = _announced(cell)
    until = others[0][1] if others else len(cell.text)
    for value, start, end in _written(label.field, cell.text[:until]):
        return _Claim(value, cell.part(start, end), label.weight - loss)
    return None


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
    else:
        found = values.codes(text, LENGTHS.get(wanted, MAX_REFERENCE))
    for written in found:
        yield written.value, written.start, written.end


def _best(claims: Sequence[_Claim]) -> Seen:
    """The claim that most speaks for; sure when its words mean nothing else and none as strong says otherwise."""
    best = max(claims, key=lambda claim: claim.weight)
    rivals = {claim.value for claim in claims if claim.weight >= best.weight - 0.5}
    return best.seen(sure=best.weight >= SURE and len(rivals) == 1)


# ---- totals


def _totals(claims: Claims, rows: Sequence[VatSeen], *, exempt: bool) -> dict[Field, Seen]:
    """The totals whose sum holds, else the best of each, unsure."""
    net, vat, gross = (_strongest(claims, wanted) for wanted in (Field.NET, Field.VAT, Field.GROSS))
    found: dict[Field, Seen] = {}
    summed = _summed(net, vat, gross, sum((row.amount for row in rows), Decimal(0)), exempt=exempt)
    if summed is not None:
        found |= {wanted: claim.seen(sure=True) for wanted, claim in summed.items()}
    else:
        for wanted, best in ((Field.NET, net), (Field.VAT, vat), (Field.GROSS, gross)):
            if best:
                found[wanted] = best[0].seen(sure=False)
    found |= _payable(claims, found)
    return found


def _strongest(claims: Claims, wanted: Field) -> list[_Claim]:
    """The claims, the most likely first; of equals the last one, as totals stand at the end."""
    ranked = [(claim.weight, place, claim) for place, claim in enumerate(claims.get(wanted, ()))]
    return [claim for *_, claim in sorted(ranked, key=lambda rank: rank[:2], reverse=True)][:LIKELY]


def _summed(
    net: Sequence[_Claim], vat: Sequence[_Claim], gross: Sequence[_Claim], rows: Decimal, *, exempt: bool
) -> dict[Field, _Claim] | None:
    best: tuple[float, dict[Field, _Claim]] | None = None
    for one, other in product(net, gross):
        difference = _number(other) - _number(one)
        fitting = [claim for claim in vat if abs(_number(claim) - difference) <= CENT]
        if fitting:
            speaks, told = one.weight + other.weight + fitting[0].weight, {Field.VAT: fitting[0]}
        elif difference and abs(rows - difference) <= CENT:
            speaks, told = one.weight + other.weight + 1, {Field.VAT: _Claim(rows, other.cell, 0)}
        elif difference == 0 and exempt:
            speaks, told = one.weight + other.weight, {}
        else:
            continue
        if difference == 0 and not exempt and _number(one) == 0:
            continue  # three times nothing says nothing
        if best is None or speaks > best[0]:
            best = speaks, {Field.NET: one, Field.GROSS: other, **told}
    return best[1] if best else None


def _number(claim: _Claim) -> Decimal:
    return claim.value if isinstance(claim.value, Decimal) else Decimal(0)


def _payable(claims: Claims, found: Mapping[Field, Seen]) -> dict[Field, Seen]:
    """The amount due: sure when it is the total, less what was paid; where nothing tells it, it may be the total."""
    due, prepaid, gross = _strongest(claims, Field.PAYABLE), claims.get(Field.PREPAID, ()), found.get(Field.GROSS)
    told: dict[Field, Seen] = {}
    for claim in due:
        paid = [other for other in prepaid if gross and _is(gross.value, _number(claim) + _number(other))]
        whole = gross is not None and _is(gross.value, _number(claim))
        if paid:
            told[Field.PREPAID] = paid[0].seen(sure=True)
        if paid or whole:
            return {**told, Field.PAYABLE: claim.seen(sure=True)}
    if due:
        return {Field.PAYABLE: due[0].seen(sure=False)}
    return {Field.PAYABLE: replace(gross, sure=False)} if gross is not None else {}


def _is(value: object, other: Decimal) -> bool:
    return isinstance(value, Decimal) and abs(value - other) <= CENT


def _vat_rows(pages: Sequence[Page]) -> list[VatSeen]:
    """Rows that hold a rate, a base and the VAT that it makes: they give themselves away by their product."""
    found: dict[tuple[Decimal, Decimal], VatSeen] = {}
    for page in pages:
        for row in page.rows:
            text = " | ".join(cell.text for cell in row.cells)
            money = [amount.value for amount in values.amounts(text)]
            for rate in values.rates(text):
                pair = next(
                    ((base, vat) for base, vat in _pairs(money) if abs(base * rate.value / 100 - vat) <= CENT), None
                )
                if pair is not None and rate.value:
                    box = row.cells[0].box.around(row.cells[-1].box)
                    found.setdefault((rate.value, pair[0]), VatSeen(rate.value, *pair, box, sure=False))
    return list(found.values())


def _pairs(money: Sequence[Decimal]) -> Iterator[tuple[Decimal, Decimal]]:
    return ((base, vat) for at, base in enumerate(money) for vat in money[at + 1 :])


def _checked(rows: Sequence[VatSeen], found: Mapping[Field, Seen]) -> tuple[VatSeen, ...]:
    """The rows are sure when their VAT is the total's; those of the invoice's lines, which would count twice, go."""
    total = found.get(Field.VAT)
    if total is None or not _is(total.value, sum((row.amount for row in rows), Decimal(0))):
        by_rate = {row.rate: row for row in rows}  # the last of each rate: the breakdown stands below the lines
        rows = tuple(by_rate.values())
    sure = total is not None and _is(total.value, sum((row.amount for row in rows), Decimal(0)))
    return tuple(VatSeen(row.rate, row.base, row.amount, row.box, sure) for row in rows)


# ---- who


@dataclass(frozen=True)
class _Role:
    """Whose a SIRET may be: `field` None when nothing says it."""

    number: str
    cell: Cell
    field: Field | None
    weight: float


def _parties(pages: Sequence[Page]) -> dict[Field, Seen]:
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


def _numbers_with_keys(pages: Sequence[Page], found: Mapping[Field, Seen]) -> dict[Field, Seen]:
    """The supplier's VAT number and IBAN: their keys give them away."""
    told: dict[Field, Seen] = {}
    supplier = found.get(Field.SUPPLIER)
    for cell in _cells(pages):
        for written in values.vat_numbers(cell.text):
            if supplier is not None and str(supplier.value).startswith(written.value[4:]):
                part = cell.part(written.start, written.end)
                told.setdefault(Field.SUPPLIER_VAT, Seen(written.value, part.text, part.box, supplier.sure))
    accounts = [(cell, written) for cell in _cells(pages) for written in values.ibans(cell.text)]
    if accounts:
        cell, written = accounts[0]
        part = cell.part(written.start, written.end)
        alone = len({account.value for _, account in accounts}) == 1
        told[Field.IBAN] = Seen(written.value, part.text, part.box, alone)
    return told
