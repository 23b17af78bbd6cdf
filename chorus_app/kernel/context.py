"""World and context: what every service is handed.

A *world* is one database, one folder of files, one clock. The product has one; tests make one each.
A *context* is one act in it: who acts, for which structure, at what time, inside one transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from chorus_app.kernel.bell import Bell, Ring
from chorus_app.kernel.children import RULES_MEMORY_BYTES, Children
from chorus_app.kernel.clock import Clock
from chorus_app.kernel.config import Settings, settings
from chorus_app.kernel.db import BUSY_TIMEOUT_MS, open_engine
from chorus_app.kernel.errors import StorageFull
from chorus_app.kernel.files import FileStore
from chorus_app.kernel.room import Room, is_full
from chorus_app.kernel.turns import Ticket, Turns

VIEWERS = 2


@dataclass(frozen=True, slots=True)
class Source:
    """Where an act comes from: the `door` it came in by, the visitor's network address as far as it is known, and the
    program of the API that asks for it (its row id), if one does."""

    door: str
    client_ip: str = ""
    application_id: int | None = None


SERVER = Source("server")


@dataclass(frozen=True)
class World:
    """Everything that hangs together: settings, database, files, clock, bell."""

    settings: Settings
    clock: Clock = field(default_factory=Clock)

    @property
    def folder(self) -> Path:
        return self.settings.data_dir

    @property
    def database(self) -> Path:
        return self.folder / "chorus.sqlite"

    @cached_property
    def engine(self) -> Engine:
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return open_engine(self.database)

    @cached_property
    def turns(self) -> Turns:
        """Who writes next, of the threads of this process."""
        return Turns(patience=BUSY_TIMEOUT_MS / 1000)

    @cached_property
    def files(self) -> FileStore:
        return FileStore(self.folder / "files")

    @cached_property
    def bell(self) -> Bell:
        return Bell(self.database)

    @cached_property
    def children(self) -> Children:
        """The child processes that open and check deposited files."""
        limits = self.settings
        return Children(
            limits.import_workers,
            memory_bytes=limits.check_memory_bytes,
            seconds=limits.check_seconds,
            give_way=True,
        )

    @cached_property
    def rule_children(self) -> Children:
        """The child processes that ask EN 16931 and BR-FR. They start with the first document that is checked.

        A served portal starts one before.
        """
        limits = self.settings
        return Children(
            limits.import_workers,
            memory_bytes=RULES_MEMORY_BYTES,
            seconds=limits.check_seconds,
            counted="data",
            give_way=True,
        )

    @cached_property
    def viewers(self) -> Children:
        """The child processes that draw and read files for those who look at them. They start with the first one."""
        limits = self.settings
        return Children(VIEWERS, memory_bytes=limits.check_memory_bytes, seconds=limits.check_seconds)

    @cached_property
    def room(self) -> Room:
        """The room that lots may take while they are open."""
        return Room(self.settings.max_unpacked_bytes)

    @contextmanager
    def transaction(
        self, *, actor_id: int | None = None, structure_id: int | None = None, source: Source = SERVER
    ) -> Iterator[Context]:
        """One act: committed when the block ends, rolled back when it raises. Watchers are told after the commit.

        Raises `StorageFull` when the disk has no room for what it writes.
        """
        try:
            with self._act(actor_id, structure_id, source) as context:
                yield context
        except OperationalError as error:
            if is_full(error):
                raise StorageFull from error
            raise
        for act in context.after_commit:
            act()

    @contextmanager
    def _act(self, actor_id: int | None, structure_id: int | None, source: Source) -> Iterator[Context]:
        ticket = Ticket(self.turns, person=source is not SERVER)
        engine = self.engine.execution_options(chorus_turn=ticket)
        with Session(engine, expire_on_commit=False) as session:
            context = Context(world=self, session=session, actor_id=actor_id, structure_id=structure_id, source=source)
            try:
                with session.begin():
                    yield context
                    context.write_rings()
            finally:
                ticket.give()
            self.bell.ring(context.rung)

    @contextmanager
    def reading(self, *, actor_id: int | None = None, structure_id: int | None = None) -> Iterator[Context]:
        """One consistent view of the database, without taking the writer's place."""
        engine = self.engine.execution_options(chorus_writing=False)
        with Session(engine, expire_on_commit=False) as session:
            yield Context(world=self, session=session, actor_id=actor_id, structure_id=structure_id)

    def pools(self) -> dict[str, Children]:
        """The child processes that were asked for so far, by what they do."""
        return {name: self.__dict__[name] for name in ("children", "rule_children", "viewers") if name in self.__dict__}

    def close(self) -> None:
        self.bell.close()
        for pool in self.pools().values():
            pool.close()
        self.engine.dispose()


@dataclass
class Context:
    """One act: `actor_id` is the signed-in user's row id (None: nobody), `structure_id` the one he acts for.

    `source` is where the act comes from: the audit log keeps it.
    """

    world: World
    session: Session
    actor_id: int | None = None
    structure_id: int | None = None
    language: str = "fr"
    source: Source = SERVER
    rung: list[str] = field(default_factory=list)
    after_commit: list[Callable[[], None]] = field(default_factory=list)

    def now(self) -> datetime:
        return self.world.clock.now()

    def ring(self, topic: str) -> None:
        """Tell those who watch `topic`, once the transaction is committed."""
        if topic not in self.rung:
            self.rung.append(topic)

    def write_rings(self) -> None:
        """Leave the rings in the database, where the other processes see them."""
        self.session.add_all(Ring(topic=topic, at=self.now()) for topic in self.rung)


_worlds: list[World] = []


def product_world() -> World:
    """The world that this process serves: the one adopted last, else one made from the environment's settings."""
    if not _worlds:
        _worlds.append(World(settings()))
    return _worlds[-1]


@contextmanager
def adopted(world: World) -> Iterator[World]:
    """Serve another world inside the block (tests; demonstrations side by side)."""
    _worlds.append(world)
    try:
        yield world
    finally:
        _worlds.remove(world)
