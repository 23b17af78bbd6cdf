"""The room on the disk that all share who open something."""

import errno
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError
from sqlmodel import select

from chorus_app.kernel.config import Settings
from chorus_app.kernel.context import World
from chorus_app.kernel.errors import StorageFull
from chorus_app.kernel.mail.models import Outbox
from chorus_app.kernel.room import Room, is_full
from chorus_app.tables import metadata


class Queue:
    """Takers in threads of their own; each is in its place of the queue before the next one comes."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self.served: list[str] = []
        self._threads: list[threading.Thread] = []

    def comes(self, name: str, wanted: int) -> None:
        waits = threading.Event()

        def take() -> None:
            share = self.room.take(wanted, waits=waits.set)
            self.served.append(name)
            share.give_back()

        self._threads.append(threading.Thread(target=take))
        self._threads[-1].start()
        assert waits.wait(10)

    def goes_on(self) -> None:
        for thread in self._threads:
            thread.join(10)


def test_who_finds_room_has_it_at_once() -> None:
    room = Room(10)
    first, second = room.take(4), room.take(6)
    assert room.taken == 10
    first.give_back()
    first.give_back()
    assert room.taken == 6
    second.give_back()
    assert room.taken == 0


def test_others_wait_and_are_served_in_the_order_of_asking() -> None:
    room = Room(10)
    held = room.take(8)
    queue = Queue(room)
    for name, wanted in (("large", 9), ("small", 1), ("smaller", 1)):  # the small ones do not pass the large one
        queue.comes(name, wanted)
    held.give_back()
    queue.goes_on()
    assert queue.served[0] == "large"
    assert sorted(queue.served) == ["large", "small", "smaller"]


def test_what_is_larger_than_everything_is_let_in_alone() -> None:
    room = Room(10)
    held = room.take(1)
    queue = Queue(room)
    queue.comes("huge", 1_000)
    held.give_back()
    queue.goes_on()
    assert (queue.served, room.taken) == (["huge"], 0)


def test_who_stops_waiting_leaves_the_queue() -> None:
    room = Room(10)
    held = room.take(10)

    def enough() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        room.take(5, waits=enough)
    held.give_back()
    room.take(10).give_back()
    assert room.taken == 0


def chained(make: Callable[[], BaseException]) -> BaseException:
    try:
        try:
            raise make()
        except Exception as error:
            raise RuntimeError from error
    except RuntimeError as error:
        return error


@pytest.mark.parametrize(
    ("make", "full"),
    [
        (lambda: OSError(errno.ENOSPC, "No space left on device"), True),
        (lambda: OSError(errno.EDQUOT, "Disk quota exceeded"), True),
        (lambda: PermissionError(errno.EACCES, "no"), False),
        (lambda: sqlite3.OperationalError("database or disk is full"), False),  # a word alone is none
        (lambda: ValueError("x"), False),
    ],
)
def test_full_disk_is_told_from_other_errors(make: Callable[[], BaseException], full: bool) -> None:
    assert (is_full(make()), is_full(chained(make))) == (full, full)
    assert not is_full(None)


def test_act_that_finds_the_database_full_says_so_and_writes_nothing(tmp_path: Path) -> None:
    world = World(Settings(data_dir=tmp_path))
    metadata.create_all(world.engine)
    world.engine.dispose()
    with world.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.rollback()
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.execute(f"PRAGMA max_page_count={pages + 2}")
    with pytest.raises(StorageFull) as refused, world.transaction() as context:
        mail = Outbox(recipient="zoe@demo.test", subject="x", text="x" * 100_000, html="", created_at=context.now())
        context.session.add(mail)
        context.session.flush()
    assert isinstance(refused.value.__cause__, OperationalError)
    with world.reading() as context:
        assert context.session.exec(select(Outbox)).all() == []
    world.close()
