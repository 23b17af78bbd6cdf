"""Errors that people or programs are told about. Each interface renders them in one place."""

from collections.abc import Mapping
from typing import Any


class AppError(Exception):
    """An act that is refused, with the reason as a text key.

    `field` names the form field that the error stands beside, if any; `status` is the HTTP status.
    """

    code = "refused"
    status = 400

    def __init__(self, key: str, *, field: str | None = None, **params: object) -> None:
        super().__init__(key)
        self.key = key
        self.field = field
        self.params: Mapping[str, Any] = params


class Invalid(AppError):
    """A value that does not fit."""

    code = "invalid"
    status = 422


class InvalidForm(AppError):
    """Several values that do not fit."""

    code = "invalid_form"
    status = 422

    def __init__(self, *errors: Invalid) -> None:
        super().__init__("kernel.form_invalid", count=len(errors))
        self.errors = errors


class SignInRequired(AppError):
    """Nobody is signed in."""

    code = "sign_in_required"
    status = 401

    def __init__(self) -> None:
        super().__init__("kernel.sign_in_required")


class Denied(AppError):
    """The person may not do this here (inside his own structure; elsewhere it is `NotFound`)."""

    code = "denied"
    status = 403

    def __init__(self, key: str = "kernel.denied", *, field: str | None = None, **params: object) -> None:
        super().__init__(key, field=field, **params)


class NotFound(AppError):
    """Unknown, or out of the actor's scope: the two answer alike."""

    code = "not_found"
    status = 404

    def __init__(self, key: str = "kernel.not_found", *, field: str | None = None, **params: object) -> None:
        super().__init__(key, field=field, **params)


class Conflict(AppError):
    """Somebody else was faster; nothing was changed."""

    code = "conflict"
    status = 409


class TooMany(AppError):
    """Too many attempts; `seconds` tells when the next one is heard."""

    code = "too_many"
    status = 429

    def __init__(self, key: str, *, seconds: int, field: str | None = None, **params: object) -> None:
        super().__init__(key, field=field, seconds=seconds, **params)
        self.seconds = seconds


class TooLarge(AppError):
    """More bytes than allowed."""

    code = "too_large"
    status = 413


class StorageFull(AppError):
    """The disk has no room left; nothing was kept."""

    code = "storage_full"
    status = 507

    def __init__(self) -> None:
        super().__init__("kernel.storage_full")


class TooSlow(AppError):
    """The sender stopped sending, or sends so slowly that the line is cut."""

    code = "too_slow"
    status = 408

    def __init__(self) -> None:
        super().__init__("kernel.too_slow")
