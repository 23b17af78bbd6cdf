"""What happens on the lists of drafts."""

import reflex as rx
from reflex.event import EventSpec

from chorus_app.drafts import perms, queries, service
from chorus_app.drafts.enums import Answer, Manner, Step
from chorus_app.drafts.form import Form, ItemRow
from chorus_app.formats.syntaxes import Space
from chorus_app.kernel.errors import AppError
from chorus_app.kernel.paging import PageRequest
from chorus_app.kernel.text import t
from chorus_app.ui.drafts.lists.views import DraftLine, draft_lines
from chorus_app.ui.drafts.views import href_of
from chorus_app.ui.gate import Right, event
from chorus_app.ui.problems import told
from chorus_app.ui.session import act, look

SPACE_OF_ROUTE = {"factures-emises": Space.EMISES, "factures-de-travaux": Space.TRAVAUX}


class DraftsState(rx.State):
    """The drafts of the acting structure in one space."""

    loaded: bool = False
    allowed: bool = False
    rows: list[DraftLine] = []
    counted: str = ""
    page: int = 1
    pages: int = 1
    asked: str = ""  # the draft that is about to be thrown away
    message: str = ""

    @event(Right.ATTACHED)
    async def load(self) -> None:
        """The page of the address."""
        wanted = str(dict(self.router.url.query_parameters).get("page", "1"))
        self.page = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 6 else 1
        self.asked = ""
        await self._show()

    @event(Right.ATTACHED)
    async def type_in(self) -> EventSpec | None:
        """Begin an invoice without a PDF."""
        beginning = service.Beginning(Manner.TYPED, Form({Answer.TYPE: "380"}, items=(ItemRow(rate="20"),)))
        try:
            draft = await act(self, service.begin, space=self._space(), beginning=beginning)
        except AppError as error:
            self.message = told(error)
            return None
        return rx.redirect(href_of(draft, Step.DATA))

    @event(Right.ATTACHED)
    def ask_discard(self, draft: str) -> None:
        """Ask before a draft is thrown away; empty: it stays."""
        self.asked = str(draft)

    @event(Right.ATTACHED)
    async def discard(self) -> None:
        """Throw the draft away that was asked about."""
        draft, self.asked = self.asked, ""
        try:
            await act(self, service.discard, public_id=draft)
        except AppError as error:
            self.message = told(error)
        else:
            self.message = t("drafts.list.discarded")
        await self._show()

    async def _show(self) -> None:
        self.allowed = await look(self, perms.may_deposit, self._space())
        if self.allowed:
            found = await look(self, queries.list_drafts, space=self._space(), page=PageRequest(page=self.page))
            self.rows, self.page = draft_lines(found.rows), found.page
            self.pages = max(1, -(-found.total // found.size))
            self.counted = t("drafts.list.counted", count=found.total)
        else:
            self.rows = []
        self.loaded = True

    def _space(self) -> Space:
        return SPACE_OF_ROUTE.get(str(self.router.url.path).strip("/").partition("/")[0], Space.EMISES)
