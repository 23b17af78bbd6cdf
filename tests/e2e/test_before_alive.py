"""What is pressed before the page's scripts have taken over is held, and never sent by the browser itself."""

import asyncio

from playwright.async_api import Route, expect

from chorus_app.demo.accounts import PASSWORD
from tests.e2e.conftest import NewVisitor


async def test_password_stays_out_of_the_address_when_pressed_too_early(visitor: NewVisitor) -> None:
    page = (await visitor()).page
    released = asyncio.Event()

    async def late(route: Route) -> None:
        await released.wait()
        await route.continue_()

    await page.route("**/assets/*.js", late)
    await page.goto("/connexion", wait_until="commit")
    await page.get_by_label("Adresse mail de connexion").fill("jean.faure@batisseurs.test")
    await page.get_by_label("Mot de passe", exact=True).fill(PASSWORD)
    await page.get_by_role("main").get_by_role("button", name="Se connecter").click()
    assert "password" not in page.url
    released.set()
    await expect(page.get_by_role("banner")).to_contain_text("Jean Faure")
    assert "password" not in page.url
