"""What an application may do once it is declared: limited, suspended and taken into service again by those who manage
its structure."""

from collections.abc import Collection

from chorus_app.kernel.context import Context
from chorus_app.raccordement import limits
from chorus_app.raccordement.service import (
    application_row,
    application_to_change,
    end_tokens,
    note_act,
    own_application,
)
from chorus_app.raccordement.views import ApplicationView
from chorus_app.structures.enums import Act


def get_application(context: Context, *, public_id: str) -> ApplicationView:
    """An application of the structure that the actor manages. Raises `NotFound`, `Denied`."""
    found = own_application(context, public_id=public_id)
    return ApplicationView(application_row(found), tuple(found.networks), tuple(found.interfaces))


def subscribe(context: Context, *, public_id: str, interfaces: Collection[str]) -> None:
    """Choose the codes under which the program deposits. Raises `NotFound`, `Denied`, `Conflict`."""
    application = application_to_change(context, public_id=public_id)
    change = limits.subscribe(application, interfaces=interfaces)
    note_act(context, application, Act.APPLICATION_SUBSCRIBED, change)


def limit_networks(context: Context, *, public_id: str, typed: str) -> None:
    """Say from which addresses the program comes; none: any. Raises `NotFound`, `Denied`, `Invalid`, `Conflict`."""
    application = application_to_change(context, public_id=public_id)
    change = limits.limit_networks(application, typed=typed)
    note_act(context, application, Act.APPLICATION_LIMITED, change)


def suspend(context: Context, *, public_id: str) -> None:
    """The program enters no more, its tokens end at once, until it is reactivated. Raises `NotFound`, `Denied`,
    `Conflict`."""
    application = application_to_change(context, public_id=public_id)
    if application.active:
        application.active = False
        end_tokens(context, application)
        note_act(context, application, Act.APPLICATION_SUSPENDED)


def reactivate(context: Context, *, public_id: str) -> None:
    """The program enters again, with the secret that it has. Raises `NotFound`, `Denied`, `Conflict`."""
    application = application_to_change(context, public_id=public_id)
    if not application.active:
        limits.check_open(application)
        application.active = True
        note_act(context, application, Act.APPLICATION_REACTIVATED)
