"""How much one person may have waiting for its deposit."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from chorus_app.flux.quota import Waiting, waiting
from chorus_app.kernel import workflows
from chorus_app.kernel.clock import StoppedClock
from chorus_app.kernel.config import Settings
from chorus_app.kernel.context import World
from chorus_app.kernel.errors import Denied, SignInRequired
from chorus_app.tables import metadata
from chorus_app.ui.routes.upload import PATH
from tests.conftest import NOW
from tests.flux import scenes
from tests.flux.scenes import Cast
from tests.ui.doors import door

MOST_FILES, MOST_BYTES = 3, 1_000


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """A world where little may wait."""
    settings = Settings(
        data_dir=tmp_path, max_upload_bytes=800, max_waiting_files=MOST_FILES, max_waiting_bytes=MOST_BYTES
    )
    made = World(settings, StoppedClock(NOW))
    metadata.create_all(made.engine)
    yield made
    made.close()


def files(world: World) -> list[Path]:
    return [path for path in (world.folder / "files").rglob("*") if path.is_file()]


def waits(world: World, who: int) -> Waiting:
    with world.reading(actor_id=who) as context:
        return waiting(context)


async def send(world: World, who: int, *contents: bytes) -> list[int]:
    async with door(world, who) as client:
        return [(await client.post(PATH, content=content)).status_code for content in contents]


async def test_file_too_many_is_refused_and_leaves_nothing(world: World, cast: Cast) -> None:
    assert await send(world, cast.alice, b"a", b"b", b"c", b"d") == [201, 201, 201, 429]
    assert (len(files(world)), waits(world, cast.alice)) == (3, Waiting(3, 3))


async def test_bytes_too_many_are_refused_with_the_reason(world: World, cast: Cast) -> None:
    await send(world, cast.alice, b"a" * 700)
    async with door(world, cast.alice) as client:
        answer = await client.post(PATH, content=b"b" * 301)
    assert (answer.status_code, answer.json()["code"], len(files(world))) == (429, "quota_reached", 1)
    assert await send(world, cast.alice, b"b" * 300) == [201]


async def test_bytes_without_announced_length_stop_at_the_quota(world: World, cast: Cast) -> None:
    await send(world, cast.alice, b"a" * 700)
    taken: list[int] = []

    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(7):
            taken.append(100)
            yield b"b" * 100

    async with door(world, cast.alice) as client:
        answer = await client.post(PATH, content=pieces())
    assert (answer.status_code, answer.json()["code"], len(files(world))) == (429, "quota_reached", 1)


async def test_files_sent_at_the_same_time_do_not_pass_the_quota_together(world: World, cast: Cast) -> None:
    started, go = asyncio.Event(), asyncio.Event()

    async def slow() -> AsyncIterator[bytes]:
        started.set()
        await go.wait()
        yield b"a" * 600

    async with door(world, cast.alice) as client:
        headers = {"Content-Length": "600"}
        first = asyncio.create_task(client.post(PATH, content=slow(), headers=headers))
        await started.wait()
        second = await client.post(PATH, content=b"b" * 600)
        go.set()
        answers: tuple[httpx.Response, httpx.Response] = (await first, second)
    assert [answer.status_code for answer in answers] == [201, 429]
    assert await send(world, cast.alice, b"c" * 400) == [201]


async def test_quota_is_each_ones_own(world: World, cast: Cast) -> None:
    await send(world, cast.alice, b"a", b"b", b"c")
    assert await send(world, cast.bob, b"d") == [201]
    assert await send(world, cast.charlie, b"e") == [201]
    assert [waits(world, who).files for who in (cast.alice, cast.bob, cast.charlie)] == [3, 1, 1]


async def test_what_was_deposited_or_forgotten_waits_no_more(world: World, cast: Cast) -> None:
    assert await send(world, cast.alice, b"a", b"b", b"c") == [201, 201, 201]
    workflows.prepare(world)
    scenes.put(world, cast, b"a", "FSO1130A")
    assert waits(world, cast.alice) == Waiting(2, 2)
    world.clock.move(timedelta(hours=24))
    assert waits(world, cast.alice) == Waiting(0, 0)
    assert await send(world, cast.alice, b"d") == [201]
    assert sorted(world.files.read(path.name) for path in files(world)) == [b"a", b"d"]


def test_who_may_not_send_has_no_quota(world: World, cast: Cast) -> None:
    with world.transaction() as context:
        dora = scenes.person(context, "dora")
    with pytest.raises(Denied):
        waits(world, dora)
    with world.reading() as context, pytest.raises(SignInRequired):
        waiting(context)
    assert cast.alice
