"""The quotation marks around the name of a file stay with it, wherever the name must break."""

from playwright.async_api import expect

from chorus_app.demo.accounts import BY_SLUG, PASSWORD
from tests.e2e import given, steps
from tests.e2e.conftest import NewVisitor
from tests.e2e.hands import Mouse
from tests.e2e.looks import LONE_MARKS
from tests.e2e.papers import BUILDERS, works_ubl
from tests.e2e.steps import said
from tests.e2e.ways.deposits import WORKS, give
from tests.e2e.ways.going import go

NAMES = ("situationdetravauxdugymnaseduquartierdelagare.xml", "Situation-de-travaux_gymnase_2026-11.corrigée.xml")


async def test_marks_stay_with_the_name_of_a_file_at_any_width(visitor: NewVisitor) -> None:
    page = (await visitor(viewport={"width": 390, "height": 800})).page
    await steps.enter(Mouse(page), BY_SLUG["supplier_manager"].email, PASSWORD)
    for number, name in enumerate(NAMES):
        await go(WORKS, page)
        await Mouse(page).choose(steps.syntax(page, "FSO1137A"))
        await give(page, works_ubl(given.new_folder(), f"VU-NOM-{number}", BUILDERS).rename(given.new_folder() / name))
        await expect(said(page, "Cette syntaxe ne convient pas au fichier")).to_contain_text(f"«\u00a0{name}\u00a0»")
        for width in range(320, 480, 8):
            await page.set_viewport_size({"width": width, "height": 800})
            assert await page.evaluate(LONE_MARKS) == [], width
