"""How much one person may have waiting for its deposit (ASVS 5.2.4): files and bytes, those on their way included."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from sqlmodel import col, func, select

from chorus_app.flux.errors import QuotaReached
from chorus_app.flux.models import Flux, Upload
from chorus_app.flux.uploads import KEEP, check_may_upload
from chorus_app.kernel.config import Settings
from chorus_app.kernel.context import Context


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits: how many files, how many bytes."""

    files: int
    octets: int


def waiting(context: Context) -> Waiting:
    """What the actor sent within the last day and did not deposit. Raises `SignInRequired`, `Denied`."""
    check_may_upload(context)
    deposited = select(Flux.id).where(Flux.sha256 == Upload.sha256, Flux.depositor_id == Upload.user_id)
    query = select(func.count(), func.coalesce(func.sum(Upload.size), 0)).where(
        Upload.user_id == context.actor_id, col(Upload.at) > context.now() - KEEP, ~deposited.exists()
    )
    files, octets = context.session.exec(query).one()
    return Waiting(files, octets)


@dataclass
class Arrivals:
    """The files on their way to this server, by person: each keeps its place before its first byte is read."""

    _reserved: dict[int, list[int]] = field(default_factory=dict)

    @contextmanager
    def place(self, limits: Settings, *, person: int, already: Waiting, wanted: int, announced: bool) -> Iterator[int]:
        """How many bytes the file may have: `wanted`, or less when its length is not `announced`.

        Raises `QuotaReached` when there is no room.
        """
        coming = self._reserved.setdefault(person, [])
        room = limits.max_waiting_bytes - already.octets - sum(coming)
        full = already.files + len(coming) >= limits.max_waiting_files
        if full or room <= 0 or (announced and wanted > room):
            raise QuotaReached(limits)
        granted = min(wanted, room)
        coming.append(granted)
        try:
            yield granted
        finally:
            coming.remove(granted)
            if not coming:
                self._reserved.pop(person, None)
