"""A program that calls the API, as connectors do: with a token and a technical account."""

import base64
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx
from starlette.responses import PlainTextResponse

from chorus_app.api.app import doors
from chorus_app.kernel.context import World, adopted
from chorus_app.raccordement import service
from chorus_app.raccordement.views import Secret
from chorus_app.structures.enums import Profile
from chorus_app.structures.memberships import give, in_force
from chorus_app.ui.routes import wrap

ADDRESS = "http://localhost:3000"


@dataclass(frozen=True)
class Keys:
    """What a structure's manager hands to the maker of the program."""

    application: Secret
    account: Secret


def keys_of(world: World, *, user_id: int, structure_id: int, name: str = "Connecteur de test") -> Keys:
    """The person becomes a manager and declares a program."""
    with world.transaction(actor_id=user_id, structure_id=structure_id) as context:
        membership = in_force(context, user_id=user_id, structure_id=structure_id)
        assert membership is not None
        give(context, membership=membership, profile=Profile.ORGANISATION_MODIFICATION)
        return Keys(service.add_application(context, name=name), service.open_account(context))


def cpro_account(account: Secret, password: str | None = None) -> str:
    return base64.b64encode(f"{account.login}:{password or account.secret}".encode()).decode()


@dataclass(frozen=True)
class Program:
    """Calls with its keys."""

    http: httpx.AsyncClient
    headers: dict[str, str]

    async def post(self, path: str, asked: dict[str, Any] | None = None, **headers: str) -> dict[str, Any]:
        """The answer's body, which is told even when the call is refused."""
        found = await self.http.post(f"/cpro/{path}", json=asked or {}, headers={**self.headers, **headers})
        assert found.headers["content-type"].startswith("application/json")
        answer: dict[str, Any] = found.json()
        return answer


@asynccontextmanager
async def outside(world: World) -> AsyncIterator[httpx.AsyncClient]:
    """Whoever asks without keys, around an empty portal."""
    with adopted(world):
        rest = PlainTextResponse("rest", status_code=404)
        transport = httpx.ASGITransport(wrap(rest, doors=doors()))
        async with httpx.AsyncClient(transport=transport, base_url=ADDRESS) as http:
            yield http


async def token(http: httpx.AsyncClient, application: Secret) -> str:
    form = {"grant_type": "client_credentials", "client_id": application.login, "client_secret": application.secret}
    answer = await http.post("/api/oauth/token", data=form)
    assert answer.status_code == 200
    return str(answer.json()["access_token"])


@asynccontextmanager
async def program(world: World, keys: Keys) -> AsyncIterator[Program]:
    async with outside(world) as http:
        bearer = await token(http, keys.application)
        yield Program(http, {"Authorization": f"Bearer {bearer}", "cpro-account": cpro_account(keys.account)})
