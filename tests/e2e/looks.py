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

# Quotation marks that stand alone on a line: what they hold, or held, is on another one.
LONE_MARKS = r"""
() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const signs = [];
  while (walker.nextNode()) {
    const node = walker.currentNode, parent = node.parentElement;
    if (!parent.checkVisibility() || parent.closest(".sr-only, script, style")) continue;
    for (let place = 0; place < node.data.length; place++) signs.push({ node, place, sign: node.data[place] });
  }
  const top = ({ node, place }) => {
    const range = document.createRange();
    range.setStart(node, place);
    range.setEnd(node, place + 1);
    return range.getBoundingClientRect().top;
  };
  const away = (at, step) => {
    let beside = at + step;
    while (signs[beside] && /\s/.test(signs[beside].sign)) beside += step;
    return signs[beside] && Math.abs(top(signs[beside]) - top(signs[at])) > 8;
  };
  const around = (at) => signs.slice(Math.max(0, at - 30), at + 30).map((one) => one.sign).join("");
  const alone = ({ sign }, at) => (sign === "«" && away(at, 1)) || (sign === "»" && away(at, -1));
  return signs.flatMap((one, at) => (alone(one, at) ? [around(at)] : []));
}
"""
