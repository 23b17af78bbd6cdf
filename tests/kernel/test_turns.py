"""Who writes next: one at a time, people before the server's own work, and nobody waits for ever."""

import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

import pytest

from chorus_app.kernel.context import World
from chorus_app.kernel.turns import Ticket, Turns

PATIENT = 30.0  # seconds; no test waits so long


@pytest.fixture
def threads() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(20) as pool:
        yield pool


@contextmanager
def turn(turns: Turns, *, person: bool) -> Iterator[None]:
    ticket = Ticket(turns, person=person)
    ticket.take()
    try:
        yield
    finally:
        ticket.give()


def queued(turns: Turns) -> int:
    return len(turns._people) + len(turns._others)


def ask(turns: Turns, pool: ThreadPoolExecutor, order: list[str], name: str, *, person: bool) -> Future[None]:
    """Ask for a turn in another thread; back as soon as it stands in its queue."""
    before = queued(turns)

    def act() -> None:
        with turn(turns, person=person):
            order.append(name)

    asked = pool.submit(act)
    while queued(turns) == before:
        threading.Event().wait(0.001)
    return asked


def test_people_come_before_the_servers_own_work(threads: ThreadPoolExecutor) -> None:
    turns, order = Turns(patience=PATIENT), list[str]()
    with turn(turns, person=False):
        asked = [ask(turns, threads, order, f"import {n}", person=False) for n in range(3)]
        asked += [ask(turns, threads, order, f"person {n}", person=True) for n in range(3)]
    for one in asked:
        one.result()
    assert order == ["person 0", "person 1", "person 2", "import 0", "import 1", "import 2"]


def test_one_at_a_time(threads: ThreadPoolExecutor) -> None:
    turns, inside, most = Turns(patience=PATIENT), 0, 0

    def act(number: int) -> None:
        nonlocal inside, most
        for _ in range(200):
            with turn(turns, person=number % 2 == 0):
                inside += 1
                most = max(most, inside)
                inside -= 1

    list(threads.map(act, range(20)))
    assert most == 1
    with turn(turns, person=True):
        assert queued(turns) == 0


def test_a_turn_that_does_not_end_is_not_waited_for_for_ever(threads: ThreadPoolExecutor) -> None:
    turns, order = Turns(patience=0.05), list[str]()
    with turn(turns, person=True):
        ask(turns, threads, order, "late", person=True).result()
        assert order == ["late"]
        assert queued(turns) == 0
    with turn(turns, person=False):  # it was given back once, by the one who held it
        assert queued(turns) == 0


def test_an_act_that_fails_gives_its_turn_back() -> None:
    turns = Turns(patience=PATIENT)
    with pytest.raises(ValueError, match="fails"), turn(turns, person=True):
        raise ValueError("fails")
    with turn(turns, person=False):
        assert queued(turns) == 0


def test_an_act_waits_when_it_begins_to_write_not_before(world: World) -> None:
    with world.transaction() as outer:
        with world.transaction() as inner:
            inner.ring("first")
        outer.ring("second")
    assert queued(world.turns) == 0
    assert world.turns.take(person=True)
