"""Children: a job that dies, swells or hangs harms nobody else."""

import os
import pickle
import signal
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from io import BytesIO
from pathlib import Path

import pytest

from chorus_app.kernel import child, idle
from chorus_app.kernel.children import ChildDied, Children
from chorus_app.kernel.errors import Invalid
from chorus_app.kernel.idle import when_idle


@pytest.fixture
def children() -> Iterator[Children]:
    made = Children(2, memory_bytes=400_000_000, seconds=20)
    yield made
    made.close()


def double(number: int) -> int:
    return 2 * number


def own_pid() -> int:
    return os.getpid()


def speak(text: str) -> str:
    print("noise on standard output", flush=True)
    return text


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def refuse() -> None:
    raise Invalid("kernel.denied", field="file", seconds=3)


class Stubborn(Exception):
    """Pickles, and does not come back."""

    def __init__(self, one: str, two: str) -> None:
        super().__init__(f"{one} {two}")


def refuse_stubbornly() -> None:
    raise Stubborn("a", "b")


def swell() -> int:
    return len(bytearray(600_000_000))


def hang() -> None:
    time.sleep(3600)


def wait_for_file(path: str) -> int:
    while not os.path.exists(path):  # noqa: PTH110 - plain on purpose: this runs in the child
        time.sleep(0.01)
    return os.getpid()


def test_value_returned_although_the_job_prints(children: Children) -> None:
    assert [children.run(double, 21), children.run(speak, "é" * 300_000)] == [42, "é" * 300_000]


def test_refusal_of_the_function_is_raised_whole(children: Children) -> None:
    with pytest.raises(Invalid) as refusal:
        children.run(refuse)
    assert (refusal.value.key, refusal.value.field, refusal.value.params) == ("kernel.denied", "file", {"seconds": 3})


def test_exception_that_cannot_travel_becomes_a_plain_one(children: Children) -> None:
    with pytest.raises(RuntimeError, match="Stubborn: a b"):
        children.run(refuse_stubbornly)


def test_slot_is_rebuilt_after_a_crash(children: Children) -> None:
    for _ in range(3):
        with pytest.raises(ChildDied) as death:
            children.run(die)
        assert death.value.reason == "crashed"
        assert children.run(double, 1) == 2


def test_memory_limit_ends_the_job_only(children: Children) -> None:
    with pytest.raises(ChildDied) as death:
        children.run(swell)
    assert (death.value.reason, children.run(double, 2)) == ("memory", 4)


def test_wall_clock_ends_a_job_that_hangs() -> None:
    children = Children(1, memory_bytes=0, seconds=1.5)
    with pytest.raises(ChildDied) as death:
        children.run(hang)
    assert (death.value.reason, children.run(double, 3)) == ("time", 6)
    children.close()


def test_neighbour_unharmed_when_a_child_dies(children: Children, tmp_path_factory: pytest.TempPathFactory) -> None:
    flag = tmp_path_factory.mktemp("flag") / "go"
    answers: list[int] = []
    neighbour = threading.Thread(target=lambda: answers.append(children.run(wait_for_file, str(flag))))
    neighbour.start()
    with pytest.raises(ChildDied):
        children.run(die)
    flag.touch()
    neighbour.join(10)
    assert len(answers) == 1


def test_child_is_recycled_after_its_number_of_jobs() -> None:
    children = Children(1, memory_bytes=0, seconds=20, recycle_after=2)
    pids = [children.run(own_pid) for _ in range(4)]
    assert (pids[0] == pids[1], pids[2] == pids[3], pids[1] == pids[2]) == (True, True, False)
    children.close()


async def test_asked_from_the_event_loop(children: Children) -> None:
    assert await children.run_async(double, 5) == 10


def test_warmed_up_children_answer_from_processes_that_run_already(children: Children) -> None:
    children.warm_up(own_pid)
    assert children.run(double, 4) == 8


def test_closed_children_take_no_more_jobs() -> None:
    children = Children(1, memory_bytes=0, seconds=20)
    assert children.run(double, 1) == 2
    children.close()
    with pytest.raises(ChildDied):
        children.run(double, 1)


def test_written_memory_is_bounded_where_addresses_are_not() -> None:
    children = Children(1, memory_bytes=400_000_000, seconds=20, counted="data")
    with pytest.raises(ChildDied) as death:
        children.run(swell)
    assert (death.value.reason, children.run(double, 2)) == ("memory", 4)
    children.close()


def tell(path: str) -> None:
    """Waits until somebody reads."""
    Path(path).write_text("told", encoding="utf-8")


def tell_later(*paths: str) -> None:
    when_idle(lambda: 1 / 0, *(partial(tell, path) for path in paths))


def test_what_a_job_leaves_for_later_is_done_while_no_job_is_asked(children: Children, tmp_path: Path) -> None:
    pipes = [tmp_path / "first", tmp_path / "second"]
    for pipe in pipes:
        os.mkfifo(pipe)
    children.run(tell_later, *(str(pipe) for pipe in pipes))
    assert [pipe.read_text(encoding="utf-8") for pipe in pipes] == ["told", "told"]
    assert children.run(double, 21) == 42


done: list[int] = []


def do_later(number: int) -> None:
    when_idle(partial(done.append, number))


def all_done() -> list[int]:
    return list(done)


def test_job_that_waits_goes_before_what_is_left_for_later(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(idle, "_left", deque())
    reading, writing = os.pipe()
    with os.fdopen(writing, "wb") as asked:
        for job in ((do_later, (1,)), (all_done, ())):
            pickled = pickle.dumps(job)
            asked.write(child.LENGTH.pack(len(pickled)) + pickled)
    answers = BytesIO()
    with os.fdopen(reading, "rb", buffering=0) as jobs:
        child.serve(jobs, answers)
    answers.seek(0)
    found = [pickle.loads(answers.read(*child.LENGTH.unpack(answers.read(child.LENGTH.size)))) for _ in range(2)]
    assert found == [("done", None), ("done", [])]


def own_niceness() -> int:
    return os.nice(0)


@pytest.mark.parametrize("give_way", [True, False])
def test_children_that_give_way_stand_behind_the_server(give_way: bool) -> None:
    with closing(Children(1, memory_bytes=0, seconds=20, give_way=give_way)) as made:
        assert (made.run(own_niceness) > os.nice(0)) is give_way
