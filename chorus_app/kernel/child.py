"""What runs inside a child process: takes a job from standard input, answers on the pipe that was standard output.

Started as `python -m chorus_app.kernel.child <memory bytes> <address|data> <niceness>`; it ends when its parent does.
See `kernel.children`.
"""

import gc
import os
import pickle
import resource
import struct
import sys
from typing import BinaryIO

from chorus_app.kernel.idle import use_idle_time
from chorus_app.kernel.lifelong import COLLECT_AFTER

LENGTH = struct.Struct(">Q")
LIMITS = {"address": resource.RLIMIT_AS, "data": resource.RLIMIT_DATA}


def main() -> None:
    memory, counted, niceness = int(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    if memory:
        resource.setrlimit(LIMITS[counted], (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(niceness)
    gc.set_threshold(COLLECT_AFTER)
    # What a library prints must not end up among the answers.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    serve(sys.stdin.buffer, answers)


def serve(jobs: BinaryIO, answers: BinaryIO) -> None:
    """One job after the other, until the parent closes the pipe. It asks the next one after the answer, so that
    nothing of it is in the reader's own store while the pipe is looked at."""
    while len(head := jobs.read(LENGTH.size)) == LENGTH.size:
        answer = answer_to(jobs.read(LENGTH.unpack(head)[0]))
        answers.write(LENGTH.pack(len(answer)))
        answers.write(answer)
        answers.flush()
        use_idle_time(jobs)


def answer_to(job: bytes) -> bytes:
    """The pickled answer: ("done", value), ("raised", exception) or ("memory", None)."""
    try:
        function, args = pickle.loads(job)  # noqa: S301 - written by our own parent process
        return pickle.dumps(("done", function(*args)))
    except MemoryError:
        return pickle.dumps(("memory", None))
    except Exception as error:
        return _pickled_error(error)


def _pickled_error(error: Exception) -> bytes:
    try:
        answer = pickle.dumps(("raised", error))
        pickle.loads(answer)  # noqa: S301 - just written above; an exception may pickle and yet not come back
    except Exception:
        return pickle.dumps(("raised", RuntimeError(f"{type(error).__name__}: {error}")))
    return answer


if __name__ == "__main__":
    main()
