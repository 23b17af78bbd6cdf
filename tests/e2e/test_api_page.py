"""The page that describes the API: plain HTML beside the portal's pages, in all looks, with examples to copy."""

import json
import re

from playwright.async_api import expect

from tests.e2e.conftest import NewVisitor
from tests.e2e.looks import WIDE
from tests.e2e.test_every_page import faults_of

ADDRESS = "/api/documentation"


async def test_page_of_the_api_has_no_fault_in_any_look(visitor: NewVisitor) -> None:
    page = (await visitor(viewport=WIDE)).page
    await page.goto(ADDRESS)
    await page.locator("details.route summary").first.click()
    await expect(page.get_by_role("button", name=re.compile("^Copier")).first).to_be_visible()
    assert await faults_of(page) == []


async def test_example_of_the_api_is_copied(visitor: NewVisitor) -> None:
    seen = await visitor(viewport=WIDE)
    await seen.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await seen.page.goto(ADDRESS)
    await seen.page.locator("details.route summary").first.click()
    await seen.page.get_by_role("button", name=re.compile("^Copier")).first.click()
    await expect(seen.page.get_by_text("Copié", exact=False).first).to_be_visible()
    assert json.loads(await seen.page.evaluate("navigator.clipboard.readText()"))
