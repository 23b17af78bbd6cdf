"""What is answered about the operator's pages: to others what is answered about a page that there is not."""

import pytest
from playwright.async_api import Page, expect

from chorus_app.demo.accounts import BY_SLUG, PASSWORD
from tests.e2e import steps
from tests.e2e.conftest import NewVisitor
from tests.e2e.hands import Mouse

PAGES = ("/exploitation", "/exploitation/comptes")


@pytest.mark.parametrize(("who", "shown"), [("", "Se connecter"), ("supplier_manager", "Page introuvable")])
async def test_others_are_answered_as_for_an_unknown_page(visitor: NewVisitor, who: str, shown: str) -> None:
    one = await visitor()
    page = one.page
    if who:
        await steps.enter(Mouse(page), BY_SLUG[who].email, PASSWORD)
    unknown = await answered(page, "/nulle-part")
    assert unknown[0] == 404
    assert [await answered(page, address) for address in PAGES] == [unknown, unknown]
    await page.goto(PAGES[0])
    await expect(steps.title(page)).to_have_text(shown)
    await expect(page).to_have_title(f"{shown} · Chorus App")
    one.errors.clear()  # the browser writes the status of an answer into its console


async def test_operator_is_answered_with_his_page(visitor: NewVisitor) -> None:
    page = (await visitor()).page
    await steps.enter(Mouse(page), BY_SLUG["operator"].email, PASSWORD)
    assert [(await answered(page, address))[0] for address in PAGES] == [200, 200]
    await page.goto(PAGES[1])
    await expect(steps.title(page)).to_have_text("Comptes")


async def answered(page: Page, address: str) -> tuple[int, str, dict[str, str]]:
    """Status, body, and the headers but for the time."""
    answer = await page.request.get(address)
    headers = {name: value for name, value in answer.headers.items() if name != "date"}
    return answer.status, await answer.text(), headers
