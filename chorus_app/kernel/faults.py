"""Checks of what people type: all faults of a form are told at once, each beside its field."""

from collections.abc import Callable
from typing import TypeVar

from chorus_app.kernel.errors import Invalid, InvalidForm
from chorus_app.kernel.words import one_line

T = TypeVar("T")


class Faults:
    """Gathers the faults of one form, then raises them together."""

    def __init__(self) -> None:
        self.found: list[Invalid] = []

    def checked(self, check: Callable[[], T], instead: T) -> T:
        """What the check answers; its fault is kept, and `instead` answered."""
        try:
            return check()
        except Invalid as fault:
            self.found.append(fault)
            return instead

    def text(self, check: Callable[[], str]) -> str:
        """What the check of a text answers; of a faulty one nothing."""
        return self.checked(check, "")

    def tell(self) -> None:
        """Raise `InvalidForm`, if there was any fault."""
        if self.found:
            raise InvalidForm(*self.found)


def needed_line(value: str, *, field: str, missing: str, too_long: str, most: int) -> str:
    """The text on one line, of `most` characters. `missing` and `too_long` are text keys. Raises `Invalid`."""
    line = one_line(value)
    if not line:
        raise Invalid(missing, field=field)
    if len(line) > most:
        raise Invalid(too_long, field=field, most=most)
    return line
