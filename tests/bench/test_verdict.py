"""How long the verdict on one file takes in a process that is warm, layer by layer."""

import time
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest
from lxml import etree

from chorus_app.rules.schematron import engine, sheets
from chorus_app.rules.schematron.checking import check
from chorus_app.rules.verdict import Standards, verdict
from tests.bench.figures import Figures
from tests.makers.invoices import make_cii, make_facturx, make_invoice, make_ubl

TIMES = 60
FILES: dict[str, Callable[..., bytes]] = {"UBL": make_ubl, "CII": make_cii, "Factur-X": make_facturx}
SHEETS = {
    "EN 16931, UBL (CEN)": (make_ubl, (sheets.CEN_UBL,)),
    "EN 16931, CII (Factur-X and EXTENDED-CTC-FR)": (make_cii, (sheets.CEN_CII_BUSINESS, sheets.CEN_CII_SYNTAX)),
    "EN 16931, CII EXTENDED": (make_cii, (sheets.EXTENDED_CII,)),
    "BR-FR, UBL": (make_ubl, (sheets.BR_FR_UBL,)),
    "BR-FR, CII": (make_cii, (sheets.BR_FR_CII,)),
}


def ten_lines(make: Callable[..., bytes]) -> bytes:
    """An invoice of ten lines whose sums are right."""
    invoice = make_invoice()
    lines = tuple(replace(invoice.lines[0], id=str(number)) for number in range(1, 11))
    net, vat = Decimal("12000.00"), Decimal("2400.00")
    return make(
        lines=lines,
        line_total=net,
        tax_exclusive=net,
        tax_total=vat,
        tax_inclusive=net + vat,
        payable=net + vat,
        vat=(replace(invoice.vat[0], base=net, amount=vat),),
    )


@pytest.mark.parametrize("what", SHEETS)
def test_stylesheets_on_ten_lines(figures: Figures, what: str) -> None:
    make, asked = SHEETS[what]
    node = engine.document(etree.tostring(etree.fromstring(ten_lines(make)), encoding="unicode"))
    begun = time.perf_counter()
    for sheet in asked:
        engine.report(sheet, node)
    figures.add(f"{what}: first run, stylesheet compiled", 1000 * (time.perf_counter() - begun))
    for _ in range(TIMES):
        begun = time.perf_counter()
        for sheet in asked:
            engine.report(sheet, node)
        figures.add(f"{what}: 10 lines", 1000 * (time.perf_counter() - begun))


@pytest.mark.parametrize("kind", FILES)
@pytest.mark.parametrize("standards", [None, check], ids=["Chorus Pro", "all layers"])
def test_verdict_on_ten_lines(figures: Figures, kind: str, standards: Standards | None) -> None:
    content = ten_lines(FILES[kind])
    layers = "all layers" if standards else "without EN 16931 and BR-FR"
    found = verdict(content, standards=standards)
    for _ in range(TIMES):
        begun = time.perf_counter()
        assert verdict(content, standards=standards) == found
        figures.add(f"verdict, {kind}, {layers}: 10 lines", 1000 * (time.perf_counter() - begun))
