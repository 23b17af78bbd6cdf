"""A page that is older than the server says so in French, and only so. Reflex has words of its own, in English."""

import asyncio
import re

from playwright.async_api import WebSocketRoute, expect

from tests.e2e.conftest import NewVisitor
from tests.e2e.looks import WIDE
from tests.e2e.steps import button
from tests.e2e.test_every_page import faults_of
from tests.e2e.ways.going import go, told

# What Reflex's server says to a page of another version; a page reloads by itself at most once in that time.
MISMATCH = '42/_event,["state_mismatch",{"backend":"another","reload_cooldown_ms":300000}]'
RELOADED = (
    "if (!sessionStorage.reflex_last_reloaded_on_error) sessionStorage.reflex_last_reloaded_on_error = Date.now()"
)
ENGLISH = """
() => {
  window.english = [];
  const look = () => requestAnimationFrame(() => {
    if (/new version|Reload/.test(document.body.innerText)) window.english.push(document.body.innerText);
    look();
  });
  look();
}
"""


async def test_older_page_says_in_french_that_the_portal_is_newer(visitor: NewVisitor) -> None:
    one = await visitor(reduced_motion="reduce", viewport=WIDE)
    page, line = one.page, Line()
    await page.route_web_socket(re.compile("/_event"), line.meet)
    await page.add_init_script(RELOADED)
    await go("/verifier-une-facture", page)
    await page.evaluate(ENGLISH)
    await line.say(MISMATCH)
    await expect(told(page)).to_have_text(re.compile("Le portail a été mis à jour"))
    await line.say(MISMATCH)
    await expect(told(page)).to_have_count(1)
    await expect(page.locator("#reflex-new-version-banner")).to_have_count(0)
    assert await faults_of(page) == []
    assert await page.evaluate("window.english") == []
    await page.get_by_role("contentinfo").get_by_role("link", name="Aide").click()
    await page.wait_for_url("**/aide")
    await expect(told(page)).to_contain_text("Rechargez la page pour continuer")
    before = await page.evaluate("sessionStorage.reflex_last_reloaded_on_error")
    async with page.expect_navigation():
        await button(told(page), "Recharger la page").click()
    await expect(told(page)).to_have_count(0)
    assert await page.evaluate("sessionStorage.reflex_last_reloaded_on_error") > before


class Line:
    """The page's websocket, on which the test speaks to the page as its server does."""

    def __init__(self) -> None:
        self._open = asyncio.Event()

    def meet(self, socket: WebSocketRoute) -> None:
        """The page opens it; it is open once the server has answered an event."""
        self._socket = socket

        def pass_on(message: str | bytes) -> None:
            socket.send(message)
            if str(message).startswith("42/_event"):
                self._open.set()

        socket.connect_to_server().on_message(pass_on)

    async def say(self, message: str) -> None:
        await self._open.wait()
        self._socket.send(message)
