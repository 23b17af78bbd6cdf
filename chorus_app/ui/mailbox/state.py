"""What happens in the demonstration's mailbox."""

from contextlib import aclosing

import reflex as rx
from reflex.event import EventSpec

from chorus_app.kernel.errors import NotFound
from chorus_app.kernel.mail import queries
from chorus_app.kernel.mail.service import TOPIC
from chorus_app.kernel.paging import PageRequest
from chorus_app.ui.gate import Right, event
from chorus_app.ui.live import changes
from chorus_app.ui.mailbox.views import MailLine, MailView, line, view
from chorus_app.ui.session import public_look

ROUTE = "/boite-mail"
SHOWN = 50


class MailboxState(rx.State):
    """The newest mails, and the one that is opened. New ones come without a reload."""

    loaded: bool = False
    closed: bool = False
    rows: list[MailLine] = []
    opened: MailView = MailView()
    recipient: str = ""

    @event(Right.PUBLIC)
    async def load(self) -> EventSpec | None:
        self.recipient = str(self.router.url.query_parameters.get("adresse", ""))[:254]
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
        chosen = str(self.router.url.query_parameters.get("courriel", ""))[:40]
        try:
            newest = await public_look(queries.mailbox, recipient=self.recipient, page=PageRequest(size=SHOWN))
            self.opened = view(await public_look(queries.mail, public_id=chosen)) if chosen else MailView()
        except NotFound:
            self.closed, self.opened = True, MailView()
        else:
            self.closed, self.rows = False, [line(row, chosen, self.recipient) for row in newest.rows]
        self.loaded = True
