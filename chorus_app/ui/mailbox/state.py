"""What happens in the demonstration's mailbox."""

from contextlib import aclosing
from typing import Any

import reflex as rx
from reflex.event import EventSpec

from chorus_app.kernel.errors import NotFound
from chorus_app.kernel.mail import queries
from chorus_app.kernel.mail.service import TOPIC
from chorus_app.ui.components.list_url import Column, ListSpec
from chorus_app.ui.components.listing import ListState
from chorus_app.ui.gate import Right, event
from chorus_app.ui.live import changes
from chorus_app.ui.mailbox.views import MailLine, MailView, line, view
from chorus_app.ui.session import public_look

ROUTE = "/boite-mail"
SPEC = ListSpec(
    "mailbox.received", (Column("received", "mailbox.received", "received"),), ("courriel",), default_sort="-received"
)


class MailboxState(ListState, rx.State):
    """A page of the mails, newest first, and the one that is opened. New ones come without a reload."""

    closed: bool = False
    gone: bool = False
    rows: list[MailLine] = []
    opened: MailView = MailView()

    @classmethod
    def _spec(cls) -> ListSpec:
        return SPEC

    @event(Right.PUBLIC)
    def narrow(self, form: dict[str, Any]) -> EventSpec:
        """As in every list, but for everybody: the demonstration's mailbox asks for no account."""
        return self._narrow(form)

    @event(Right.PUBLIC)
    async def load(self) -> EventSpec | None:
        """Read the page of mails that the address asks for, then keep it live."""
        await self._read()
        return None if self.closed else MailboxState.follow

    @event(Right.PUBLIC, background=True)
    async def follow(self) -> None:
        """Wait for the next mail, as long as the mailbox is what the tab shows."""
        async with self:
            tab = self.router.session.client_token
        async with aclosing(changes(tab, "mailbox", TOPIC)) as rings:
            async for _ in rings:
                async with self:
                    if self.router.url.path.rstrip("/") != ROUTE:
                        return
                    await self._read()

    async def _read(self) -> None:
        place = self._asked()
        chosen = place.filters.get("courriel", "")
        try:
            page = await public_look(queries.mailbox, text=place.search, page=place.page)
        except NotFound:
            self.closed, self.gone, self.opened, self.loaded = True, False, MailView(), True
            return
        self.closed = False
        self._fill(place, page, [line(row, place) for row in page.rows])
        self.narrowed = bool(place.search)  # a mail that is opened narrows nothing
        await self._open(chosen)

    async def _open(self, public_id: str) -> None:
        """Show that mail, or say that it is not there: the demonstration that was made anew has other ones."""
        try:
            self.opened = view(await public_look(queries.mail, public_id=public_id)) if public_id else MailView()
            self.gone = False
        except NotFound:
            self.opened, self.gone = MailView(), True
