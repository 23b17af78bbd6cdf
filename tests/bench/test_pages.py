"""The first page, a click, a change made elsewhere: as a person sees them, timed by the page itself."""

import asyncio
import time
from itertools import cycle, islice

from playwright.async_api import Browser, Page
from sqlmodel import select

from chorus_app.demo.structures import BY_SLUG
from chorus_app.structures import attachments
from chorus_app.structures.models import Structure
from tests.bench.conftest import Measured, signed_in
from tests.bench.figures import Figures

# Tells when the title is painted, and when the websocket has brought the State: from then on a click is answered.
OBSERVER = """
window.measured = {};
const once = (name) => { measured[name] ??= performance.now(); };
new MutationObserver(() => {
  const title = document.querySelector("main h1");
  if (title && title.getClientRects().length) requestAnimationFrame(() => requestAnimationFrame(() => once("title")));
}).observe(document, { childList: true, subtree: true });
const Native = WebSocket;
window.WebSocket = class extends Native {
  constructor(...given) {
    super(...given);
    this.addEventListener("message", ({ data }) => { if (String(data).includes('"is_hydrated')) once("live"); });
  }
};
"""
# Clicks, and answers how many milliseconds later the condition holds and is painted.
CLICK = """
([selector, condition]) => new Promise((done, fail) => {
  const holds = new Function(`return ${condition}`);
  const element = document.querySelector(selector);
  if (!element) return fail(new Error(`nothing to click: ${selector}`));
  if (holds()) return fail(new Error(`holds already: ${condition}`));
  const late = setTimeout(() => fail(new Error(`never held: ${condition}`)), 10000);
  const begun = performance.now();
  const look = () => {
    if (!holds()) return;
    watch.disconnect();
    clearTimeout(late);
    requestAnimationFrame(() => setTimeout(() => done(performance.now() - begun)));
  };
  const watch = new MutationObserver(look);
  watch.observe(document, { childList: true, subtree: true, attributes: true, characterData: true });
  element.click();
  look();
})
"""
# The wall clock, in milliseconds, when the condition holds.
WHEN = """
(condition) => new Promise((done) => {
  const holds = new Function(`return ${condition}`);
  const look = () => { if (holds()) { watch.disconnect(); done(Date.now()); } };
  const watch = new MutationObserver(look);
  watch.observe(document, { childList: true, subtree: true, attributes: true });
  look();
})
"""
# Both of the observer's moments. The portal's own policy forbids pages to evaluate text: no `wait_for_function` here.
BOTH = """
() => new Promise((done) => {
  const look = () => measured.title && measured.live ? done([measured.title, measured.live]) : setTimeout(look, 20);
  look();
})
"""
CLICKS = 30


async def first_page(page: Page, route: str) -> tuple[float, float]:
    """Milliseconds from the start of the navigation to the painted title, and to the State."""
    await page.add_init_script(OBSERVER)
    await page.goto(route)
    title, live = await page.evaluate(BOTH)
    return float(title), float(live)


async def click(page: Page, selector: str, condition: str) -> float:
    return float(await page.evaluate(CLICK, [selector, condition]))


async def test_first_page_in_a_fresh_browser(portal: Measured, chromium: Browser, figures: Figures) -> None:
    for _ in range(5):
        for who, route in (("", "/"), ("", "/connexion"), ("supplier_user", "/"), ("supplier_user", "/suivi-des-flux")):
            if who:
                context = await signed_in(chromium, portal, who)
            else:
                context = await chromium.new_context(base_url=portal.server.address, locale="fr-FR")
            title, live = await first_page(await context.new_page(), route)
            name = f"first page cold, {route}{', signed in' if who else ''}"
            figures.add(f"{name}: title", title)
            figures.add(f"{name}: answers clicks", live)
            await context.close()


async def listed(chromium: Browser, portal: Measured, route: str) -> Page:
    page = await (await signed_in(chromium, portal, "supplier_user")).new_page()
    await page.goto(route)
    await page.locator("table.list tbody tr").first.wait_for()
    return page


