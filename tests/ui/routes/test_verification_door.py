"""The door of files that are only checked: open to everyone, short, slow for who asks too often."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from starlette.requests import ClientDisconnect

from chorus_app.accounts.throttle import CHECKS
from chorus_app.flux import verification
from chorus_app.flux.verification import KEEP, MAX_BYTES, MOST_OF_ONE
from chorus_app.kernel.context import World
from chorus_app.kernel.errors import TooLarge
from chorus_app.ui.routes.upload import PATH as DEPOSIT
from chorus_app.ui.routes.verification import PATH, write
from tests.factories import make_user
from tests.ui.doors import door


def on_disk(world: World) -> list[Path]:
    return [path for path in world.folder.rglob("verification/**/*") if path.is_file()]


async def statuses(world: World, times: int, user_id: int | None = None) -> list[int]:
    async with door(world, user_id) as client:
        return [(await client.post(PATH, content=b"")).status_code for _ in range(times)]


async def test_visitor_sends_a_file_and_gets_its_token(world: World) -> None:
    async with door(world) as client:
        answer = await client.post(PATH, content=b"<a/>", headers={"X-File-Name": quote("Facture d’été.xml")})
    assert (answer.status_code, answer.headers["cache-control"]) == (201, "no-store")
    with verification.taken(world, token=answer.json()["upload"]) as file:
        assert (file.name, file.path.read_bytes()) == ("Facture d’été.xml", b"<a/>")
    assert on_disk(world) == []


async def test_file_past_the_short_limit_of_other_bodies_is_taken(world: World) -> None:
    async with door(world) as client:
        assert (await client.post(PATH, content=b"x" * 1_500_000)).status_code == 201


async def test_file_past_the_limit_is_refused_by_its_announced_length(world: World) -> None:
    async with door(world) as client:
        answer = await client.post(PATH, content=b"x", headers={"Content-Length": str(MAX_BYTES + 1)})
    assert (answer.status_code, answer.json()["code"], on_disk(world)) == (413, "too_large", [])


async def test_file_without_announced_length_stops_at_the_limit(world: World) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(21):
            yield b"x" * 1_000_000

    async with door(world) as client:
        answer = await client.post(PATH, content=pieces())
    assert (answer.status_code, on_disk(world)) == (413, [])


async def test_broken_file_leaves_nothing(world: World) -> None:
    async def broken() -> AsyncIterator[bytes]:
        yield b"x"
        raise ClientDisconnect

    with pytest.raises(ClientDisconnect), verification.arrival(world, owner="a") as file:
        await write(file, broken(), limit=10)
    with pytest.raises(TooLarge), verification.arrival(world, owner="a") as file:
        await write(file, broken(), limit=0)
    assert on_disk(world) == []


async def test_another_site_cannot_use_the_door(world: World) -> None:
    async with door(world) as client:
        answer = await client.post(PATH, content=b"<a/>", headers={"Origin": "http://ailleurs.test"})
    assert (answer.status_code, on_disk(world)) == (403, [])


async def test_other_method_is_refused(world: World) -> None:
    async with door(world) as client:
        assert (await client.get(PATH)).status_code == 405


async def test_sender_with_files_that_wait_is_busy(world: World) -> None:
    assert await statuses(world, MOST_OF_ONE + 1) == [201] * MOST_OF_ONE + [503]


async def test_too_many_checks_are_slowed_down_by_network_and_by_account(world: World) -> None:
    alice = make_user(world)
    await statuses(world, CHECKS.free)
    assert (await statuses(world, 1), await statuses(world, 1, alice.id)) == ([429], [201])
    await statuses(world, CHECKS.free - 1, alice.id)
    assert await statuses(world, 1, alice.id) == [429]
    world.clock.move(timedelta(hours=1))
    assert await statuses(world, 1) == [201]


async def test_slowed_down_sender_is_heard_after_the_delay(world: World) -> None:
    await statuses(world, CHECKS.free)
    world.clock.move(CHECKS.first)
    verification.sweep(world, older_than=timedelta())
    assert await statuses(world, 1) == [201]


async def test_visitor_who_says_another_address_is_counted_where_he_is(world: World) -> None:
    await statuses(world, CHECKS.free)
    async with door(world) as client:
        answer = await client.post(PATH, content=b"", headers={"X-Forwarded-For": "203.0.113.9"})
    assert (answer.status_code, answer.json()["code"]) == (429, "too_many")


async def test_visitor_behind_a_trusted_server_is_counted_by_the_address_that_it_gives(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    from reflex.config import get_config

    monkeypatch.setattr(get_config(), "trusted_proxy_hops", 1)
    codes = []
    async with door(world) as client:
        for address in (*["203.0.113.9"] * (CHECKS.free + 1), "203.0.113.10"):
            answer = await client.post(PATH, content=b"", headers={"X-Forwarded-For": f"10.0.0.1, {address}"})
            codes.append(answer.status_code)
    assert codes[CHECKS.free :] == [429, 201]


async def test_visitor_still_may_not_deposit(world: World) -> None:
    async with door(world) as client:
        assert (await client.post(DEPOSIT, content=b"<a/>")).status_code == 401
    world.clock.move(KEEP)
