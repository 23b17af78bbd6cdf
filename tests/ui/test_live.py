"""How often a page is read again while something keeps changing."""

import asyncio
from collections.abc import Callable
from contextlib import aclosing

import pytest

from chorus_app.kernel.context import World, adopted
from chorus_app.ui.live import changes

TIMES = 60


async def read(world: World, got: list[int], rung: list[int], *, pace: float) -> None:
    """Write down at each reading how often it was rung until then; end at the last one."""
    with adopted(world):
        async with aclosing(changes("tab", "list", "invoices:1", pace=pace)) as rings:
            async for _ in rings:
                got.append(len(rung))
                if len(rung) == TIMES:
                    return


@pytest.mark.parametrize(("pace", "fewest", "most"), [(0.2, 2, 10), (0.0, TIMES + 1, TIMES + 1)])
async def test_close_changes_are_read_together_and_the_last_is_not_missed(
    world: World, pace: float, fewest: int, most: int
) -> None:
    got: list[int] = []
    rung: list[int] = []
    reader = asyncio.create_task(read(world, got, rung, pace=pace))
    await turns_until(lambda: bool(got))
    for number in range(TIMES):
        rung.append(number)
        world.bell.ring(["invoices:1"])
        await turns_until(lambda: pace > 0 or got[-1] == len(rung))
    await reader
    assert fewest <= len(got) <= most
    assert (got[0], got[-1]) == (0, TIMES)


async def turns_until(condition: Callable[[], bool]) -> None:
    """Let the others run: for some turns at least, so that a reader who may read does."""
    for _ in range(5):
        await asyncio.sleep(0)
    while not condition():
        await asyncio.sleep(0)
