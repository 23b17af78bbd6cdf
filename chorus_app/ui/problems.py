"""Errors of the services as French text: the one place where the interface renders them."""

from chorus_app.kernel.errors import AppError, InvalidForm
from chorus_app.kernel.text import t


def told(error: AppError) -> str:
    """The error as a sentence."""
    return t(error.key, **error.params)


def by_field(error: AppError) -> dict[str, str]:
    """The errors by form field; what belongs to no field stands under the empty name."""
    errors = error.errors if isinstance(error, InvalidForm) else (error,)
    found: dict[str, str] = {}
    for one in errors:
        found.setdefault(one.field or "", told(one))
    return found
