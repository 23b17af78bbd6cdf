"""The token and the two keys of each call: what opens, and that all that is wrong answers alike."""

import base64
from datetime import timedelta

import httpx
import pytest

from chorus_app.api import auth
from chorus_app.api.pace import Pace
from chorus_app.kernel.context import World
from chorus_app.raccordement import service
from tests.api.client import Keys, cpro_account, outside, program, token
from tests.flux.scenes import Cast

HEALTH = "/cpro/transverses/v1/health-check"


async def asked(http: httpx.AsyncClient, **form: str) -> httpx.Response:
    return await http.post("/api/oauth/token", data={"grant_type": "client_credentials", **form})


async def test_token_for_id_and_secret_in_the_body_or_as_basic(world: World, keys: Keys) -> None:
    id_, secret = keys.application.login, keys.application.secret
    basic = {"Authorization": "Basic " + base64.b64encode(f"{id_}:{secret}".encode()).decode()}
    async with outside(world) as http:
        answers = [
            await asked(http, client_id=id_, client_secret=secret, scope="openid"),
            await asked(http, client_id=id_, client_secret=secret),
            await http.post("/api/oauth/token", data={"grant_type": "client_credentials"}, headers=basic),
            await http.post(
                "/api/oauth/token",
                content=f"grant_type=client_credentials&client_id={id_}&client_secret={secret}&scope=openid",
                headers={"content-type": "application/x-www-form-urlencoded"},
            ),
        ]
    for answer in answers:
        assert answer.status_code == 200
        found = answer.json()
        assert (found["token_type"], found["expires_in"], found["scope"]) == ("Bearer", 3600, "openid")
        assert len(found["access_token"]) > 40
    assert len({answer.json()["access_token"] for answer in answers}) == 4


async def test_unknown_id_wrong_secret_and_revoked_application_answer_alike(
    world: World, cast: Cast, keys: Keys
) -> None:
    id_, secret = keys.application.login, keys.application.secret
    async with outside(world) as http:
        wrong = await asked(http, client_id=id_, client_secret="faux")
        unknown = await asked(http, client_id="inconnu", client_secret=secret)
        nothing = await asked(http)
        bad_basic = await http.post(
            "/api/oauth/token", data={"grant_type": "client_credentials"}, headers={"Authorization": "Basic !"}
        )
        with world.transaction(actor_id=cast.alice, structure_id=cast.supplier) as context:
            service.revoke_application(context, public_id=keys.application.public_id)
        revoked = await asked(http, client_id=id_, client_secret=secret)
    assert wrong.json()["error"] == "invalid_client"
    for other in (wrong, unknown, nothing, bad_basic, revoked):
        assert (other.status_code, other.content) == (400, wrong.content)


async def test_other_grants_are_refused(world: World) -> None:
    async with outside(world) as http:
        answer = await http.post("/api/oauth/token", data={"grant_type": "password"})
    assert (answer.status_code, answer.json()["error"]) == (400, "unsupported_grant_type")


async def test_both_keys_open(world: World, keys: Keys) -> None:
    async with program(world, keys) as one:
        answer = await one.http.get(HEALTH, headers=one.headers)
    assert answer.status_code == 200
    assert answer.json() == {"body": "Application is up", "statusCodeValue": 200, "statusCode": "200"}


async def status(http: httpx.AsyncClient, headers: dict[str, str]) -> int:
    answer = await http.get(HEALTH, headers=headers)
    assert answer.headers["content-type"].startswith("application/json")
    assert answer.json().get("codeRetour", answer.status_code) == answer.status_code
    return answer.status_code


@pytest.mark.parametrize("header", [None, "Bearer ", "Basic YTpi", "Bearer x", "Bearer eyJhbGciOiJub25lIn0.e30."])
async def test_without_a_token_nothing_is_learnt(world: World, keys: Keys, header: str | None) -> None:
    headers = {"cpro-account": cpro_account(keys.account)} | ({"Authorization": header} if header else {})
    async with outside(world) as http:
        for path in (HEALTH, "/cpro/inconnu", "/cpro/factures/v1/deposer/flux"):
            answer = await http.post(path, headers=headers, content=b"{")
            assert answer.status_code == 401
            assert answer.headers["www-authenticate"].startswith('Bearer realm="DefaultRealm"')


@pytest.mark.parametrize("account", ["", "!", "YTpi", base64.b64encode(b"\xff\xfe").decode(), "=" * 2_000])
async def test_wrong_technical_account_is_refused(world: World, keys: Keys, account: str) -> None:
    async with program(world, keys) as one:
        assert await status(one.http, {**one.headers, "cpro-account": account}) == 401


async def test_swapped_names_and_wrong_password_are_refused(world: World, keys: Keys) -> None:
    swapped = base64.b64encode(f"{keys.application.login}:{keys.application.secret}".encode()).decode()
    async with program(world, keys) as one:
        for account in (cpro_account(keys.account, "faux"), swapped):
            assert await status(one.http, {**one.headers, "cpro-account": account}) == 401


async def test_token_ends_after_an_hour(world: World, keys: Keys) -> None:
    async with program(world, keys) as one:
        world.clock.move(timedelta(minutes=59))
        assert await status(one.http, one.headers) == 200
        world.clock.move(timedelta(minutes=1))
        assert await status(one.http, one.headers) == 401


async def test_renewed_secret_ends_old_tokens_at_once(world: World, cast: Cast, keys: Keys) -> None:
    async with program(world, keys) as one:
        with world.transaction(actor_id=cast.alice, structure_id=cast.supplier) as context:
            renewed = service.renew_secret(context, public_id=keys.application.public_id)
        assert await status(one.http, one.headers) == 401
        bearer = await token(one.http, renewed)
        assert await status(one.http, {**one.headers, "Authorization": f"Bearer {bearer}"}) == 200


async def test_account_ends_after_424_days_until_its_password_is_renewed(world: World, cast: Cast, keys: Keys) -> None:
    async with outside(world) as http:
        world.clock.move(timedelta(days=424))
        bearer = {"Authorization": f"Bearer {await token(http, keys.application)}"}
        assert await status(http, {**bearer, "cpro-account": cpro_account(keys.account)}) == 401
        with world.transaction(actor_id=cast.alice, structure_id=cast.supplier) as context:
            renewed = service.renew_password(context, public_id=keys.account.public_id)
        assert await status(http, {**bearer, "cpro-account": cpro_account(renewed)}) == 200


async def test_closed_account_is_refused(world: World, cast: Cast, keys: Keys) -> None:
    async with program(world, keys) as one:
        with world.transaction(actor_id=cast.alice, structure_id=cast.supplier) as context:
            service.close_account(context, public_id=keys.account.public_id)
        assert await status(one.http, one.headers) == 401


async def test_one_call_too_many_is_told_to_wait(world: World, keys: Keys, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(auth, "_pace", Pace(per_second=2, clock=lambda: 0.0))
    async with program(world, keys) as one:
        assert [await status(one.http, one.headers) for _ in range(3)] == [200, 200, 429]
        answer = await one.http.get(HEALTH, headers=one.headers)
    assert answer.headers["retry-after"] == "1"


def test_pace_is_counted_for_each_token_and_filled_again() -> None:
    now = [0.0]
    pace = Pace(per_second=2, clock=lambda: now[0])
    assert [pace.allows("a") for _ in range(3)] == [True, True, False]
    assert pace.allows("b")
    now[0] = 0.5
    assert [pace.allows("a") for _ in range(2)] == [True, False]
    now[0] = 100.0
    assert [pace.allows("a") for _ in range(3)] == [True, True, False]
