"""Refusals of the deposits."""

from chorus_app.kernel.config import Settings
from chorus_app.kernel.errors import AppError


class QuotaReached(AppError):
    """The person has as much waiting for its deposit as one person may; nothing was kept."""

    code = "quota_reached"
    status = 429

    def __init__(self, settings: Settings) -> None:
        super().__init__(
            "flux.quota_reached",
            files=settings.max_waiting_files,
            megabytes=settings.max_waiting_bytes // 1_000_000,
        )
