"""What holds for every page: a title, French only, no sideways scroll on a telephone, the note of independence."""

import re

import pytest
from playwright.async_api import Page, expect

from chorus_app.ui.pages import PAGES
from tests.e2e.conftest import NewVisitor
from tests.e2e.places import PEOPLE, PLACES, enter

NOT_FRENCH = re.compile(r"\b(Loading|Error|undefined|null|None|NaN|True|False|Submit|Cancel|Close|object Object)\b")
KEY = re.compile(r"\b[a-z_]+(\.[a-z_]+){2,}\b")
WIDTH = 390


def test_every_page_is_visited() -> None:
    assert {place.route for place in PLACES} == {page.route for page in PAGES}


@pytest.mark.parametrize("who", PEOPLE, ids=lambda who: who or "visitor")
async def test_every_page(who: str, visitor: NewVisitor) -> None:
    page = (await visitor(viewport={"width": WIDTH, "height": 844})).page
    await enter(page, who)
    faults: list[str] = []
    for place in PLACES:
        if place.who == who:
            await place.reach(page)
            faults += [f"{who or 'visitor'}: {place.name}: {fault}" for fault in await faults_of(page)]
    assert faults == []


async def faults_of(page: Page) -> list[str]:
    text = await page.locator("body").inner_text()
    width = await page.evaluate("document.documentElement.scrollWidth")
    titles = await page.get_by_role("heading", level=1, include_hidden=True).count()
    checks = {
        f"{titles} titles of the first level": titles == 1,
        f"title « {await page.title()} »": re.search(r"^\S.* · Chorus App$", await page.title()) is not None,
        "language": await page.locator("html").get_attribute("lang") == "fr",
        f"words that are not French: {NOT_FRENCH.findall(text)}": not NOT_FRENCH.search(text),
        f"text keys: {KEY.search(text)}": not KEY.search(text),
        f"{width} pixels wide": width <= WIDTH,
        "no foot": "Ce site n’est pas Chorus Pro." in text,
    }
    return [fault for fault, holds in checks.items() if not holds]


async def test_unknown_page_says_so(visitor: NewVisitor) -> None:
    one = await visitor()
    await one.page.goto("/nulle-part")
    await expect(one.page.get_by_role("heading", level=1)).to_have_text(re.compile("introuvable"))
    one.errors.clear()  # the browser tells the status of the page itself
