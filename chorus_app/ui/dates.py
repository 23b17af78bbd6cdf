"""Moments as people read them, in the time of metropolitan France."""

from datetime import datetime
from zoneinfo import ZoneInfo

from chorus_app.kernel.text import t

PARIS = ZoneInfo("Europe/Paris")


def day(at: datetime) -> str:
    """The day, JJ/MM/AAAA."""
    return f"{at.astimezone(PARIS):%d/%m/%Y}"


def moment(at: datetime) -> str:
    """The day and the time of day."""
    return t("ui.moment", day=day(at), time=f"{at.astimezone(PARIS):%H:%M}")
