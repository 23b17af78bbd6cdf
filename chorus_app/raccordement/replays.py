"""A call of the log made again, by a person who manages the structure, in the name of the same technical account.

The API makes it, which stands above: it says here how (`use`).
"""

import base64
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from chorus_app.kernel.context import Context, World
from chorus_app.kernel.errors import Conflict
from chorus_app.raccordement.calls import own_call
from chorus_app.raccordement.entry import caller_of, in_service
from chorus_app.raccordement.models import ApiCall, Application, TechnicalAccount
from chorus_app.raccordement.views import Caller
from chorus_app.structures.perms import actor

FILE = "fichierflux"
FileOf = Callable[[Context, str], bytes | None]  # what was deposited under the number of a flux, if it is there


@dataclass(frozen=True, slots=True)
class Again:
    """What is asked again, by whom, in whose name."""

    call_id: int
    caller: Caller
    by_id: int
    method: str
    path: str
    question: bytes
    headers: dict[str, str] = field(default_factory=dict)


Maker = Callable[[World, Again], Awaitable[None]]
_makers: list[Maker] = []


def use(maker: Maker) -> None:
    """Say how calls are made: the API does, when its doors are opened."""
    _makers[:] = [maker]


async def make(world: World, again: Again) -> None:
    """Make the call again; its line in the log tells what came of it."""
    await _makers[0](world, again)


def prepare(context: Context, *, public_id: str, file_of: FileOf) -> Again:
    """What is to be asked again. Raises `NotFound`, `Conflict`: the program or the account is closed, or
    the question was not kept whole and the file of its flux cannot be put back."""
    call = own_call(context, public_id=public_id)
    application = context.session.get_one(Application, call.application_id)
    account = context.session.get(TechnicalAccount, call.account_id or 0)
    caller = caller_of(context, account, application_id=application.id) if account else None
    if caller is None or not in_service(context, application):
        raise Conflict("raccordement.calls.closed")
    question = call.question.encode() if call.whole else _restored(context, call, file_of)
    return Again(call.id, caller, actor(context), call.method, call.path, question, dict(call.headers))


def _restored(context: Context, call: ApiCall, file_of: FileOf) -> bytes:
    """The question with the deposited file in its place again."""
    try:
        question = json.loads(call.question)
    except ValueError:
        raise Conflict("raccordement.calls.not_kept") from None
    name = next((name for name in question if name.casefold() == FILE), None) if isinstance(question, dict) else None
    content = file_of(context, call.flux_number) if name and call.flux_number else None
    if name is None or content is None:
        raise Conflict("raccordement.calls.not_kept")
    question[name] = base64.b64encode(content).decode()
    return json.dumps(question).encode()
