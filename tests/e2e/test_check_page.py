"""« Vérifier une facture », by a visitor with a real browser: the verdict, its download, and nothing left behind."""

import json
import re
from pathlib import Path

from playwright.async_api import expect

from tests.e2e.conftest import NewVisitor, Server
from tests.e2e.hands import Mouse
from tests.e2e.papers import BUILDERS, works_facturx
from tests.e2e.steps import button, link
from tests.e2e.ways.deposits import give


async def test_visitor_checks_an_invoice_and_takes_the_result_away(
    visitor: NewVisitor, server: Server, tmp_path: Path
) -> None:
    one = await visitor()
    page = one.page
    await one.go("/")
    await link(page.get_by_role("main"), "Vérifier une facture sans la déposer").click()
    await Mouse(page).choose(page.get_by_role("radio", name=re.compile("^Norme EN 16931")))
    await page.wait_for_url("**/verifier-une-facture?profil=en16931")
    await Mouse(page).choose(page.get_by_role("radio", name=re.compile("^Chorus Pro")))
    await page.wait_for_url("**/verifier-une-facture")
    await give(page, works_facturx(tmp_path, "F-VUE", BUILDERS))
    await expect(page.get_by_text("Chorus Pro accepterait cette facture")).to_be_visible()
    async with page.expect_download() as coming:
        await button(page, re.compile("^Télécharger le résultat")).click()
    download = await coming.value
    found = json.loads(Path(await download.path()).read_text(encoding="utf-8"))
    assert (download.suggested_filename, found["kind"], found["verdict"], found["invoice"]["number"]) == (
        "verdict-de-facture.json",
        "facturx",
        "accept",
        "F-VUE",
    )
    assert list((server.data / "verification").iterdir()) == []
    await button(page, "Vérifier un autre fichier").first.click()
    await expect(button(page, "Choisir un fichier")).to_be_visible()
    assert "F-VUE" not in await page.get_by_role("main").inner_text()
