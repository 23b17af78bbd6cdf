"""What happens on the page of the PDF beside the form."""

from pathlib import Path

from chorus_app.drafts import queries
from chorus_app.drafts.enums import Answer
from chorus_app.drafts.queries import DraftView
from chorus_app.formats.printed.job import PageWords, read_words
from chorus_app.kernel.children import ChildDied
from chorus_app.kernel.context import product_world
from chorus_app.ui.drafts.draft import ANSWERS, OneDraft, whole
from chorus_app.ui.drafts.paper.views import paper_card, percent
from chorus_app.ui.gate import Right, event
from chorus_app.ui.session import look


class PaperStep(OneDraft, mixin=True):
    """The pages of the PDF, and where values stand on them."""

    @event(Right.ATTACHED)
    async def show_page(self, page: int) -> None:
        """Show a page of the PDF beside the form, with the words on it."""
        view = await look(self, queries.get_draft, public_id=self._draft)
        shown = await _words(view, whole(page))
        if shown is not None:
            self.paper = paper_card(view, shown)
            self.spot, self.spot_of = {}, ""

    @event(Right.ATTACHED)
    async def show_place(self, name: str) -> None:
        """Show where a value was read."""
        place = self._places.get(ANSWERS.get(str(name), Answer.NOTE))
        if place is None:
            return
        view = await look(self, queries.get_draft, public_id=self._draft)
        shown = await _words(view, int(place[0]) + 1)
        if shown is None:
            return
        if shown.page != self.paper.page or not self.paper.src:
            self.paper = paper_card(view, shown)
        _, left, top, right, bottom = place
        self.spot_of = self._label(str(name))
        self.spot = {
            "left": percent(left - 3, shown.width),
            "top": percent(top - 2, shown.height),
            "width": percent(right - left + 6, shown.width),
            "height": percent(bottom - top + 4, shown.height),
        }

    @event(Right.ATTACHED)
    def set_zoom(self, zoom: int) -> None:
        """How large the page is, in per cent of the room."""
        self.zoom = max(100, min(300, whole(zoom)))


async def _words(view: DraftView, page: int) -> PageWords | None:
    """The words on a page, read in a child."""
    world = product_world()
    path = world.files.path(view.sha256) if view.sha256 else None
    if path is None:
        return None
    try:
        return await world.children.run_async(read_words, Path(path), page)
    except ChildDied:
        return None
