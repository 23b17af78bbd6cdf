"""A lot of 500 invoices until its report, on the running portal, alone and while somebody else uses it."""

import asyncio
import time
from collections.abc import Callable

import pytest
from playwright.async_api import Browser, Page

from chorus_app.flux.deposit import Receipt
from chorus_app.flux.enums import FluxState
from tests.bench.conftest import Measured
from tests.bench.figures import Figures
from tests.bench.test_imports import put, state_of
from tests.bench.test_pages import click, listed
from tests.makers.invoices import make_cii, make_facturx, make_ubl
from tests.makers.lots import tar_gz

COUNT = 500
TIMES = 3
LOOK = 0.05  # seconds between two looks at the state
PACE = 1.0  # seconds between two walks to a page and back: a person who clicks without reading
KINDS: dict[str, tuple[str, Callable[..., bytes], str]] = {
    "UBL": ("FSO1100A", make_ubl, "xml"),
    "CII": ("FSO1106A", make_cii, "xml"),
    "Factur-X": ("FSO1117A", make_facturx, "pdf"),
}


@pytest.mark.parametrize("kind", KINDS)
async def test_lot_until_the_report(portal: Measured, figures: Figures, kind: str) -> None:
    for turn in range(TIMES):
        receipt, begun = await deposited(portal, kind, turn)
        while not (await asyncio.to_thread(state_of, portal, receipt)).final:
            await asyncio.sleep(LOOK)
        figures.add(f"lot of {COUNT} until its report, {kind}", COUNT / (time.perf_counter() - begun), unit="a second")
        assert state_of(portal, receipt) is FluxState.INTEGRATED


@pytest.mark.parametrize("kind", KINDS)
async def test_lot_until_the_report_beside_a_neighbour(
    portal: Measured, chromium: Browser, figures: Figures, kind: str
) -> None:
    """The neighbour goes to another page and back each second. His browser works on the processors of the portal."""
    page = await listed(chromium, portal, "/factures-emises")
    for turn in range(TIMES, 2 * TIMES):
        receipt, begun = await deposited(portal, kind, turn)
        pause = asyncio.create_task(asyncio.sleep(PACE))
        while not (await asyncio.to_thread(state_of, portal, receipt)).final:
            if pause.done():
                pause = asyncio.create_task(asyncio.sleep(PACE))
                figures.add("click beside the import of a lot", *await click_around(page))
            await asyncio.sleep(LOOK)
        speed = COUNT / (time.perf_counter() - begun)
        figures.add(f"lot of {COUNT} until its report, {kind}, a neighbour clicks", speed, unit="a second")
        assert state_of(portal, receipt) is FluxState.INTEGRATED


async def deposited(portal: Measured, kind: str, turn: int) -> tuple[Receipt, float]:
    """A lot that nobody deposited before, and when."""
    content = await asyncio.to_thread(lot, kind, turn)
    begun = time.perf_counter()
    syntax = KINDS[kind][0]
    return await asyncio.to_thread(put, portal, syntax=syntax, content=content, name="lot.tar.gz"), begun


def lot(kind: str, turn: int) -> bytes:
    _, make, suffix = KINDS[kind]
    return tar_gz((f"f{n}.{suffix}", make(number=f"B{kind[:1]}{turn}-{n}")) for n in range(COUNT))


async def click_around(page: Page) -> tuple[float, float]:
    """To another page and back: milliseconds of each of the two clicks."""
    tab = "main .tabs a[href='/factures-emises/deposer']"
    there = await click(page, tab, "!!document.querySelector('main [data-drop]')")
    rows = "location.pathname === '/factures-emises' && !!document.querySelector('main table.list tbody tr')"
    return there, await click(page, "#menu a[href='/factures-emises']", rows)
