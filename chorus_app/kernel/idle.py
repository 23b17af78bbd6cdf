"""What a child process does while no job is asked of it: one function after the other, none while a job waits."""

from __future__ import annotations

import select
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from typing import BinaryIO

_left: deque[Callable[[], object]] = deque()


def when_idle(*functions: Callable[[], object]) -> None:
    """Call them later, in their order. What one raises is dropped: the job that needs its work will meet it again."""
    _left.extend(functions)


def use_idle_time(jobs: BinaryIO) -> None:
    """Call what is left until a job is there to be read or the parent is gone. A job waits for one function at most."""
    while _left and not select.select([jobs], [], [], 0)[0]:
        with suppress(Exception):
            _left.popleft()()
