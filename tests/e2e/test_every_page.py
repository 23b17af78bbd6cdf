"""What holds for every page in each of its states: a title, French only, no sideways scroll on a telephone, the note
of independence; and axe finds nothing, wide and narrow, light and dark. Each is visited once."""

import re

import pytest
from playwright.async_api import Page

from chorus_app.ui.pages import NOT_FOUND, PAGES
from tests.e2e import axe
from tests.e2e.conftest import NewVisitor
from tests.e2e.looks import LONE_MARKS, LOOKS, NARROW, WIDE
from tests.e2e.places.every import PEOPLE, PLACES
from tests.e2e.places.place import enter

NOT_FRENCH = re.compile(r"\b(Loading|Error|undefined|null|None|NaN|True|False|Submit|Cancel|Close|object Object)\b")
# It writes into its console the status of an answer, and what a page failed at.
TOLD_BY_THE_BROWSER = {"no such page", "proof refused", "too many checks", "page that fails"}
KEY = re.compile(r"\b[a-z_]+(\.[a-z_]+){2,}\b")


def test_every_page_is_visited() -> None:
    assert {place.route for place in PLACES} == {page.route for page in (*PAGES, NOT_FOUND)}


def test_every_place_has_a_name_of_its_own() -> None:
    named = [(place.who, place.name) for place in PLACES]
    assert sorted(set(named)) == sorted(named)


@pytest.mark.parametrize("who", PEOPLE, ids=lambda who: who or "visitor")
async def test_every_page(who: str, visitor: NewVisitor) -> None:
    one = await visitor(reduced_motion="reduce", viewport=WIDE)
    await enter(one.page, who)
    faults: list[str] = []
    for place in PLACES:
        if place.who == who:
            await place.reach(one.page)
            faults += [f"{who or 'visitor'}: {place.name}: {fault}" for fault in await faults_of(one.page)]
            if place.name in TOLD_BY_THE_BROWSER:
                one.errors.clear()
    assert faults == [], "\n".join(faults)


async def faults_of(page: Page) -> list[str]:
    """In all looks. What stands on a page is the same in both themes, so that in the dark only colours are asked."""
    faults = []
    for look in LOOKS:
        await look.put_on(page)
        rules = axe.COLOURS if look.scheme == "dark" else axe.EVERYTHING
        faults += [f"{look}: {fault}" for fault in await axe.violations(page, rules)]
        if look.size == NARROW and look.scheme == "light":
            faults += await words_and_width(page)
    return faults


async def words_and_width(page: Page) -> list[str]:
    text = await page.locator("body").inner_text()
    width = await page.evaluate("document.documentElement.scrollWidth")
    titles = await page.get_by_role("heading", level=1, include_hidden=True).count()
    alone = await page.evaluate(LONE_MARKS)
    checks = {
        f"{titles} titles of the first level": titles == 1,
        f"title « {await page.title()} »": re.search(r"^\S.* · Chorus App$", await page.title()) is not None,
        "language": await page.locator("html").get_attribute("lang") == "fr",
        f"words that are not French: {NOT_FRENCH.findall(text)}": not NOT_FRENCH.search(text),
        f"text keys: {KEY.search(text)}": not KEY.search(text),
        f"{width} pixels wide": width <= NARROW["width"],
        f"quotation marks alone on a line: {alone}": alone == [],
        "no foot": "Ce site n’est pas Chorus Pro." in " ".join(text.split()),
    }
    return [fault for fault, holds in checks.items() if not holds]