async def test_click_on_a_heading(portal: Measured, chromium: Browser, figures: Figures) -> None:
    page = await listed(chromium, portal, "/factures-emises")
    heading = "table.list thead th:nth-child(4)"
    for direction in islice(cycle(("ascending", "descending")), CLICKS):
        condition = f"document.querySelector('{heading}').ariaSort === '{direction}'"
        figures.add("click on a heading", await click(page, f"{heading} a", condition))


async def test_click_on_a_page_of_the_list(portal: Measured, chromium: Browser, figures: Figures) -> None:
    page = await listed(chromium, portal, "/factures-emises")
    for number in islice(cycle((2, 1)), CLICKS):
        condition = f"document.querySelector('.pager [aria-current=page]').textContent === '{number}'"
        link = f".pager a[aria-label$=' {number}']"
        figures.add("click on a page of the list", await click(page, link, condition))


async def test_click_on_a_tab_and_on_the_menu(portal: Measured, chromium: Browser, figures: Figures) -> None:
    page = await listed(chromium, portal, "/factures-emises")
    for _ in range(CLICKS):
        tab = "main .tabs a[href='/factures-emises/deposer']"
        figures.add("click on a tab", await click(page, tab, "!!document.querySelector('main [data-drop]')"))
        rows = "location.pathname === '/suivi-des-flux' && !!document.querySelector('main table.list tbody tr')"
        figures.add("click on the menu", await click(page, "#menu a[href='/suivi-des-flux']", rows))
        back = "location.pathname === '/factures-emises' && !!document.querySelector('main table.list tbody tr')"
        figures.add("click on the menu", await click(page, "#menu a[href='/factures-emises']", back))


async def test_click_on_an_invoice(portal: Measured, chromium: Browser, figures: Figures) -> None:
    page = await listed(chromium, portal, "/factures-emises")
    row = "main table.list tbody tr a[href^=\\'/factures/\\']"
    for _ in range(CLICKS):
        shown = "location.pathname.startsWith('/factures/') && !!document.querySelector('main dl')"
        figures.add("click on an invoice", await click(page, "main table.list tbody tr a[href^='/factures/']", shown))
        await page.go_back()
        await page.evaluate(WHEN, f"location.pathname === '/factures-emises' && !!document.querySelector('{row}')")


async def test_change_made_elsewhere(portal: Measured, chromium: Browser, figures: Figures) -> None:
    """Nina asks for an attachment, through another process; Claire's menu tells it. Nina takes it back in a browser."""
    entry = "!!document.querySelector('#menu a[href=\\'/approbation\\']')"
    claire = await (await signed_in(chromium, portal, "supplier_manager")).new_page()
    await claire.goto("/")
    await claire.locator("#menu a[href='/factures-emises']").wait_for()
    nina = await (await signed_in(chromium, portal, "new_user")).new_page()
    for _ in range(10):
        seen = asyncio.ensure_future(claire.evaluate(WHEN, entry))
        committed = ask(portal)
        figures.add("commit in another process until the menu entry", float(await seen) - committed)
        await nina.goto("/rattachement/demandes")
        cancel = nina.locator("main .lines li button.danger")
        await cancel.wait_for()
        gone = asyncio.ensure_future(claire.evaluate(WHEN, f"!({entry})"))
        clicked = await cancel.evaluate("(button) => { const at = Date.now(); button.click(); return at; }")
        figures.add("click in another browser until the menu changes", float(await gone) - float(clicked))


def ask(portal: Measured) -> float:
    """Nina asks for the attachment to Claire's structure; the wall clock after the commit, in milliseconds."""
    with portal.world.transaction(actor_id=portal.user_id("new_user")) as context:
        structure = context.session.exec(
            select(Structure.public_id).where(Structure.identifier == BY_SLUG["batisseurs"].identifier)
        ).one()
        attachments.ask_attachments(context, public_ids=[structure])
    return 1000 * time.time()
