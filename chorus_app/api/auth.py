"""The token for a client's id and secret; and who calls, by the token and the technical account."""

import base64
import binascii
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import unquote_plus

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from chorus_app.api.errors import Shut, unauthorized
from chorus_app.api.pace import PER_SECOND, Pace
from chorus_app.flux.sandbox import NOTHING, Wish
from chorus_app.kernel.context import Context, Source, World, product_world
from chorus_app.kernel.peers import peer_address
from chorus_app.kernel.text import t
from chorus_app.raccordement import entry
from chorus_app.raccordement.networks import within
from chorus_app.raccordement.views import Caller

TOKEN_PATH = "/api/oauth/token"  # noqa: S105 - an address
MAX_FORM = 10_000  # bytes of a demand for a token
NO_STORE = {"Cache-Control": "no-store", "Pragma": "no-cache"}
_pace = Pace()


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the API: who, and in which world. Acts of the caller go through `transaction` and `reading`."""

    world: World
    caller: Caller
    client_ip: str
    idempotency_key: str = ""
    wish: Wish = NOTHING

    @contextmanager
    def transaction(self) -> Iterator[Context]:
        who = self.caller
        source = Source("api", self.client_ip, who.application_id)
        with self.world.transaction(actor_id=who.user_id, structure_id=who.structure_id, source=source) as context:
            yield context

    @contextmanager
    def reading(self) -> Iterator[Context]:
        with self.world.reading(actor_id=self.caller.user_id, structure_id=self.caller.structure_id) as context:
            yield context


@dataclass(frozen=True, slots=True)
class Known:
    """Whose call it is, as far as it is known. All are row ids."""

    world: World
    structure_id: int
    application_id: int
    account_id: int | None = None


async def give_token(request: Request) -> Response:
    """`grant_type=client_credentials`, id and secret in the body or as Basic; whatever is wrong answers alike."""
    client_id, secret = _basic(request.headers.get("authorization", ""))
    form = _form(await request.body())
    if form.get("grant_type") != "client_credentials":
        return _no_token("unsupported_grant_type")
    client_id, secret = form.get("client_id") or client_id, form.get("client_secret") or secret
    token = await run_in_threadpool(_grant, client_id, secret, request)
    if token is None:
        return _no_token("invalid_client")
    seconds = int(entry.TOKEN_LIFE.total_seconds())
    answer = {"access_token": token, "token_type": "Bearer", "expires_in": seconds, "scope": "openid"}
    return JSONResponse(answer, headers=NO_STORE)


def call_of(request: Request) -> Call:
    """Who calls. Raises `Shut`: 401 for a token or an account that opens nothing, 403 for an address that the
    application does not come from, 429 for a call too many.

    Whose program it is stands in `request.state.known` as soon as that is known.
    """
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.casefold() != "bearer" or not token.strip():
        raise unauthorized("invalid_request", t("api.no_token"))
    world = product_world()
    with world.reading() as context:
        application = entry.application_of(context, token=token.strip())
        if application is None:
            raise Shut(401, t("api.wrong_token"), WWW_Authenticate='Bearer realm="DefaultRealm", error="invalid_token"')
        request.state.known = Known(world, application.structure_id, application.id)
        client_ip = _address(world, request)
        if not within(client_ip, application.networks):
            raise Shut(403, t("api.wrong_address", address=client_ip))
        if not _pace.allows(token):
            raise Shut(429, t("api.too_fast", most=PER_SECOND, seconds=1), Retry_After="1")
        account = request.headers.get("cpro-account", "")
        caller = entry.caller(context, application_id=application.id, cpro_account=account)
    if caller is None:
        raise Shut(401, t("api.wrong_account"))
    return Call(world, caller, client_ip, request.headers.get("idempotency-key", "").strip())


def _grant(client_id: str, secret: str, request: Request) -> str | None:
    world = product_world()
    with world.transaction() as context:
        return entry.grant(context, client_id=client_id, secret=secret, client_ip=_address(world, request))


def _address(world: World, request: Request) -> str:
    """Where the program calls from."""
    direct, forwarded = request.client.host if request.client else "", request.headers.get("x-forwarded-for", "")
    return peer_address(direct, forwarded, hops=world.settings.trusted_proxy_hops)


def _no_token(error: str) -> Response:
    description = t(f"api.token.{error}")
    return JSONResponse({"error": error, "error_description": description}, status_code=400, headers=NO_STORE)


def _form(content: bytes) -> dict[str, str]:
    """The fields. A client that encodes nothing is understood too, but for a secret with & in it."""
    pairs = (pair.partition("=") for pair in content[:MAX_FORM].decode(errors="replace").split("&"))
    return {unquote_plus(name): unquote_plus(value) for name, _, value in pairs}


def _basic(header: str) -> tuple[str, str]:
    scheme, _, value = header.partition(" ")
    if scheme.casefold() != "basic":
        return "", ""
    try:
        client_id, _, secret = base64.b64decode(value[:MAX_FORM], validate=True).decode().partition(":")
    except (binascii.Error, ValueError):
        return "", ""
    return unquote_plus(client_id), unquote_plus(secret)


ROUTES = [Route(TOKEN_PATH, give_token, methods=["POST"])]
