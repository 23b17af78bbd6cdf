"""Jobs that a child process does not survive. Alone in this file, for a child loads little to run them."""

import os
import signal


def kill_own_process(*_: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def swell(*_: object) -> int:
    return len(bytearray(4_000_000_000))
