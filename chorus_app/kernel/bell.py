"""The bell: after a commit, those who watch a topic are told, in this process at once and in the others within 250 ms.

A transaction leaves a row in `chorus_ring` for each topic. Another process sees that the database changed by SQLite's
`PRAGMA data_version` (microseconds, no lock) and reads the rows that are new to it.
"""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path

from sqlmodel import Field, Session, SQLModel, col, delete

from chorus_app.kernel.db import UtcDateTime

POLL_SECONDS = 0.2
KEEP = timedelta(hours=1)


class Ring(SQLModel, table=True):
    """A topic that changed. Rows are kept an hour: long enough for every process to have read them."""

    __tablename__ = "chorus_ring"

    id: int | None = Field(default=None, primary_key=True)
    topic: str = Field(max_length=120)
    at: datetime = Field(sa_type=UtcDateTime, index=True)


class Watcher:
    """One who waits for some topics."""

    def __init__(self, topics: frozenset[str]) -> None:
        self.topics = topics
        self._rung = asyncio.Event()
        self._loop = asyncio.get_running_loop()

    def tell(self) -> None:
        """Wake up; callable from any thread."""
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._rung.set)

    async def wait(self) -> None:
        """Return when one of the topics was rung since the last call."""
        await self._rung.wait()
        self.forget()

    def forget(self) -> None:
        """What was rung until now is about to be read."""
        self._rung.clear()


class Bell:
    """Who watches what in this process."""

    def __init__(self, database: Path) -> None:
        self._database = database
        self._watchers: set[Watcher] = set()
        self._seen = 0
        self.heard = 0  # how often something was rung

    def ring(self, topics: Iterable[str]) -> None:
        """Tell this process's watchers of the topics."""
        rung = set(topics)
        self.heard += bool(rung)
        for watcher in tuple(self._watchers):
            if rung & watcher.topics:
                watcher.tell()

    @asynccontextmanager
    async def watching(self, *topics: str) -> AsyncIterator[Watcher]:
        """Watch topics inside the block; what rings between two `wait()` is not missed."""
        watcher = Watcher(frozenset(topics))
        self._watchers.add(watcher)
        try:
            yield watcher
        finally:
            self._watchers.discard(watcher)

    async def listen(self) -> None:
        """Hear the other processes, until cancelled. One task a server."""
        connection = sqlite3.connect(f"file:{self._database}?mode=ro", uri=True, check_same_thread=False)
        try:
            self._seen = _last_ring(connection)
            version = _data_version(connection)
            while True:
                await asyncio.sleep(POLL_SECONDS)
                now = _data_version(connection)
                if now != version:
                    version = now
                    self._pass_on(connection)
        finally:
            connection.close()

    def _pass_on(self, connection: sqlite3.Connection) -> None:
        rows = connection.execute("SELECT id, topic FROM chorus_ring WHERE id > ?", (self._seen,)).fetchall()
        if rows:
            self._seen = rows[-1][0]
            self.ring(topic for _, topic in rows)

    @property
    def watchers(self) -> int:
        """How many wait for something, in this process."""
        return len(self._watchers)

    def close(self) -> None:
        self._watchers.clear()


def forget_old_rings(session: Session, *, now: datetime) -> None:
    """Delete the rings that every process has heard."""
    session.exec(delete(Ring).where(col(Ring.at) < now - KEEP))


def _data_version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA data_version").fetchone()[0])


def _last_ring(connection: sqlite3.Connection) -> int:
    return int(connection.execute("SELECT coalesce(max(id), 0) FROM chorus_ring").fetchone()[0])
