"""Room on the disk for what is opened for a while: a number of bytes that all who open something share.

Who finds too little left waits for his turn, in the order of asking: a large one is not passed by small ones for ever.
"""

from __future__ import annotations

import errno
import sqlite3
import threading
from collections import deque
from collections.abc import Callable

LOOKS_EVERY = 1.0  # seconds between two times that who waits is asked whether he still does
FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})  # what a system says of a disk, a quota, a limit


def is_full(error: BaseException | None) -> bool:
    """Whether the error, or what it comes from, is a disk without room, be it that of a file or of the database."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        driver = getattr(error, "orig", error)
        if isinstance(error, OSError) and error.errno in FULL:
            return True
        if getattr(driver, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL:
            return True
        error = error.__cause__ or error.__context__
    return False


class Share:
    """Bytes that somebody has taken."""

    def __init__(self, room: Room, taken: int) -> None:
        self._room, self._taken = room, taken

    def give_back(self) -> None:
        """For the others; a second time changes nothing."""
        taken, self._taken = self._taken, 0
        self._room.give_back(taken)


class Room:
    """So many bytes. What is larger than all of them is let in alone."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._taken = 0
        self._waiting: deque[object] = deque()
        self._changed = threading.Condition()

    @property
    def taken(self) -> int:
        """Bytes in use."""
        return self._taken

    def take(self, wanted: int, *, waits: Callable[[], None] | None = None) -> Share:
        """So many bytes, as soon as they are there.

        Meanwhile `waits` is called again and again; whatever it raises ends the waiting.
        """
        ticket = object()
        with self._changed:
            self._waiting.append(ticket)
        try:
            seconds = 0.0
            while not self._got(ticket, wanted, seconds):
                if waits is not None:
                    waits()
                seconds = LOOKS_EVERY
        finally:
            with self._changed:
                self._waiting.remove(ticket)
                self._changed.notify_all()
        return Share(self, wanted)

    def give_back(self, taken: int) -> None:
        with self._changed:
            self._taken -= taken
            self._changed.notify_all()

    def _got(self, ticket: object, wanted: int, seconds: float) -> bool:
        with self._changed:
            if not self._changed.wait_for(lambda: self._has_turn(ticket, wanted), seconds):
                return False
            self._taken += wanted
            return True

    def _has_turn(self, ticket: object, wanted: int) -> bool:
        return self._waiting[0] is ticket and (self._taken == 0 or self._taken + wanted <= self._size)
