"""Why the operator does something: asked wherever others feel it, and kept in the audit log."""

from chorus_app.kernel.errors import Invalid
from chorus_app.kernel.words import one_line

LONGEST = 500


def check_reason(reason: str) -> str:
    """The reason on one line. Raises `Invalid` (field `reason`)."""
    told = one_line(reason)
    if not told:
        raise Invalid("operations.reason.missing", field="reason")
    if len(told) > LONGEST:
        raise Invalid("operations.reason.too_long", field="reason", most=LONGEST)
    return told
