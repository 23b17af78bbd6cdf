"""Who asks for a download, and for which structure: the cookie says who, the address may say for whom."""

from reflex.config import get_config
from starlette.requests import Request

from chorus_app.accounts import sessions
from chorus_app.kernel.context import Source, product_world
from chorus_app.kernel.errors import NotFound, SignInRequired
from chorus_app.kernel.peers import peer_address
from chorus_app.structures import people
from chorus_app.structures.people import Person
from chorus_app.ui.session import session_token


def reader(request: Request) -> Person:
    """The signed-in person. Raises `SignInRequired`. Reads the database: not for the event loop."""
    token = session_token(request.headers.get("cookie", ""))
    with product_world().reading() as context:
        user_id = sessions.user_of(context, token=token) if token else None
        person = people.person(context, user_id=user_id) if user_id else None
    if person is None:
        raise SignInRequired
    return person


def acting_structure(request: Request, person: Person) -> int | None:
    """The structure named in the address; None when it names none. Raises `NotFound` when it is not the person's."""
    public_id = request.query_params.get("structure", "")
    if not public_id:
        return None
    for attachment in person.attachments:
        if attachment.public_id == public_id:
            return attachment.structure_id
    raise NotFound


def address_of(request: Request) -> str:
    """The network address of the visitor, found as Reflex finds it for the websocket."""
    direct = request.client.host if request.client else ""
    return peer_address(direct, request.headers.get("x-forwarded-for", ""), hops=get_config().trusted_proxy_hops)


def route_of(request: Request) -> Source:
    """A plain HTTP route, and the address of who asks it."""
    return Source("route", address_of(request))
