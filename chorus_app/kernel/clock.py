"""The time, as something that can be handed over and moved."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")


class Clock:
    """Answers the time in UTC; a moved clock (tests, demonstrations) answers the real time plus its offset."""

    def __init__(self, offset: timedelta = timedelta()) -> None:
        self._offset = offset

    def now(self) -> datetime:
        return datetime.now(UTC) + self._offset

    def move(self, by: timedelta) -> None:
        self._offset += by


class StoppedClock(Clock):
    """A clock that only advances when it is moved."""

    def __init__(self, at: datetime) -> None:
        super().__init__()
        self._at = at

    def now(self) -> datetime:
        return self._at

    def move(self, by: timedelta) -> None:
        self._at += by


def in_paris(moment: datetime) -> datetime:
    """The moment as clocks in Paris show it, for texts."""
    return moment.astimezone(PARIS)
