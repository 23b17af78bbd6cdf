"""Requests for attachment: a person asks to act for a structure. What all requests share: `structures.requests`."""

from collections.abc import Sequence

from chorus_app.accounts.models import User
from chorus_app.kernel.context import Context
from chorus_app.kernel.errors import Invalid, InvalidForm
from chorus_app.structures import requests
from chorus_app.structures.memberships import attach
from chorus_app.structures.models import AttachmentRequest, Structure
from chorus_app.structures.perms import actor
from chorus_app.structures.queries import Standing, standing, structure_by_public_id
from chorus_app.structures.requests import Answered

MOST_AT_ONCE = 20


def ask_attachments(context: Context, *, public_ids: Sequence[str]) -> list[str]:
    """Ask for the attachment to each structure; returns their names. All or none.

    Raises `InvalidForm` with one error for each structure that cannot be asked for (field: its public id), `NotFound`.
    """
    asker = context.session.get_one(User, actor(context))
    wanted = list(dict.fromkeys(public_ids))
    if not wanted:
        raise InvalidForm(Invalid("structures.ask.nothing"))
    if len(wanted) > MOST_AT_ONCE:
        raise InvalidForm(Invalid("structures.ask.too_many", most=MOST_AT_ONCE))
    structures = [structure_by_public_id(context, public_id=public_id) for public_id in wanted]
    refusals = [refusal for structure in structures if (refusal := _refusal(context, structure, asker))]
    if refusals:
        raise InvalidForm(*refusals)
    for structure in structures:
        _ask(context, asker, structure)
    return [structure.name for structure in structures]


def cancel_request(context: Context, *, public_id: str) -> None:
    """Take one's own request back. Raises `NotFound`, `AlreadyAnswered`."""
    requests.cancel(context, AttachmentRequest, public_id=public_id)


def remind(context: Context, *, public_id: str) -> None:
    """Tell the managers again, once a day. Raises `NotFound`, `AlreadyAnswered`, `TooMany`."""
    requests.remind(context, AttachmentRequest, public_id=public_id)


def approve(context: Context, *, public_id: str, operator: bool = False) -> Answered:
    """Attach the asker. `operator`: the right to answer for a structure that has no manager.

    Raises `NotFound` (also for a structure that the actor does not manage), `AlreadyAnswered`, `Conflict`.
    """
    return requests.approve(context, AttachmentRequest, public_id=public_id, operator=operator, grant=_grant)


def refuse(context: Context, *, public_id: str, reason: str, operator: bool = False) -> Answered:
    """Refuse with a reason, which the asker reads.

    Raises `NotFound` (also for a structure that the actor does not manage), `Invalid` (field `reason`),
    `AlreadyAnswered`.
    """
    return requests.refuse(context, AttachmentRequest, public_id=public_id, reason=reason, operator=operator)


def _grant(context: Context, request: AttachmentRequest) -> None:
    attach(context, user_id=request.user_id, structure_id=request.structure_id)


def _refusal(context: Context, structure: Structure, asker: User) -> Invalid | None:
    stands = standing(context, structure, user_id=asker.id)
    return None if stands is Standing.FREE else Invalid(stands.value, field=structure.public_id, name=structure.name)


def _ask(context: Context, asker: User, structure: Structure) -> None:
    request = AttachmentRequest(user_id=asker.id, structure_id=structure.id, asked_at=context.now())
    context.session.add(request)
    context.session.flush()
    requests.announce(context, request)
