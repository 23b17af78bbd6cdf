"""A picture of every page in each of its states and looks: `python -m tests.gallery FOLDER [PART OF A NAME]`.

A place that is not reached is told, and the others are portrayed all the same.
"""

import asyncio
import re
import sys
import tempfile
import unicodedata
from pathlib import Path

from playwright.async_api import Browser, Error, Page, async_playwright, expect

from tests.e2e.conftest import ARGUMENTS, FRENCH, start_server, stop_server
from tests.e2e.looks import LOOKS, WIDE
from tests.e2e.places.every import PEOPLE, PLACES
from tests.e2e.places.place import Place, enter

# A frame below the window's edge would stay white on the picture.
BRING_FRAMES = "document.querySelector('iframe')?.scrollIntoView()"
PATIENCE = 30_000  # milliseconds: pictures may be taken while the machine does other things


async def take(folder: Path, part: str = "") -> None:
    """Write the pictures of the places whose name holds that part, PNG files named by person, place and look."""
    folder.mkdir(parents=True, exist_ok=True)
    expect.set_options(timeout=PATIENCE)
    with tempfile.TemporaryDirectory() as data:
        server, process = start_server(Path(data))
        try:
            async with async_playwright() as playwright:
                chromium = await playwright.chromium.launch(
                    executable_path="/usr/bin/chromium", args=ARGUMENTS, env=FRENCH
                )
                for who in PEOPLE:
                    places = [place for place in PLACES if place.who == who and part in f"{who}: {place.name}"]
                    if places:
                        await visit(chromium, server.address, who, places, folder)
                await chromium.close()
        finally:
            stop_server(process)


async def visit(chromium: Browser, address: str, who: str, places: list[Place], folder: Path) -> None:
    context = await chromium.new_context(
        base_url=address, locale="fr-FR", viewport=WIDE, color_scheme="light", reduced_motion="reduce"
    )
    page = await context.new_page()
    await enter(page, who)
    for place in places:
        try:
            await place.reach(page)
            await portray(page, place, folder)
        except (AssertionError, Error) as error:
            print(f"{place.who or 'visitor'}: {place.name}: NOT REACHED: {str(error).splitlines()[0]}", flush=True)
    await context.close()


async def portray(page: Page, place: Place, folder: Path) -> None:
    for look in LOOKS:
        await look.put_on(page)
        await page.evaluate(BRING_FRAMES)
        name = file_name(f"{place.who or 'visitor'} {place.name} {look}")
        await page.screenshot(path=folder / f"{name}.png", full_page=True, animations="disabled")
    print(f"{place.who or 'visitor'}: {place.name}", flush=True)


def file_name(words: str) -> str:
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


if __name__ == "__main__":
    asyncio.run(take(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else ""))
