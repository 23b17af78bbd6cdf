"""The four looks of a page: wide and narrow, light and dark."""

from dataclasses import dataclass
from typing import Literal

from playwright.async_api import Page, ViewportSize, expect

WIDE: ViewportSize = {"width": 1280, "height": 900}
NARROW: ViewportSize = {"width": 390, "height": 844}


@dataclass(frozen=True)
class Look:
    """How wide the window is, and which colours the system wishes."""

    size: ViewportSize
    scheme: Literal["light", "dark"]

    def __str__(self) -> str:
        return f"{self.size['width']} {self.scheme}"

    async def put_on(self, page: Page) -> None:
        """The page follows the system's wish a moment later."""
        await page.set_viewport_size(self.size)
        await page.emulate_media(color_scheme=self.scheme)
        await expect(page.locator("html")).to_contain_class(self.scheme)
        await page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")


# Each step changes one thing only, and the last look is the one that the next page starts with.
LOOKS = (Look(NARROW, "light"), Look(NARROW, "dark"), Look(WIDE, "dark"), Look(WIDE, "light"))
