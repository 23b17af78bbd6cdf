"""The upload's door: who may, how much, how fast, and that a broken one leaves nothing."""

import asyncio
import errno
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from starlette.requests import ClientDisconnect

from chorus_app.flux import uploads
from chorus_app.kernel.clock import Clock
from chorus_app.kernel.config import Settings
from chorus_app.kernel.context import World, adopted
from chorus_app.kernel.errors import StorageFull, TooLarge, TooSlow
from chorus_app.ui.routes.upload import PATH, Pace, paced, spool
from tests.conftest import NewWorld
from tests.flux import scenes
from tests.flux.scenes import Cast
from tests.ui.doors import door

LIMIT = 1_000


@pytest.fixture
def world(tmp_path: Path, new_world: NewWorld) -> Iterator[World]:
    """A world that takes small files only."""
    made = new_world(Settings(data_dir=tmp_path, max_upload_bytes=LIMIT), Clock())
    yield made
    made.close()


async def chunks(*parts: bytes) -> AsyncIterator[bytes]:
    for part in parts:
        yield part


def on_disk(world: World) -> list[Path]:
    return [path for path in (world.folder / "files").rglob("*") if path.is_file()]


async def test_file_is_kept_under_the_name_of_its_content(world: World, cast: Cast) -> None:
    async with door(world, cast.alice) as client:
        answer = await client.post(PATH, content=b"<a/>", headers={"X-File-Name": quote("Facture d’été.xml")})
    assert answer.status_code == 201
    with world.reading(actor_id=cast.alice) as context:
        found = uploads.find(context, upload=answer.json()["upload"])
    assert (found.name, found.path.read_bytes()) == ("Facture d’été.xml", b"<a/>")


async def test_nobody_is_asked_to_sign_in(world: World, cast: Cast) -> None:
    async with door(world) as client:
        answer = await client.post(PATH, content=b"<a/>")
    assert (answer.status_code, answer.json()["code"], on_disk(world)) == (401, "sign_in_required", [])
    assert cast.alice


async def test_person_without_the_profile_is_denied(world: World, cast: Cast) -> None:
    with world.transaction() as context:
        dora = scenes.person(context, "dora")
    async with door(world, dora) as client:
        answer = await client.post(PATH, content=b"<a/>")
    assert (answer.status_code, answer.json()["code"], on_disk(world)) == (403, "denied", [])
    assert cast.alice


async def test_another_site_cannot_send_in_ones_name(world: World, cast: Cast) -> None:
    async with door(world, cast.alice) as client:
        answer = await client.post(PATH, content=b"<a/>", headers={"Origin": "http://ailleurs.test"})
    assert (answer.status_code, on_disk(world)) == (403, [])


async def test_oversized_file_refused_by_its_announced_length(world: World, cast: Cast) -> None:
    async with door(world, cast.alice) as client:
        answer = await client.post(PATH, content=b"x" * (LIMIT + 1))
    assert (answer.status_code, answer.json()["code"], on_disk(world)) == (413, "too_large", [])


async def test_oversized_file_refused_while_it_comes_when_no_length_is_announced(world: World, cast: Cast) -> None:
    async with door(world, cast.alice) as client:
        answer = await client.post(PATH, content=chunks(*[b"x" * 300] * 4))
    assert (answer.status_code, on_disk(world)) == (413, [])


async def test_file_of_exactly_the_limit_is_taken(world: World, cast: Cast) -> None:
    async with door(world, cast.alice) as client:
        answer = await client.post(PATH, content=b"x" * LIMIT)
    assert answer.status_code == 201


async def test_stream_stops_at_the_limit(world: World) -> None:
    taken: list[bytes] = []

    async def endless() -> AsyncIterator[bytes]:
        while True:
            taken.append(b"x" * 400)
            yield taken[-1]

    with adopted(world), pytest.raises(TooLarge):
        await spool(endless(), limit=LIMIT)
    assert (len(taken), on_disk(world)) == (3, [])


async def test_broken_upload_leaves_nothing(world: World) -> None:
    async def broken() -> AsyncIterator[bytes]:
        yield b"x" * 500
        raise ClientDisconnect

    with adopted(world), pytest.raises(ClientDisconnect):
        await spool(broken(), limit=LIMIT)
    assert on_disk(world) == []


async def test_full_disk_is_told_and_leaves_nothing(world: World) -> None:
    async def filling() -> AsyncIterator[bytes]:
        yield b"x" * 500
        raise OSError(errno.ENOSPC, "No space left on device")

    with adopted(world), pytest.raises(StorageFull):
        await spool(filling(), limit=LIMIT)
    assert on_disk(world) == []


async def test_silent_sender_is_cut(world: World) -> None:
    never = asyncio.Event()

    async def silent() -> AsyncIterator[bytes]:
        yield b"x"
        await never.wait()

    with adopted(world), pytest.raises(TooSlow):
        await spool(paced(silent(), Pace(idle=0.05)), limit=LIMIT)
    assert on_disk(world) == []


async def test_trickling_sender_is_cut(world: World) -> None:
    async def trickle() -> AsyncIterator[bytes]:
        while True:
            await asyncio.sleep(0)
            yield b"x"

    with adopted(world), pytest.raises(TooSlow):
        await spool(paced(trickle(), Pace(idle=30, grace=0.05, bytes_per_second=10**12)), limit=100_000_000)
    assert on_disk(world) == []


async def test_other_method_is_refused(world: World, cast: Cast) -> None:
    async with door(world, cast.alice) as client:
        assert (await client.get(PATH)).status_code == 405
