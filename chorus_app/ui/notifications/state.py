"""What happens on the page « Notifications »."""

from dataclasses import dataclass

import reflex as rx
from reflex.event import EventSpec

from chorus_app.kernel.french import moment
from chorus_app.kernel.text import t
from chorus_app.notifications import queries, service
from chorus_app.notifications.enums import NewsKind
from chorus_app.notifications.queries import Told
from chorus_app.ui.components.answers import AnswerState
from chorus_app.ui.components.list_url import ListSpec, PageLink, asked, pager
from chorus_app.ui.gate import Right, event
from chorus_app.ui.live import keep_live
from chorus_app.ui.session import look

ROUTE = "/notifications"
UNREAD = "non-lues"
SPEC = ListSpec("notifications.title", (), ("affichage",))
LOOKS = {
    NewsKind.REQUEST_RECEIVED: "inbox",
    NewsKind.REQUEST_REMINDED: "bell-ring",
    NewsKind.REQUEST_APPROVED: "circle-check",
    NewsKind.REQUEST_REFUSED: "circle-x",
    NewsKind.MEMBERSHIP_ENDED: "user-minus",
    NewsKind.PROOF_POSSIBLE: "file-up",
    NewsKind.FLUX_INTEGRATED: "circle-check",
    NewsKind.FLUX_PARTLY_INTEGRATED: "triangle-alert",
    NewsKind.FLUX_REJECTED: "circle-x",
    NewsKind.FLUX_INCIDENT: "triangle-alert",
    NewsKind.INVOICE_STATUS: "receipt-text",
    NewsKind.INVOICE_TO_VALIDATE: "stamp",
    NewsKind.PIECE_RECEIVED: "hard-hat",
    NewsKind.PASSWORD_ENDS: "key-round",
    NewsKind.PASSWORD_ENDED: "key-round",
    NewsKind.CERTIFICATE_ENDS: "badge-check",
    NewsKind.CERTIFICATE_ENDED: "badge-alert",
}


@dataclass(frozen=True)
class Line:
    """A notification as the page shows it."""

    id: str
    text: str
    icon: str
    at: str
    href: str
    read: bool


class NotificationsState(AnswerState, rx.State):
    """The acting person's notifications, newest first, kept live."""

    loaded: bool = False
    rows: list[Line] = []
    pager: list[PageLink] = []
    unread_only: bool = False

    @event(Right.SIGNED_IN)
    async def load(self) -> EventSpec:
        self._hush()
        await self._read()
        return NotificationsState.follow

    @event(Right.SIGNED_IN, background=True)
    async def follow(self) -> None:
        await keep_live(self, "notifications")

    @event(Right.SIGNED_IN)
    async def read(self, public_id: str) -> None:
        """It was opened, or said to be read."""
        await self._do(service.read, "", public_id=str(public_id))

    @event(Right.SIGNED_IN)
    async def read_all(self) -> None:
        await self._do(service.read_all, lambda count: t("notifications.all_read", count=count))

    async def _read(self) -> None:
        url = self.router.url
        place = asked(SPEC, ROUTE, dict(url.query_parameters) if url.path == ROUTE else {})
        self.unread_only = place.filters.get("affichage") == UNREAD
        page = await look(self, queries.my_notifications, page=place.page, unread_only=self.unread_only)
        self.rows = [line(row) for row in page.rows]
        self.pager = pager(place, page.pages)
        self.loaded = True


def line(row: Told) -> Line:
    return Line(row.public_id, t(row.kind.value, **row.params), LOOKS[row.kind], moment(row.at), row.path, row.read)
