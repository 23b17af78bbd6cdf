"""Refusals of the deposits."""

from chorus_app.kernel.config import Settings
from chorus_app.kernel.errors import AppError


class Busy(AppError):
    """As many files are being checked as the server takes at a time; nothing was kept."""

    code = "busy"
    status = 503

    def __init__(self) -> None:
        super().__init__("verification.busy")


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
