"""Totals and the VAT breakdown: believed where their sums and products hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import product

from chorus_app.formats.printed import values
from chorus_app.formats.printed.labels import Field
from chorus_app.formats.printed.layout import Page, Row, around
from chorus_app.formats.printed.seen import Claim, Claims, Seen, VatSeen

CENT = Decimal("0.01")
LIKELY = 8  # claims of one total that are compared with the others


def totals_of(claims: Claims, rows: Sequence[VatSeen], *, exempt: bool) -> dict[Field, Seen]:
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
        found |= _of_rows(rows, found.get(Field.GROSS), found)
    found |= _payable(claims, found)
    return found


def _of_rows(rows: Sequence[VatSeen], gross: Seen | None, found: Mapping[Field, Seen]) -> dict[Field, Seen]:
    """Where nothing announces the total without VAT: the sums of the breakdown, if they make the total with VAT."""
    net, vat = sum((row.base for row in rows), Decimal(0)), sum((row.amount for row in rows), Decimal(0))
    if not rows or gross is None or Field.NET in found or not _is(gross.value, net + vat):
        return {}
    box = around(row.box for row in rows)
    return {
        Field.NET: Seen(net, "", box, sure=True),
        Field.VAT: Seen(vat, "", box, sure=True),
        Field.GROSS: replace(gross, sure=True),
    }


def _strongest(claims: Claims, wanted: Field) -> list[Claim]:
    """The claims, the most likely first; of equals the last one, as totals stand at the end."""
    ranked = [(claim.weight, place, claim) for place, claim in enumerate(claims.get(wanted, ()))]
    return [claim for *_, claim in sorted(ranked, key=lambda rank: rank[:2], reverse=True)][:LIKELY]


def _summed(
    net: Sequence[Claim], vat: Sequence[Claim], gross: Sequence[Claim], rows: Decimal, *, exempt: bool
) -> dict[Field, Claim] | None:
    best: tuple[float, dict[Field, Claim]] | None = None
    for one, other in product(net, gross):
        difference = _number(other) - _number(one)
        fitting = [claim for claim in vat if abs(_number(claim) - difference) <= CENT]
        if fitting:
            speaks, told = one.weight + other.weight + fitting[0].weight, {Field.VAT: fitting[0]}
        elif difference and abs(rows - difference) <= CENT:
            speaks, told = one.weight + other.weight + 1, {Field.VAT: Claim(rows, other.cell, 0)}
        elif difference == 0 and exempt:
            speaks, told = one.weight + other.weight, {}
        else:
            continue
        if difference == 0 and not exempt and _number(one) == 0:
            continue  # three times nothing says nothing
        if best is None or speaks > best[0]:
            best = speaks, {Field.NET: one, Field.GROSS: other, **told}
    return best[1] if best else None


def _number(claim: Claim) -> Decimal:
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


def vat_rows(pages: Sequence[Page]) -> list[VatSeen]:
    """Rows that hold a rate, a base and the VAT that it makes: they give themselves away by their product."""
    found: dict[tuple[Decimal, Decimal], VatSeen] = {}
    for page in pages:
        for row in page.rows:
            for rate, money in _rates_and_money(row):
                pair = next(((base, vat) for base, vat in _pairs(money) if abs(base * rate / 100 - vat) <= CENT), None)
                if pair is not None and rate:
                    box = row.cells[0].box.around(row.cells[-1].box)
                    found.setdefault((rate, pair[0]), VatSeen(rate, *pair, box, sure=False))
    return list(found.values())


def _rates_and_money(row: Row) -> Iterator[tuple[Decimal, list[Decimal]]]:
    """Each rate of the row, with all its amounts: in per cent, or one of the French rates alone in its cell, with the
    amounts of the other cells."""
    text = " | ".join(cell.text for cell in row.cells)
    for rate in values.rates(text):
        yield rate.value, [amount.value for amount in values.amounts(text)]
    told = [[amount.value for amount in values.amounts(cell.text)] for cell in row.cells]
    for at, alone in enumerate(told):
        if len(alone) == 1 and alone[0] in values.FRENCH_RATES:
            yield alone[0], [value for other, cell in enumerate(told) if other != at for value in cell]


def _pairs(money: Sequence[Decimal]) -> Iterator[tuple[Decimal, Decimal]]:
    return ((base, vat) for at, base in enumerate(money) for vat in money[at + 1 :])


def checked(rows: Sequence[VatSeen], found: Mapping[Field, Seen]) -> tuple[VatSeen, ...]:
    """The rows are sure when their VAT is the total's; those of the invoice's lines, which would count twice, go."""
    total = found.get(Field.VAT)
    if total is None or not _is(total.value, sum((row.amount for row in rows), Decimal(0))):
        by_rate = {row.rate: row for row in rows}  # the last of each rate: the breakdown stands below the lines
        rows = tuple(by_rate.values())
    sure = total is not None and _is(total.value, sum((row.amount for row in rows), Decimal(0)))
    return tuple(VatSeen(row.rate, row.base, row.amount, row.box, sure) for row in rows)
