"""The pictures of the README, taken from a portal started for them: `make screenshots`."""

import sys
import tempfile
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from chorus_app.demo.accounts import BY_SLUG, PASSWORD
from chorus_app.kernel.text import t
from tests.e2e.conftest import ARGUMENTS, FRENCH, start_server, stop_server

SIZE = {"width": 1280, "height": 900}
COLOURS = 128  # enough for flat pages, a third of the bytes
PICTURES = {  # address, and what must be there
    "accueil": ("/", "main .checklist, main h2"),
    "deposer": ("/factures-de-travaux/deposer", "main [data-drop]"),
    "suivi-des-flux": ("/suivi-des-flux", "main tbody tr"),
    "factures-emises": ("/factures-emises", "main tbody tr"),
}


def take(folder: Path) -> None:
    """Write each picture as a PNG into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data, sync_playwright() as playwright:
        server, process = start_server(Path(data))
        try:
            chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS, env=FRENCH)
            page = chromium.new_page(base_url=server.address, locale="fr-FR", viewport=SIZE)  # type: ignore[arg-type] # a plain dict does
            sign_in(page)
            for name, (address, awaited) in PICTURES.items():
                page.goto(address)
                page.locator(awaited).first.wait_for()
                page.evaluate("document.fonts.ready")
                picture = Image.open(BytesIO(page.screenshot()))
                picture.quantize(COLOURS).save(folder / f"{name}.png", optimize=True)
            chromium.close()
        finally:
            stop_server(process)


def sign_in(page: Page) -> None:
    """As the demonstration's supplier, who has something of everything."""
    page.goto("/connexion")
    page.get_by_label(t("sign_in.email")).fill(BY_SLUG["supplier_user"].email)
    page.get_by_label(t("sign_in.password"), exact=True).fill(PASSWORD)
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**/")
    page.locator("main h1").first.wait_for()


if __name__ == "__main__":
    take(Path(sys.argv[1]))
