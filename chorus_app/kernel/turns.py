"""Who writes to the database next, within this process: in the order of asking, people before the server's own work.

SQLite lets one write at a time; whoever finds it busy sleeps, up to a tenth of a second, and looks again, so that under
load some wait for a second while others pass. Here the one who ends wakes the next one at once.
"""

import threading
from collections import deque


class Turns:
    """One turn at a time. Nobody waits for ever: after `patience` seconds he goes on, and SQLite itself decides."""

    def __init__(self, *, patience: float) -> None:
        self._patience = patience
        self._lock = threading.Lock()
        self._taken = False
        self._people: deque[threading.Event] = deque()
        self._others: deque[threading.Event] = deque()

    def take(self, *, person: bool) -> bool:
        """Wait for the turn; whether it came, and is to be given back."""
        queue = self._people if person else self._others
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

    def give(self) -> None:
        """Let the next one have the turn."""
        with self._lock:
            waiting = self._people or self._others
            if waiting:
                waiting.popleft().set()
            else:
                self._taken = False


class Ticket:
    """The turn of one act: taken when it begins to write, given back at its end if it was taken."""

    def __init__(self, turns: Turns, *, person: bool) -> None:
        self._turns, self._person, self._held = turns, person, False

    def take(self) -> None:
        """Wait for the turn."""
        self._held = self._held or self._turns.take(person=self._person)

    def give(self) -> None:
        """Let the next one have it."""
        if self._held:
            self._held = False
            self._turns.give()
