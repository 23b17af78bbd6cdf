"""Why the operator does something: asked wherever others feel it, and kept in the audit log."""

from chorus_app.kernel.faults import needed_line

LONGEST = 500


def check_reason(reason: str) -> str:
    """The reason on one line. Raises `Invalid` (field `reason`)."""
    return needed_line(
        reason,
        field="reason",
        missing="operations.reason.missing",
        too_long="operations.reason.too_long",
        most=LONGEST,
    )
