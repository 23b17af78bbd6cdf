"""Whether the portal can do its work: the database answers, the disk has room, mails and imports get on."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import col, func, select

from chorus_app.flux.enums import FINAL
from chorus_app.flux.models import Flux
from chorus_app.kernel.context import Context, World
from chorus_app.kernel.mail.models import Outbox

OK, LATE, FAILED = "ok", "late", "failed"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at. `value` and `limit` in the unit that the name says; None when it could not be read."""

    name: str
    state: str
    value: int | None
    limit: int | None = None

    @property
    def well(self) -> bool:
        return self.state == OK


@dataclass(frozen=True, slots=True)
class Health:
    """All checks."""

    checks: tuple[Check, ...]

    @property
    def well(self) -> bool:
        return all(check.well for check in self.checks)


def look(world: World) -> Health:
    """Look at everything. Never raises: what cannot be read is not well."""
    return Health((_disk(world), *_in_database(world)))


def _disk(world: World) -> Check:
    try:
        free = shutil.disk_usage(world.folder).free
    except OSError:
        return Check("disk_free_bytes", FAILED, None, world.settings.health_free_bytes)
    limit = world.settings.health_free_bytes
    return Check("disk_free_bytes", OK if free >= limit else LATE, free, limit)


def _in_database(world: World) -> Iterator[Check]:
    limits = {
        "outbox_oldest_seconds": world.settings.health_mail_minutes * 60,
        "import_oldest_seconds": world.settings.health_import_minutes * 60,
    }
    reads: dict[str, Callable[[Context], datetime | None]] = {
        "outbox_oldest_seconds": oldest_mail,
        "import_oldest_seconds": oldest_flux,
    }
    try:
        with world.reading() as context:
            now = context.now()
            ages = {name: _age(read(context), now) for name, read in reads.items()}
    except (SQLAlchemyError, OSError):
        yield Check("database", FAILED, None)
        yield from (Check(name, FAILED, None, limit) for name, limit in limits.items())
        return
    yield Check("database", OK, 1)
    yield from (Check(name, OK if ages[name] <= limits[name] else LATE, ages[name], limits[name]) for name in limits)


def oldest_mail(context: Context) -> datetime | None:
    """Since when the oldest mail that is neither sent nor given up waits."""
    due = select(func.min(Outbox.created_at)).where(col(Outbox.next_attempt_at).is_not(None))
    return _moment(context.session.exec(due).one())


def oldest_flux(context: Context) -> datetime | None:
    """Since when the oldest flux that has not come to its end waits."""
    unfinished = select(func.min(Flux.received_at)).where(col(Flux.state).not_in(FINAL))
    return _moment(context.session.exec(unfinished).one())


def _moment(value: Any) -> datetime | None:
    return value if isinstance(value, datetime) else None


def _age(since: datetime | None, now: datetime) -> int:
    """In whole seconds; a clock that was put back gives none."""
    return max(0, int((now - since).total_seconds())) if since else 0
