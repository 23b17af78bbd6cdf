"""Sums of an invoice, checked to the cent.

Chorus Pro takes invoices whose sums do not hold (several of AIFE's own qualification files are such), so these
findings warn; the rules of EN 16931 (BR-CO-10 to BR-CO-17) refuse them where the profile of use asks for it.

Tolerance: one cent for a sum of amounts that are written to the cent; for the VAT of a rate, one cent more for every
two lines, since software may round it line by line; two cents for a line, whose unit price may be rounded. A line may
also be priced with VAT: AIFE's own files are.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal

from chorus_app.formats.parsed import AllowanceCharge, Line, ParsedInvoice, Place, VatBreakdown
from chorus_app.kernel.french import amount, percent
from chorus_app.rules import codes
from chorus_app.rules.finding import Finding
from chorus_app.rules.making import Case

CENT = Decimal("0.01")
ZERO = Decimal(0)
LINE_SLACK = 2 * CENT


def lines(case: Case) -> Iterator[Finding]:
    """BT-106 is the sum of the net amounts of the lines (BT-131); titles and remarks stay out."""
    invoice = case.invoice
    counted = [line.net_amount for line in invoice.lines if line.in_totals]
    if counted and invoice.line_total is not None and None not in counted:
        yield from _compared(case, "CPP-SOMME-LIGNES", invoice.line_total, _sum(counted))


def line_amounts(case: Case) -> Iterator[Finding]:
    """BT-131 is the quantity at its price, with the allowances and charges of the line: a remark, since the unit price
    is often a rounded one."""
    rates = sorted({row.rate for row in case.invoice.vat if row.rate is not None and row.rate > -100})
    for line in case.invoice.lines:
        expected = _worth(line)
        if expected is None or line.net_amount is None or not line.in_totals:
            continue
        if not _fits(line.net_amount, expected) and not _fits_with_vat(line.net_amount, expected, rates):
            params = {"line_id": line.id or ""}
            yield from _compared(case, "CPP-LIGNE-MONTANT", line.net_amount, expected, place=line.place, params=params)


def _fits(net: Decimal, expected: Decimal) -> bool:
    return abs(to_the_cent(expected) - net) <= LINE_SLACK


def _fits_with_vat(net: Decimal, expected: Decimal, rates: Sequence[Decimal]) -> bool:
    """Whether the amount is `expected` without the VAT of one of the rates, which are in order.

    The higher the rate, the nearer to zero is what is left: the one rate to try is found by halving, since a file may
    hold thousands of rates and lines.
    """
    sign = -1 if expected > 0 else 1

    def left(rate: Decimal) -> Decimal:
        return sign * to_the_cent(expected / (1 + rate / 100))

    at = bisect_left(rates, sign * net - LINE_SLACK, key=left)
    return at < len(rates) and left(rates[at]) <= sign * net + LINE_SLACK


def _worth(line: Line) -> Decimal | None:
    if line.quantity is None or line.unit_price is None or line.base_quantity == 0:
        return None
    return line.quantity * line.unit_price / (line.base_quantity or 1) + _net(line.allowances)


def allowances(case: Case) -> Iterator[Finding]:
    """BT-107 and BT-108 are the sums of the allowances (BT-92) and charges (BT-99) of the document."""
    invoice = case.invoice
    taken = [row for row in invoice.allowances if not row.charge]
    put_on = _charges(invoice)
    if taken or invoice.allowance_total:
        yield from _compared(case, "CPP-SOMME-REMISES", invoice.allowance_total or ZERO, -_net(taken))
    if put_on or invoice.charge_total:
        yield from _compared(case, "CPP-SOMME-FRAIS", invoice.charge_total or ZERO, _sum(row.amount for row in put_on))


def bases_of_lines(case: Case) -> Iterator[Finding]:
    """BT-116 of each rate is what the lines, allowances and charges of that rate come to."""
    invoice = case.invoice
    counted = [line for line in invoice.lines if line.in_totals]
    if not counted or any(line.vat_category is None or line.net_amount is None for line in counted):
        return
    bases: dict[tuple[str | None, Decimal], Decimal] = defaultdict(Decimal)
    for line in counted:
        bases[line.vat_category, line.vat_rate or ZERO] += line.net_amount or ZERO
    for sign, row in (
        *((1 if row.charge else -1, row) for row in invoice.allowances),
        *((1, row) for row in invoice.freight),
    ):
        bases[row.vat_category, row.vat_rate or ZERO] += sign * (row.amount or ZERO)
    for vat in invoice.vat:
        if vat.base is not None:
            expected = bases[vat.category, vat.rate or ZERO]
            yield from _compared(case, "CPP-TVA-BASE-LIGNES", vat.base, expected, place=vat.place, row=vat)


def _charges(invoice: ParsedInvoice) -> list[AllowanceCharge]:
    return [*(row for row in invoice.allowances if row.charge), *invoice.freight]


def _net(rows: Iterable[AllowanceCharge]) -> Decimal:
    return _sum((row.amount or ZERO) * (1 if row.charge else -1) for row in rows)


def tax_exclusive(case: Case) -> Iterator[Finding]:
    """BT-109 = BT-106 - BT-107 + BT-108."""
    invoice = case.invoice
    if invoice.line_total is not None and invoice.tax_exclusive is not None:
        expected = invoice.line_total - (invoice.allowance_total or ZERO) + (invoice.charge_total or ZERO)
        yield from _compared(case, "CPP-SOMME-HT", invoice.tax_exclusive, expected)


def tax_by_rate(case: Case) -> Iterator[Finding]:
    """BT-117 = BT-116 x BT-119, rounded to the cent."""
    slack = CENT * (1 + len(case.invoice.lines) // 2)
    for row in case.invoice.vat:
        if row.base is not None and row.rate is not None and row.amount is not None:
            expected = to_the_cent(row.base * row.rate / 100)
            yield from _compared(case, "CPP-TVA-TAUX", row.amount, expected, slack=slack, place=row.place, row=row)


def tax_bases(case: Case) -> Iterator[Finding]:
    """The bases of all rates (BT-116) make the total without VAT (BT-109)."""
    bases = [row.base for row in case.invoice.vat]
    if bases and None not in bases and case.invoice.tax_exclusive is not None:
        yield from _compared(case, "CPP-TVA-BASES", _sum(bases), case.invoice.tax_exclusive)


def tax_total(case: Case) -> Iterator[Finding]:
    """BT-110 is the sum of the VAT of all rates (BT-117)."""
    taxes = [row.amount for row in case.invoice.vat]
    if taxes and None not in taxes and case.invoice.tax_total is not None:
        yield from _compared(case, "CPP-SOMME-TVA", case.invoice.tax_total, _sum(taxes))


def tax_inclusive(case: Case) -> Iterator[Finding]:
    """BT-112 = BT-109 + BT-110."""
    invoice = case.invoice
    if invoice.tax_exclusive is not None and invoice.tax_inclusive is not None:
        expected = invoice.tax_exclusive + (invoice.tax_total or ZERO)
        yield from _compared(case, "CPP-SOMME-TTC", invoice.tax_inclusive, expected)


def payable(case: Case) -> Iterator[Finding]:
    """BT-115 = BT-112 - BT-113 + BT-114."""
    invoice = case.invoice
    if invoice.tax_inclusive is not None and invoice.payable is not None:
        expected = invoice.tax_inclusive - (invoice.prepaid or ZERO) + (invoice.rounding or ZERO)
        yield from _compared(case, "CPP-SOMME-NET", invoice.payable, expected)


def sign(case: Case) -> Iterator[Finding]:
    """A credit note gives back positive amounts; an invoice that asks for less than nothing should be one."""
    invoice = case.invoice
    kind = (invoice.type_code or "").upper()
    if invoice.payable is None or invoice.payable >= 0:
        return
    if kind in codes.CREDIT_NOTE_TYPES:
        yield case.finding("CPP-AVOIR-NEGATIF", _money(case, invoice.payable))
    elif kind in codes.ORDINARY_TYPES:
        yield case.finding("CPP-FACTURE-NEGATIVE", _money(case, invoice.payable))


def to_the_cent(value: Decimal) -> Decimal:
    """Rounded as an accountant does: half a cent goes up."""
    return value.quantize(CENT, ROUND_HALF_UP)


def _compared(
    case: Case,
    code: str,
    found: Decimal,
    expected: Decimal,
    *,
    slack: Decimal = CENT,
    place: Place | None = None,
    row: VatBreakdown | None = None,
    params: Mapping[str, str] | None = None,
) -> Iterator[Finding]:
    difference = abs(found - expected)
    if difference > slack:
        params = {"expected": _money(case, expected), "difference": _money(case, difference), **(params or {})}
        if row is not None:
            params |= {"rate": percent(row.rate), "base": _money(case, row.base)}
        yield case.finding(code, _money(case, found), place=place, params=params)


def _money(case: Case, value: Decimal | None) -> str:
    return amount(value, case.invoice.currency)


def _sum(values: Iterable[Decimal | None]) -> Decimal:
    return sum((value for value in values if value is not None), ZERO)
