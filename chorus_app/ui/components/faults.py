"""Faulty forms: the focus goes to the first field that has an error."""

from collections.abc import Iterable, Mapping

import reflex as rx
from reflex.event import EventSpec


def focus_first(errors: Mapping[str, str], fields: Iterable[str]) -> EventSpec | None:
    """Move the focus to the first of the fields, in the form's order, that has an error."""
    faulty = next((name for name in fields if name in errors), None)
    return rx.set_focus(faulty) if faulty else None
