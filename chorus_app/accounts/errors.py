"""Refusals about accounts."""

from chorus_app.accounts.enums import ConfirmationState, LinkState
from chorus_app.kernel.errors import AppError

_REASONS = {
    LinkState.USED: "accounts.link.used",
    LinkState.EXPIRED: "accounts.link.expired",
    LinkState.UNKNOWN: "accounts.link.unknown",
}


class LinkRefused(AppError):
    """The link of a mail no longer opens anything; `state` tells why."""

    code = "link_refused"
    status = 410

    def __init__(self, state: LinkState) -> None:
        super().__init__(_REASONS[state])
        self.state = state


class TicketRefused(AppError):
    """The one-time ticket of a sign-in is unknown, used or older than 30 seconds."""

    code = "ticket_refused"
    status = 410

    def __init__(self) -> None:
        super().__init__("accounts.sign_in.ticket_refused")


class ConfirmationRefused(AppError):
    """The link that should confirm a change of address confirms nothing; `state` tells why."""

    code = "confirmation_refused"
    status = 410

    def __init__(self, state: ConfirmationState) -> None:
        super().__init__("accounts.address.refused")
        self.state = state
