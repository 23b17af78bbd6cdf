"""The breakdown and the totals of an invoice that is typed in."""

from decimal import ROUND_HALF_UP, Decimal

from chorus_app.drafts.enums import Answer
from chorus_app.drafts.form import ItemRow, RateRow, number_of
from chorus_app.drafts.prefill import typed

CENT = Decimal("0.01")


def sums(rows: list[ItemRow], prepaid: str) -> tuple[list[RateRow], dict[Answer, str]]:
    """The breakdown and the totals that lines make."""
    bases: dict[Decimal, Decimal] = {}
    for row in rows:
        quantity, price, rate = number_of(row.quantity), number_of(row.price), number_of(row.rate)
        if quantity is not None and price is not None and rate is not None:
            net = (quantity * price).quantize(CENT, ROUND_HALF_UP)
            bases[rate] = bases.get(rate, Decimal(0)) + net
    taxes = {rate: (base * rate / 100).quantize(CENT, ROUND_HALF_UP) for rate, base in bases.items()}
    net, tax = sum(bases.values(), Decimal(0)), sum(taxes.values(), Decimal(0))
    paid = number_of(prepaid) or Decimal(0)
    totals = {
        Answer.NET: typed(net),
        Answer.VAT: typed(tax),
        Answer.GROSS: typed(net + tax),
        Answer.PAYABLE: typed(net + tax - paid),
    }
    return [RateRow(typed(rate), typed(base), typed(taxes[rate])) for rate, base in bases.items()], totals
