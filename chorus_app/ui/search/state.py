"""What happens while one types in the search from anywhere."""

import reflex as rx

from chorus_app.kernel.text import t
from chorus_app.ui.frame import FrameState, condition
from chorus_app.ui.gate import Right, event
from chorus_app.ui.search import hits
from chorus_app.ui.search.hits import Group
from chorus_app.ui.session import look, who


class SearchState(rx.State):
    """What was found for `answers`, the text that it is the answer to; `ready` once something was asked."""

    groups: list[Group] = []
    answers: str = ""
    counted: str = ""
    ready: bool = False

    @event(Right.SIGNED_IN)
    async def begin(self) -> None:
        """Before anything is typed, the pages of the menu."""
        if not self.ready:
            await self._look_for("")

    @event(Right.SIGNED_IN)
    async def look_for(self, text: str) -> None:
        """Find pages, and what the person's rights show."""
        await self._look_for(text)

    async def _look_for(self, text: str) -> None:
        text = str(text)[: hits.LONGEST]
        person, frame = await who(self), await self.get_state(FrameState)
        groups = [hits.pages(text, lambda shown: bool(condition(shown, frame)))]
        if text.strip() and person is not None and person.attached:
            groups = [*await look(self, hits.found, text=text), *groups]
        self.groups = [group for group in groups if group.hits]
        count = sum(len(group.hits) for group in self.groups)
        self.answers, self.counted, self.ready = text, t("search.counted", count=count), True
