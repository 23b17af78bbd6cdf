"""What a State's handler let through: told on the page, never as a trace."""

import logging
import secrets

from reflex.event import EventSpec

from chorus_app.kernel.errors import AppError, SignInRequired
from chorus_app.kernel.text import t
from chorus_app.ui.frame import FrameState
from chorus_app.ui.problems import told

log = logging.getLogger(__name__)


def uncaught(exception: Exception) -> EventSpec | None:
    """Reflex's handler of last resort; it takes its argument by this very name."""
    if isinstance(exception, SignInRequired):
        return FrameState.sign_in_again()
    if isinstance(exception, AppError):
        return FrameState.show_problem(told(exception))
    reference = secrets.token_hex(4)
    log.error("error %s in an event", reference, exc_info=exception)
    return FrameState.show_problem(t("ui.unexpected", reference=reference))
