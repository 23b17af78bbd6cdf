"""One file that is deposited, or only checked."""

import re
from pathlib import Path

from playwright.async_api import Page, expect

from chorus_app.accounts.throttle import CHECKS
from tests.e2e import given, steps
from tests.e2e.hands import Mouse
from tests.e2e.papers import BUILDERS, works_ubl
from tests.e2e.steps import button, said
from tests.e2e.ways.going import go, told

WORKS = "/factures-de-travaux/deposer"
ISSUED_DEPOSIT = "/factures-emises/deposer"
SLOW = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 400_000}


async def give(page: Page, file: Path) -> None:
    await Mouse(page).give(button(page, "Choisir un fichier"), file)
    await expect(page.get_by_role("heading", name=file.name)).to_be_visible()
    await expect(page.get_by_role("main").locator(".badge").first).to_be_visible()


async def judged(kind: str, page: Page) -> None:
    """The deposit page, given a file of that kind."""
    await go(WORKS, page)
    await give(page, await given.made(kind))


async def wrong_pair(page: Page) -> None:
    """A UBL file for a value of « Syntaxe » that takes a Factur-X."""
    await go(WORKS, page)
    await Mouse(page).choose(steps.syntax(page, "FSO1137A"))
    await give(page, works_ubl(given.new_folder(), "VU-COUPLE", BUILDERS))
    await expect(said(page, "Cette syntaxe ne convient pas au fichier")).to_be_visible()


async def too_large(page: Page) -> None:
    await go(WORKS, page)
    file = given.new_folder() / "trop-lourd.pdf"
    with file.open("wb") as heavy:
        heavy.truncate(120_000_001)
    await Mouse(page).give(button(page, "Choisir un fichier"), file)
    await expect(told(page).first).to_be_visible()


async def sending(page: Page) -> None:
    """A large file on a slow line, until the person goes elsewhere."""
    await go(WORKS, page)
    network = await page.context.new_cdp_session(page)
    await network.send("Network.enable")
    await network.send("Network.emulateNetworkConditions", SLOW)
    page.once("framenavigated", lambda _: network.detach())
    file = given.new_folder() / "dossier-de-fin-de-chantier.pdf"
    file.write_bytes(b"%PDF-1.7" + b"0" * 40_000_000)
    await Mouse(page).give(button(page, "Choisir un fichier"), file)
    await expect(page.locator("[data-part=percent]")).to_have_text(re.compile(r"[1-9]"))


async def open_difference(page: Page) -> None:
    await judged("accepted", page)
    await button(page, re.compile("^Quelle différence")).click()
    await page.get_by_role("dialog").wait_for()


async def deposited(kind: str, page: Page) -> None:
    """The page of the flux, right after « Déposer »."""
    await go(WORKS, page)
    await Mouse(page).choose(steps.syntax(page, "FSO1137A"))
    await give(page, await given.made(kind))
    await steps.send(Mouse(page), "Déposer quand même" if kind == "rejected" else "Déposer")


async def checked(kind: str, address: str, page: Page) -> None:
    """The check page at that address, given a file of that kind."""
    await go(address, page)
    await give(page, await given.made(kind))
    await expect(button(page, re.compile("^Télécharger le résultat"))).to_be_visible()


async def too_many_checks(page: Page) -> None:
    """One file more than a person may have checked at once."""
    await go("/verifier-une-facture", page)
    origin = await page.evaluate("location.origin")
    for _ in range(CHECKS.free):
        await page.request.post("/verification/fichier", data=b"", headers={"Origin": origin})
    await Mouse(page).give(button(page, "Choisir un fichier"), works_ubl(given.new_folder(), "VU-TROP", BUILDERS))
    await expect(told(page)).to_contain_text("La prochaine vérification est possible dans")
