"""Errors of the services as French text: the one place where the interface renders them."""

import logging
import secrets

import reflex as rx
from reflex.event import EventSpec

from chorus_app.kernel.errors import AppError, InvalidForm, SignInRequired
from chorus_app.kernel.text import t

log = logging.getLogger(__name__)


def told(error: AppError) -> str:
    """The error as a sentence."""
    return t(error.key, **error.params)


def by_field(error: AppError) -> dict[str, str]:
    """The errors by form field; what belongs to no field stands under the empty name."""
    errors = error.errors if isinstance(error, InvalidForm) else (error,)
    found: dict[str, str] = {}
    for one in errors:
        found.setdefault(one.field or "", told(one))
    return found


def uncaught(exception: Exception) -> EventSpec | None:
    """Reflex's handler for what a State's handler let through: told on the page, never a trace."""
    from chorus_app.ui.frame import FrameState  # the frame imports this module

    if isinstance(exception, SignInRequired):
        return rx.redirect("/connexion")
    if isinstance(exception, AppError):
        return FrameState.show_problem(told(exception))
    reference = secrets.token_hex(4)
    log.error("error %s in an event", reference, exc_info=exception)
    return FrameState.show_problem(t("ui.unexpected", reference=reference))
