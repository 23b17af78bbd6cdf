"""Jobs that a child process does not survive. Alone in this file, for a child loads little to run them."""

import os
import signal


def kill_own_process(*_: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def swell(*_: object) -> int:
    return len(bytearray(4_000_000_000))


def check_members(members: list[tuple[str, str]], syntax: str, store: str) -> object:
    """The true check, but for a file whose name says that it kills."""
    from chorus_app.flux import checking  # a child of the other jobs does without

    if any("poison" in name for _, name in members):
        os.kill(os.getpid(), signal.SIGKILL)
    return checking.check_members(members, syntax, store)


def check_only(members: list[tuple[str, str]], syntax: str) -> object:
    """The same before the deposit."""
    from chorus_app.flux import lot_preview

    if any("poison" in name for _, name in members):
        os.kill(os.getpid(), signal.SIGKILL)
    return lot_preview.check_only(members, syntax)
