"""What the server does for EDI: the SFTP server, the watched folder, the files that go back to partners."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress

from chorus_app.edi import returns
from chorus_app.edi.folder import WatchedFolder
from chorus_app.edi.sftp import sftp_server
from chorus_app.kernel.context import World, product_world

LOOK_SECONDS = 2.0
log = logging.getLogger(__name__)


@asynccontextmanager
async def edi_doors(world: World | None = None) -> AsyncIterator[None]:
    """Opened after the imports run, closed before they stop. A port that is taken is told in the log: the portal
    answers all the same."""
    world = world or product_world()
    async with AsyncExitStack() as open_doors:
        if world.settings.edi:
            try:
                await open_doors.enter_async_context(sftp_server(world))
            except OSError:
                log.exception("EDI: port %s cannot be opened", world.settings.edi_port)
        if world.settings.edi or world.settings.edi_folder is not None:
            looking = asyncio.create_task(_look_again_and_again(world))
            open_doors.push_async_callback(_end, looking)
        yield


async def _look_again_and_again(world: World) -> None:
    """Fill the folders of returns, and take what lies in the watched one."""
    folder = world.settings.edi_folder
    watched = None if folder is None else WatchedFolder(world, folder)
    while True:
        try:
            await asyncio.to_thread(_look, world, watched)
        except Exception:  # a full disk, a folder that is gone: the next look may fare better
            log.exception("EDI: looking for files")
        await asyncio.sleep(LOOK_SECONDS)


def _look(world: World, watched: WatchedFolder | None) -> None:
    while returns.make_all(world):
        pass
    if watched is not None:
        watched.look_if_alone()


async def _end(task: "asyncio.Task[None]") -> None:
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
