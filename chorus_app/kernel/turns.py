"""Who writes to the database next, within this process: in the order of asking, people before the server's own work.

SQLite lets one write at a time; whoever finds it busy sleeps, up to a tenth of a second, and looks again, so that under
load some wait for a second while others pass. Here the one who ends wakes the next one at once.
"""

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager


class Turns:
    """One turn at a time. Nobody waits for ever: after `patience` seconds he goes on, and SQLite itself decides."""

    def __init__(self, *, patience: float) -> None:
        self._patience = patience
        self._lock = threading.Lock()
        self._taken = False
        self._people: deque[threading.Event] = deque()
        self._others: deque[threading.Event] = deque()

    @contextmanager
    def turn(self, *, person: bool) -> Iterator[None]:
        """Wait for the turn, and hold it inside the block."""
        held = self._take(self._people if person else self._others)
        try:
            yield
        finally:
            if held:
                self._give()

    def _take(self, queue: deque[threading.Event]) -> bool:
        with self._lock:
            if not self._taken:
                self._taken = True
                return True
            mine = threading.Event()
            queue.append(mine)
        if mine.wait(self._patience):
            return True
        with self._lock:
            if mine in queue:
                queue.remove(mine)
                return False
        return True  # it was given in this very moment

    def _give(self) -> None:
        with self._lock:
            waiting = self._people or self._others
            if waiting:
                waiting.popleft().set()
            else:
                self._taken = False
