"""The rows and the totals, each in several ways, and the account to pay to."""

from collections.abc import Callable
from decimal import ROUND_HALF_UP

from chorus_app.formats.printed.labels import Field
from tests.makers.layouts.pen import Pen, grouped, rate_of
from tests.makers.layouts.truth import CENT


def rows_with_net(pen: Pen) -> float:
    for x, head in ((40, "Désignation"), (300, "Qté"), (360, "P.U. HT"), (440, "TVA"), (500, "Montant HT")):
        pen.text(x, 310, head)
    y = 328.0
    for what, quantity, price, rate in pen.about.rows:
        pen.text(40, y, what)
        pen.text(320, y, f"{quantity}", right=True)
        pen.text(410, y, grouped(price), right=True)
        pen.text(470, y, rate_of(rate), right=True)
        pen.text(555, y, grouped(quantity * price), right=True)
        y += 15
    return y + 20


def rows_with_both(pen: Pen) -> float:
    for x, head in (
        (40, "Description"),
        (250, "Quantité"),
        (310, "Prix unitaire"),
        (400, "Total HT"),
        (490, "Total TTC"),
    ):
        pen.text(x, 310, head)
    y = 328.0
    for what, quantity, price, rate in pen.about.rows:
        net = quantity * price
        pen.text(40, y, what)
        pen.text(280, y, f"{quantity},00", right=True)
        pen.text(370, y, pen.money(price), right=True)
        pen.text(460, y, pen.money(net), right=True)
        pen.text(555, y, pen.money((net * (100 + rate) / 100).quantize(CENT, ROUND_HALF_UP)), right=True)
        y += 15
    return y + 20


def totals_in_a_list(pen: Pen, y: float) -> None:
    for key, wanted in (("Total HT", Field.NET), ("TVA", Field.VAT), ("Total TTC", Field.GROSS)):
        pen.text(400, y, key)
        pen.text(555, y, pen.value(wanted), right=True)
        y += 15
    pen.text(400, y, "Net à payer")
    pen.text(555, y, pen.value(Field.PAYABLE), right=True)


def totals_by_rate(pen: Pen, y: float) -> None:
    for x, head in ((40, "Taux"), (110, "Base HT"), (200, "Montant TVA")):
        pen.text(x, y, head)
    below = y + 15
    for rate, (base, tax) in pen.about.vat.items():
        pen.text(40, below, rate_of(rate))
        pen.text(160, below, pen.money(base), right=True)
        pen.text(260, below, pen.money(tax), right=True)
        below += 14
    for key, wanted in (
        ("Montant total HT", Field.NET),
        ("Montant total TVA", Field.VAT),
        ("Montant total TTC", Field.GROSS),
        ("Solde à payer", Field.PAYABLE),
    ):
        pen.text(360, y, f"{key} :")
        pen.text(555, y, pen.value(wanted), right=True)
        y += 15


def totals_in_columns(pen: Pen, y: float) -> None:
    for x, key, wanted in (
        (140, "Total H.T.", Field.NET),
        (260, "Total T.V.A.", Field.VAT),
        (400, "Total T.T.C.", Field.GROSS),
        (555, "NET À PAYER", Field.PAYABLE),
    ):
        pen.text(x, y, key, right=True)
        pen.text(x, y + 15, pen.value(wanted), right=True)


def totals_in_sentences(pen: Pen, y: float) -> None:
    pen.lines(
        320,
        y,
        f"Total hors taxes : {pen.value(Field.NET)}",
        f"Total des taxes : {pen.value(Field.VAT)}",
        f"Total toutes taxes comprises : {pen.value(Field.GROSS)}",
        f"Reste à payer : {pen.value(Field.PAYABLE)}",
    )


def totals_with_rates(pen: Pen, y: float) -> None:
    pen.text(380, y, "Montant HT")
    pen.text(555, y, pen.value(Field.NET), right=True)
    for rate, (_, tax) in pen.about.vat.items():
        y += 15
        pen.text(380, y, f"TVA {rate_of(rate)}")
        pen.text(555, y, pen.money(tax), right=True)
    if len(pen.about.vat) == 1:
        pen.shown.add(Field.VAT)
    pen.text(380, y + 15, "Montant TTC")
    pen.text(555, y + 15, pen.value(Field.GROSS), right=True)
    pen.text(380, y + 30, "Montant dû")
    pen.text(555, y + 30, pen.value(Field.PAYABLE), right=True)


def account(pen: Pen) -> None:
    pen.text(40, 770, f"Règlement par virement - IBAN : {pen.value(Field.IBAN)}")


ROWS: tuple[Callable[[Pen], float], ...] = (rows_with_net, rows_with_both)
TOTALS: tuple[Callable[[Pen, float], None], ...] = (
    totals_in_a_list,
    totals_by_rate,
    totals_in_columns,
    totals_in_sentences,
    totals_with_rates,
)
