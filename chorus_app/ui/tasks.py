"""What the server does beside answering: hear the other processes, deliver mails, run imports."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from chorus_app.kernel.context import product_world
from chorus_app.kernel.lock import ServerLock


@asynccontextmanager
async def background_tasks() -> AsyncIterator[None]:
    """Started with the server, stopped with it."""
    world = product_world()
    lock = ServerLock(world.folder)
    lock.take()
    tasks = [asyncio.create_task(world.bell.listen(), name="bell")]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        lock.release()
