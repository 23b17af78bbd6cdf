"""A page that is opened never shows, not even for a moment, what the tab showed before of another thing."""

import pytest
from playwright.async_api import Page, expect

from chorus_app.demo.accounts import BY_SLUG, PASSWORD
from tests.e2e import steps
from tests.e2e.conftest import NewVisitor
from tests.e2e.hands import Mouse
from tests.e2e.ways import going

REMEMBER = """
() => {
  window.titles = new Set();
  const keep = () => window.titles.add(document.querySelector("main h1")?.textContent);
  new MutationObserver(keep).observe(document.body, { childList: true, subtree: true, characterData: true });
}
"""


@pytest.mark.parametrize("address", ["/suivi-des-flux", "/factures-emises"])
async def test_other_thing_is_not_seen_in_passing(visitor: NewVisitor, address: str) -> None:
    page = (await visitor()).page
    await steps.enter(Mouse(page), BY_SLUG["supplier_manager"].email, PASSWORD)
    await going.go(address, page)
    first = await open_row(page, 1)
    await going.go(address, page)  # loaded anew: nothing told the server that the first one was left
    await page.evaluate(REMEMBER)
    second = await open_row(page, 2)
    seen = " ".join(await page.evaluate("[...window.titles]"))
    assert (first in seen, second in seen) == (False, True)


async def open_row(page: Page, place: int) -> str:
    """Open a row of the list, until its number is the title."""
    found = page.get_by_role("table").get_by_role("row").nth(place).get_by_role("link").first
    number = await found.inner_text()
    await found.click()
    await expect(steps.title(page)).to_contain_text(number)
    return number
