"""Many files deposited at once."""

import asyncio
from secrets import token_hex
from urllib.parse import urlsplit

from playwright.async_api import Page, expect

from tests.e2e import given, steps
from tests.e2e import held as importing
from tests.e2e.addresses import DATA_OF
from tests.e2e.hands import Mouse
from tests.e2e.papers import lot
from tests.e2e.steps import button, link
from tests.e2e.ways.deposits import ISSUED_DEPOSIT, give
from tests.e2e.ways.going import go
from tests.makers.lots import zip_of


async def judged(page: Page, *, wrong: tuple[int, ...] = (2,)) -> None:
    """The deposit page, given a lot of which some invoices are wrong."""
    await go(ISSUED_DEPOSIT, page)
    await Mouse(page).choose(steps.syntax(page, "FSO1100A"))
    await give(page, await asyncio.to_thread(lot, given.new_folder(), f"VU-{token_hex(2)}", 4, wrong=wrong))
    await expect(page.get_by_role("table")).to_be_visible()


async def refused(page: Page) -> None:
    """The deposit page, given a lot that names a file outside of it."""
    await go(ISSUED_DEPOSIT, page)
    file = given.new_folder() / "lot.zip"
    await asyncio.to_thread(file.write_bytes, zip_of([("../facture.xml", b"<a/>")]))
    await give(page, file)


async def deposited(page: Page) -> None:
    """The page of its flux."""
    await judged(page)
    await steps.send(Mouse(page), "Déposer quand même")


async def held(page: Page, *, done: int) -> None:
    """The page of a lot of which so many invoices are imported; without any it waits for its turn."""
    parts = urlsplit(page.url)
    data = DATA_OF[f"{parts.scheme}://{parts.netloc}"]
    name = f"VU-{token_hex(2)}"
    flux = await asyncio.to_thread(importing.lot, data, "supplier_manager", name, given.new_folder(), done=done)
    await go(f"/suivi-des-flux/{flux}", page)
    await expect(
        page.get_by_text("En cours de traitement" if done else "En attente de traitement").first
    ).to_be_visible()
    if done:
        await expect(page.get_by_role("progressbar")).to_be_visible()


async def reported(page: Page) -> None:
    await deposited(page)
    await link(page, "Lire le compte-rendu").first.click()
    await expect(page.get_by_role("table")).to_be_visible()


async def one_reported(page: Page) -> None:
    """The report of one invoice of the lot."""
    await reported(page)
    await page.get_by_role("table").get_by_role("row").nth(1).get_by_role("link").first.click()
    await expect(link(page, "Toutes les factures du lot")).to_be_visible()


async def again(page: Page) -> None:
    """The deposit of the refused invoices of the lot."""
    await deposited(page)
    await button(page, "Redéposer les factures refusées").click()
    await expect(page.get_by_text("Nouveau dépôt à la place du flux")).to_be_visible()
    await expect(page.get_by_role("table")).to_be_visible()
