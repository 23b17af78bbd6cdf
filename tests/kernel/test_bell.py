"""The bell: told after the commit, in this process and from another connection."""

import asyncio

import pytest

from chorus_app.kernel.context import World


async def test_watcher_told_after_commit_and_not_after_rollback(world: World) -> None:
    async with world.bell.watching("flux:1") as watcher:
        with pytest.raises(RuntimeError), world.transaction() as context:
            context.ring("flux:1")
            raise RuntimeError
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(watcher.wait(), 0.05)
        with world.transaction() as context:
            context.ring("flux:1")
        await asyncio.wait_for(watcher.wait(), 1)


async def test_watcher_told_of_commit_by_another_process(world: World) -> None:
    with world.transaction():
        pass
    other = World(world.settings, world.clock)
    listening = asyncio.create_task(world.bell.listen())
    async with world.bell.watching("flux:2") as watcher:
        await asyncio.sleep(0)
        with other.transaction() as context:
            context.ring("flux:2")
        await asyncio.wait_for(watcher.wait(), 2)
    listening.cancel()
    other.close()


async def test_watcher_not_told_of_other_topics(world: World) -> None:
    async with world.bell.watching("flux:3") as watcher:
        with world.transaction() as context:
            context.ring("flux:4")
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(watcher.wait(), 0.05)
