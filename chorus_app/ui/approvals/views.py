"""Requests that wait, as the page shows them."""

from dataclasses import dataclass

from chorus_app.kernel.french import identifier, moment
from chorus_app.kernel.text import t
from chorus_app.structures.waiting import Pending


@dataclass(frozen=True)
class PendingLine:
    """A request that waits for an answer."""

    id: str
    kind: str
    who: str
    email: str
    wish: str
    structure: str
    identifier: str
    asked: str


def pending_line(row: Pending) -> PendingLine:
    asked = t("approvals.asked", at=moment(row.asked_at))
    if row.last_reminder_at:
        asked = t("approvals.reminded", at=moment(row.asked_at), reminded=moment(row.last_reminder_at))
    number = identifier(row.identifier_type, row.identifier)
    return PendingLine(row.public_id, row.kind, row.who, row.email, row.wish, row.structure, number, asked)
