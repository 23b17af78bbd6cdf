"""A mail is dark in the dark, though it was written for white paper; as it is sent it stays what it was."""

from io import BytesIO

from PIL import Image
from playwright.async_api import Page

from tests.e2e.conftest import NewVisitor
from tests.e2e.looks import WIDE, Look
from tests.e2e.ways.account import open_first_mail


async def test_mail_is_calm_in_the_dark(visitor: NewVisitor) -> None:
    page = (await visitor()).page
    await open_first_mail(page)
    written = await mail_of(page)
    await Look(WIDE, "light").put_on(page)
    light = await brightness(page)
    await Look(WIDE, "dark").put_on(page)
    assert (light > 200, await brightness(page) < 60) == (True, True)
    assert await mail_of(page) == written


async def brightness(page: Page) -> int:
    """Of the paper that the mail is written on, from 0 to 255: the colour that it has most of."""
    picture = Image.open(BytesIO(await page.locator("iframe").screenshot())).convert("L")
    shades = picture.histogram()
    return shades.index(max(shades))


async def mail_of(page: Page) -> str:
    return await page.locator("iframe").content_frame.locator("html").inner_html()
