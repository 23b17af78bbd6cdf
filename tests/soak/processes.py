"""What a server and its child processes hold, read from /proc while they run."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

CHILD = b"chorus_app.kernel.child"


@dataclass
class Watch:
    """The most memory that each process under `pid` was ever seen to have held, in MB."""

    pid: int
    server: dict[int, int] = field(default_factory=dict)
    children: dict[int, int] = field(default_factory=dict)

    def look(self) -> None:
        """Read it now. What a child takes after the last look before its death is missed."""
        for pid in family(self.pid):
            with suppress(OSError, StopIteration):  # it ended meanwhile
                seen = self.children if is_child(pid) else self.server
                seen[pid] = memory_mb(pid, "VmHWM")

    def alive(self) -> list[int]:
        """The child processes that are there now."""
        return [pid for pid in family(self.pid) if is_child(pid)]


def family(pid: int) -> list[int]:
    """The process, its children and theirs."""
    found = [pid]
    for one in found:
        for tasks in Path(f"/proc/{one}/task").glob("*/children"):
            with suppress(OSError):
                found += [int(child) for child in tasks.read_text(encoding="ascii").split()]
    return found


def is_child(pid: int) -> bool:
    """Whether the process opens or judges files for the server."""
    with suppress(OSError):
        return CHILD in Path(f"/proc/{pid}/cmdline").read_bytes()
    return False


def memory_mb(pid: int | str, what: str) -> int:
    """VmHWM, the most that a process ever held, or VmRSS, what it holds. (ru_maxrss counts the parent in.)"""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) // 1024 for line in lines if line.startswith(f"{what}:"))
