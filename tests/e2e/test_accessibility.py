"""axe finds nothing on any page, in any of its states, light and dark, wide and narrow."""

from importlib.resources import files
from typing import Any, Literal

import pytest
from playwright.async_api import Page, ViewportSize, expect

from tests.e2e.conftest import NewVisitor
from tests.e2e.places import PEOPLE, PLACES, Place, enter

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
EVERYTHING = {"runOnly": {"type": "tag", "values": STANDARD}, "rules": {"target-size": {"enabled": True}}}
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
WIDE: ViewportSize = {"width": 1280, "height": 900}
NARROW: ViewportSize = {"width": 390, "height": 844}
Scheme = Literal["light", "dark"]

# What stands on a page is the same in both themes; its colours are not.
LOOKS: tuple[tuple[ViewportSize, Scheme, dict[str, Any]], ...] = (
    (WIDE, "dark", COLOURS),
    (NARROW, "light", EVERYTHING),
    (WIDE, "light", EVERYTHING),
)


@pytest.mark.parametrize("who", PEOPLE, ids=lambda who: who or "visitor")
async def test_axe_finds_nothing(who: str, visitor: NewVisitor) -> None:
    page = (await visitor(reduced_motion="reduce", viewport=WIDE)).page
    await enter(page, who)
    found: list[str] = []
    for place in PLACES:
        if place.who == who:
            await place.reach(page)
            found += await violations(page, place)
    assert found == [], "\n".join(found)


async def violations(page: Page, place: Place) -> list[str]:
    await page.evaluate(AXE)
    found = []
    for size, scheme, rules in LOOKS:
        await page.set_viewport_size(size)
        await put_on(page, scheme)
        results = (await page.evaluate("rules => axe.run(document, rules)", rules))["violations"]
        where = f"{place.who or 'visitor'}: {place.name}, {size['width']} {scheme}"
        found += [f"{where}: {rule['id']}: {told(node)}" for rule in results for node in rule["nodes"]]
    return found


async def put_on(page: Page, scheme: Scheme) -> None:
    """The page follows the system's wish a moment later."""
    await page.emulate_media(color_scheme=scheme)
    await expect(page.locator("html")).to_contain_class(scheme)
    await page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")


def told(node: dict[str, Any]) -> str:
    messages = [check["message"] for check in (*node["any"], *node["all"], *node["none"])]
    return f"{node['html'][:160]}: {'; '.join(messages)[:200]}"
