"""Child processes for work that may crash, swell or hang: opening and checking files that strangers made.

Each slot has one process of its own: when it dies, only its own job fails, and the next job starts another. (In a
common pool the death of one child also fails the innocent jobs of its neighbours.)
"""

import os
import pickle
import queue
import selectors
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import IO, Literal, TypeVar

from chorus_app.kernel.child import LENGTH

R = TypeVar("R")
Counted = Literal["address", "data"]
RECYCLE_AFTER = 500
MEMORY_BYTES = 1_500_000_000  # address space of one check, which is about twice the memory that it takes
SECONDS = 30.0  # of one check
RULES_MEMORY_BYTES = 700_000_000  # a child of Saxon's holds 250 MB, and 430 MB after an invoice of 10,000 lines
CHUNK = 1 << 20
GIVING_WAY = 10  # a tenth of the processor time of who does not, where there is too little for both


class ChildDied(Exception):
    """The child did not survive the job; `reason` is "crashed", "memory" or "time"."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Children:
    """A fixed number of slots; `memory_bytes` and `seconds` bound each job. Usable from any thread.

    `counted` says what of the memory counts: all the "address" space, or only the "data" that a child writes, for
    libraries that reserve far more addresses than they use (Saxon dies of the other limit before its first job).
    Children that `give_way` leave the processors to the server while it needs them: they do what nobody looks at.
    """

    def __init__(
        self,
        slots: int,
        *,
        memory_bytes: int,
        seconds: float,
        recycle_after: int = RECYCLE_AFTER,
        counted: Counted = "address",
        give_way: bool = False,
    ) -> None:
        niceness = GIVING_WAY if give_way else 0
        self._slots = [Slot(memory_bytes, seconds, recycle_after, counted, niceness) for _ in range(slots)]
        self._free: queue.LifoQueue[Slot] = queue.LifoQueue()
        for slot in self._slots:
            self._free.put(slot)
        self._threads = ThreadPoolExecutor(slots, thread_name_prefix="children")

    def run(self, function: Callable[..., R], *args: object) -> R:
        """Call a module-level function in a child and return what it returns, waiting for a free slot.

        Raises what the function raises, or `ChildDied`.
        """
        slot = self._free.get()
        try:
            return slot.run(function, args)
        finally:
            self._free.put(slot)

    def warm_up(self, function: Callable[[], object], *, slots: int | None = None) -> None:
        """Start the children, or so many of them, and let each call the function, so that the first job need not wait.

        Returns at once. The children used last are used first: one that is warm serves as long as no other is needed.
        """
        for _ in self._slots[:slots]:
            self._threads.submit(self.run, function)

    async def run_async(self, function: Callable[..., R], *args: object) -> R:
        """The same without blocking the event loop."""
        import asyncio  # the command line never gets here, and asyncio costs a third of its own start

        return await asyncio.get_running_loop().run_in_executor(self._threads, lambda: self.run(function, *args))

    @property
    def busy(self) -> int:
        """How many slots have a job now."""
        return len(self._slots) - self._free.qsize()

    def close(self) -> None:
        """End the children; a job that still runs fails with `ChildDied`."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        for slot in self._slots:
            slot.close()


class Slot:
    """One place for one process at a time."""

    def __init__(self, memory_bytes: int, seconds: float, recycle_after: int, counted: Counted, niceness: int) -> None:
        self._memory_bytes = memory_bytes
        self._niceness = niceness
        self._counted = counted
        self._seconds = seconds
        self._recycle_after = recycle_after
        self._process: subprocess.Popen[bytes] | None = None
        self._jobs = 0
        self._closed = False
        self._changing = threading.Lock()

    def run(self, function: Callable[..., R], args: tuple[object, ...]) -> R:
        process = self._running()
        try:
            outcome, value = self._ask(process, pickle.dumps((function, args)))
        except ChildDied:
            self.stop()
            raise
        if outcome == "memory":
            self.stop()
            raise ChildDied("memory")
        if isinstance(value, BaseException) and outcome == "raised":
            raise value
        return value  # type: ignore[return-value] # the child answers with what `function` returned

    def _running(self) -> subprocess.Popen[bytes]:
        with self._changing:
            process = self._process
            if process is not None and process.poll() is None and self._jobs < self._recycle_after:
                self._jobs += 1
                return process
        self.stop()
        with self._changing:
            if self._closed:
                raise ChildDied("crashed")
            self._process = _start(self._memory_bytes, self._counted, self._niceness)
            self._jobs = 1
            return self._process

    def _ask(self, process: subprocess.Popen[bytes], job: bytes) -> tuple[str, object]:
        deadline = time.monotonic() + self._seconds
        writing, reading = _pipes(process)
        try:
            writing.write(LENGTH.pack(len(job)) + job)
            writing.flush()
        except (BrokenPipeError, ValueError) as error:
            raise ChildDied("crashed") from error
        (length,) = LENGTH.unpack(_read(reading, LENGTH.size, deadline))
        outcome, value = pickle.loads(_read(reading, length, deadline))  # noqa: S301 - from our own child
        return outcome, value

    def close(self) -> None:
        """End the process, and start no other."""
        self._closed = True
        self.stop()

    def stop(self) -> None:
        with self._changing:
            process, self._process = self._process, None
        if process is not None:
            process.kill()
            for pipe in _pipes(process):
                _close(pipe)
            process.wait()


def _start(memory_bytes: int, counted: Counted, niceness: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "chorus_app.kernel.child", str(memory_bytes), counted, str(niceness)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603 - our own module


def _pipes(process: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes]]:
    if process.stdin is None or process.stdout is None:
        raise ChildDied("crashed")
    return process.stdin, process.stdout


def _close(pipe: IO[bytes]) -> None:
    try:
        pipe.close()
    except BrokenPipeError:
        return


def _read(pipe: IO[bytes], size: int, deadline: float) -> bytes:
    """Exactly `size` bytes. Raises `ChildDied` when the pipe ends or the deadline passes first."""
    parts: list[bytes] = []
    with selectors.DefaultSelector() as selector:
        selector.register(pipe, selectors.EVENT_READ)
        while size:
            if not selector.select(max(0.0, deadline - time.monotonic())):
                raise ChildDied("time")
            # Not pipe.read(): a buffered reader would keep bytes that the selector then waits for in vain.
            part = os.read(pipe.fileno(), min(size, CHUNK))
            if not part:
                raise ChildDied("crashed")
            parts.append(part)
            size -= len(part)
    return b"".join(parts)
