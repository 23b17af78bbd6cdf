"""Live pages: the server waits on the bell for each open page; the browser asks nothing."""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Callable, Iterable
from contextlib import aclosing
from typing import Any

from chorus_app.kernel.bell import Watcher
from chorus_app.kernel.context import product_world
from chorus_app.structures.people import Person
from chorus_app.ui.session import meet_anew, who

# Seconds between two readings of what keeps changing. During the import of a lot an invoice comes every hundredth of a
# second: a list that followed each of them would take the processor from the import, and be too fast to be read.
PACE = 1.0
PACE_OF_PROGRESS = 0.3  # of a page that shows nothing but how far the import is

# Who waits, by tab and by what is kept live there: at most one of each, however often the page is loaded.
_waiting: dict[tuple[str, str], Watcher] = {}


# What a page read before it began to watch: how much had been rung until then, and when that was.
_read: dict[tuple[str, str], tuple[int, float]] = {}


def reads(tab: str, what: str) -> None:
    """Said by a page that reads at once and watches afterwards, before it reads."""
    _read[tab, what] = product_world().bell.heard, asyncio.get_running_loop().time()


# The tabs that were closed last; what was still under way for them must wait for nothing.
_closed: deque[str] = deque(maxlen=1_000)


async def changes(tab: str, what: str, *topics: str, pace: float = PACE) -> AsyncGenerator[None, None]:
    """Yield at once, then after each ring of a topic; end when the same tab asks for the same again.

    What is read after a yield misses nothing: the watcher stands before the first one. That first one is left out
    where the page was read already (`reads`) and nothing was rung since. A change after a quiet while is told at once,
    those that follow a reading closely are told together, `pace` seconds after it.
    """
    if tab in _closed:
        return
    bell, loop = product_world().bell, asyncio.get_running_loop()
    async with bell.watching(*topics) as watcher:
        older, _waiting[tab, what] = _waiting.get((tab, what)), watcher
        if older:
            older.tell()
        try:
            heard, read_at = _read.pop((tab, what), (None, -pace))
            if heard == bell.heard:
                await watcher.wait()
            await asyncio.sleep(read_at + pace - loop.time())
            while _waiting.get((tab, what)) is watcher:
                meet_anew()
                watcher.forget()
                yield
                quiet_until = loop.time() + pace
                await watcher.wait()
                await asyncio.sleep(quiet_until - loop.time())
        finally:
            if _waiting.get((tab, what)) is watcher:
                del _waiting[tab, what]


def topics_of(person: Person) -> tuple[str, ...]:
    """What changes the frame around a person's pages: his account, and what waits for his structures."""
    ids = [attachment.structure_id for attachment in person.attachments]
    return (f"user:{person.user_id}", *(f"{what}:{id_}" for id_ in ids for what in ("approvals", "validation")))


async def keep_live(
    page: Any,
    what: str,
    topics: Callable[[Person], Iterable[str]] = topics_of,
    *,
    shown: Callable[[], bool] = lambda: True,
) -> None:
    """Have a page read (`_read()` of its State) now and after each ring of the person's topics.

    It ends when the person has signed out, when the tab asks for the same again, or when `shown` says that the tab
    shows something else by now.
    """
    async with page:
        tab, person = page.router.session.client_token, await who(page)
    if person is None:
        return
    async with aclosing(changes(tab, what, *topics(person))) as rings:
        async for _ in rings:
            async with page:
                if await who(page) is None or not shown():
                    return
                await page._read()


def closed(tab: str) -> None:
    """Said when the tab's websocket is closed."""
    _closed.append(tab)
    retire(tab)


def opened(tab: str) -> None:
    """Said when the tab has a websocket, its first or another one after it was cut off."""
    while tab in _closed:
        _closed.remove(tab)


def retire(tab: str) -> None:
    """End everything that waits for a tab: the person leaves."""
    for key in [key for key in _waiting if key[0] == tab]:
        _waiting.pop(key).tell()
    for key in [key for key in _read if key[0] == tab]:
        del _read[key]
