"""What happens on the pages of a draft, step by step; what a step has of its own stands in its folder."""

import reflex as rx
from reflex.event import EventSpec

from chorus_app.drafts import queries, service
from chorus_app.drafts.aftermath import after_sending
from chorus_app.drafts.enums import Step
from chorus_app.drafts.queries import DraftView
from chorus_app.kernel.errors import AppError, NotFound
from chorus_app.ui.components.faults import focus_first
from chorus_app.ui.drafts.data.state import DataStep
from chorus_app.ui.drafts.draft import ANSWERS
from chorus_app.ui.drafts.files.state import FilesStep
from chorus_app.ui.drafts.paper.state import PaperStep
from chorus_app.ui.drafts.paper.views import PaperCard
from chorus_app.ui.drafts.sent.views import after_rows
from chorus_app.ui.drafts.summary.state import SummaryStep
from chorus_app.ui.drafts.views import href_of
from chorus_app.ui.gate import Right, event
from chorus_app.ui.problems import told
from chorus_app.ui.session import act, look


class DraftState(DataStep, PaperStep, FilesStep, SummaryStep, rx.State):
    """One draft at one of its steps; what counts is in the database."""

    @event(Right.ATTACHED)
    async def load(self) -> EventSpec | None:
        """The draft and the step of the address; a step that is not reached leads back to the one that is."""
        parts = str(self.router.url.path).strip("/").split("/")
        draft, wanted = (parts[1], parts[2]) if len(parts) > 2 else ("", "")
        self.address = "/".join(["", parts[0], draft, ""])
        if draft != self._draft:
            self._draft, self.tried, self.zoom, self.spot, self.paper = draft, False, 100, {}, PaperCard()
            self.saved = ""
        self.confirming = self.discarding = False
        self.found, self.found_valideurs, self.searched, self.refused = [], [], "", []
        self._turn += 1
        self._forget_faults()
        try:
            view = await look(self, queries.get_draft, public_id=draft)
        except NotFound:
            self.missing, self.loaded, self._draft = True, True, ""
            return None
        self.missing = False
        step = next((one for one in Step if one.value == wanted), Step.DATA)
        allowed = _may_stand(view, step)
        if step is not allowed:
            return rx.redirect(href_of(draft, allowed), replace=True)
        self.step = step.value
        lines = await look(self, after_sending, public_id=draft) if step is Step.SENT else ()
        self.after = after_rows(view, lines)
        self._fill(view)
        self.loaded = True
        return DraftState.show_page(self.paper.page or 1) if view.sha256 and step is Step.DATA else None

    @event(Right.ATTACHED)
    def leave(self) -> None:
        """Show nothing of this draft when the page comes back for another one."""
        self.loaded, self._draft, self.address = False, "", ""

    @event(Right.ATTACHED)
    async def go_on(self) -> EventSpec | None:
        """To the next step, if what the step asks for is there."""
        following = {Step.DATA.value: Step.ATTACHMENTS, Step.ATTACHMENTS.value: Step.SUMMARY}.get(self.step)
        if following is None or self.clashes:
            return None
        self.tried = True
        if not await self._save({}, step=following):
            return focus_first(self.errors, ANSWERS)
        return rx.redirect(href_of(self._draft, following))

    @event(Right.ATTACHED)
    def ask_discard(self, asked: bool) -> None:
        """Ask before the draft is thrown away."""
        self.discarding = bool(asked)

    @event(Right.ATTACHED)
    async def discard(self) -> EventSpec | None:
        """Throw the draft away."""
        home = self.card.home
        try:
            await act(self, service.discard, public_id=self._draft)
        except AppError as error:
            self.problem, self.discarding = told(error), False
            return None
        return rx.redirect(f"{home}/brouillons")


def _may_stand(view: DraftView, step: Step) -> Step:
    """The step itself, or the one to be sent to instead: nobody skips one, and a sent draft has only the last."""
    if view.invoice:
        return Step.SENT
    order = list(Step)
    if step in (Step.FILE, Step.SENT) or order.index(step) > order.index(view.reached):
        return view.reached
    return step
