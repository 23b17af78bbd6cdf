"""Two ways to use a page: with a mouse, with the keyboard alone. A story is told once and walked with either."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import FileChooser, Locator, Page, expect

MOST_TABS = 150
MOST_ARROWS = 20

# The outline may stand on the element itself, or on its nearest ancestor that is drawn for it.
SHOWS_FOCUS = """
element => {
  const style = getComputedStyle(element);
  const box = element.getBoundingClientRect();
  const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  const seen = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  return element.matches(":focus-visible") && outlined && seen;
}
"""


@dataclass
class Hand(ABC):
    """What a person does with the things of a page."""

    page: Page

    @abstractmethod
    async def press(self, target: Locator) -> None:
        """Follow a link, press a button."""

    @abstractmethod
    async def write(self, field: Locator, text: str) -> None:
        """Put the text into the field, in place of what is there."""

    @abstractmethod
    async def choose(self, radio: Locator) -> None:
        """Choose one value of several."""

    @abstractmethod
    async def tick(self, box: Locator) -> None:
        """Tick a box."""

    @abstractmethod
    async def pick(self, select: Locator, label: str) -> None:
        """Take one entry of a list that drops down."""

    @abstractmethod
    async def leave(self) -> None:
        """Go on from the field that is being written in."""

    async def give(self, button: Locator, *files: Path) -> None:
        """Press the button that asks for files, and give it some."""
        async with self.page.expect_file_chooser() as asked:
            await self.press(button)
        chooser: FileChooser = await asked.value
        await chooser.set_files(list(files) if len(files) > 1 else files[0])


class Mouse(Hand):
    """Clicks."""

    async def press(self, target: Locator) -> None:
        await target.click()

    async def write(self, field: Locator, text: str) -> None:
        await field.click()
        await field.fill(text)

    async def choose(self, radio: Locator) -> None:
        await radio.click()
        await expect(radio).to_be_checked()

    async def tick(self, box: Locator) -> None:
        await box.click()

    async def pick(self, select: Locator, label: str) -> None:
        await select.select_option(label=label)

    async def leave(self) -> None:
        await self.page.locator(":focus").blur()


class Keyboard(Hand):
    """Tab, Enter, space bar and arrows, as a person without a mouse. The focus must be seen wherever it stops."""

    async def press(self, target: Locator) -> None:
        await self._reach(target)
        is_link = await target.evaluate("element => element.tagName === 'A'")
        await self.page.keyboard.press("Enter" if is_link else "Space")

    async def write(self, field: Locator, text: str) -> None:
        await self._reach(field)
        await self.page.keyboard.press("Control+A")
        await self.page.keyboard.type(text)

    async def choose(self, radio: Locator) -> None:
        """Tab stops once in a group of radio buttons; arrows choose on from there, the space bar the first one."""
        group = radio.page.locator(f"input[name={await radio.get_attribute('name')}]")
        await self._reach(group)
        for _ in range(MOST_ARROWS):
            if await radio.evaluate("element => element === document.activeElement"):
                break
            await self.page.keyboard.press("ArrowDown")
        if not await radio.is_checked():
            await self.page.keyboard.press("Space")
        await expect(radio).to_be_checked()

    async def tick(self, box: Locator) -> None:
        await self._reach(box)
        await self.page.keyboard.press("Space")

    async def pick(self, select: Locator, label: str) -> None:
        await self._reach(select)
        await self.page.keyboard.type(label)

    async def leave(self) -> None:
        await self.page.keyboard.press("Tab")

    async def focus(self, target: Locator) -> None:
        """Go there with Tab and do nothing yet."""
        await self._reach(target)

    async def _reach(self, target: Locator) -> None:
        """Press Tab until the focus is on the target (on one of them)."""
        await expect(target.first).to_be_visible()
        focused = target.and_(self.page.locator(":focus"))
        for _ in range(MOST_TABS):
            if await focused.count():
                assert await focused.evaluate(SHOWS_FOCUS), f"the focus is not seen on {target}"
                return
            await self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab does not reach {target}")
